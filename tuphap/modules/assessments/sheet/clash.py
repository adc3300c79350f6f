"""Two versions of what is saved together, side by side, with what is to be sent for each choice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString

from tuphap.foundation.ui.merging import merged
from tuphap.foundation.ui.render import differing_html
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.fields import ABSENT, EXPLANATION, MARK, field_name
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.lines.sides import percent_typed
from tuphap.modules.assessments.lines.words import answer_words, name_of, texts_of
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.sheet.values import Input, Line, line_of
from tuphap.rules.rule_set import Percentage
from tuphap.rules.scoring import SheetResult

Fields = tuple[tuple[str, str], ...]
NOTHING = "Chưa trả lời"


@dataclass(frozen=True)
class Text:
    """One line in one version; what differs from the other version is marked."""

    code: str
    name: str
    answer: SafeString
    explanation: SafeString


@dataclass(frozen=True)
class Version:
    """`fields` is what a form sends to have exactly this version."""

    texts: tuple[Text, ...]
    plain: str
    fields: Fields


@dataclass(frozen=True)
class Clash:
    """A unit of saving in both versions, and the lines with what would come of both."""

    unit: str
    theirs: Version
    mine: Version
    who: str
    at: datetime | None
    by_self: bool
    lines: tuple[Line, ...]
    figures_only: bool
    marks: Mapping[str, str]
    percents: Mapping[str, str]  # by anchor: of the figures in the fields, which are `mine`

    @property
    def anchor(self) -> str:
        return self.lines[0].anchor

    @property
    def title(self) -> str:
        """Nobody is told of somebody else who was himself in another window."""
        who = "sửa ở cửa sổ khác" if self.by_self else "người khác sửa"
        return f"Chưa lưu: nội dung này vừa được {who}"

    @property
    def absent_label(self) -> str:
        """The words of a “not arisen” that is for all lines of the indicator."""
        content = self.lines[0].item.content
        rule = content.not_applicable if content else None
        return rule.text if rule and not self.lines[0].item.is_absent_alone else ""

    @property
    def absent(self) -> bool:
        return all(line.absent for line in self.lines)


def clash_of(
    items: tuple[Item, ...],
    stored: Mapping[str, Entry],
    mine: Mapping[str, Given],
    opened: Mapping[str, Given],
    result: SheetResult,
    reader: int | None,
) -> Clash:
    """`items` are saved together; `reader` is who sent `mine`."""
    theirs = {item.code: stored_given(stored, item.code) for item in items}
    ours = {i.code: mine.get(i.code, theirs[i.code]) for i in items}
    differing = tuple(i for i in items if theirs[i.code] != ours[i.code])
    last = max((stored[i.code] for i in differing if i.code in stored), key=_when, default=None)
    marks = {code: own_mark(given) for code, given in theirs.items()}
    both = {code: _both(given, ours[code], opened.get(code)) for code, given in theirs.items()}
    entered = Input(given=both, result=result)
    return Clash(
        unit=items[0].unit,
        theirs=_version(differing, items, theirs, ours, marks),
        mine=_version(differing, items, ours, theirs, marks),
        who=last.written_by.full_name if last else "",
        at=last.written_at if last else None,
        by_self=last is not None and last.written_by_id == reader,
        lines=tuple(
            replace(line_of(item, entered), percent="", mark=marks[item.code]) for item in items
        ),
        figures_only=all(theirs[i.code].explanation == ours[i.code].explanation for i in items),
        marks=marks,
        percents={
            item.anchor: percent_typed(ours[item.code])
            for item in items
            if item.kind == Percentage.kind
        },
    )


def stored_given(stored: Mapping[str, Entry], code: str) -> Given:
    return given_of(stored[code]) if code in stored else Given()


def fields_to_send(
    items: tuple[Item, ...], given: Mapping[str, Given], marks: Mapping[str, str]
) -> Fields:
    """As the page would send these lines; a name that lines share comes once."""
    return tuple(dict.fromkeys(_fields(items, given, marks)))


def _fields(
    items: tuple[Item, ...], given: Mapping[str, Given], marks: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for item in items:
        yield field_name(item.code, MARK), marks[item.code]
        for field, text in texts_of(item, given[item.code]).items():
            if item.gate and field == EXPLANATION:
                continue  # the sheet has no room for it there
            name = field_name(item.unit if field == ABSENT else item.code, field)
            for value in (text,) if isinstance(text, str) else text:
                yield name, value


def _when(entry: Entry) -> datetime:
    return entry.written_at


def _both(theirs: Given, mine: Given, opened: Given | None) -> Given:
    """Figures that only one side changed are that side's; where both did, those just typed."""
    answer = theirs.answer if opened and mine.answer == opened.answer else mine.answer
    base = opened.explanation if opened else None
    text = merged(theirs.explanation, mine.explanation, base)
    return replace(mine, answer=answer, explanation=text)


def _version(
    differing: tuple[Item, ...],
    items: tuple[Item, ...],
    given: Mapping[str, Given],
    other: Mapping[str, Given],
    marks: Mapping[str, str],
) -> Version:
    texts = tuple(_text(item, given[item.code], other[item.code]) for item in differing)
    plain = "\n".join(_plain(item, given[item.code]) for item in differing)
    return Version(texts, plain, fields_to_send(items, given, marks))


def _text(item: Item, given: Given, other: Given) -> Text:
    answer, _ = differing_html(_words(item, given), _words(item, other))
    explanation, _ = differing_html(given.explanation, other.explanation)
    return Text(item.code, name_of(item), answer, explanation)


def _plain(item: Item, given: Given) -> str:
    return "\n".join(filter(None, (f"{item.code}: {_words(item, given)}", given.explanation)))


def _words(item: Item, given: Given) -> str:
    words = answer_words(item, given)
    return NOTHING if words == "–" else words
