"""Cells of one line as the texts somebody would have typed, for the rules of typing to read."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from tuphap.modules.assessments.from_spreadsheet.block import BlockLine
from tuphap.modules.assessments.from_spreadsheet.headings import CHOICE, HEADS, own_columns
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import ABSENT, EXPLANATION, Typed
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.words import Choice, choices_of, texts_of
from tuphap.rules.choice_letters import as_letter
from tuphap.rules.content_scoring import NONE_CHOSEN
from tuphap.rules.numbers import quoted
from tuphap.rules.rule_set import ChooseAtLeast, Deadline, Percentage
from tuphap.rules.score_cells import Cell, folded, shown

_YES = frozenset({"x", "co", "1", "true", "dung", "kps", "khong phat sinh", "v"})
_NO = frozenset({"khong", "0", "false", "sai", "co phat sinh"})
_NONE = frozenset({"khong", "khong co", "0", "khong co hoat dong nao"})
_ROUGH = re.compile(r"[;\n]")
_KEYED = re.compile(r"\(?(\w{1,3})[.):]\s*(.*)", re.DOTALL)
_ANSWERED_BY: Mapping[str, str] = {
    Percentage.kind: "số đã làm và số phải làm",
    Deadline.kind: "ngày giao và ngày hoàn thành",
}


class CellFault(Exception):  # noqa: N818 - a fault of the sheet, not of the program
    """One cell that cannot be taken over: its field and the sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def texts_from(line: BlockLine, stored: Given) -> Typed:
    """What the form of the sheet would send with these cells filled in over what stands there.

    Empty cells leave what stands there; "not arisen" empties the figures, as the tick does, and
    figures take the tick away.
    """
    item = line.item
    _require_own(item, line.cells)
    texts = dict(texts_of(item, stored))
    figures = {name: cell for name, cell in line.cells.items() if name in own_columns(item)}
    absent = _absent(item, line.cells.get(ABSENT))
    if absent and figures:
        raise CellFault(
            ABSENT,
            f"Nội dung {item.code} vừa ghi không phát sinh vừa có số liệu. Giữ lại một trong hai.",
        )
    if absent is not None or figures:
        texts[ABSENT] = "1" if absent else ""
    if absent:
        texts |= {name: () if name == "chosen" else "" for name in item.fields}
    for name, cell in figures.items():
        texts |= _choice(item, cell) if name == CHOICE else {name: _text(cell)}
    if EXPLANATION in line.cells:
        texts[EXPLANATION] = _text(line.cells[EXPLANATION])
    return texts


def _require_own(item: Item, cells: Mapping[str, Cell]) -> None:
    own = {*own_columns(item), ABSENT, *(() if item.gate else (EXPLANATION,))}
    for name in cells:
        if name not in own:
            asked = _ANSWERED_BY.get(item.kind, "lựa chọn")
            raise CellFault(
                name,
                f"Nội dung {item.code} không có ô “{HEADS[name]}”, trả lời bằng {asked}. Để trống"
                " ô này.",
            )


def _absent(item: Item, cell: Cell) -> bool | None:
    if cell is None:
        return None
    word = folded(cell).rstrip(".")
    if word in _NO or cell is False:
        return False
    if word not in _YES:
        sentence = f"{quoted(shown(cell))} không rõ. Ghi x nếu không phát sinh, hoặc để trống."
        raise CellFault(ABSENT, sentence)
    if not item.can_be_absent:
        sentence = (
            f"Nội dung {item.code} không có trường hợp không phát sinh. Bỏ dấu này và ghi số liệu."
        )
        raise CellFault(ABSENT, sentence)
    return True


def _choice(item: Item, cell: Cell) -> dict[str, str | tuple[str, ...]]:
    scoring = item.content.scoring if item.content else None
    if not isinstance(scoring, ChooseAtLeast):
        return {"option": _chosen(item, shown(cell)).value}
    if folded(cell) in _NONE:
        return {"option": NONE_CHOSEN, "chosen": ()}
    found = [_chosen(item, part).value for part in _parts(item, cell)]
    if found == [NONE_CHOSEN]:
        return {"option": NONE_CHOSEN, "chosen": ()}
    return {"option": "", "chosen": tuple(dict.fromkeys(found))}


def _parts(item: Item, cell: Cell) -> Iterator[str]:
    """A comma parts choices, unless it belongs to the words of one."""
    for part in filter(str.strip, _ROUGH.split(_text(cell))):
        if _match(choices_of(item, {}), part):
            yield part
        else:
            yield from filter(str.strip, part.split(","))


def _chosen(item: Item, text: str) -> Choice:
    choices = choices_of(item, {})
    found = _match(choices, text)
    if found is None:
        why = _why_none(item, choices, text)
        raise CellFault(CHOICE, f"{why} Ghi một trong: {'; '.join(offered(item))}.")
    return found


def _why_none(item: Item, choices: tuple[Choice, ...], text: str) -> str:
    letter, words = _letter_in(text)
    known = [choice.letter for choice in choices if choice.letter]
    if words and letter in map(as_letter, known):
        return f"Chữ {quoted(letter)} và lời ghi sau chữ đó không cùng một lựa chọn."
    if known and len(letter) == 1:
        return f"Nội dung {item.code} không có chữ {quoted(letter)}, chỉ có {', '.join(known)}."
    return f"Nội dung {item.code} không có lựa chọn {quoted(shown(text))}."


def _match(choices: tuple[Choice, ...], text: str) -> Choice | None:
    """By its words, by its letter, or by its letter with words behind that agree."""
    word = folded(text)
    for choice in choices:
        if word == folded(choice.label):
            return choice
    letter, words = _letter_in(text)
    for choice in choices:
        agrees = folded(choice.label).startswith(folded(words))
        if choice.letter and as_letter(choice.letter) == letter and agrees:
            return choice
    return None


def _letter_in(text: str) -> tuple[str, str]:
    """The letter, and the words behind it; “đ” is never “d”."""
    keyed = _KEYED.fullmatch(as_letter(text))
    return (keyed[1], keyed[2]) if keyed else (as_letter(text), "")


def offered(item: Item) -> tuple[str, ...]:
    """The choices as the template lists them: “a) …”, a gate by its words alone."""
    return tuple(choice.lettered for choice in choices_of(item, {}))


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return f"{cell:f}".partition(".")[0]
    return cell if isinstance(cell, str) else shown(cell)
