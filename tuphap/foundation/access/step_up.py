"""Pages of weighty deeds open only to whoever proved the second factor a short while ago (W6)."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tuphap.foundation.access.kept_forms import STEP_UP, kept_form
from tuphap.foundation.access.requests import PersonRequest
from tuphap.rules.permissions import PERMISSIONS, require_anywhere
from tuphap.rules.second_factor import lacks_second_factor

View = Callable[..., HttpResponse]


def asks_second_factor(permission: str) -> Callable[[View], View]:
    """Above a view whose deed wants `permission`. A form that comes too late is kept on a page."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require_anywhere(request.actor, permission)
            if lacks_second_factor(request.actor, permission):
                return _ask(request, view, permission)
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def has_second_factor(request: PersonRequest) -> bool:
    """Whether it is set up at all: said before the deed to whoever has to do that first."""
    return is_mfa_enabled(request.user, [Authenticator.Type.TOTP])


def _ask(request: PersonRequest, view: View, permission: str) -> HttpResponse:
    if kept := kept_form(request, view, STEP_UP):
        return kept
    here = urlencode({"next": request.path})
    if has_second_factor(request):
        return redirect(f"{reverse('mfa_reauthenticate')}?{here}")
    context = {"deed": PERMISSIONS[permission].label, "here": request.path}
    return render(request, "second_factor/needed.html", context, status=HTTPStatus.FORBIDDEN)
