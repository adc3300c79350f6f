"""The page of a return: lines to tick, each with a sentence, and a reason for the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tuphap.modules.assessments.desk.values import Group
from tuphap.modules.assessments.lines.items import anchor
from tuphap.modules.assessments.queries.desk import DeskOf

REASON, ITEMS, SENTENCE = "ly-do", "muc", "loi-"
# A form cannot be longer than a sheet; beyond it nothing is read.
MOST_ITEMS = 200


@dataclass(frozen=True)
class Line:
    """One line to tick."""

    code: str
    name: str
    ticked: bool
    sentence: str
    fault: str = ""

    @property
    def anchor(self) -> str:
        return anchor(self.code)

    @property
    def field(self) -> str:
        return f"{SENTENCE}{self.code}"


def blank(found: DeskOf, wanted: str) -> dict[str, Any]:
    """`wanted` is the line from which somebody came here."""
    return _form(found, {wanted: ""} if found.desk.line(wanted) else {}, {}, "")


def typed(found: DeskOf, posted: QueryDict, faults: Mapping[str, str]) -> dict[str, Any]:
    return _form(found, chosen(posted), faults, posted.get(REASON, ""))


def chosen(posted: QueryDict) -> dict[str, str]:
    """Only what is ticked; a sentence beside an empty box was taken back."""
    codes = posted.getlist(ITEMS)[:MOST_ITEMS]
    return {code: posted.get(f"{SENTENCE}{code}", "") for code in codes}


def field_names(found: DeskOf) -> list[str]:
    return [REASON, ITEMS, *(f"{SENTENCE}{line.code}" for line in found.desk.lines)]


def _form(
    found: DeskOf, ticked: Mapping[str, str], faults: Mapping[str, str], reason: str
) -> dict[str, Any]:
    groups = [(group.title, _lines(group, ticked, faults)) for group in found.desk.groups]
    wrong = [
        {"id": f"o-{line.anchor}", "text": line.fault}
        for _, lines in groups
        for line in lines
        if line.fault
    ]
    error = faults.get("reason", "")
    return {
        "groups": groups,
        "reason": reason,
        "error": error,
        "errors": wrong + ([{"id": REASON, "text": error}] if error else []),
    }


def _lines(group: Group, ticked: Mapping[str, str], faults: Mapping[str, str]) -> list[Line]:
    return [
        Line(
            line.code,
            line.name,
            line.code in ticked,
            ticked.get(line.code, ""),
            faults.get(line.code, ""),
        )
        for line in group.lines
    ]
