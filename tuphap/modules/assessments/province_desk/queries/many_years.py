"""All units of many years, indicator by indicator, read in a stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.queries.comparison import JOINED, PERMISSION, periods_compared
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import display_name, indicators

# So many dossiers are in memory at once, however many there are.
AT_ONCE = 200


class Line(NamedTuple):
    """One indicator of one unit in one year. In scale pass 1 is met and 0 is not."""

    year: int
    code: str
    unit: str
    kind: str
    group: str
    status: str
    result: str
    indicator: str
    maximum: Decimal | None
    own: Decimal | None
    appraised: Decimal | None
    final: Decimal | None
    difference: Decimal | None


@dataclass(frozen=True)
class Named:
    """What a code stands for; written once and not in every line."""

    year: int
    rule_set: str
    code: str
    name: str
    maximum: Decimal | None


def periods_of(actor: Actor, years: Sequence[int]) -> list[Period]:
    found = periods_compared(actor).filter(year__in=years)
    return list(found.order_by("year", "scope_unit__path"))


def names_of(periods: Sequence[Period]) -> list[Named]:
    found = {
        (period.year, period.rule_set.code, row.code): Named(
            period.year, period.rule_set.short_name, row.code, display_name(row), row.max_points
        )
        for period in periods
        for row in indicators(parsed(period.rule_set))
    }
    return list(found.values())


def count_of(actor: Actor, periods: Sequence[Period]) -> int:
    return sum(_dossiers(actor, period).count() for period in periods)


def lines_of(actor: Actor, period: Period) -> Iterator[list[Line]]:
    """The lines of one dossier after the other, by a cursor of the server."""
    rule_set = parsed(period.rule_set)
    known = [(row.code, row.max_points) for row in indicators(rule_set)]
    joins = {
        name: FilteredRelation("summaries", condition=Q(summaries__column=column))
        for name, column in JOINED.items()
    }
    asked = _dossiers(actor, period).alias(**joins).order_by("unit__path").values_list(*_ASKED)
    for row in asked.iterator(chunk_size=AT_ONCE):
        yield _lines(row, period, known)


_ASKED = (
    "unit__code",
    "unit__name",
    "unit__kind",
    "unit__parent_id",
    "unit__parent__name",
    "unit__parent__kind",
    "status",
    "met",
    "own__scores",
    "appraised__scores",
    "final__scores",
)
RESULTS = {True: "Đạt chuẩn", False: "Chưa đạt chuẩn", None: ""}


def _dossiers(actor: Actor, period: Period) -> QuerySet[Assessment]:
    found = within_reach(Assessment.objects.filter(period=period), actor, PERMISSION)
    return found.exclude(pk__in=hidden_from(actor))


def _lines(
    row: tuple[Any, ...], period: Period, known: Sequence[tuple[str, Decimal | None]]
) -> list[Line]:
    code, name, kind, parent, above, its_kind, status, met, *columns = row
    between = parent is not None and parent != period.scope_unit_id
    group = bare_name(above, its_kind) if between else ""
    label = shown_status(period.workflow, status, met).label
    own, seen, final = (scores or {} for scores in columns)
    head = (period.year, code, name, kind, group, label, RESULTS[met])
    return [
        Line(*head, indicator, maximum, *_figures(indicator, own, seen, final))
        for indicator, maximum in known
    ]


Four = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


def _figures(code: str, *columns: dict[str, str]) -> Four:
    own, seen, final = (_figure(scores.get(code)) for scores in columns)
    return own, seen, final, None if own is None or final is None else final - own


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
