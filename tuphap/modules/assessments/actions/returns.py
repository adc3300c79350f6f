"""Giving a dossier back: with the lines that are wanted, each with its sentence, or a reason."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.comments import sound_text, write
from tuphap.modules.assessments.actions.telling import tell_returned
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflows.comment import RETURN

NOTHING_NAMED = "Chưa có lý do. Chọn nội dung cần bổ sung hoặc ghi lý do chung."


@transaction.atomic
def give_back(
    assessment_id: UUID, reason: str, items: Mapping[str, str], *, by: Actor
) -> Assessment:
    """`items` says of each line what is missing; at least one, or a reason for the whole."""
    reason = normalise(reason, keep_lines=True).strip()
    if not items and not reason:
        raise Refused("reason_missing", NOTHING_NAMED, Kind.INVALID, {"reason": NOTHING_NAMED})
    found = require_visible(by, assessment_id)
    assessment = perform(found, "return", by=by, reason=reason or _named(items))
    write(assessment, _texts(items), RETURN, by=by)
    tell_returned(assessment, by=by)
    return assessment


def _texts(items: Mapping[str, str]) -> dict[str, str]:
    """All faults at once, each beside its line."""
    texts: dict[str, str] = {}
    faults: dict[str, str] = {}
    for code, text in items.items():
        try:
            texts[code] = sound_text(text, f"Nội dung {code}", code)
        except Refused as refused:
            faults |= refused.fields
    if faults:
        raise Refused("faulty_text", next(iter(faults.values())), Kind.INVALID, faults)
    return texts


def _named(items: Mapping[str, str]) -> str:
    codes = ", ".join(code[:16] for code in items)
    return f"Bổ sung {len(items)} nội dung: {codes}."
