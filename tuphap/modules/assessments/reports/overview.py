"""The page of results as plain values: every figure with the rows it is made of, as an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from tuphap.foundation.ui import bars
from tuphap.foundation.ui.bars import Part, bars_svg, shares
from tuphap.modules.assessments.matrix.values import DECIDED, INDICATORS, KEYS
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import conditions_in_force, numbered
from tuphap.rules.numbers import (
    MINUS,
    format_points,
    format_points_short,
    format_share,
)
from tuphap.rules.rule_set import POINTS
from tuphap.rules.vietnamese import slug
from tuphap.rules.year_figures import (
    CHANGED,
    GONE,
    NEW,
    SAME,
    Average,
    Change,
    Gap,
    Totals,
    Year,
    average,
    averages,
    failures,
    gaps,
    group_kinds,
    rate_step,
    summed,
    totals,
    totals_by_group,
    totals_by_kind,
    weakest,
    years_beside,
)

LISTED = 8
NOT_MET, MET = "chua-dat", "dat"
MARKS = {SAME: "", CHANGED: "Đã đổi", NEW: "Mới", GONE: "Không còn"}


@dataclass(frozen=True)
class ShownTotals:
    """A row of a table of results. `rows`, `not_met_rows`: the addresses of its units."""

    totals: Totals
    label: str
    rows: str
    not_met_rows: str

    @property
    def bars(self) -> SafeString:
        return bars_svg([totals_bar(self.totals)])


@dataclass(frozen=True)
class ShownAverage:
    average: Average
    label: str
    own: str
    final: str
    difference: str
    rows: str

    @property
    def bars(self) -> SafeString:
        return bars_svg(average_bars(self.average))

    @property
    def final_bar(self) -> SafeString:
        return bars_svg(average_bars(self.average)[1:])


@dataclass(frozen=True)
class ShownGap:
    gap: Gap
    own: str
    final: str
    difference: str


@dataclass(frozen=True)
class ShownChange:
    label: str
    before: str
    now: str
    difference: str
    mark: str


def page_values(period: Period, year: Year, before: Year | None) -> dict[str, Any]:
    """`before` is the newest earlier year there is."""
    rows = averages(year, year.criteria)
    return {
        "totals": totals(year.units),
        "average": format_points(average(year.units, year.whole).final_points),
        "total_max": format_points_short(year.total_max),
        "in_points": year.scale == POINTS,
        "own_word": SELF_WORDS[year.scale],
        "kinds": with_sum([shown_totals(row, period, "loai") for row in totals_by_kind(year)]),
        "group_title": ", ".join(group_kinds(year)),
        "groups": with_sum([shown_totals(row, period, "nhom") for row in totals_by_group(year)]),
        "criteria": [shown_average(row, year, period, by_indicator=False) for row in rows],
        "own_units": rows[0].own_units if rows else 0,
        "final_units": rows[0].units if rows else 0,
        "weakest": [
            shown_average(row, year, period, by_indicator=True)
            for row in weakest(averages(year, year.indicators), LISTED)
        ],
        "gaps": [shown_gap(gap, year) for gap in gaps(year, LISTED)],
        "failures": shown_failures(period, year),
        "beside": beside(year, before) if before else None,
        "matrix": matrix_address(period),
        "not_met_rows": matrix_address(period, loc=NOT_MET),
        "largest_rows": matrix_address(period, loc="co-chenh"),
    }


def matrix_address(period: Period, **words: str) -> str:
    """The rows behind a figure: the table of comparison with its filters."""
    address = reverse("assessments:comparison_year", args=[period.year])
    chosen = {name: word for name, word in words.items() if word}
    return f"{address}?{urlencode(chosen)}" if chosen else address


# --- bars ---


def totals_bar(row: Totals) -> list[Part]:
    return shares((row.met, bars.MET), (row.not_met, bars.NOT_MET), (row.waiting, bars.WAITING))


def average_bars(row: Average) -> list[list[Part]]:
    """Own above final; unknown is an empty ground."""
    return [[(row.own_share or 0, bars.OWN)], [(row.final_share or 0, bars.FINAL)]]


# --- how many met ---


def shown_totals(row: Totals, period: Period, by: str) -> ShownTotals:
    word = slug(row.code) if by == "loai" else row.code
    return ShownTotals(
        row,
        row.label[:1].upper() + row.label[1:],
        matrix_address(period, **{by: word}),
        matrix_address(period, **{by: word, "loc": NOT_MET}),
    )


def with_sum(rows: list[ShownTotals]) -> dict[str, Any]:
    return {"rows": rows, "sum": summed([row.totals for row in rows])}


def shown_failures(period: Period, year: Year) -> list[dict[str, Any]]:
    """Which conditions did not hold, of how many units; one unit may fail several."""
    rule_set = parsed(period.rule_set)
    texts = {c.code: c.name or "" for c in conditions_in_force(rule_set, period.gates_enabled)}
    return [
        {"label": numbered(code), "text": texts.get(code, ""), "units": units}
        for code, units in failures(year).items()
    ]


# --- averages ---


def shown_average(
    found: Average, year: Year, period: Period, *, by_indicator: bool
) -> ShownAverage:
    code = found.node.code
    view = INDICATORS if by_indicator else ""
    return ShownAverage(
        found,
        label_of(found),
        format_share(found.own_share),
        format_share(found.final_share),
        step(found.difference),
        matrix_address(period, xem=view, xep=f"{code}.{KEYS[DECIDED]}"),
    )


def label_of(found: Average) -> str:
    """“1. Ban hành văn bản …”, “2.5. Bồi dưỡng …”"""
    return f"{found.node.code.removeprefix('TC')}. {found.node.name}"


def step(difference: Decimal | None) -> str:
    """A difference of shares, in hundredths of the whole: “−1,1”."""
    if difference is None:
        return "–"
    if not difference:
        return "0"
    sign = "+" if difference > 0 else MINUS
    return sign + f"{abs(difference):.1f}".replace(".", ",")


def shown_gap(gap: Gap, year: Year) -> ShownGap:
    say = format_points if year.scale == POINTS else format_points_short
    sign = "+" if gap.difference > 0 else MINUS
    return ShownGap(gap, say(gap.own), say(gap.final), sign + say(abs(gap.difference)))


# --- last year beside this year ---


def beside(year: Year, before: Year) -> dict[str, Any]:
    found = years_beside(before, year)
    return {
        "year": str(before.number),
        "before": found.before,
        "now": found.now,
        "step": step(rate_step(found.before, found.now)),
        "same_rules": found.same_rules,
        "same_scale": found.same_scale,
        "criteria": [shown_change(row) for row in _criteria(found.changes)],
        "whole": _whole(year, before) if found.same_scale else None,
    }


def _criteria(changes: Iterable[Change]) -> list[Change]:
    return [row for row in changes if not row.node.parent]


def shown_change(row: Change) -> ShownChange:
    before, now = row.before, row.now
    return ShownChange(
        f"{row.node.code.removeprefix('TC')}. {row.node.name}",
        format_share(before.final_share if before else None),
        format_share(now.final_share if now else None),
        step(row.difference),
        MARKS[row.mark],
    )


def _whole(year: Year, before: Year) -> Mapping[str, str]:
    then, now = (average(one.units, one.whole) for one in (before, year))
    return {"before": format_points(then.final_points), "now": format_points(now.final_points)}
