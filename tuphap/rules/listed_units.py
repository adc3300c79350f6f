"""Which unit a line of a list means, as `unit_names` recognises it, in the words of a preview."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tuphap.rules.numbers import format_count
from tuphap.rules.unit_name_sentences import sentence_of
from tuphap.rules.unit_names import (
    Ambiguous,
    Answer,
    Candidate,
    How,
    Matched,
    Suggested,
    UnitIndex,
    Unknown,
    Why,
    Written,
)

_NEAR = frozenset({Why.ONE_LETTER, Why.OTHER_KIND})
MOST_UNNAMED = 10
UNKNOWN_UNIT = "unknown_unit"
_RULES: Mapping[type, str] = {
    Suggested: "suggested_unit",
    Ambiguous: "ambiguous_unit",
    Unknown: UNKNOWN_UNIT,
}
_USUAL: Mapping[How, str] = {
    How.CODE: "theo mã",
    How.CODE_WITHOUT_ZEROS: "theo mã, thiếu số 0 ở đầu",
    How.FORMER_CODE: "theo mã cũ",
    How.FORMER_NAME: "theo tên cũ",
}


@dataclass(frozen=True)
class Found:
    """The unit and how it was recognised; or `fault`, what to do, and `rule` for programs.

    `told` is what to look at although the unit is certain: it was named by what it came from.
    """

    key: int = 0
    code: str = ""
    name: str = ""
    how: str = ""
    rule: str = ""
    fault: str = ""
    told: str = ""
    may_have_ended: bool = False


def find_unit(index: UnitIndex, name: str, group: str, code: str) -> Found:
    """Only what is certain is taken; a suggestion is said and left to the person."""
    written = Written(name, group, code)
    answer: Answer = index.recognise(written)
    said = sentence_of(answer, written)
    if not isinstance(answer, Matched):
        # A name near to one that is known may as well be one that had ended before.
        near = isinstance(answer, Suggested) and answer.why in _NEAR
        ended = near or isinstance(answer, Unknown)
        return Found(rule=_RULES[type(answer)], fault=said, may_have_ended=ended)
    unit, how = answer.unit, _USUAL.get(answer.how, "theo tên")
    if answer.former is None:
        return Found(unit.key, unit.code, unit.name, how)
    return Found(unit.key, unit.code, unit.name, how, rule=answer.how.value, told=said)


def unnamed_in_words(unnamed: Iterable[Candidate], begun: Collection[str]) -> str:
    """Units of the year that no line means, by the unit above them; or "".

    Those missing among others of the same district come first: a slip is likeliest there.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for unit in unnamed:
        groups[unit.above].append(unit.name)
    parts, rest = [], MOST_UNNAMED
    for above in sorted(groups, key=lambda key: (key not in begun, len(groups[key]), key)):
        shown = groups[above][:rest]
        if shown:
            parts.append(f"{above}: chưa thấy {', '.join(shown)}".removeprefix(": "))
        rest -= len(shown)
    more = sum(len(names) for names in groups.values()) - (MOST_UNNAMED - rest)
    if more:
        parts.append(f"và {format_count(more)} đơn vị khác")
    return "; ".join(parts)
