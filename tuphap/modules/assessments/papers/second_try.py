"""Whoever submits what is submitted already is led to the receipt of the first time."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from tuphap.modules.assessments.papers.queries import current_copy
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.rules.refusals import Refused

View = Callable[..., HttpResponse]
SUBMITTING, TOO_LATE = "gui", "no_such_move"


def second_try_shows_receipt(view: View) -> View:
    """Also where two clicks arrive at once: the one that lost sees the same receipt (W7)."""

    @wraps(view)
    def answer(request: Any, pk: UUID, **place: str) -> HttpResponse:
        try:
            return view(request, pk, **place)
        except Refused as refused:
            if place.get("address", SUBMITTING) != SUBMITTING or refused.code != TOO_LATE:
                raise
            copy = current_copy(get_visible(request.actor, pk))
            if copy is None:
                raise
            return redirect("assessments:receipt", copy.number)

    return answer
