"""The page of results as plain values: every figure with the rows it is made of, as an address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from tuphap.foundation.ui import bars
from tuphap.foundation.ui.bars import Part, bars_svg, shares
from tuphap.modules.assessments.matrix.places import OWN
from tuphap.modules.assessments.matrix.values import NO_GROUP
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.reports.rows_behind import (
    Linked,
    matrix_address,
    mean_linked,
    mean_rows,
    totals_linked,
)
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import conditions_in_force, numbered
from tuphap.rules.numbers import (
    MINUS,
    format_count,
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
MARKS = {SAME: "", CHANGED: "Đã đổi", NEW: "Mới", GONE: "Không còn"}


@dataclass(frozen=True)
class ShownTotals:
    """A row of a table of results: its name opens its units, each figure those it counts."""

    totals: Totals
    label: str
    rows: str
    counts: Mapping[str, Linked]

    @property
    def bars(self) -> SafeString:
        return bars_svg([totals_bar(self.totals)])


@dataclass(frozen=True)
class ShownAverage:
    average: Average
    label: str
    own: Linked
    final: Linked
    difference: Linked
    rows: str

    @property
    def bars(self) -> SafeString:
        return bars_svg(average_bars(self.average))

    @property
    def final_bar(self) -> SafeString:
        return bars_svg(average_bars(self.average)[1:])


@dataclass(frozen=True)
class ShownGap:
    """`page` is the page of the unit with all its lines, which make up both sums."""

    gap: Gap
    own: str
    final: str
    difference: str
    page: str


@dataclass(frozen=True)
class ShownChange:
    label: str
    before: Linked
    now: Linked
    difference: str
    mark: str


def page_values(period: Period, year: Year, before: Year | None) -> dict[str, Any]:
    """`before` is the newest earlier year there is."""
    rows = averages(year, year.criteria)
    whole = totals(year.units)
    mean = average(year.units, year.whole)
    return {
        "totals": whole,
        "counts": totals_linked(whole, period.year),
        "average": mean_linked(format_points(mean.final_points), mean, period.year),
        "average_units": mean_linked(format_count(mean.units), mean, period.year),
        "total_max": format_points_short(year.total_max),
        "in_points": year.scale == POINTS,
        "own_word": SELF_WORDS[year.scale],
        "kinds": with_sum(period, totals_by_kind(year), "loai"),
        "group_title": ", ".join(group_kinds(year)),
        "groups": with_sum(period, totals_by_group(year), "nhom"),
        "criteria": [shown_average(row, year) for row in rows],
        "same_units": mean.own_units == mean.units,
        "own_units": mean_linked(format_count(mean.own_units), mean, period.year, OWN),
        "weakest": [
            shown_average(row, year) for row in weakest(averages(year, year.indicators), LISTED)
        ],
        "gaps": shown_gaps(period, year),
        "failures": shown_failures(period, year),
        "beside": beside(year, before) if before else None,
        "matrix": matrix_address(period.year),
        "largest_rows": matrix_address(period.year, loc="co-chenh"),
    }


# --- bars ---


def totals_bar(row: Totals) -> list[Part]:
    return shares((row.met, bars.MET), (row.not_met, bars.NOT_MET), (row.waiting, bars.WAITING))


def average_bars(row: Average) -> list[list[Part]]:
    """Own above final; unknown is an empty ground."""
    return [[(row.own_share or 0, bars.OWN)], [(row.final_share or 0, bars.FINAL)]]


# --- how many met ---


def shown_totals(row: Totals, period: Period, by: str) -> ShownTotals:
    word = slug(row.code) if by == "loai" else row.code or NO_GROUP
    label = row.label or "trực thuộc cấp trên"
    return ShownTotals(
        row,
        label[:1].upper() + label[1:],
        matrix_address(period.year, **{by: word}),
        totals_linked(row, period.year, **{by: word}),
    )


def with_sum(period: Period, rows: Sequence[Totals], by: str) -> dict[str, Any]:
    return {
        "rows": [shown_totals(row, period, by) for row in rows],
        "sum": totals_linked(summed(rows), period.year),
    }


def shown_failures(period: Period, year: Year) -> list[dict[str, Any]]:
    """Which conditions did not hold, of how many units; one unit may fail several."""
    rule_set = parsed(period.rule_set)
    texts = {c.code: c.name or "" for c in conditions_in_force(rule_set, period.gates_enabled)}
    return [
        {
            "label": numbered(code),
            "text": texts.get(code, ""),
            "units": Linked(format_count(units), matrix_address(period.year, ket_qua=code)),
        }
        for code, units in failures(year).items()
    ]


# --- averages ---


def shown_average(found: Average, year: Year) -> ShownAverage:
    """The difference is of the same units as both shares, else it is not told."""
    return ShownAverage(
        found,
        label_of(found),
        mean_linked(format_share(found.own_share), found, year.number, OWN),
        mean_linked(format_share(found.final_share), found, year.number),
        mean_linked(step(found.difference), found, year.number, OWN),
        mean_rows(found.node, year.number),
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


def shown_gaps(period: Period, year: Year) -> list[ShownGap]:
    found = gaps(year, LISTED)
    pages = unit_pages(period, [gap.unit.code for gap in found])
    return [shown_gap(gap, year, pages[gap.unit.code]) for gap in found]


def shown_gap(gap: Gap, year: Year, page: str) -> ShownGap:
    say = format_points if year.scale == POINTS else format_points_short
    sign = "+" if gap.difference > 0 else MINUS
    return ShownGap(gap, say(gap.own), say(gap.final), sign + say(abs(gap.difference)), page)


def unit_pages(period: Period, codes: Iterable[str]) -> dict[str, str]:
    """By code of a unit: its page in this period, with the result of every line."""
    rows = Assessment.objects.filter(period=period, unit__code__in=codes).order_by()
    return {
        code: reverse("assessments:line_results", args=[pk])
        for code, pk in rows.values_list("unit__code", "pk")
    }


# --- last year beside this year ---


def beside(year: Year, before: Year) -> dict[str, Any]:
    found = years_beside(before, year)
    return {
        "year": str(before.number),
        "skipped": before.number < year.number - 1,
        "before": totals_linked(found.before, before.number),
        "now": totals_linked(found.now, year.number),
        "step": step(rate_step(found.before, found.now)),
        "same_rules": found.same_rules,
        "same_scale": found.same_scale,
        "criteria": [shown_change(row, before, year) for row in _criteria(found.changes)],
        "whole": _whole(year, before) if found.same_scale else None,
    }


def _criteria(changes: Iterable[Change]) -> list[Change]:
    return [row for row in changes if not row.node.parent]


def shown_change(row: Change, before: Year, year: Year) -> ShownChange:
    then, now = row.before, row.now
    return ShownChange(
        f"{row.node.code.removeprefix('TC')}. {row.node.name}",
        mean_linked(format_share(then.final_share if then else None), then, before.number),
        mean_linked(format_share(now.final_share if now else None), now, year.number),
        step(row.difference),
        MARKS[row.mark],
    )


def _whole(year: Year, before: Year) -> Mapping[str, Linked]:
    found = {"before": before, "now": year}
    means = {name: average(one.units, one.whole) for name, one in found.items()}
    return {
        name: mean_linked(format_points(mean.final_points), mean, found[name].number)
        for name, mean in means.items()
    }
