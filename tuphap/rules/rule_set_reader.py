"""Turns the document of a rule set into rows. What it means is checked in `rule_set_checks.py`."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tuphap.rules.conditions import CONDITION_KINDS, GATE
from tuphap.rules.rule_set_fields import Fields
from tuphap.rules.rule_set_rows import (
    PASS,
    POINTS,
    SCALES,
    Agreement,
    Condition,
    Content,
    Criterion,
    Document,
    Evidence,
    FigureOf,
    Form,
    Indicator,
    LegalDate,
    NotApplicable,
    PassRules,
    Percentage,
    Row,
    RuleSet,
    Stated,
)
from tuphap.rules.rule_set_scorings import read_scoring

SCHEMA = "tuphap-rule-set/1"
_GIVES = {POINTS: "full_points", PASS: "pass"}


def read_rule_set(document: Mapping[str, Any], faults: list[str]) -> RuleSet:
    """Every fault of form goes to `faults`; with any of them the result is not to be used."""
    top = Fields("Bộ tiêu chí", document, faults)
    top.choice("schema", (SCHEMA,))
    scale = top.child("scale")
    years = top.child("years")
    kind = scale.choice("kind", SCALES)
    rule_set = RuleSet(
        code=top.text("code"),
        short_name=top.text("short_name"),
        title=top.text("title"),
        scale=kind,
        total_max=scale.optional_decimal("total_max"),
        legal_use=top.flag("legal_use", False),
        unit_kinds=top.texts("unit_kinds"),
        first_year=years.integer("first"),
        last_year=years.optional_integer("last"),
        years=_stated(years),
        scale_stated=_stated(scale),
        counts=_counts(top.child("counts")),
        criteria=tuple(_criterion(row, kind) for row in top.rows("criteria")),
        conditions=tuple(_condition(row) for row in top.rows("conditions")),
        documents=tuple(_document(row) for row in top.rows("documents")),
        deadlines=tuple(_legal_date(row) for row in top.rows("deadlines")),
        forms=tuple(_form(row) for row in top.rows("forms")),
        remarks=tuple(_remark(row) for row in top.rows("remarks")),
        to_verify=top.texts("to_verify"),
        must_agree=tuple(_agreement(row) for row in top.rows("must_agree")),
        pass_rules=_pass_rules(top) if kind == PASS else None,
    )
    top.choice("detail", ("content", "criterion"), "content")
    top.finish()
    return rule_set


def _stated(fields: Fields) -> Stated:
    stated = Stated(
        status=fields.status(),
        source=fields.optional_text("source"),
        note=fields.optional_text("note"),
    )
    fields.finish()
    return stated


def _counts(fields: Fields) -> Stated:
    """The figures themselves are compared with the rows in `rule_set_checks.py`."""
    for key in ("criteria", "indicators", "per_criterion"):
        fields.raw(key)
    return _stated(fields)


def _row(fields: Fields, name_key: str = "name") -> dict[str, Any]:
    return {
        "code": fields.text("code"),
        "name": fields.text_or_none(name_key),
        "name_exact": fields.flag("name_exact", True),
        "status": fields.status(),
        "source": fields.optional_text("source"),
        "note": fields.optional_text("note"),
        "confidence": fields.optional_decimal("confidence"),
    }


def _scored_row(fields: Fields, scale: str) -> dict[str, Any]:
    """A row that is worth points, in the scale which has them."""
    row = _row(fields)
    if scale == PASS:
        return {**row, "max_points": None}
    return {
        **row,
        "max_points": fields.decimal("max_points"),
        "points_status": fields.status("points_status"),
        "points_source": fields.optional_text("points_source"),
        "points_confidence": fields.optional_decimal("points_confidence"),
    }


def _criterion(fields: Fields, scale: str) -> Criterion:
    criterion = Criterion(
        **_scored_row(fields, scale),
        indicators=tuple(_indicator(row, scale) for row in fields.rows("indicators")),
    )
    fields.finish()
    return criterion


def _indicator(fields: Fields, scale: str) -> Indicator:
    row = _scored_row(fields, scale)
    shared = _not_applicable(fields, scale, row["max_points"])
    contents = tuple(_content(content, scale) for content in fields.rows("contents"))
    indicator = Indicator(
        **row,
        contents=tuple(_inheriting(content, shared) for content in contents),
        evidence=tuple(_evidence(item) for item in fields.rows("evidence")),
        not_applicable=shared,
    )
    fields.finish()
    return indicator


def _inheriting(content: Content, shared: NotApplicable | None) -> Content:
    return replace(content, not_applicable=shared) if shared else content


def _content(fields: Fields, scale: str) -> Content:
    row = _scored_row(fields, scale)
    content = Content(
        **row,
        scoring=read_scoring(fields.child("scoring"), scale),
        not_applicable=_not_applicable(fields, scale, row["max_points"]),
        measure=fields.key("measure"),
    )
    if content.measure and not isinstance(content.scoring, Percentage):
        fields.fault("measure", "chỉ dùng cho nội dung tính theo tỷ lệ (số thực hiện trên tổng số)")
    fields.finish()
    return content


def _not_applicable(fields: Fields, scale: str, max_points: Decimal | None) -> NotApplicable | None:
    if not fields.has("not_applicable_rule"):
        return None
    rule = fields.child("not_applicable_rule")
    points = rule.optional_decimal("points")
    if points is not None and points != max_points:
        rule.fault("points", f"phải bằng điểm tối đa ({max_points}), đang ghi “{points}”")
    read = NotApplicable(
        text=rule.text("when"),
        gives=rule.choice("then", (_GIVES[scale],)),
        status=rule.status(),
        confidence=rule.optional_decimal("confidence"),
        note=rule.optional_text("note"),
    )
    rule.finish()
    return read


def _evidence(fields: Fields) -> Evidence:
    evidence = Evidence(
        text=fields.text("text"),
        status=fields.status(),
        confidence=fields.optional_decimal("confidence"),
    )
    fields.finish()
    return evidence


def _condition(fields: Fields) -> Condition:
    row = _row(fields, "text")
    rule = fields.child("rule")
    kind = rule.choice("kind", tuple(CONDITION_KINDS))
    is_gate = kind == GATE
    condition = Condition(
        **row,
        short_name=fields.text("short_name"),
        kind=kind,
        value=rule.optional_decimal("value"),
        switchable=rule.flag("switchable", False) if is_gate else False,
        enabled=rule.flag("enabled", True) if is_gate else True,
        holds_label=rule.text("holds_label") if is_gate else "",
        fails_label=rule.text("fails_label") if is_gate else "",
    )
    rule.finish()
    fields.finish()
    return condition


def _document(fields: Fields) -> Document:
    document = Document(
        number=fields.text("number"),
        signed_on=fields.day("signed_on"),
        issuer=fields.text("issuer"),
        signer=fields.optional_text("signer"),
        in_force=fields.day("in_force"),
        in_force_status=fields.optional_status("in_force_status") or "",
        replaces=fields.optional_text("replaces"),
        about=fields.optional_text("about"),
        articles=fields.texts("articles"),
        status=fields.status(),
        source=fields.optional_text("source"),
    )
    fields.finish()
    return document


def _legal_date(fields: Fields) -> LegalDate:
    step = LegalDate(
        **_row(fields, "text"),
        starts=fields.year_day("from"),
        ends=fields.year_day("to"),
        before=fields.year_day("before"),
        days=fields.optional_integer("days"),
        name_status=fields.optional_status("name_status"),
    )
    fields.finish()
    return step


def _form(fields: Fields) -> Form:
    form = Form(
        **_row(fields),
        filled_by=fields.text("filled_by"),
        columns=fields.texts("columns"),
        sections=fields.texts("sections"),
    )
    fields.finish()
    return form


def _remark(fields: Fields) -> Row:
    remark = Row(**_row(fields))
    fields.finish()
    return remark


def _pass_rules(top: Fields) -> PassRules:
    """One way of climbing is known: each level passes when all below it pass."""
    fields = top.child("pass_rules")
    rules = PassRules(
        indicator=fields.choice("indicator", ("all_contents_pass",)),
        criterion=fields.choice("criterion", ("all_indicators_pass",)),
        unit=fields.choice("unit", ("all_criteria_pass",)),
        status=fields.status(),
        source=fields.optional_text("source"),
    )
    fields.finish()
    return rules


def _agreement(fields: Fields) -> Agreement:
    agreement = Agreement(
        code=fields.text("code"),
        sentence=fields.text("sentence"),
        first=_figure_of(fields.child("first")),
        second=_figure_of(fields.child("second")),
        status=fields.status(),
        source=fields.text("source"),
        note=fields.optional_text("note"),
    )
    fields.finish()
    return agreement


def _figure_of(fields: Fields) -> FigureOf:
    place = FigureOf(fields.text("content"), fields.choice("figure", ("done", "due")))
    fields.finish()
    return place
