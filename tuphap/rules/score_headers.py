"""What the heading of a column means, in the words offices use, in any order and any case."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tuphap.rules.rule_set import Node, contents, nodes
from tuphap.rules.rule_set_rows import Content, Deadline, Percentage, RuleSet
from tuphap.rules.score_cells import folded

LONGEST_HEADING = 300


class Role(StrEnum):
    """What stands in a column. Those in `INPUTS` are figures of a node."""

    UNIT = "unit"
    PARENT = "parent"
    IGNORED = "ignored"
    TOTAL = "total"
    RESULT = "result"
    CONDITION = "condition"
    POINTS = "points"
    DONE = "done"
    DUE = "due"
    ABSENT = "absent"
    ASSIGNED_ON = "assigned_on"
    DONE_ON = "done_on"
    NOT_IN_SET = "not_in_set"


PARTS = frozenset({Role.DONE, Role.DUE, Role.ABSENT, Role.ASSIGNED_ON, Role.DONE_ON})
INPUTS = PARTS | {Role.POINTS}
# Of a verdict: a mark in this column says the contrary. Of a column that is passed over: words.
NOT_MET, REASON = "not_met", "reason"


@dataclass(frozen=True)
class Meaning:
    """`code` is that of the node or condition; `maximum` the points printed in the heading."""

    role: Role
    code: str = ""
    maximum: Decimal | None = None


@dataclass(frozen=True)
class Vocabulary:
    """The words of one rule set; `labels` are those that belong to one content only.

    `said` are headings a person has explained, by `heading_key`; they count before all others.
    `enough` are columns of which one, beside the unit, makes a line a heading.
    """

    nodes: Mapping[str, Node]
    labels: Mapping[str, Meaning]
    conditions: frozenset[str]
    said: Mapping[str, Meaning] = field(default_factory=dict)
    enough: frozenset[Role] = INPUTS | {Role.NOT_IN_SET}


def heading_key(text: str) -> str:
    """What a heading is compared by: without case, marks and line breaks.

    Cut before and after: some signs are longer without their marks.
    """
    return folded(text[:LONGEST_HEADING])[:LONGEST_HEADING]


def vocabulary_of(rule_set: RuleSet) -> Vocabulary:
    """Made once for a table: a heading is compared with every word of the set."""
    found: dict[str, list[Meaning]] = {}
    for content in contents(rule_set):
        for label, role in _own_labels(content):
            found.setdefault(label, []).append(Meaning(role, content.code))
    return Vocabulary(
        nodes={node.code: node for node in nodes(rule_set)},
        labels={label: m[0] for label, m in found.items() if len(m) == 1},
        conditions=frozenset(condition.code for condition in rule_set.conditions),
    )


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_NUMBER = r"0*([0-9]{1,2}|viii|vii|vi|iv|v|iii|ii|i)\b"
_CRITERION = re.compile(rf"(?:diem )?(?:tieu chi|tc) ?(?:so )?{_NUMBER}(?!\.[0-9])(.*)")
_INDICATOR_OF = re.compile(rf"(?:tieu chi|tc) ?{_NUMBER}\W+(?:chi tieu|ct) ?{_NUMBER}(.*)")
_DOTTED = re.compile(
    r"(?:diem )?(?:tieu chi|tc|chi tieu|ct|noi dung|nd|muc)? ?"
    r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,2})\b(.*)"
)
_INDICATOR_NUMBER = re.compile(rf"(?:chi tieu|ct) ?{_NUMBER}(?!\.[0-9])(.*)")
_CONDITION = re.compile(r"(?:dieu kien|dk) ?(?:so )?0*([0-9]{1,2})\b.*")
_BARE_NUMBER = re.compile(rf"\(?{_NUMBER}\)?\.?")
_MAXIMUM = re.compile(r"\W*(?:toi da )?([0-9]{1,3}(?:[.,][0-9]{1,3})?) ?(?:d|diem)?\W*")

_TOTAL = re.compile(
    r"(?:tong(?: so)? diem|tong cong|tong|cong|tong so|diem tong(?: cong)?|diem tong so)"
    r"(?: (?:diem|cac tieu chi|tu cham|tham dinh|tham tra|chinh thuc|dat|dat duoc|cac|cua))*"
    r"(?: ?[/(].*)?"
)
# Asked for under QĐ 619 beside the points, and never part of them.
_SATISFACTION = re.compile(r"(?=.*\b(?:su|muc do|ty le) hai long\b).{1,80}")
_RESULT = re.compile(
    r"(?:ket qua|kq|ket luan|dat chuan|cong nhan|danh gia|dat ?/ ?(?:khong|chua) dat)"
    r"(?: .{0,60})?"
)
_MET = re.compile(r"dat")
_NOT_MET = re.compile(r"(?:chua|khong) dat(?: chuan(?: tiep can phap luat)?)?")
_PARTS = "(?:tieu chi|chi tieu|noi dung)"
_REASON = re.compile(
    rf"(?:(?:ly do|nguyen nhan),?|(?:cac )?{_PARTS}(?:(?:,| va|, va) {_PARTS})*(?: con)?"
    r" (?:chua|khong) (?:dat|bao dam|hoan thanh))(?: .{0,60})?"
)
_IGNORED = re.compile(
    r"(?:stt|tt|so tt|so thu tu|no\.?|ghi chu|loai|loai xa|loai don vi|phan loai|xep loai|nam"
    r"|nam danh gia|ma|ma so|ma don vi|ma xa|ma dvhc|dan so|tinh|tinh, thanh pho"
    r"|so quyet dinh|quyet dinh|ngay quyet dinh|van ban|can cu|ly do)(?: .{0,40})?"
)
# fmt: off
_UNIT_KINDS = frozenset(("xa", "phuong", "tran", "khu"))
_UNIT_WORDS = _UNIT_KINDS | frozenset((
    "ten", "don", "vi", "hanh", "chinh", "cap", "thi", "dac", "ubnd", "va",
))
_PARENT_KINDS = frozenset(("huyen", "quan", "pho", "tp", "tx"))
_PARENT_WORDS = _PARENT_KINDS | frozenset((
    "ten", "don", "vi", "cap", "thi", "xa", "thanh", "thuoc", "truc", "va", "ubnd",
))
# fmt: on
# Where no level is named.
_ABOVE = "don vi cap tren"

# What may stand after the code of a content; its own labels are understood as well.
_PART_WORDS: dict[Role, frozenset[str]] = {
    Role.DONE: frozenset(
        {"da thuc hien", "thuc hien", "so da thuc hien", "dat", "tu so", "hoan thanh", "done"}
    ),
    Role.DUE: frozenset(
        {"tong so", "tong", "phai thuc hien", "so phai thuc hien", "mau so", "due"}
    ),
    Role.ABSENT: frozenset({"khong phat sinh", "kps"}),
    Role.ASSIGNED_ON: frozenset({"ngay giao", "ngay duoc giao", "assigned on"}),
    Role.DONE_ON: frozenset({"ngay thuc hien", "ngay ban hanh", "ngay hoan thanh", "done on"}),
}
_SAME_AS_PARENT = re.compile(
    r"(?:diem(?: so)?|tong|cong|tong diem|tong so diem|dat|so diem)(?: .*)?"
)


def meaning_of(text: str, vocabulary: Vocabulary) -> Meaning | None:
    """The meaning of a heading by itself; None when it has none that is known."""
    heading = heading_key(text)
    if heading in vocabulary.said:
        return vocabulary.said[heading]
    for read in (_scored, _condition, _unit_or_parent, _plain):
        meaning = read(heading, vocabulary)
        if meaning:
            return meaning
    return None


def meaning_below(
    text: str, parent_text: str, parent: Meaning | None, vocabulary: Vocabulary
) -> Meaning | None:
    """The meaning of a heading that stands under another, as in two- and three-line headings."""
    heading = heading_key(text)
    own = meaning_of(text, vocabulary)
    if heading in vocabulary.said:
        return own
    if parent and parent.role is Role.POINTS:
        if part := _part(heading, parent.code, vocabulary):
            return part
        if number := _INDICATOR_NUMBER.fullmatch(heading):
            code = f"{parent.code.removeprefix('TC')}.{_arabic(number[1])}"
            return _node(code, number[2], vocabulary)
        if _SAME_AS_PARENT.fullmatch(heading):
            return parent
    number = _BARE_NUMBER.fullmatch(heading)
    if number and "tieu chi" in folded(parent_text):
        return _node(f"TC{_arabic(number[1])}", "", vocabulary)
    return own


def _scored(heading: str, vocabulary: Vocabulary) -> Meaning | None:
    if match := _INDICATOR_OF.fullmatch(heading):
        code = f"{_arabic(match[1])}.{_arabic(match[2])}"
        return _node(code, match[3], vocabulary)
    if match := _CRITERION.fullmatch(heading):
        return _node(f"TC{_arabic(match[1])}", match[2], vocabulary)
    if match := _DOTTED.fullmatch(heading):
        rest = match[2].strip(" :.-–()")
        return _part(rest, match[1], vocabulary) or _node(match[1], match[2], vocabulary)
    return vocabulary.labels.get(heading)


def _node(code: str, rest: str, vocabulary: Vocabulary) -> Meaning:
    if code not in vocabulary.nodes:
        return Meaning(Role.NOT_IN_SET, code)
    maximum = _MAXIMUM.fullmatch(rest)
    return Meaning(Role.POINTS, code, Decimal(maximum[1].replace(",", ".")) if maximum else None)


def _part(words: str, code: str, vocabulary: Vocabulary) -> Meaning | None:
    """A figure of a content: what was done, what was due, that nothing arose, a date."""
    node = vocabulary.nodes.get(code)
    if not isinstance(node, Content):
        return None
    labels = dict(_own_labels(node))
    roles = (role for role, known in _PART_WORDS.items() if words in known)
    role = labels.get(words) or next(roles, None)
    return Meaning(role, code) if role else None


def _own_labels(content: Content) -> list[tuple[str, Role]]:
    scoring = content.scoring
    if isinstance(scoring, Percentage):
        pairs = [(scoring.done_label, Role.DONE), (scoring.due_label, Role.DUE)]
    elif isinstance(scoring, Deadline):
        pairs = [
            (scoring.assigned_label, Role.ASSIGNED_ON),
            (scoring.done_label, Role.DONE_ON),
        ]
    else:
        pairs = []
    return [(folded(label), role) for label, role in pairs]


def _condition(heading: str, vocabulary: Vocabulary) -> Meaning | None:
    match = _CONDITION.fullmatch(heading)
    if match is None:
        return None
    code = f"DK{match[1]}"
    known = code in vocabulary.conditions
    return Meaning(Role.CONDITION if known else Role.NOT_IN_SET, code)


def _unit_or_parent(heading: str, _: Vocabulary) -> Meaning | None:
    words = frozenset(re.findall("[a-z0-9]+", heading))
    if not words:
        return None
    if heading == _ABOVE:
        return Meaning(Role.PARENT)
    if words <= _PARENT_WORDS and (words & _PARENT_KINDS or words == {"thi", "xa"}):
        return Meaning(Role.PARENT)
    if words <= _UNIT_WORDS and (words & _UNIT_KINDS or {"don", "vi"} <= words):
        return Meaning(Role.UNIT, "commune" if words & _UNIT_KINDS else "")
    return None


def _plain(heading: str, _: Vocabulary) -> Meaning | None:
    table: tuple[tuple[re.Pattern[str], Meaning], ...] = (
        (_TOTAL, Meaning(Role.TOTAL)),
        (_SATISFACTION, Meaning(Role.IGNORED)),
        (_NOT_MET, Meaning(Role.RESULT, NOT_MET)),
        (_REASON, Meaning(Role.IGNORED, REASON)),
        (_RESULT, Meaning(Role.RESULT)),
        (_MET, Meaning(Role.RESULT)),
        (_IGNORED, Meaning(Role.IGNORED)),
    )
    for pattern, meaning in table:
        if pattern.fullmatch(heading):
            return meaning
    return None


def _arabic(number: str) -> str:
    return _ROMAN.get(number, number)
