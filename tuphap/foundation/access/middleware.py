"""Puts the actor on the request and turns `Refused` into a page; so no view has `try`."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tuphap.foundation.access.actors import actor_for, nobody
from tuphap.foundation.audit.actions import record
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

ANSWERS = {
    Kind.FORBIDDEN: (HTTPStatus.FORBIDDEN, "refusal.html"),
    Kind.CONFLICT: (HTTPStatus.CONFLICT, "conflict.html"),
    Kind.INVALID: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_input.html"),
}


class access_middleware:  # noqa: N801 - Django names middleware by its path
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated if _session_was_read(request) else False:
            # Private pages stay out of every cache (P5).
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return refusal_page(request, error)


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The answer to a refusal: status, page, and a line in the journal where it was a right."""
    status, template = ANSWERS[refused.kind]
    if refused.kind is Kind.FORBIDDEN:
        _note_refusal(request, refused)
    context = {"refused": refused, "incident": getattr(request, "request_id", "")}
    return render(request, template, context, status=status)


def _actor(request: HttpRequest) -> Actor:
    now = timezone.now()
    return actor_for(request.user, now) if request.user.is_authenticated else nobody(now)


def _session_was_read(request: HttpRequest) -> bool:
    return bool(getattr(request.session, "accessed", False))


def _note_refusal(request: HttpRequest, refused: Refused) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record(
        "refused",
        at=actor.at,
        person_id=actor.person_id,
        person_name=actor.name,
        unit=actor.posts[0].unit_name if actor.posts else "",
        subject=request.path,
        detail={"code": refused.code, "sentence": refused.sentence},
        address=request.META.get("REMOTE_ADDR"),
    )
