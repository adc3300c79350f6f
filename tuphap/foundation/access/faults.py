"""A form that answers its own faults, so that what was typed stays on the page."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from tuphap.rules.refusals import Kind, Refused

View = Callable[..., HttpResponse]

STATUS_OF: Mapping[Kind, HTTPStatus] = {
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def faults_answered_by(
    page: View, *kinds: Kind, codes: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """`page(request, refused, …)` answers instead of the plain page when fields are at fault.

    It gets the arguments of the view after the refusal. Refusals without fields (a forged field, a
    right, a state) go on to the middleware, but for the `codes` named. Without `kinds` only what
    was typed wrong is answered.
    """
    answered = kinds or (Kind.INVALID,)

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                if refused.kind not in answered or not (refused.fields or refused.code in codes):
                    raise
                return page(request, refused, *args, **kwargs)

        return answer

    return around
