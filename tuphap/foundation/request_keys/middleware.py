"""Takes the key out of the form before any view reads its fields."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from tuphap.foundation.request_keys.keys import KeyedRequest, take_key


class RequestKey:
    """After the limits of the body were checked, before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: KeyedRequest, *_: Any) -> None:
        if request.method == "POST":
            request.request_key = take_key(request)
