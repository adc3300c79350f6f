"""Reads the scoring rule of a content: one function per kind, in one table."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from tuphap.rules.rule_set_fields import Fields
from tuphap.rules.rule_set_rows import (
    PASS,
    POINTS,
    Band,
    ChooseAtLeast,
    Deadline,
    Option,
    Options,
    Percentage,
    Scoring,
)

WHOLE = Decimal(100)
# A yes/no content of scale pass needs no list of its own.
YES_NO = (
    Option("a", "Có", passes=True),
    Option("b", "Không", passes=False),
)


def read_scoring(fields: Fields, scale: str) -> Scoring:
    """The scoring under a content; an unknown kind is a fault that names the known ones."""
    kind = fields.choice("kind", tuple(SCORING_KINDS))
    scoring = SCORING_KINDS[kind](fields, scale)
    fields.finish()
    return scoring


def _options(fields: Fields, scale: str) -> Scoring:
    rows = list(fields.rows("options"))
    if not rows and scale == PASS:
        return Options(options=YES_NO, status=fields.status())
    options = tuple(_option(row, scale) for row in rows)
    if len(options) < 2:
        fields.fault("options", f"cần ít nhất 2 lựa chọn, đang có {len(options)}")
    return Options(options=options, status=fields.status())


def _option(fields: Fields, scale: str) -> Option:
    option = Option(
        key=fields.text("key"),
        text=fields.text("text"),
        points=fields.decimal("points") if scale == POINTS else None,
        passes=fields.flag("passes", False) if scale == PASS else None,
        letter=fields.optional_text("letter"),
    )
    fields.finish()
    return option


def _percentage(fields: Fields, scale: str) -> Scoring:
    return Percentage(
        done_label=fields.text("done_label"),
        due_label=fields.text("due_label"),
        status=fields.status(),
        bands=_bands(fields) if scale == POINTS else (),
        pass_at=_pass_at(fields) if scale == PASS else None,
        formula=fields.optional_text("formula") or None,
        formula_status=fields.optional_status("formula_status"),
        counted=fields.texts("counted"),
        check=fields.optional_text("check"),
        counts_people=fields.flag("counts_people", False),
    )


def _pass_at(fields: Fields) -> Decimal:
    level = fields.decimal("pass_at")
    if not 0 < level <= WHOLE:
        fields.fault("pass_at", f"phải trên 0 và không quá 100, đang ghi “{level}”")
    return level


def _bands(fields: Fields) -> tuple[Band, ...]:
    """From 0 to 100 without gap or overlap, points rising; returned best first."""
    default = fields.optional_status("bands_status")
    read = [(_band(row, default), row) for row in fields.rows("bands")]
    read.sort(key=lambda pair: pair[0].at_least)
    if not read or read[0][0].at_least != 0:
        fields.fault("bands", "mức thấp nhất phải bắt đầu từ 0")
    for (low, low_row), (high, _) in pairwise(read):
        if low_row.optional_decimal("below") != high.at_least:
            fields.fault("bands", f"hở hoặc chồng mức tại {high.at_least} %")
        if low.points >= high.points:
            fields.fault("bands", f"điểm không tăng tại {high.at_least} %")
    if read and read[-1][1].optional_decimal("to") != WHOLE:
        fields.fault("bands", "mức cao nhất phải kết thúc ở 100 (ghi to: 100)")
    return tuple(band for band, _ in reversed(read))


def _band(fields: Fields, default_status: str | None) -> Band:
    band = Band(
        at_least=fields.decimal("from"),
        points=fields.decimal("points"),
        status=fields.status(default=default_status or ""),
    )
    for key in ("below", "to"):
        fields.optional_decimal(key)
    if fields.has("below") == fields.has("to"):
        fields.fault("below", "mỗi mức ghi một trong hai: below hoặc to")
    fields.finish()
    return band


def _choose_at_least(fields: Fields, scale: str) -> Scoring:
    if scale == POINTS:
        fields.fault("kind", "cách chấm này chỉ dùng trong bộ tiêu chí đạt / chưa đạt")
    options = tuple(_choice(row) for row in fields.rows("options"))
    minimum = fields.integer("minimum")
    if not 1 <= minimum <= len(options):
        fields.fault("minimum", f"phải từ 1 đến số lựa chọn ({len(options)})")
    return ChooseAtLeast(minimum=minimum, options=options, status=fields.status())


def _choice(fields: Fields) -> Option:
    option = Option(
        key=fields.text("key"),
        text=fields.text("text"),
        letter=fields.optional_text("letter"),
    )
    fields.finish()
    return option


def _deadline(fields: Fields, scale: str) -> Scoring:
    if scale == POINTS:
        fields.fault("kind", "cách chấm này chỉ dùng trong bộ tiêu chí đạt / chưa đạt")
    days = fields.integer("working_days")
    if not 1 <= days <= 365:
        fields.fault("working_days", f"phải từ 1 đến 365, đang ghi “{days}”")
    return Deadline(
        working_days=days,
        assigned_label=fields.text("assigned_label"),
        done_label=fields.text("done_label"),
        status=fields.status(),
    )


SCORING_KINDS: Mapping[str, Callable[[Fields, str], Scoring]] = MappingProxyType(
    {
        Options.kind: _options,
        Percentage.kind: _percentage,
        ChooseAtLeast.kind: _choose_at_least,
        Deadline.kind: _deadline,
    }
)
