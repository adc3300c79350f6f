"""The threads of a dossier, with its figures as they were when it was returned last.

What the province says to its lines and the dates of its steps ride along in the same question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject

from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.since_return import Added, Change, changes
from tuphap.modules.assessments.models import Assessment, Evidence, StepDate
from tuphap.modules.assessments.queries.comments import (
    Thread,
    as_values,
    by_item,
    comments_of,
    thread_of,
)
from tuphap.modules.assessments.queries.sheet import Course
from tuphap.modules.criteria.guides import Guide, guide_of
from tuphap.modules.criteria.queries import guide_values
from tuphap.rules.scoring import Answer
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import SELF
from tuphap.rules.workflows.comment import OPEN, RETURN

FIGURES = ("done", "due", "option", "chosen", "not_applicable", "explanation")
DAYS = ("assigned_on", "done_on")


@dataclass(frozen=True)
class LineTalk:
    """What belongs to one line: what was said, and what changed since the return."""

    threads: tuple[Thread, ...] = ()
    change: Change | None = None

    @property
    def shown(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if not thread.is_closed)

    @property
    def wants_mending(self) -> bool:
        return any(thread.is_return and thread.is_open for thread in self.threads)

    @property
    def open_count(self) -> int:
        return sum(thread.is_open for thread in self.threads)


@dataclass(frozen=True)
class Talk:
    """Of a whole dossier, by line."""

    lines: Mapping[str, LineTalk] = field(default_factory=dict)

    @property
    def to_mend(self) -> tuple[str, ...]:
        """Lines named in a return that nobody answered yet, in the order of the sheet."""
        return tuple(code for code, line in self.lines.items() if line.wants_mending)

    @property
    def returned(self) -> tuple[str, ...]:
        """Lines that were named in any return."""
        named = self.lines.items()
        return tuple(code for code, line in named if any(t.is_return for t in line.threads))

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(code for code, line in self.lines.items() if line.change)


@dataclass(frozen=True)
class Told:
    """What one question brings beside the figures: threads, figures of the return, documents taken
    away since then, step dates, and what the province says to indicators and contents."""

    said: tuple[Thread, ...] = ()
    before: Mapping[str, Given] = field(default_factory=dict)
    days: Mapping[str, StepDays] | None = None
    guides: Mapping[str, Guide] = field(default_factory=dict)
    removed: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def open_returns(self) -> list[str]:
        """Lines named in a return that nobody answered yet."""
        returned = (thread for thread in self.said if thread.kind == RETURN)
        return [thread.item for thread in returned if thread.status.code == OPEN]


def told_of(assessment: Assessment, *, with_notes: bool) -> Told:
    """One question; before the first submission nobody can have spoken yet."""
    period = assessment.period
    rows: Iterable[tuple[str, Any]]
    if assessment.submitted_at is None:
        rows = _BEFORE.values(period.pk, period.scope_unit_id, period.rule_set.code)
    else:
        rows = as_values(comments_of(assessment, with_notes=with_notes)).union(
            _figures_at_return(assessment),
            _removed_since_return(assessment),
            _step_dates(period.pk),
            guide_values(period.scope_unit_id, period.rule_set.code),
            all=True,
        )
    said, before, days, guides = [], {}, {}, {}
    removed: dict[str, list[str]] = {}
    for name, row in rows:
        if "kind" in row:
            said.append(thread_of(name, row))
        elif "done" in row:
            before[name] = _given(row)
        elif "removed" in row:
            removed.setdefault(name, []).append(_removed_words(row))
        elif "guide" in row:
            guides[name] = guide_of(row)
        else:
            days[name] = StepDays(_day(row["starts_on"]), _day(row["ends_on"]))
    return Told(tuple(said), before, days, guides, removed)


def talk_of(
    told: Told,
    items: Iterable[Item],
    now: Mapping[str, Given],
    evidence: Mapping[str, Iterable[Added]],
    course: Course,
) -> Talk:
    lines, back = tuple(items), course.last_return
    changed = changes(lines, told.before, now, evidence, told.removed, back.made_at) if back else {}
    threads = by_item(told.said)
    return Talk(
        {
            line.code: LineTalk(threads.get(line.code, ()), changed.get(line.code))
            for line in lines
            if line.code in threads or line.code in changed
        }
    )


def _figures_at_return(assessment: Assessment) -> QuerySet[Any, tuple[str, Any]]:
    """The newest version of each line of the unit's column that is not younger than the return."""
    history = apps.get_model("assessments", "EntryHistory").objects
    until = _last_return(assessment)
    return (
        history.filter(assessment=assessment, column=SELF, written_at__lte=until)
        .order_by("item", "-written_at", "-pgh_id")
        .distinct("item")
        .annotate(value=JSONObject(**{name: name for name in (*FIGURES, *DAYS)}))
        .values_list("item", "value")
    )


def _removed_since_return(assessment: Assessment) -> QuerySet[Any, tuple[str, Any]]:
    """Documents that stood on a line when the dossier was returned and no longer do."""
    returned = _last_return(assessment)
    rows = Evidence.objects.filter(
        assessment=assessment, added_at__lte=returned, removed_at__gt=returned
    )
    names = JSONObject(removed="title", url="url")
    return rows.annotate(value=names).values_list("item", "value")


def _removed_words(row: Mapping[str, Any]) -> str:
    return f"{'đường dẫn' if row['url'] else 'tệp'} {row['removed']}"


def _last_return(assessment: Assessment) -> Subquery:
    return Subquery(
        StatusChange.objects.filter(
            record_kind=assessment._meta.label_lower,
            record_id=str(assessment.pk),
            target="returned",
        )
        .order_by("-pk")
        .values("made_at")[:1]
    )


def _step_dates(period_id: int) -> QuerySet[Any, tuple[str, Any]]:
    rows = StepDate.objects.filter(period=period_id)
    dates = JSONObject(starts_on="starts_on", ends_on="ends_on")
    return rows.annotate(value=dates).values_list("step", "value")


_BEFORE: KeptQuery[Any] = KeptQuery(
    lambda period, scope, code: _step_dates(period).union(guide_values(scope, code), all=True),
    example=(-1, -2, "-"),
)


def _given(row: Mapping[str, Any]) -> Given:
    answer = Answer(
        done=row["done"],
        due=row["due"],
        option=row["option"] or None,
        chosen=frozenset(row["chosen"]),
        not_applicable=row["not_applicable"],
        **{name: _day(row[name]) for name in DAYS},
    )
    return Given(answer, row["explanation"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
