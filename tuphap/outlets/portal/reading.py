"""A published copy of results as pages read it: the frozen payload with the words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from tuphap.foundation.publication.queries import PAYLOADS_KEPT, payload_of
from tuphap.outlets.portal.shelf import Edition
from tuphap.rules.conditions import numbered
from tuphap.rules.numbers import (
    NO_BREAK_SPACE,
    UNKNOWN,
    format_points,
    format_points_short,
    format_rate,
)
from tuphap.rules.vietnamese import fold, slug, sort_key

POINTS = "points"
Unit = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One row of the table of results, formatted once."""

    code: str
    name: str
    kind: str
    group_code: str
    group: str
    cells: tuple[str, ...]
    total: str
    met: bool
    failed: str
    decision: str
    rank: Decimal

    @cached_property
    def name_sort(self) -> str:
        return sort_key(self.name)


@lru_cache(maxsize=8192)
def shown_points(text: str | None) -> str:
    """Points of a payload for people; a year has a few hundred different ones."""
    return format_points(None if text is None else Decimal(text))


def shown_maximum(text: str | None) -> str:
    return format_points_short(None if text is None else Decimal(text))


class Results:
    """One edition with its figures. Nothing of it is changed after it was made."""

    def __init__(self, edition: Edition, payload: Mapping[str, Any]) -> None:
        self.edition = edition
        self.payload = payload
        # A text: templates would write the number of a year as "2.022".
        self.year = str(payload["year"])
        self.scope: str = payload["scope"]["name"]
        self.rule_set: Mapping[str, Any] = payload["rule_set"]
        self.criteria: list[Mapping[str, Any]] = self.rule_set["criteria"]
        self.groups: list[Mapping[str, Any]] = payload["groups"]
        self.units: list[Unit] = payload["units"]
        self.summary: Mapping[str, Any] = payload["summary"]
        self.in_points: bool = self.rule_set["scale"] == POINTS

    @property
    def total_max(self) -> str:
        """What the total stands against: points, or the number of indicators."""
        if self.in_points:
            return shown_maximum(self.rule_set["total_max"])
        return str(sum(len(criterion["indicators"]) for criterion in self.criteria))

    @property
    def criterion_maxima(self) -> list[str]:
        if self.in_points:
            return [shown_maximum(criterion["max_points"]) for criterion in self.criteria]
        return [str(len(criterion["indicators"])) for criterion in self.criteria]

    @property
    def kinds_title(self) -> str:
        """Xã, phường, thị trấn – as the rule set names them."""
        return ", ".join(self.rule_set["unit_kinds"]).capitalize()

    @property
    def group_title(self) -> str:
        """Huyện, thị xã, thành phố – the kinds of the units between, most frequent first."""
        kinds = [group["kind"] for group in self.groups]
        ordered = sorted(dict.fromkeys(kinds), key=lambda kind: -kinds.count(kind))
        return ", ".join(ordered).capitalize()

    @property
    def group_head(self) -> str:
        """One word over the column: the most frequent kind."""
        return self.group_title.partition(",")[0]

    @property
    def scope_in_sentence(self) -> str:
        """tỉnh Gia Lai – a name that does not begin its sentence."""
        return self.scope[:1].lower() + self.scope[1:]

    @property
    def pending(self) -> int:
        """Units of the year that this copy does not hold yet."""
        return int(self.summary.get("pending") or 0)

    @property
    def not_assessed(self) -> int:
        """Units that are none of this year's; they count in no rate."""
        return int(self.summary.get("not_assessed") or 0)

    @property
    def everybody(self) -> int:
        return int(self.summary["units"]) + self.pending

    @property
    def met_share(self) -> str:
        """90,9 – the sign stands apart, smaller."""
        return self.met_percent.rstrip(f"{NO_BREAK_SPACE}%")

    @property
    def met_percent(self) -> str:
        return format_rate(self.summary["met"], self.summary["units"])

    @cached_property
    def group_by_code(self) -> dict[str, Mapping[str, Any]]:
        return {group["code"]: group for group in self.groups}

    @cached_property
    def unit_by_code(self) -> dict[str, Unit]:
        return {unit["code"]: unit for unit in self.units}

    @cached_property
    def search_example(self) -> tuple[str, str]:
        """What may be typed, and the name it finds: one with marks, from the copy itself."""
        for unit in self.units:
            own = unit["name"][len(unit["kind"]) + 1 :]
            if " " in own and fold(own) != own.lower():
                return fold(own), unit["name"]
        return "", ""

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kinds that occur, by the word that stands for them in an address."""
        found = dict.fromkeys(unit["kind"] for unit in self.units)
        ordered = [kind for kind in self.rule_set["unit_kinds"] if kind in found]
        return {slug(kind): kind for kind in [*ordered, *found]}

    @cached_property
    def decisions(self) -> list[str]:
        """The different papers; an official result always names one."""
        return list(dict.fromkeys(decision_label(unit["decision"]) for unit in self.units))

    @cached_property
    def deciders(self) -> list[str]:
        return list(dict.fromkeys(unit["decision"]["decided_by"] for unit in self.units))

    @cached_property
    def lines(self) -> list[Line]:
        """In the order of the copy: by group, then by code."""
        short = {group["code"]: group["short_name"] for group in self.groups}
        cell = self._points_cells if self.in_points else self._pass_cells
        return [self._line(unit, short, cell(unit)) for unit in self.units]

    def _line(self, unit: Unit, short: Mapping[str, str], cells: tuple[str, ...]) -> Line:
        final = unit["final"]
        total = final["total"] if self.in_points else final["passed"]
        return Line(
            code=unit["code"],
            name=unit["name"],
            kind=unit["kind"],
            group_code=unit["group_code"] or "",
            group=short.get(unit["group_code"], ""),
            cells=cells,
            total=shown_points(total) if self.in_points else passed_label(final),
            met=unit["met"],
            failed=failed_label(unit["failed_conditions"]),
            decision=decision_label(unit["decision"]),
            rank=Decimal(total or 0),
        )

    def _points_cells(self, unit: Unit) -> tuple[str, ...]:
        scores = unit["final"]["scores"]
        return tuple(shown_points(scores.get(criterion["code"])) for criterion in self.criteria)

    def _pass_cells(self, unit: Unit) -> tuple[str, ...]:
        scores = unit["final"]["scores"]
        return tuple(
            passed_of([scores.get(i["code"]) for i in criterion["indicators"]])
            for criterion in self.criteria
        )


@lru_cache(maxsize=PAYLOADS_KEPT)
def results_of(edition: Edition) -> Results:
    """Kept per process, because a copy never changes."""
    return Results(edition, payload_of(edition.id))


def passed_of(marks: list[str | None]) -> str:
    """11/14; unknown where nothing of it was told."""
    return f"{marks.count('1')}/{len(marks)}" if set(marks) - {None} else UNKNOWN


def passed_label(column: Mapping[str, Any]) -> str:
    return UNKNOWN if column["passed"] is None else f"{column['passed']}/{column['of']}"


def failed_label(codes: list[str]) -> str:
    """Only the numbers of the conditions are public; their wording stands in the legend."""
    return numbered(*codes)


def decision_label(decision: Mapping[str, str]) -> str:
    return f"{decision['number']} · {date.fromisoformat(decision['signed_on']):%d/%m/%Y}"
