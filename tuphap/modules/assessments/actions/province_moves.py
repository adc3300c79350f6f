"""What the province alone does: take a unit out of a year and back in, unlock what is closed."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.column_rows import LINE_VALUES, SUMS_VALUES
from tuphap.modules.assessments.actions.telling import tell_of_province_move
from tuphap.modules.assessments.models import (
    Assessment,
    ColumnSummary,
    Decision,
    Entry,
    FormerResult,
)
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.workflows.province_moves import EXEMPT, READMIT, UNLOCK


@transaction.atomic
def exempt(assessment_id: UUID, reason: str, *, by: Actor) -> Assessment:
    """The unit is not assessed this year: it leaves the number of units; its figures stay."""
    return _moved(assessment_id, EXEMPT, reason, by)


@transaction.atomic
def readmit(assessment_id: UUID, reason: str, *, by: Actor) -> Assessment:
    """Back at the first step, with everything that was typed before."""
    return _moved(assessment_id, READMIT, reason, by)


@transaction.atomic
def unlock(assessment_id: UUID, reason: str, *, by: Actor) -> Assessment:
    """The final column may be written again; what was official stays readable as it was.

    What is published stays published under its number until a newer copy is made.
    """
    dossier = perform(require_visible(by, assessment_id), UNLOCK, by=by, reason=reason)
    _keep(dossier, reason, by)
    dossier.decision, dossier.met = None, None
    dossier.save(update_fields=["decision", "met"])
    tell_of_province_move(dossier, by=by)
    return dossier


DEEDS: Mapping[str, Callable[..., Assessment]] = {
    EXEMPT: exempt,
    READMIT: readmit,
    UNLOCK: unlock,
}


def require_new_paper(chosen: list[Assessment], decision: Decision) -> None:
    """What was unlocked is decided by another paper than the one that closed it before."""
    former = FormerResult.objects.filter(assessment__in=chosen, decision=decision)
    first = former.select_related("assessment__unit").first()
    if first is not None:
        raise Refused(
            "decision_before_unlocking",
            f"{first.assessment.unit.name} đã có trong {decision} trước khi số liệu được mở lại. "
            "Ghi quyết định mới, có số và ngày ký của lần này.",
            Kind.CONFLICT,
            {"number": "Số này là của quyết định trước khi mở lại. Ghi số của quyết định mới."},
        )


def _moved(assessment_id: UUID, name: str, reason: str, by: Actor) -> Assessment:
    dossier = perform(require_visible(by, assessment_id), name, by=by, reason=reason)
    tell_of_province_move(dossier, by=by)
    return dossier


def _keep(dossier: Assessment, reason: str, by: Actor) -> None:
    decision, met = dossier.decision, dossier.met
    assert decision is not None  # whatever is closed has a decision, and with it a result
    assert met is not None
    assert by.person_id is not None  # whoever holds the permission has a name
    entries = Entry.objects.filter(assessment=dossier, column=FINAL).select_related("written_by")
    sums = ColumnSummary.objects.get(assessment=dossier, column=FINAL)
    FormerResult.objects.create(
        assessment=dossier,
        decision=decision,
        met=met,
        lines=_plain([_line(entry) for entry in entries.order_by("pk")]),
        sums=_plain({name: getattr(sums, name) for name in SUMS_VALUES}),
        reason=reason.strip(),
        unlocked_by_id=by.person_id,
        unlocked_at=by.at,
    )


def _line(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in LINE_VALUES if name != "written_by"}
    return {"item": entry.item, **values, "who": entry.written_by.full_name}


def _plain(value: Any) -> Any:
    """The JSON values that the table will hold."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
