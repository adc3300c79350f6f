"""Reading the figures of a sheet from a request: named fields only, every fault with its sentence.

Each line on the page sends “<code>-line”, because a list with nothing ticked sends nothing itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from tuphap.modules.assessments.answers import Given
from tuphap.modules.assessments.fields import (
    ABSENT,
    EXPLANATION,
    MARK,
    Fault,
    Typed,
    field_name,
    label_of,
)
from tuphap.modules.assessments.items import Item
from tuphap.rules.numbers import parse_count, quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import Deadline, Percentage
from tuphap.rules.scoring import Answer
from tuphap.rules.vietnamese import normalise

# Lines elsewhere on the page that hold a fault of their own: shown in the list, never saved.
WRONG_ELSEWHERE = "con-loi"
# The second button of the page without script: save and stay.
STAY = "o-lai"
NOT_OURS = frozenset({"csrfmiddlewaretoken", WRONG_ELSEWHERE, STAY})
LONGEST_FIELD = 8000
DATE_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d")


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
        line = _Line(item, typed[item.code])
        if line.fault:
            faults[item.code] = line.fault
        else:
            lines[item.code] = line.given()
    return Reading(lines, faults, typed)


def wrong_elsewhere(items: Iterable[Item], posted: QueryDict) -> tuple[str, ...]:
    named = set(posted.get(WRONG_ELSEWHERE, "").split(","))
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
            raise _forged(f"Phiếu này không có ô {quoted(name)}.")
        if len(values) > 1 and name not in lists:
            raise _forged(f"Ô {quoted(name)} được gửi {len(values)} lần.")
        if any(len(value) > LONGEST_FIELD for value in values):
            raise _forged(f"Ô {quoted(name)} dài quá {LONGEST_FIELD} ký tự.")


def _forged(what: str) -> Refused:
    sentence = f"{what} Chưa lưu gì. Tải lại trang rồi nhập lại."
    return Refused("unknown_field", sentence, Kind.INVALID)


def _typed(item: Item, posted: QueryDict) -> Typed:
    texts: dict[str, str | tuple[str, ...]] = {
        field: tuple(posted.getlist(field_name(item.code, field)))
        if field == "chosen"
        else posted.get(field_name(item.code, field), "")
        for field in (*item.fields, EXPLANATION)
    }
    if item.can_be_absent:
        texts[ABSENT] = posted.get(field_name(item.unit, ABSENT), "")
    return texts


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
    what = "không có trong lịch" if _looks_like_a_date(text) else "không phải là ngày"
    shown = text if what == "không có trong lịch" else quoted(text)
    sentence = f"{label} {shown} {what}. Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022."
    raise Refused("not_a_date", sentence, Kind.INVALID)


def _looks_like_a_date(text: str) -> bool:
    parts = text.replace("-", "/").split("/")
    return len(parts) == 3 and all(part.isdecimal() and len(part) <= 4 for part in parts)
