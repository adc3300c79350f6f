"""Which unit a line of a list means, as `unit_names` recognises it, in the words of a preview."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuphap.rules.unit_name_sentences import sentence_of
from tuphap.rules.unit_names import (
    Ambiguous,
    Answer,
    How,
    Matched,
    Suggested,
    UnitIndex,
    Unknown,
    Why,
    Written,
)

_NEAR = frozenset({Why.ONE_LETTER, Why.OTHER_KIND})
_RULES: Mapping[type, str] = {
    Suggested: "suggested_unit",
    Ambiguous: "ambiguous_unit",
    Unknown: "unknown_unit",
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
