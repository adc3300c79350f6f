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
    Written,
)

_RULES: Mapping[type, str] = {
    Suggested: "suggested_unit",
    Ambiguous: "ambiguous_unit",
    Unknown: "unknown_unit",
}
_BY_CODE = frozenset({How.CODE, How.CODE_WITHOUT_ZEROS, How.FORMER_CODE})


@dataclass(frozen=True)
class Found:
    """The unit and how it was recognised; or `fault`, what to do, and `rule` for programs."""

    key: int = 0
    code: str = ""
    name: str = ""
    how: str = ""
    rule: str = ""
    fault: str = ""


def find_unit(index: UnitIndex, name: str, group: str, code: str) -> Found:
    """Only what is certain is taken; a suggestion is said and left to the person."""
    written = Written(name, group, code)
    answer: Answer = index.recognise(written)
    said = sentence_of(answer, written)
    if not isinstance(answer, Matched):
        return Found(rule=_RULES[type(answer)], fault=said)
    usual = "theo mã" if answer.how in _BY_CODE else "theo tên"
    return Found(answer.unit.key, answer.unit.code, answer.unit.name, said or usual)
