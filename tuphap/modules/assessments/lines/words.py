"""What a line asks and what was answered, in the words and figures people read."""

from dataclasses import dataclass
from typing import Any

from tuphap.modules.assessments.lines.answers import GATE_FAILS, GATE_PASSES, Given
from tuphap.modules.assessments.lines.fields import ABSENT, EXPLANATION, Typed, label_of
from tuphap.modules.assessments.lines.items import Item
from tuphap.rules.choice_letters import letters_of
from tuphap.rules.content_scoring import NONE_CHOSEN, NONE_WORDS
from tuphap.rules.numbers import format_count, format_points_short
from tuphap.rules.rule_set import POINTS, ChooseAtLeast, Options, Percentage, RuleSet, display_name

PASSED, FAILED, OPEN = "Đạt", "Chưa đạt", "Chưa đủ số liệu"
ABSENT_HINTS = {
    POINTS: "Không phát sinh: được tính đủ điểm theo bộ tiêu chí.",
}
ABSENT_HINT = "Không phát sinh: được tính là đạt theo bộ tiêu chí."


@dataclass(frozen=True)
class Choice:
    """One option of a list, ticked or not; `points` as text (“2 đ”) where options have points.

    `letter` is "" for a gate and for “none of these”, which have words alone.
    """

    value: str
    label: str
    points: str
    ticked: bool
    field: str = "option"
    letter: str = ""

    @property
    def lettered(self) -> str:
        return f"{self.letter}) {self.label}" if self.letter else self.label


def name_of(item: Item) -> str:
    if item.content:
        return display_name(item.content)
    return (item.gate.name or "") if item.gate else ""


def texts_of(item: Item, given: Given) -> Typed:
    """What was saved, as people write it."""
    answer = given.answer
    texts: dict[str, str | tuple[str, ...]] = {EXPLANATION: given.explanation}
    for name in item.fields:
        texts[name] = _text(getattr(answer, name))
    if answer.not_applicable:
        texts[ABSENT] = "1"
    return texts


def answer_words(item: Item, given: Given | None, *, lettered: bool = False) -> str:
    """The whole answer in one short text, for tables: “118/123”, “không phát sinh”, “–”.

    With `lettered` choices have the letters they may be written by.
    """
    if given is None:
        return "–"
    if given.answer.not_applicable:
        return "không phát sinh"
    texts = texts_of(item, given)
    ticked = [choice for choice in choices_of(item, texts) if choice.ticked]
    chosen = [choice.lettered if lettered else choice.label for choice in ticked]
    if item.kind in (Options.kind, ChooseAtLeast.kind) or item.gate:
        return "; ".join(chosen) or "–"
    figures = [str(texts[name]) or "–" for name in item.fields]
    joined = ("/" if item.kind == Percentage.kind else " → ").join(figures)
    return joined if any(texts[name] for name in item.fields) else "–"


def choices_of(item: Item, texts: Typed) -> tuple[Choice, ...]:
    if item.gate:
        ticked = texts.get("option")
        return (
            Choice(GATE_PASSES, item.gate.holds_label, "", ticked == GATE_PASSES),
            Choice(GATE_FAILS, item.gate.fails_label, "", ticked == GATE_FAILS),
        )
    scoring = item.content.scoring if item.content else None
    if not isinstance(scoring, Options | ChooseAtLeast):
        return ()
    letters = letters_of(scoring.options)
    if isinstance(scoring, ChooseAtLeast):
        chosen = texts.get("chosen") or ()
        none = Choice(NONE_CHOSEN, NONE_WORDS, "", texts.get("option") == NONE_CHOSEN)
        rows = (
            Choice(o.key, o.text, "", o.key in chosen, "chosen", letters[o.key])
            for o in scoring.options
        )
        return (*rows, none)
    return tuple(
        Choice(
            option.key,
            option.text,
            "" if option.points is None else f"{format_points_short(option.points)} đ",
            option.key == texts.get("option"),
            letter=letters[option.key],
        )
        for option in scoring.options
    )


def labels_of(item: Item) -> dict[str, str]:
    """The words above each field, and for a list what is to be done with it."""
    scoring = item.content.scoring if item.content else None
    if isinstance(scoring, Percentage):
        return {"done": scoring.done_label, "due": scoring.due_label}
    if isinstance(scoring, ChooseAtLeast):
        return {"chosen": f"Chọn ít nhất {scoring.minimum}"}
    return {name: label_of(item, name) for name in item.fields}


def absent_hint(rule_set: RuleSet) -> str:
    return ABSENT_HINTS.get(rule_set.scale, ABSENT_HINT)


def _text(value: Any) -> str | tuple[str, ...]:
    if value is None:
        return ""
    if isinstance(value, int):
        return format_count(value)
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return value if isinstance(value, str) else f"{value:%d/%m/}{value.year:04d}"
