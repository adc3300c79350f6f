"""The page of the second look as plain values: the unit's own column, and what is answered here.

Nothing of the appraised column comes near it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.forms import Reading, read
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.fields import MARK, Fault, field_name
from tuphap.modules.assessments.lines.items import Item, anchor, items_of
from tuphap.modules.assessments.lines.sides import Side, side_of
from tuphap.modules.assessments.lines.words import answer_words
from tuphap.modules.assessments.models import Entry, Evidence
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.second_appraisal.kept import from_kept
from tuphap.modules.assessments.second_appraisal.models import SecondAppraisal
from tuphap.modules.assessments.second_appraisal.queries import column_lines
from tuphap.modules.assessments.sheet.values import Input, line_of
from tuphap.modules.assessments.sheet.values import Line as FieldLine
from tuphap.modules.assessments.versions import VERSION
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import RuleSet, display_name
from tuphap.rules.workflows.assessment import SELF

SAME, OTHER = "giong", "khac"
VERDICT = "y-kien-"  # before the code of what is saved together
Verdict = Callable[[str], str]


@dataclass(frozen=True)
class Asked:
    """One line: what the unit says and shows, and the fields of the second look."""

    fields: FieldLine
    theirs: Side | None
    documents: tuple[Evidence, ...]


@dataclass(frozen=True)
class Block:
    """Lines that are judged together; usually one. `verdict` is SAME, OTHER or nothing yet."""

    unit: str
    lines: tuple[Asked, ...]
    verdict: str

    @property
    def name(self) -> str:
        return f"{VERDICT}{self.unit}"

    @property
    def anchor(self) -> str:
        return anchor(self.unit)

    @property
    def absent_label(self) -> str:
        """The words of a “not arisen” that is for all lines together."""
        item = self.lines[0].fields.item
        rule = item.content.not_applicable if item.content else None
        return rule.text if rule and not item.is_absent_alone else ""

    @property
    def absent(self) -> bool:
        return all(line.fields.absent for line in self.lines)


@dataclass(frozen=True)
class Part:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sent:
    """What a form brought: verdicts by unit, and the figures of those that differ."""

    verdicts: Mapping[str, str] = field(default_factory=dict)
    reading: Reading | None = None
    faults: Mapping[str, Fault] = field(default_factory=dict)


def sent_in(row: SecondAppraisal, posted: QueryDict) -> Sent:
    """Figures count only where somebody says that his are others."""
    items = items_of(row.assessment.period)
    plain = posted.copy()
    plain.pop(VERSION, None)
    verdicts = {}
    for unit in dict.fromkeys(item.unit for item in items):
        verdicts[unit] = str((plain.pop(f"{VERDICT}{unit}", None) or [""])[-1])
    if unknown := next((v for v in verdicts.values() if v not in ("", SAME, OTHER)), ""):
        raise Refused(
            "unknown_field",
            f"Lựa chọn {quoted(unknown)} không có trên phiếu. Chưa lưu gì. Tải lại trang rồi "
            "làm lại.",
            Kind.INVALID,
        )
    for item in items:
        if verdicts[item.unit] != OTHER:
            plain.pop(field_name(item.code, MARK), None)
    return Sent(verdicts, read(items, plain))


def lines_in(row: SecondAppraisal, sent: Sent) -> dict[str, Given]:
    """What is to be saved: the unit's own figures where they are taken over, else those typed."""
    own = {
        entry.item: Given(given_of(entry).answer) for entry in column_lines(row.assessment, SELF)
    }
    taken = {
        item.code: own[item.code]
        for item in items_of(row.assessment.period)
        if sent.verdicts.get(item.unit) == SAME and item.code in own
    }
    return {**taken, **(sent.reading.lines if sent.reading else {})}


def saved_otherwise(row: SecondAppraisal, sent: Sent) -> list[dict[str, str]]:
    """What another window saved where this one has something else, line by line (W3)."""
    saved, typed = from_kept(row.answers), lines_in(row, sent)
    return [
        {
            "id": f"nd-{item.anchor}",
            "text": f"{item.code}: cửa sổ kia đã lưu {answer_words(item, saved[item.code])}; "
            f"cửa sổ này có {answer_words(item, typed.get(item.code))}.",
        }
        for item in items_of(row.assessment.period)
        if item.code in saved and saved[item.code] != typed.get(item.code)
    ]


def parts(row: SecondAppraisal, sent: Sent | None = None) -> tuple[Part, ...]:
    """The whole page, by criterion; what was typed stands where it was refused."""
    sent = sent or Sent()
    dossier = row.assessment
    rule_set = parsed(dossier.period.rule_set)
    theirs = {entry.item: entry for entry in column_lines(dossier, SELF)}
    given = from_kept(row.answers)
    if sent.reading:
        given |= sent.reading.lines
    entered = Input(
        given=given,
        result=score(dossier, rule_set, given),
        typed=sent.reading.typed if sent.reading else {},
        faults=sent.faults,
    )
    proof = current_evidence(dossier)
    asked = {
        item.code: Asked(
            line_of(item, entered), _side(item, theirs), tuple(proof.get(item.code, ()))
        )
        for item in items_of(dossier.period)
    }
    return _by_criterion(rule_set, asked, lambda unit: _verdict(unit, asked, given, theirs, sent))


def _side(item: Item, theirs: Mapping[str, Entry]) -> Side | None:
    entry = theirs.get(item.code)
    return side_of(item, (given_of(entry), entry, "") if entry else None)


def _verdict(
    unit: str,
    asked: Mapping[str, Asked],
    given: Mapping[str, Given],
    theirs: Mapping[str, Entry],
    sent: Sent,
) -> str:
    if unit in sent.verdicts:
        return sent.verdicts[unit]
    codes = [code for code, line in asked.items() if line.fields.item.unit == unit]
    if not all(code in given for code in codes):
        return ""
    same = all(
        code in theirs and given[code].answer == given_of(theirs[code]).answer for code in codes
    )
    return SAME if same else OTHER


def _by_criterion(
    rule_set: RuleSet, asked: Mapping[str, Asked], verdict: Verdict
) -> tuple[Part, ...]:
    named = [
        (f"{number}. {display_name(row)}", [c.code for i in row.indicators for c in i.contents])
        for number, row in enumerate(rule_set.criteria, start=1)
    ]
    gates = [code for code, line in asked.items() if line.fields.item.gate]
    if gates:
        named.append(("Điều kiện công nhận", gates))
    return tuple(Part(title, _blocks(codes, asked, verdict)) for title, codes in named)


def _blocks(codes: list[str], asked: Mapping[str, Asked], verdict: Verdict) -> tuple[Block, ...]:
    by_unit: dict[str, list[Asked]] = {}
    for code in codes:
        by_unit.setdefault(asked[code].fields.item.unit, []).append(asked[code])
    return tuple(Block(unit, tuple(lines), verdict(unit)) for unit, lines in by_unit.items())
