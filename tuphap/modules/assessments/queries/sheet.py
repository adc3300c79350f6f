"""Everything a sheet's page needs of one dossier, in a number of questions that does not grow."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.measures.registry import Document
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import history
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.measured import (
    Known,
    keys_of,
    may_want_sentence,
    measured_lines,
    proven_by_figures,
    unexplained,
)
from tuphap.modules.assessments.models import Assessment, Entry, Evidence
from tuphap.modules.assessments.queries.comments import open_returns
from tuphap.modules.assessments.queries.evidence import bare_items, current_evidence, proven_items
from tuphap.modules.assessments.queries.last_days import days_in, step_days
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.sheet.stepper import Passed, ShownStep, Terms, shown_steps
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.deadlines import DeadlineState, WorkCalendar, deadline_state
from tuphap.rules.dossier_days import DossierDays, extended
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.step_deadlines import POSTED, StepDays, with_posting
from tuphap.rules.workflows.assessment import SELF

# Working days before a deadline from which the page says how many are left.
SOON = 5


@dataclass(frozen=True)
class Column:
    """What the unit entered, with evidence, and when it was saved last.

    `known` is asked for where a figure of the system could change what is still missing.
    """

    rule_set: RuleSet
    items: tuple[Item, ...]
    given: Mapping[str, Given]
    evidence: Mapping[str, list[Evidence]]
    bare: tuple[str, ...]  # lines that still want proof
    saved_at: datetime | None
    known: Mapping[str, Known] = field(default_factory=dict)  # figures of the system, where asked
    asked: tuple[str, ...] = ()  # lines of a return that nobody answered yet

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Lines with another figure than the system's and no sentence why."""
        return unexplained(measured_lines(self.known, self.given))

    @property
    def proof(self) -> dict[str, list[Evidence | Document]]:
        return all_proof(self.evidence, self.known)


def all_proof(
    evidence: Mapping[str, list[Evidence]], known: Mapping[str, Known]
) -> dict[str, list[Evidence | Document]]:
    """Everything that proves a line, also files that lie behind a figure of the system."""
    found: dict[str, list[Evidence | Document]] = {
        code: list(rows) for code, rows in evidence.items()
    }
    for code, row in known.items():
        if row.figure.documents:
            found.setdefault(code, []).extend(row.figure.documents)
    return found


@dataclass(frozen=True)
class Course:
    """Where the dossier stands on its way, and until when."""

    changes: tuple[StatusChange, ...]
    steps: tuple[ShownStep, ...]
    due: date | None
    due_state: DeadlineState | None
    days: DossierDays

    @property
    def last_return(self) -> StatusChange | None:
        return self._last("returned")

    @property
    def posted_on(self) -> date | None:
        change = self._last("posted")
        return timezone.localdate(change.made_at) if change else None

    @property
    def last_sending(self) -> StatusChange | None:
        return self._last("submitted")

    def _last(self, target: str) -> StatusChange | None:
        return next((c for c in reversed(self.changes) if c.target == target), None)


def self_column(
    assessment: Assessment,
    days: DossierDays | None = None,
    known: Mapping[str, Known] | None = None,
    asked: Iterable[str] | None = None,
) -> Column:
    """`days`, `known` and `asked` where the caller has asked for them already."""
    entries = list(Entry.objects.filter(assessment=assessment, column=SELF))
    given = {entry.item: given_of(entry) for entry in entries}
    saved_at = max((entry.written_at for entry in entries), default=None)
    return column_with(assessment, given, saved_at, days, known, asked)


def column_with(
    assessment: Assessment,
    given: Mapping[str, Given],
    saved_at: datetime | None,
    days: DossierDays | None = None,
    known: Mapping[str, Known] | None = None,
    asked: Iterable[str] | None = None,
) -> Column:
    """The column of somebody who has its lines already; asks for the evidence, and for figures of
    the system only while a line they belong to is bare or could want a sentence."""
    lines = items_of(assessment.period)
    evidence = current_evidence(assessment, days)
    wants_proof = assessment.period.evidence_required
    bare = bare_items(lines, given, proven_items(evidence)) if wants_proof else ()
    if known is None:
        known = known_of(assessment) if _may_matter(lines, given, bare) else {}
    by_figures = proven_by_figures(known)
    return Column(
        rule_set=parsed(assessment.period.rule_set),
        items=lines,
        given=given,
        evidence=evidence,
        bare=tuple(code for code in bare if code not in by_figures),
        saved_at=saved_at,
        known=known,
        asked=tuple(_asked(assessment) if asked is None else asked),
    )


def _asked(assessment: Assessment) -> Iterable[str]:
    return open_returns(assessment) if assessment.status == "returned" else ()


def _may_matter(lines: tuple[Item, ...], given: Mapping[str, Given], bare: Collection[str]) -> bool:
    return any(
        code in bare or may_want_sentence(given.get(code, Given())) for code in keys_of(lines)
    )


def course(
    assessment: Assessment,
    today: date,
    calendar: WorkCalendar | None = None,
    days: Mapping[str, StepDays] | None = None,
) -> Course:
    """`calendar` and `days` where the caller has asked for them already."""
    changes = tuple(history(assessment).order_by("pk"))
    calendar = calendar or work_calendar()
    days = step_days(assessment) if days is None else extended(days, assessment.extended)
    returned = next((c for c in reversed(changes) if c.target == "returned"), None)
    returned_on = timezone.localdate(returned.made_at) if returned else None
    own = days_in(assessment.period, assessment.status, days, returned_on, calendar)
    due = own.due
    state = deadline_state(due, today, calendar, soon_within=SOON) if due else None
    moves = [Passed(c.target, timezone.localdate(c.made_at)) for c in changes]
    posting = assessment.period.posting_days
    hung_out = next((move.day for move in reversed(moves) if move.target == POSTED), None)
    if assessment.status == POSTED and posting and hung_out:
        days = with_posting(days, hung_out, posting)
    steps = shown_steps(
        assessment.workflow, assessment.status, moves, days, Terms(due, posting, own.post_by)
    )
    return Course(changes, steps, due, state, own)
