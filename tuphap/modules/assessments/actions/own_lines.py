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
from tuphap.modules.assessments.answers import Given
from tuphap.modules.assessments.items import items_of
from tuphap.modules.assessments.marks import Sent, own_mark
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import SELF


@dataclass(frozen=True)
class OwnSaved:
    """What was saved, and the units of saving that clash with another version."""

    saved: Saved
    clashes: tuple[str, ...]


@transaction.atomic
def save_own_lines(assessment_id: UUID, sent: Mapping[str, Sent], *, by: Actor) -> OwnSaved:
    """All lines that do not clash or, with Refused, none."""
    opened = open_column(assessment_id, SELF, by=by)
    wanted = {item: line.wanted(opened.given(item)) for item, line in sent.items()}
    unit_of = {item.code: item.unit for item in items_of(opened.assessment.period)}
    clashes = {
        unit_of.get(item, item): None
        for item, line in sent.items()
        if _clashes(opened.given(item), wanted[item], line.mark)
    }
    lines = {
        item: given
        for item, given in wanted.items()
        if unit_of.get(item, item) not in clashes
        and _is_mine(opened.given(item), given, sent[item].mark)
    }
    return OwnSaved(write_lines(opened, lines, by=by), tuple(clashes))


def _is_mine(stored: Given, wanted: Given, mark: str) -> bool:
    """Changed by this person, and by nobody else since the form was opened."""
    return wanted != stored and own_mark(stored) == mark


def _clashes(stored: Given, wanted: Given, mark: str) -> bool:
    """Changed on both sides, and not to the same."""
    return wanted != stored and mark not in (own_mark(stored), own_mark(wanted))
