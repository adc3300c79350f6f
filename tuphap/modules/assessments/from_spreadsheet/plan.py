"""What a block would change on the sheet, and all that is wrong with it. Nothing is written."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from tuphap.modules.assessments.forms import read_line, wrong_fields
from tuphap.modules.assessments.from_spreadsheet.block import (
    LONGEST_SHOWN,
    Block,
    BlockFault,
    BlockLine,
)
from tuphap.modules.assessments.from_spreadsheet.cells import CellFault, texts_from
from tuphap.modules.assessments.from_spreadsheet.headings import CHOICE, CODE, own_columns
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import ABSENT, EXPLANATION, Fault
from tuphap.modules.assessments.lines.figure_history import Turn, figure_turns
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.soundness import too_long
from tuphap.modules.assessments.lines.words import name_of
from tuphap.rules.score_cells import shown
from tuphap.rules.scoring import Answer

_WITHOUT_FIGURES = (Answer(), Answer(not_applicable=True))
# The whole sheet with some lines changed: what is wrong with those lines, as a save would say it.
Judge = Callable[[Mapping[str, Given]], Mapping[str, str]]


@dataclass(frozen=True)
class Change:
    """One line before and after; `row` is 0 where it follows from another of its indicator."""

    row: int
    item: Item
    before: Given
    after: Given

    @property
    def turns(self) -> tuple[Turn, ...]:
        return figure_turns(self.item, self.before, self.after, lettered=True)

    @property
    def name(self) -> str:
        return name_of(self.item)


@dataclass(frozen=True)
class Plan:
    """`same` counts the rows that say what stands there already."""

    changes: tuple[Change, ...]
    same: int
    faults: tuple[BlockFault, ...]
    how: tuple[str, ...] = ()


def plan_of(
    block: Block, items: tuple[Item, ...], stored: Mapping[str, Given], judge: Judge
) -> Plan:
    """Sound lines as changes, everything else as faults, both in their order."""
    faults = list(block.faults)
    wanted: dict[str, Given] = {}
    line_of: dict[str, BlockLine] = {}
    for line in block.lines:
        read = _read(line, stored.get(line.item.code, Given()))
        if isinstance(read, BlockFault):
            faults.append(read)
        else:
            wanted[line.item.code], line_of[line.item.code] = read, line
    same = sum(given == stored.get(code, Given()) for code, given in wanted.items())
    rows = {code: line.row for code, line in line_of.items()}
    spoken = {code for code, line in line_of.items() if _says_whether_it_arose(line)}
    kept, sentences = sound(_together(items, stored, wanted, spoken), stored, judge)
    faults += [
        _of_line(line_of[code], wanted[code], s) for code, s in sentences.items() if code in line_of
    ]
    changes = changes_of(items, stored, kept, rows)
    return Plan(changes, same, tuple(sorted(faults, key=lambda fault: fault.row)), block.how)


def changes_of(
    items: Iterable[Item],
    stored: Mapping[str, Given],
    wanted: Mapping[str, Given],
    rows: Mapping[str, int],
) -> tuple[Change, ...]:
    """In the order of the sheet, without lines that stay as they are."""
    return tuple(
        Change(rows.get(item.code, 0), item, before, wanted[item.code])
        for item in items
        if item.code in wanted
        if (before := stored.get(item.code, Given())) != wanted[item.code]
    )


def sound(
    wanted: Mapping[str, Given], stored: Mapping[str, Given], judge: Judge
) -> tuple[dict[str, Given], dict[str, str]]:
    """The lines a save would take together, and a sentence for each of the others.

    A line that is left out keeps what stands there, which another line may then contradict.
    """
    kept = {code: given for code, given in wanted.items() if given != stored.get(code, Given())}
    sentences: dict[str, str] = {}
    while found := {code: text for code, text in judge(kept).items() if code in kept}:
        sentences |= found
        kept = {code: given for code, given in kept.items() if code not in found}
    return kept, sentences


def _read(line: BlockLine, stored: Given) -> Given | BlockFault:
    try:
        given = read_line(line.item, texts_from(line, stored))
    except CellFault as fault:
        return _fault(line, fault.field, fault.sentence)
    if isinstance(given, Fault):
        return _fault(line, given.fields[0], given.sentence)
    if line.item.gate:
        given = replace(given, explanation=stored.explanation)
    if sentence := too_long(given):
        return _fault(line, EXPLANATION, sentence)
    return given


def _together(
    items: Iterable[Item],
    stored: Mapping[str, Given],
    wanted: Mapping[str, Given],
    spoken: Collection[str],
) -> dict[str, Given]:
    """Where it is the indicator that did not arise, one row speaks for lines without figures."""
    found = dict(wanted)
    units: dict[str, list[Item]] = {}
    for item in items:
        if item.can_be_absent and not item.is_absent_alone:
            units.setdefault(item.unit, []).append(item)
    for together in units.values():
        said = {wanted[i.code].answer.not_applicable for i in together if i.code in spoken}
        if len(said) != 1:
            continue
        blank = Answer(not_applicable=said.pop())
        for item in together:
            silent = found.get(item.code, stored.get(item.code, Given()))
            if item.code not in spoken and silent.answer in _WITHOUT_FIGURES:
                found[item.code] = replace(silent, answer=blank)
    return found


def _says_whether_it_arose(line: BlockLine) -> bool:
    return any(name in line.cells for name in (ABSENT, *own_columns(line.item)))


def _of_line(line: BlockLine, given: Given, sentence: str) -> BlockFault:
    wrong = wrong_fields(line.item, given.answer)
    return _fault(line, wrong[0] if wrong else CODE, sentence)


def _fault(line: BlockLine, field: str, sentence: str) -> BlockFault:
    """At the cell it is about, else at the first filled one."""
    if field in ("option", "chosen"):
        field = CHOICE
    if field not in line.cells:
        field = next((name for name in own_columns(line.item) if name in line.cells), CODE)
    column = line.columns.get(field, "")
    value = shown(line.cells.get(field))[:LONGEST_SHOWN]
    return BlockFault(line.row, column, value, sentence, line.item.code)
