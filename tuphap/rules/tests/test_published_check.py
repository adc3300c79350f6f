"""A copy that agrees with itself, and the place that is named wherever it was changed."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tuphap.rules.published_check import FROM_FIGURES, FROM_PARENT, FROM_POINTS, check_payload

Change = Callable[[dict[str, Any]], object]
BANDS = [("100", "4"), ("90", "3"), ("0", "0")]
RATE = {
    "kind": "percentage",
    "bands": [{"at_least": edge, "points": points} for edge, points in BANDS],
}
CHOICE = {
    "kind": "boolean",
    "options": [
        {"key": "a", "text": "Có", "points": "6"},
        {"key": "b", "text": "Không", "points": "0.5"},
    ],
}


def content(code: str, maximum: str | None, scoring: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "max_points": maximum, "not_arisen": True, "scoring": scoring}


def in_points() -> dict[str, Any]:
    """One unit at 93/100 of one content and an option: 3 + 6 of 10; another has nothing arisen."""
    contents = [content("1.1.1", "4", RATE), content("1.1.2", "6", CHOICE)]
    return {
        "days": {},
        "rule_set": {
            "scale": "points",
            "criteria": [
                {
                    "code": "TC1",
                    "max_points": "10",
                    "indicators": [{"code": "1.1", "contents": contents}],
                }
            ],
            "conditions": [
                {"code": "DK1", "kind": "min_total", "value": "9.5"},
                {"code": "DK2", "kind": "min_percent_of_each_criterion", "value": "90"},
                {"code": "DK3", "kind": "boolean_gate", "value": None},
            ],
        },
        "units": [unit("23501", "9", ["DK1"]), unit("23502", "10", [])],
        "summary": {"units": 2, "met": 1, "not_met": 1, "average": "9.50"},
        "figures": {
            "23501": {
                "1.1.1": {"done": 93, "due": 100, "points": "3"},
                "1.1.2": {"option": "a", "points": "6"},
                "DK3": {"holds": True},
            },
            "23502": {
                "1.1.1": {"not_arisen": True, "points": "4"},
                "1.1.2": {"option": "a", "points": "6"},
            },
        },
    }


def unit(code: str, total: str, failed: list[str]) -> dict[str, Any]:
    own = {"total": "10", "scores": {"TC1": "10", "1.1": "10"}}
    final = {"total": total, "scores": {"TC1": total, "1.1": total}}
    lost = "-1" if total == "9" else "0"
    return {
        "code": code,
        "name": f"Xã {code}",
        "met": not failed,
        "failed_conditions": failed,
        "difference": lost,
        "self": own,
        "appraised": final,
        "final": final,
    }


def in_marks() -> dict[str, Any]:
    """Met / not met: one content by level, one by activities, one by working days."""
    rules = [
        {"kind": "percentage", "pass_at": "95"},
        {"kind": "choose_at_least", "minimum": 2, "options": [{"key": k} for k in "abc"]},
        {"kind": "deadline", "working_days": 2},
    ]
    indicators = [
        {"code": f"1.{n}", "contents": [content(f"1.{n}.1", None, rule)]}
        for n, rule in enumerate(rules, 1)
    ]
    marks = {"total": None, "passed": "3", "of": "3"}
    scores = {"TC1": "1", "1.1": "1", "1.2": "1", "1.3": "1"}
    column = {**marks, "scores": scores}
    return {
        # Friday, a day off on Monday, a make-up Saturday.
        "days": {"off": ["2026-03-09"], "worked": ["2026-03-07"]},
        "rule_set": {
            "scale": "pass",
            "criteria": [{"code": "TC1", "max_points": None, "indicators": indicators}],
            "conditions": [{"code": "DK1", "kind": "all_indicators_pass", "value": None}],
        },
        "units": [
            {
                "code": "1",
                "name": "Xã Một",
                "met": True,
                "failed_conditions": [],
                "difference": None,
                **{name: deepcopy(column) for name in ("self", "appraised", "final")},
            }
        ],
        "summary": {"units": 1, "met": 1, "not_met": 0, "average": None},
        "figures": {
            "1": {
                "1.1.1": {"done": 19, "due": 20, "points": "1"},
                "1.2.1": {"chosen": ["a", "c"], "points": "1"},
                "1.3.1": {"assigned_on": "2026-03-06", "done_on": "2026-03-10", "points": "1"},
            }
        },
    }


def put(value: object, *path: Any) -> Change:
    """Write `value` at the place that `path` names."""

    def change(payload: dict[str, Any]) -> None:
        part: Any = payload
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value

    return change


def told_only(place: int, *, met: bool) -> Change:
    """A unit of a list that says what was decided and nothing of the gate."""

    def change(payload: dict[str, Any]) -> None:
        put(["DK3"], "units", place, "unknown_conditions")(payload)
        put(met, "units", place, "met")(payload)

    return change


@pytest.mark.parametrize("made", [in_points, in_marks])
def test_what_was_published_agrees_with_its_figures(made: Callable[[], dict[str, Any]]) -> None:
    checked = check_payload(made())
    assert checked.mismatches == []
    assert checked.levels[FROM_PARENT] == checked.levels[FROM_POINTS] == 0
    assert checked.compared > 10


FINAL = ("units", 0, "final")
TAMPERED = [
    # what was changed, and the places that no longer agree (unit, place, printed, computed)
    (in_points, put(94, "figures", "23501", "1.1.1", "done"), []),
    (
        in_points,
        put(89, "figures", "23501", "1.1.1", "done"),
        [
            ("23501", "1.1.1", "3", "0"),
            ("23501", "1.1", "9", "6"),
            ("23501", "TC1", "9", "6"),
            ("23501", "total", "9", "6"),
            ("23501", "failed_conditions", "DK1", "DK1 DK2"),
            ("", "average", "9.5", "8"),
        ],
    ),
    (
        in_points,
        put("b", "figures", "23502", "1.1.2", "option"),
        [
            ("23502", "1.1.2", "6", "0.5"),
            ("23502", "1.1", "10", "4.5"),
            ("23502", "TC1", "10", "4.5"),
            ("23502", "total", "10", "4.5"),
            ("23502", "failed_conditions", "", "DK1 DK2"),
            ("23502", "met", "1", "0"),
            ("", "met", "1", "0"),
            ("", "not_met", "1", "2"),
            ("", "average", "9.5", "6.75"),
        ],
    ),
    (
        in_points,
        put(False, "figures", "23501", "DK3", "holds"),
        [("23501", "failed_conditions", "DK1", "DK1 DK3")],
    ),
    (in_points, put("5", "units", 0, "difference"), [("23501", "difference", "5", "-1")]),
    (
        in_points,
        put("9", "units", 0, "self", "total"),
        [("23501", "total", "9", "10"), ("23501", "difference", "-1", "0")],
    ),
    (
        in_points,
        put(True, "units", 0, "met"),
        [("23501", "met", "1", "0")],
    ),
    # Nobody answered the gate: what was decided counts, but not against a condition that fails.
    (in_points, put(["DK3"], "units", 1, "unknown_conditions"), []),
    (
        in_points,
        told_only(1, met=False),
        [("", "met", "1", "0"), ("", "not_met", "1", "2")],
    ),
    (in_points, told_only(0, met=True), [("23501", "met", "1", "0")]),
    (in_points, put(["DK1"], "units", 0, "unknown_conditions"), []),
    (in_points, put(219, "summary", "units"), [("", "units", "219", "2")]),
    (in_points, put("9.51", "summary", "average"), [("", "average", "9.51", "9.5")]),
    (
        in_marks,
        put(18, "figures", "1", "1.1.1", "done"),
        [
            ("1", "1.1.1", "1", "0"),
            ("1", "1.1", "1", "0"),
            ("1", "TC1", "1", "0"),
            ("1", "passed", "3", "2"),
            ("1", "failed_conditions", "", "DK1"),
            ("1", "met", "1", "0"),
            ("", "met", "1", "0"),
            ("", "not_met", "0", "1"),
        ],
    ),
    # The third working day: Saturday is made up, Monday is off.
    (in_marks, put([], "days", "off"), ["1.3.1"]),
    (in_marks, put(["a", "z"], "figures", "1", "1.2.1", "chosen"), ["1.2.1"]),
    (in_marks, put("14", *FINAL, "of"), [("1", "of", "14", "3")]),
]


@pytest.mark.parametrize(("made", "change", "places"), TAMPERED)
def test_a_copy_that_was_changed_is_told_where(
    made: Callable[[], dict[str, Any]], change: Change, places: list[Any]
) -> None:
    payload = made()
    change(payload)
    found = check_payload(payload).mismatches
    if places and isinstance(places[0], str):
        assert [row.place for row in found][: len(places)] == places
    else:
        assert [(row.unit, row.place, row.printed, row.computed) for row in found] == places


def test_figures_of_a_few_people_are_stood_for_by_their_points() -> None:
    payload = in_points()
    payload["figures"]["23501"]["1.1.1"] = {"hidden": True, "points": "3"}
    checked = check_payload(payload)
    assert checked.mismatches == []
    assert (checked.levels[FROM_FIGURES], checked.levels[FROM_POINTS]) == (1, 1)


def test_an_older_copy_is_checked_from_its_indicators_up() -> None:
    payload = in_points()
    del payload["figures"], payload["days"]
    for indicator in payload["rule_set"]["criteria"][0]["indicators"]:
        del indicator["contents"]
    assert check_payload(payload).levels[FROM_PARENT] == 2
    payload["units"][0]["final"]["scores"]["1.1"] = "8"
    payload["units"][0]["appraised"] = payload["units"][1]["appraised"]
    assert {row.place for row in check_payload(payload).mismatches} >= {"TC1", "total"}


@pytest.mark.parametrize(
    "change",
    [
        put("1e999999999", *FINAL, "scores", "TC1"),
        put(1.5, *FINAL, "total"),
        put(True, "figures", "23501", "1.1.1", "done"),
        put(-1, "figures", "23501", "1.1.1", "done"),
        put(
            "unknown", "rule_set", "criteria", 0, "indicators", 0, "contents", 0, "scoring", "kind"
        ),
        put(None, "units"),
    ],
)
def test_what_is_no_copy_at_all_is_refused_as_such(change: Change) -> None:
    payload = in_points()
    change(payload)
    with pytest.raises((KeyError, TypeError, ValueError)):
        check_payload(payload)
