"""Puts actor and menu on the request and turns `Refused` into a page; so no view has `try`."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

import structlog
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_structlog.middlewares import RequestMiddleware

from tuphap.foundation.access.actors import actor_for, nobody
from tuphap.foundation.access.errors import method_not_allowed, refusal_page, session_ended
from tuphap.foundation.access.kept_forms import kept_form
from tuphap.foundation.access.menu import is_public, menu_of
from tuphap.foundation.access.requests import MarkedRequest, marked
from tuphap.foundation.audit.client_address import address_of
from tuphap.foundation.audit.origin import coming_from
from tuphap.foundation.second_factor.proof import proved_at
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Refused

Answer = Callable[[HttpRequest], HttpResponse]
Found = TypeVar("Found")
# What Django signs has colons, and no other address of the site has one.
_SIGNED = re.compile(r"[^/]*:[^/]*")


class RequestLog(RequestMiddleware):
    """Gives each request its id. What stands after “?” may be a name, so it is not logged (P5);
    nor is a signed part of an address, for whoever reads it could use the link."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {_SIGNED.sub('…', request.path)}"


class SignInRequired(LoginRequiredMiddleware):
    """Every view wants a person unless it says otherwise; public ones do not ask for a session."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *_: Any
    ) -> HttpResponse | None:
        marked(request).is_public = not getattr(view_func, "login_required", True)
        if is_public(request) or request.user.is_authenticated:
            return None
        if getattr(request, "htmx", False):
            return session_ended(request)
        return kept_form(request, view_func) or self.handle_no_permission(request, view_func)


class access_middleware:  # noqa: N801 - Django names middleware by its path
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: MarkedRequest) -> HttpResponse:
        request.arrived_at = timezone.now()
        request.actor = _when_asked(lambda: _actor(request))
        request.menu = _when_asked(lambda: menu_of(request))
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with coming_from(address_of(request), request_id):
            response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response = method_not_allowed(request, response.headers["Allow"])
        if _session_was_read(request) and request.user.is_authenticated:
            # Private pages stay out of every cache (P5).
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_page(request, error) if isinstance(error, Refused) else None


def _when_asked(find: Callable[[], Found]) -> Found:
    """Most pieces of pages want neither, and both ask the database."""
    return cast(Found, SimpleLazyObject(find))


def _actor(request: MarkedRequest) -> Actor:
    now = request.arrived_at
    if not request.user.is_authenticated:
        return nobody(now)
    structlog.contextvars.bind_contextvars(person=request.user.pk)
    return replace(actor_for(request.user, now), second_factor_at=proved_at(request))


def _session_was_read(request: HttpRequest) -> bool:
    return bool(getattr(request.session, "accessed", False))
