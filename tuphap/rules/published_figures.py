"""The value of one content from the figures and the rule that a published copy carries."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tuphap.rules.deadlines import WorkCalendar, working_days_between

Value = Fraction | None
_FIGURE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_ONE_DAY, _LONGEST = timedelta(days=1), timedelta(days=3660)


def exact(text: Any) -> Value:
    """A figure of a payload; None stays None, anything else is no figure."""
    if text is None:
        return None
    if not isinstance(text, str) or not _FIGURE.fullmatch(text):
        raise ValueError(f"{text!r} is no figure")
    return Fraction(text)


def content_value(content: Mapping[str, Any], line: Mapping[str, Any], days: Any) -> Value:
    """Points, or 1 and 0; None where the figures say nothing.

    `days` holds the days off and the make-up days that deadlines were counted with.
    """
    if line.get("not_arisen"):
        return Fraction(1) if content["max_points"] is None else exact(content["max_points"])
    scoring = content["scoring"]
    return _VALUES[scoring["kind"]](scoring, line, days)


def _percentage(scoring: Mapping[str, Any], line: Mapping[str, Any], _: Any) -> Value:
    done, due = _count(line["done"]), _count(line["due"])
    if not due or done > due:
        return None
    if "pass_at" in scoring:
        return _one_or_nothing(Fraction(100 * done, due) >= _level(scoring["pass_at"]))
    reached = (b for b in scoring["bands"] if Fraction(100 * done, due) >= _level(b["at_least"]))
    return max((exact(band["points"]) or Fraction(0) for band in reached), default=None)


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _level(text: Any) -> Fraction:
    level = exact(text)
    if level is None:
        raise ValueError("a level is missing")
    return level


def _options(scoring: Mapping[str, Any], line: Mapping[str, Any], _: Any) -> Value:
    for option in scoring["options"]:
        if option["key"] == line["option"]:
            if "passes" in option:
                return _one_or_nothing(bool(option["passes"]))
            return exact(option["points"])
    return None


def _choose_at_least(scoring: Mapping[str, Any], line: Mapping[str, Any], _: Any) -> Value:
    known = {option["key"] for option in scoring["options"]}
    return _one_or_nothing(len(known & set(line["chosen"])) >= scoring["minimum"])


def _deadline(scoring: Mapping[str, Any], line: Mapping[str, Any], days: Any) -> Value:
    """Done in time: fewer than the allowed working days had passed before that day."""
    assigned, done = (date.fromisoformat(line[name]) for name in ("assigned_on", "done_on"))
    off, worked = (frozenset(map(date.fromisoformat, days[name])) for name in ("off", "worked"))
    if done - assigned > _LONGEST:
        raise ValueError(f"{line['done_on']} is too far from {line['assigned_on']}")
    if done <= assigned:
        return _one_or_nothing(done == assigned)
    passed = working_days_between(assigned, done - _ONE_DAY, WorkCalendar(off, worked))
    return _one_or_nothing(passed < scoring["working_days"])


def _one_or_nothing(passed: bool) -> Fraction:
    return Fraction(int(passed))


_VALUES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any], Any], Value]] = (
    MappingProxyType(
        {
            "percentage": _percentage,
            "boolean": _options,
            "choose_at_least": _choose_at_least,
            "deadline": _deadline,
        }
    )
)
