"""Columns of a list of results beside its points, and what a person may say a heading means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tuphap.rules.rule_set_rows import RuleSet
from tuphap.rules.score_headers import NOT_MET, Meaning, Role, heading_key
from tuphap.rules.score_heading_rows import Column, Heading


class Beside(StrEnum):
    """What the scoring of a sheet passes over and a list of results keeps."""

    CODE = "code"
    SATISFACTION = "satisfaction"
    PAPER_NUMBER = "paper_number"
    PAPER_DAY = "paper_day"
    ANSWERED_AT = "answered_at"
    REASON = "reason"


WORDS: Mapping[Beside, str] = MappingProxyType(
    {
        Beside.CODE: "Mã đơn vị",
        Beside.SATISFACTION: "Mức độ hài lòng (%)",
        Beside.PAPER_NUMBER: "Số quyết định",
        Beside.PAPER_DAY: "Ngày quyết định",
        Beside.ANSWERED_AT: "Thời điểm trả lời",
        Beside.REASON: "Lý do, chỉ tiêu chưa đạt",
    }
)
_HEADINGS: Mapping[Beside, re.Pattern[str]] = MappingProxyType(
    {
        Beside.CODE: re.compile(r"ma(?: so)?(?: (?:xa|don vi|dvhc|don vi hanh chinh))?"),
        Beside.SATISFACTION: re.compile(r"(?=.*\b(?:su|muc do|ty le) hai long\b).{1,80}"),
        Beside.PAPER_NUMBER: re.compile(r"so quyet dinh(?: .{0,40})?|quyet dinh so"),
        Beside.PAPER_DAY: re.compile(r"ngay (?:ky )?quyet dinh(?: .{0,40})?"),
        Beside.ANSWERED_AT: re.compile(r"dau thoi gian|timestamp|thoi gian tra loi"),
    }
)
# A form asks for them; nothing of them is kept.
_PASSED_OVER = re.compile(
    r"dia chi e-?mail|e-?mail(?: address)?|so dien thoai|nguoi (?:nhap|lap|khai).{0,40}"
    r"|ho (?:va )?ten.{0,40}"
)

SKIP = "skip"
_SAID: Mapping[str, tuple[str, Meaning]] = MappingProxyType(
    {
        SKIP: ("Bỏ qua cột này", Meaning(Role.IGNORED)),
        "unit": ("Tên đơn vị", Meaning(Role.UNIT, "commune")),
        "parent": ("Đơn vị cấp trên", Meaning(Role.PARENT)),
        "total": ("Tổng điểm", Meaning(Role.TOTAL)),
        "result": ("Kết quả (Đạt, Chưa đạt)", Meaning(Role.RESULT)),
        "not_met": ("Đánh dấu chưa đạt", Meaning(Role.RESULT, NOT_MET)),
        **{key.value: (word, Meaning(Role.IGNORED, key.value)) for key, word in WORDS.items()},
    }
)


@dataclass(frozen=True)
class Offered:
    """One line of the list a heading is explained with."""

    key: str
    label: str
    meaning: Meaning


def offered(rule_set: RuleSet) -> tuple[Offered, ...]:
    """Passing over first, then what every list has, then the rows of this set."""
    return (*(Offered(key, *said) for key, said in _SAID.items()), *_rows_of(rule_set))


def _rows_of(rule_set: RuleSet) -> Iterator[Offered]:
    for criterion in rule_set.criteria:
        yield Offered(
            criterion.code, f"Điểm {criterion.code}", Meaning(Role.POINTS, criterion.code)
        )
        for indicator in criterion.indicators:
            label = f"Điểm chỉ tiêu {indicator.code}"
            yield Offered(indicator.code, label, Meaning(Role.POINTS, indicator.code))
    for condition in rule_set.conditions:
        label = f"{condition.short_name}: bảo đảm hay không"
        yield Offered(condition.code, label, Meaning(Role.CONDITION, condition.code))


def said_of(choices: Mapping[str, str], rule_set: RuleSet) -> dict[str, Meaning]:
    """Meanings by key of heading; a choice the set does not offer is left out."""
    known = {row.key: row.meaning for row in offered(rule_set)}
    return {heading: known[key] for heading, key in choices.items() if key in known}


def beside_of(column: Column) -> Beside | None:
    """As somebody said, else by the words of the heading."""
    if column.role is not Role.IGNORED:
        return None
    if column.code in set(Beside):
        return Beside(column.code)
    heading = heading_key(column.text)
    return next((key for key, words in _HEADINGS.items() if words.fullmatch(heading)), None)


def usual_meaning(text: str) -> str:
    """The choice for headings every form has, which no sheet of scores knows; or ""."""
    heading = heading_key(text)
    if _HEADINGS[Beside.ANSWERED_AT].fullmatch(heading):
        return Beside.ANSWERED_AT.value
    return SKIP if _PASSED_OVER.fullmatch(heading) else ""


def columns_beside(heading: Heading) -> dict[Beside, Column]:
    return first_beside(heading.columns)


def first_beside(columns: Iterable[Column]) -> dict[Beside, Column]:
    """The first column of each."""
    found: dict[Beside, Column] = {}
    for column in columns:
        key = beside_of(column)
        if key is not None:
            found.setdefault(key, column)
    return found


def unexplained(heading: Heading) -> tuple[Column, ...]:
    return tuple(column for column in heading.columns if column.meaning is None)
