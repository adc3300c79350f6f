"""Reading the figures of a sheet from a request: named fields only, every fault with its sentence.

Each line on the page sends “<code>-line”, the mark of the version it was opened in; a list with
nothing ticked sends nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import (
    ABSENT,
    EXPLANATION,
    MARK,
    Fault,
    Typed,
    called,
    field_name,
    foreign_field,
    label_of,
)
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.marks import Sent, require_mark
from tuphap.rules.numbers import format_count, parse_count, quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import Deadline, Percentage
from tuphap.rules.scoring import Answer
from tuphap.rules.vietnamese import normalise

# Lines elsewhere on the page that hold a fault of their own: shown in the list, never saved.
WRONG_ELSEWHERE = "con-loi"
# And those that have another version in the system, not decided yet.
TWO_VERSIONS = "hai-ban"
# The second button of the page without script: save and stay.
STAY = "o-lai"
# The last field of the whole form: without it the form came in part only.
END = "het"
# When the page was opened; it is shown beside the version that was typed on it.
OPENED = "mo-luc"
NOT_OURS = frozenset({"csrfmiddlewaretoken", WRONG_ELSEWHERE, TWO_VERSIONS, STAY, END, OPENED})
LONGEST_FIELD = 8000
DATE_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2}")


@dataclass(frozen=True)
class Reading:
    """What was sent: lines that can be read, faults of the others, and the text as it was typed."""

    lines: Mapping[str, Given]
    faults: Mapping[str, Fault]
    typed: Mapping[str, Typed]

    def require_readable(self) -> None:
        """All or nothing: one line that cannot be read refuses the whole request."""
        if self.faults:
            sentences = {code: fault.sentence for code, fault in self.faults.items()}
            first = next(iter(sentences.values()))
            raise Refused("faulty_lines", first, Kind.INVALID, sentences)

    def sent(self) -> dict[str, Sent]:
        """With the version each line was opened in; refused where one does not say it."""
        for code, typed in self.typed.items():
            require_mark(code, str(typed[MARK]))
        return {
            code: Sent(given, str(self.typed[code][MARK]), EXPLANATION in self.typed[code])
            for code, given in self.lines.items()
        }


def read(items: Iterable[Item], posted: QueryDict) -> Reading:
    """Raises Refused for a field that these lines do not have: it was not typed on our page."""
    expected = tuple(items)
    _require_known_fields(expected, posted)
    lines: dict[str, Given] = {}
    faults: dict[str, Fault] = {}
    typed: dict[str, Typed] = {}
    for item in expected:
        if field_name(item.code, MARK) not in posted:
            continue
        typed[item.code] = _typed(item, posted)
        line = read_line(item, typed[item.code])
        if isinstance(line, Fault):
            faults[item.code] = line
        else:
            lines[item.code] = line
    return Reading(lines, faults, typed)


def read_line(item: Item, typed: Typed) -> Given | Fault:
    """One line from its texts, which may have come from elsewhere than a form."""
    line = _Line(item, typed)
    return line.fault or line.given()


def require_whole(reading: Reading, posted: QueryDict) -> None:
    """A request without a sheet, or with the first part of one, is no sheet that was saved."""
    if not reading.typed:
        raise _not_saved("no_lines", "Lần gửi này không có số liệu nào của phiếu.")
    if END not in posted:
        last = list(reading.typed)[-1]
        raise _not_saved("cut_off", f"Lần gửi này bị cắt giữa chừng, chỉ tới nội dung {last}.")


def require_each(reading: Reading, items: Iterable[Item]) -> None:
    """Lines that are saved together come together."""
    missing = [item.code for item in items if item.code not in reading.typed]
    if missing:
        sentence = f"Lần gửi này không có số liệu của nội dung {', '.join(missing)}."
        raise _not_saved("no_lines", sentence)


def wrong_elsewhere(items: Iterable[Item], posted: QueryDict) -> tuple[str, ...]:
    return _named(items, posted, WRONG_ELSEWHERE)


def two_versions(items: Iterable[Item], posted: QueryDict) -> tuple[str, ...]:
    return _named(items, posted, TWO_VERSIONS)


def opened_at(posted: QueryDict, now: datetime) -> datetime | None:
    """What the page says of itself; shown only, so a nonsense is nothing."""
    try:
        moment = datetime.fromisoformat(posted.get(OPENED, "")[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo and moment <= now else None


def _named(items: Iterable[Item], posted: QueryDict, field: str) -> tuple[str, ...]:
    named = set(posted.get(field, "").split(","))
    return tuple(item.code for item in items if item.code in named)


def field_names(items: Iterable[Item]) -> Iterator[str]:
    """Every field these lines may send."""
    for item in items:
        for field in (MARK, EXPLANATION, *item.fields):
            yield field_name(item.code, field)
        if item.can_be_absent:
            yield field_name(item.unit, ABSENT)


def wrong_fields(item: Item, answer: Answer) -> tuple[str, ...]:
    """Where a figure that was read well but cannot be is to be mended."""
    if item.kind == Percentage.kind:
        return ("due",) if answer.due == 0 else ("done",)
    return item.fields[-1:]


def _require_known_fields(items: tuple[Item, ...], posted: QueryDict) -> None:
    known = {*field_names(items), *NOT_OURS}
    lists = {field_name(item.code, "chosen") for item in items}
    for name, values in posted.lists():
        if name not in known:
            raise _not_saved("unknown_field", foreign_field(name, items))
        if len(values) > 1 and name not in lists:
            sentence = f"{_the_field(name, items)} được gửi {len(values)} lần."
            raise _not_saved("unknown_field", sentence)
        if any(len(value) > LONGEST_FIELD for value in values):
            limit = format_count(LONGEST_FIELD)
            raise _not_saved("unknown_field", f"{_the_field(name, items)} dài quá {limit} ký tự.")


def _the_field(name: str, items: tuple[Item, ...]) -> str:
    return f"Ô {called(name, items) or 'ẩn của trang'}"


def _not_saved(code: str, what: str) -> Refused:
    return Refused(code, f"{what} Chưa lưu gì. Tải lại trang rồi nhập lại.", Kind.INVALID)


def _typed(item: Item, posted: QueryDict) -> Typed:
    texts: dict[str, str | tuple[str, ...]] = {MARK: posted.get(field_name(item.code, MARK), "")}
    for field in (*item.fields, EXPLANATION):
        name = field_name(item.code, field)
        if field == "chosen":
            texts[field] = tuple(posted.getlist(name))
        elif field == "option" or name in posted:
            texts[field] = posted.get(name, "")
    if item.can_be_absent:
        texts[ABSENT] = posted.get(field_name(item.unit, ABSENT), "")
    _require_figures(item, texts)
    return texts


def _require_figures(item: Item, texts: Typed) -> None:
    """A figure that did not come was not emptied; only what did not arise has none."""
    missing = [field for field in item.fields if field not in texts]
    if missing and not texts.get(ABSENT):
        words = called(field_name(item.code, missing[0]), (item,))
        raise _not_saved("cut_off", f"Lần gửi này thiếu ô {words}.")


class _Line:
    """One line that was sent; the first fault counts, for a line shows one sentence."""

    def __init__(self, item: Item, typed: Typed) -> None:
        self.item = item
        self.typed = typed
        self.fault: Fault | None = None
        self.values: dict[str, object] = {}
        for field in item.fields:
            self._take(field)

    def given(self) -> Given:
        answer = Answer(
            **self.values,  # type: ignore[arg-type]
            not_applicable=bool(self.typed.get(ABSENT)),
        )
        return Given(answer, normalise(self._text(EXPLANATION), keep_lines=True).strip())

    def _text(self, field: str) -> str:
        value = self.typed.get(field, "")
        return value if isinstance(value, str) else ""

    def _take(self, field: str) -> None:
        if field == "chosen":
            self.values[field] = frozenset(self.typed[field])
        elif field == "option":
            self.values[field] = self._text(field) or None
        elif normalise(self._text(field)).strip():
            self._take_figure(field)

    def _take_figure(self, field: str) -> None:
        try:
            self.values[field] = self._figure(field)
        except Refused as refused:
            if self.fault is None:
                self.fault = Fault(refused.sentence, (field,))
            else:
                self.fault = Fault(self.fault.sentence, (*self.fault.fields, field))

    def _figure(self, field: str) -> int | date:
        label = label_of(self.item, field)
        if self.item.kind == Deadline.kind:
            return read_date(self._text(field), label)
        return parse_count(self._text(field), label)


def read_date(text: str, label: str) -> date:
    """Day first. A day that no calendar has is told apart from a text that is no date."""
    text = normalise(text).strip()
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if _SHORT_YEAR.fullmatch(text):
        sentence = f"{label} {text} chưa đủ năm. Ghi năm bằng bốn chữ số, ví dụ 28/02/2022."
        raise Refused("not_a_date", sentence, Kind.INVALID)
    what = "không có trong lịch" if _looks_like_a_date(text) else "không phải là ngày"
    shown = text if what == "không có trong lịch" else quoted(text)
    sentence = f"{label} {shown} {what}. Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022."
    raise Refused("not_a_date", sentence, Kind.INVALID)


def _looks_like_a_date(text: str) -> bool:
    parts = text.replace("-", "/").split("/")
    return len(parts) == 3 and all(part.isdecimal() and len(part) <= 4 for part in parts)
