"""What a published copy carries so that anybody can compute its results once more.

The scoring rule of each content, and the final figures of each unit. Of contents that count people
a figure that speaks of a few is left out (P6); its points then stand for it. No names, no words.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tuphap.modules.assessments.lines.answers import GATE_PASSES
from tuphap.rules.conditions import GATE
from tuphap.rules.content_scoring import NONE_CHOSEN
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import (
    ChooseAtLeast,
    Content,
    Deadline,
    Options,
    Percentage,
    RuleSet,
    contents,
)

FEWEST_PEOPLE = 5
Line = Mapping[str, Any]  # a final entry, as queries/publishing.py fetches it


def plain(value: Decimal | str | None) -> str | None:
    """A decimal as text with a point, without closing zeros: "87.75", "80"."""
    return None if value is None else format(Decimal(value).normalize(), "f")


# --- rules ---


def content_rule(content: Content) -> dict[str, Any]:
    return {
        "code": content.code,
        "name": content.name or "",
        "max_points": plain(content.max_points),
        "not_arisen": content.not_applicable is not None,
        "scoring": {
            "kind": content.scoring.kind,
            **_SCORINGS[type(content.scoring)](content.scoring),
        },
    }


def _percentage(scoring: Percentage) -> dict[str, Any]:
    labels = {"done_label": scoring.done_label, "due_label": scoring.due_label}
    if scoring.pass_at is not None:
        return {**labels, "pass_at": plain(scoring.pass_at)}
    bands = [
        {"at_least": plain(band.at_least), "points": plain(band.points)} for band in scoring.bands
    ]
    return {**labels, "bands": bands}


def _options(scoring: Options) -> dict[str, Any]:
    return {
        "options": [
            {"key": option.key, "text": option.text}
            | (
                {"passes": bool(option.passes)}
                if option.points is None
                else {"points": plain(option.points)}
            )
            for option in scoring.options
        ]
    }


def _choose_at_least(scoring: ChooseAtLeast) -> dict[str, Any]:
    options = [{"key": option.key, "text": option.text} for option in scoring.options]
    return {"minimum": scoring.minimum, "options": options}


def _deadline(scoring: Deadline) -> dict[str, Any]:
    return {"working_days": scoring.working_days}


_SCORINGS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Percentage: _percentage,
    Options: _options,
    ChooseAtLeast: _choose_at_least,
    Deadline: _deadline,
}


# --- figures ---


def figures_of_units(rule_set: RuleSet, lines: Iterable[Line]) -> dict[str, Any]:
    """By code of unit, then by code of content or gate."""
    by_code = {content.code: content for content in contents(rule_set)}
    gates = {condition.code for condition in rule_set.conditions if condition.kind == GATE}
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        item, unit = line["item"], line["assessment__unit__code"]
        if item in gates:
            found.setdefault(unit, {})[item] = {"holds": line["option"] == GATE_PASSES}
        elif item in by_code:
            found.setdefault(unit, {})[item] = _line(by_code[item], line)
    return found


def _line(content: Content, line: Line) -> dict[str, Any]:
    passed = line["passed"]
    points = plain(line["points"]) if passed is None else str(int(passed))
    return {"points": points, **_given(content, line)}


def _given(content: Content, line: Line) -> dict[str, Any]:
    if line["not_applicable"]:
        return {"not_arisen": True}
    scoring = content.scoring
    if isinstance(scoring, Percentage):
        done, due = line["done"], line["due"]
        if scoring.counts_people and _speaks_of_few(done, due):
            return {"hidden": True}
        return {"done": done, "due": due}
    if isinstance(scoring, ChooseAtLeast):
        return {"chosen": [] if line["option"] == NONE_CHOSEN else sorted(line["chosen"])}
    if isinstance(scoring, Deadline):
        days = {name: line[name] for name in ("assigned_on", "done_on")}
        return {name: day and day.isoformat() for name, day in days.items()}
    return {"option": line["option"]}


def _speaks_of_few(done: int | None, due: int | None) -> bool:
    """Those due, those done, or those left out are fewer than five people."""
    groups = (done or 0, due or 0, (due or 0) - (done or 0))
    return any(0 < people < FEWEST_PEOPLE for people in groups)


def days_counted(lines: Iterable[Line], calendar: WorkCalendar) -> dict[str, list[str]]:
    """The days off and made up for between the first and the last day of any deadline."""
    rows = list(lines)
    starts = [row["assigned_on"] for row in rows if row["assigned_on"]]
    ends = [row["done_on"] for row in rows if row["done_on"]]
    if not starts or not ends:
        return {}

    def within(days: Iterable[date]) -> list[str]:
        return sorted(day.isoformat() for day in days if min(starts) <= day <= max(ends))

    return {"off": within(calendar.off), "worked": within(calendar.worked)}
