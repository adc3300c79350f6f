"""The unit's own column, saved from a form that may be older than what the system holds (R5).

Three versions of a line meet: what stood in the form when it was opened, what was sent, and what
the system holds now. Only what this person changed is written; what somebody else changed in the
meantime is a clash, and then nothing is written of what is saved together with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tuphap.modules.assessments.actions.entries import Saved, open_column, write_lines
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.marks import Sent, own_mark
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import SELF


@dataclass(frozen=True)
class OwnSaved:
    """What was saved, the units of saving that clash with another version, the lines written."""

    saved: Saved
    clashes: tuple[str, ...]
    written: tuple[str, ...] = ()


@transaction.atomic(savepoint=False)
def save_own_lines(assessment_id: UUID, sent: Mapping[str, Sent], *, by: Actor) -> OwnSaved:
    """All lines that do not clash or, with Refused, none.

    Inside `once_per_key`, whose transaction a refusal ends: a savepoint would cost two round trips.
    """
    opened = open_column(assessment_id, SELF, by=by)
    unit_of = {item.code: item.unit for item in items_of(opened.assessment.period)}
    mine: dict[str, Given] = {}
    clashes: dict[str, None] = {}
    for item, line in sent.items():
        stored = opened.given(item)
        wanted = line.wanted(stored)
        if wanted == stored:
            continue
        if line.mark == own_mark(stored):
            mine[item] = wanted
        elif line.mark != own_mark(wanted):
            clashes[unit_of.get(item, item)] = None
    lines = {item: given for item, given in mine.items() if unit_of.get(item, item) not in clashes}
    return OwnSaved(write_lines(opened, lines, by=by), tuple(clashes), tuple(lines))
