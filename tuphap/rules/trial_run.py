"""A rule set tried on the figures of a year that was assessed by another one.

Nothing is guessed: a content without a forerunner, or counted in another way, has no figure, and a
unit is met or not met only where that is certain without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tuphap.rules.conditions import GATE, conditions_in_force
from tuphap.rules.content_mapping import forerunners
from tuphap.rules.content_scoring import Answer
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import Content, RuleSet, contents
from tuphap.rules.scoring import score_sheet

SAME, CHANGED, RECOUNTED, NEW = "same", "changed", "recounted", "new"
STATE_WORDS = {
    SAME: "giữ nguyên",
    CHANGED: "đổi mức hoặc tên",
    RECOUNTED: "đổi cách tính, chưa có số liệu",
    NEW: "mới, chưa có số liệu",
}


@dataclass(frozen=True)
class Carried:
    """A content of the set that is tried; `earlier` is where its figures come from, or empty."""

    content: Content
    state: str
    earlier: str

    @property
    def has_figures(self) -> bool:
        return self.state in (SAME, CHANGED)


@dataclass(frozen=True)
class Way:
    """From one set to the other: every content of the tried set, contents that are gone, gates."""

    tried: RuleSet
    rows: tuple[Carried, ...]
    gone: tuple[Content, ...]
    gates: Mapping[str, str]


@dataclass(frozen=True)
class Tried:
    """`met` is None where it cannot be said; `unknown` are the contents without a usable figure."""

    met: bool | None
    unknown: tuple[str, ...]
    failing: tuple[str, ...]
    reasons: tuple[str, ...] = ()  # of each failing condition, the contents or figures behind it


def way_between(tried: RuleSet, base: RuleSet) -> Way:
    mapped = forerunners(tried, base)
    old = {content.code: content for content in contents(base)}
    rows = tuple(
        _carried(content, old.get(mapped.get(content.code, ""))) for content in contents(tried)
    )
    used = {row.earlier for row in rows if row.has_figures}
    gone = tuple(content for code, content in old.items() if code not in used)
    return Way(tried, rows, gone, _gates(tried, base))


def try_sheet(
    way: Way,
    answers: Mapping[str, Answer],
    gates: Mapping[str, bool | None],
    calendar: WorkCalendar,
) -> Tried:
    """One unit's figures, scored by the set that is tried."""
    carried = {r.content.code: answers[r.earlier] for r in _usable(way, answers)}
    answered = {code: gates.get(earlier) for code, earlier in way.gates.items()}
    result = score_sheet(way.tried, carried, answered, calendar)
    failing = [row for row in result.conditions if row.holds is False]
    lost = [code for code, scored in result.contents.items() if scored.passed is False]
    # How many indicators passed says nothing here: most of them may have no figure at all.
    behind = f"nội dung {', '.join(lost)} chưa đạt" if lost else ""
    return Tried(
        result.met,
        (*result.unanswered, *result.problems),
        tuple(row.code for row in failing),
        tuple(behind or row.detail for row in failing),
    )


def _usable(way: Way, answers: Mapping[str, Answer]) -> Iterable[Carried]:
    return (row for row in way.rows if row.has_figures and row.earlier in answers)


def _carried(content: Content, earlier: Content | None) -> Carried:
    if earlier is None:
        return Carried(content, NEW, "")
    if type(content.scoring) is not type(earlier.scoring):
        return Carried(content, RECOUNTED, earlier.code)
    return Carried(content, SAME if _alike(content, earlier) else CHANGED, earlier.code)


def _alike(one: Content, other: Content) -> bool:
    return (one.name, one.max_points, one.scoring, one.not_applicable) == (
        other.name,
        other.max_points,
        other.scoring,
        other.not_applicable,
    )


def _gates(tried: RuleSet, base: RuleSet) -> dict[str, str]:
    """A gate asks the same where the law words it the same."""
    asked = {c.name: c.code for c in base.conditions if c.kind == GATE and c.name}
    ours = (c for c in conditions_in_force(tried) if c.kind == GATE)
    return {c.code: asked[c.name] for c in ours if c.name in asked}
