"""Two tabs, two people: whoever comes second is led to what is, instead of to a conflict (W7)."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import history
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused

View = Callable[..., HttpResponse]


def already_done_leads_on(
    names: Callable[..., Iterable[str]], way: Callable[[UUID], str]
) -> Callable[[View], View]:
    """`names(…)` gets the arguments of the view behind the dossier: the moves it makes.

    Only where the last thing that happened to the dossier is that very move, and this person may
    make it; any other conflict is told as one.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: PersonRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, pk, *args, **kwargs)
            except Refused as refused:
                dossier = get_visible(request.actor, pk)
                last = history(dossier).order_by("-pk").first()
                wanted = tuple(names(*args, **kwargs))
                if refused.kind is not Kind.CONFLICT or last is None or last.move not in wanted:
                    raise
                if not may(request.actor, last.needs, dossier.subject):
                    raise
                label = next(
                    move.label
                    for move in dossier.workflow.moves
                    if (move.name, move.source) == (last.move, last.source)
                )
                messages.info(request, _sentence(label, last))
                return redirect(way(pk))

        return answer

    return around


def _sentence(label: str, last: StatusChange) -> str:
    local = timezone.localtime(last.made_at)
    return (
        f"Việc “{label}” đã xong trước đó: {last.made_by_name} làm lúc {local:%H:%M, %d/%m/%Y}. "
        "Lần này không có gì thay đổi thêm."
    )
