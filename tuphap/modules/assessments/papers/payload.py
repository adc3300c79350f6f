"""All that a unit entered, as plain values: what a submitted copy freezes, what papers are made of.

Everything a reader will ever need stands in it (names and maxima of the day, the words of each
answer, hashes of the files), so that nothing that changes later can change it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from tuphap.foundation.measures import registry as measures
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.lines.answers import Given, fields_of
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.measured import Known
from tuphap.modules.assessments.lines.words import answer_words, name_of
from tuphap.modules.assessments.models import Assessment, Evidence, ScannedPage, ScannedPaper
from tuphap.modules.assessments.publishing import plain
from tuphap.modules.assessments.queries.line_people import LinePeople
from tuphap.modules.assessments.queries.public_comments import PaperRow
from tuphap.modules.assessments.queries.sheet import Column
from tuphap.modules.assessments.sheet.values import percent_of
from tuphap.modules.criteria.queries import notice
from tuphap.rules.conditions import GATE
from tuphap.rules.rule_set import (
    POINTS,
    Content,
    Criterion,
    Document,
    Indicator,
    RuleSet,
    display_name,
)
from tuphap.rules.scoring import SheetResult

SCHEMA = "tuphap-sheet/1"
# Stand where other files have the code of their line.
SCAN_LINE, PAPER_LINE = "Bản ký", "Bản giấy"


def sheet_payload(
    dossier: Assessment,
    column: Column,
    result: SheetResult,
    *,
    posted_on: date | None,
    comments: Iterable[PaperRow],
    people: Mapping[str, LinePeople],
    officer: str,
    led: str,
    demo: bool,
) -> dict[str, Any]:
    """Plain JSON values without a float; `officer` is who puts the sheet together, `people` who
    answers for each line, `led` what the unit says it organised."""
    rule_set = column.rule_set
    lines = {item.code: item for item in column.items}
    return {
        "schema": SCHEMA,
        "year": dossier.period.year,
        "illustration": demo,
        "unit": _unit(dossier.unit),
        "officer": officer,
        "led": led,
        "appraising_unit": _unit(dossier.appraising_unit),
        "rule_set": _rule_set(dossier, rule_set),
        "saved_at": _moment(column),
        "posted_on": posted_on.isoformat() if posted_on else None,
        "criteria": [_criterion(row, lines, column, result, people) for row in rule_set.criteria],
        "gates": [_gate(item, column) for item in column.items if item.gate],
        "conditions": _conditions(rule_set, result),
        "total": plain(result.total),
        "met": result.met,
        "passed": result.passed_indicators,
        "of": result.indicator_count,
        "comments": [_comment(row) for row in comments],
        "measured": {code: _measured(row) for code, row in column.known.items()},
    }


def _measured(known: Known) -> dict[str, Any]:
    """A figure of the system as it stood: what changes in it later is told beside it."""
    figure = known.figure
    return {
        "source": known.measure.source,
        "done": figure.done,
        "due": figure.due,
        "as_of": figure.as_of.isoformat(),
    }


def _comment(row: PaperRow) -> dict[str, str]:
    """Who said what, and what became of it in the words of the unit."""
    result = f"{row.result}: {row.answer}" if row.answer else f"{row.result}."
    return {"who": row.name, "said": row.text, "answer": result}


def files_of(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All files and links of a payload in the order of the sheet, each with its line."""
    typed = payload.get("typed")
    papers = ((SCAN_LINE, payload.get("signed_scan")), (PAPER_LINE, typed and typed["paper"]))
    scans = [{"item": line, **row} for line, paper in papers if paper for row in paper["files"]]
    return [*scans, *_files_of_lines(payload)]


def scan_payload(paper: ScannedPaper) -> dict[str, Any]:
    """The paper the chair signed, as it was handed in with this sending."""
    return {
        "signed_by": paper.signed_by,
        "signed_on": paper.signed_on.isoformat(),
        "handed_in_by": paper.handed_in_by.full_name,
        "handed_in_at": paper.handed_in_at.isoformat(),
        "files": [_evidence(page) for page in paper.pages.all()],
    }


def sender_of(payload: Mapping[str, Any]) -> str:
    """Who pressed the button, and for whom."""
    scan = payload.get("signed_scan")
    if not scan:
        name: str = payload["submitted_by"]
        return name
    day = date.fromisoformat(scan["signed_on"])
    return (
        f"{payload['submitted_by']}, thay lãnh đạo, theo bản ký của {scan['signed_by']} "
        f"ngày {day:%d/%m/%Y}"
    )


def _files_of_lines(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"item": line["code"], **row}
        for criterion in payload["criteria"]
        for indicator in criterion["indicators"]
        for line in indicator["contents"]
        for row in line["evidence"]
    ] + [{"item": gate["code"], **row} for gate in payload["gates"] for row in gate["evidence"]]


def _unit(unit: Unit) -> dict[str, Any]:
    """With the units above it, nearest first: they are named on every paper."""
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "above": [{"code": up.code, "name": up.name, "kind": up.kind} for up in _above(unit)],
    }


def _above(unit: Unit) -> Iterable[Unit]:
    while unit.parent is not None:
        unit = unit.parent
        yield unit


def _moment(column: Column) -> str | None:
    """When the last figure or document was saved."""
    added = [row.added_at for rows in column.evidence.values() for row in rows]
    moments = [moment for moment in (column.saved_at, *added) if moment is not None]
    return max(moments).isoformat() if moments else None


def _rule_set(dossier: Assessment, rule_set: RuleSet) -> dict[str, Any]:
    return {
        "code": rule_set.code,
        "name": rule_set.short_name,
        "title": rule_set.title,
        "sha256": dossier.period.rule_set.sha256,
        "scale": rule_set.scale,
        "total_max": plain(rule_set.total_max),
        "notice": notice(dossier.period.rule_set),
        "documents": [_document(row) for row in rule_set.documents if row.status == "confirmed"],
        "forms": {form.code: form.name for form in rule_set.forms if form.name},
    }


def _document(row: Document) -> dict[str, Any]:
    signed = row.signed_on.isoformat() if row.signed_on else None
    return {"number": row.number, "signed_on": signed, "issuer": row.issuer}


def _criterion(
    criterion: Criterion,
    items: Mapping[str, Item],
    column: Column,
    result: SheetResult,
    people: Mapping[str, LinePeople],
) -> dict[str, Any]:
    return {
        **_node(criterion, result),
        "indicators_full": sum(_is_full(row, result) for row in criterion.indicators),
        "indicators": [
            {
                **_node(row, result),
                "full": _is_full(row, result),
                "contents": [
                    _line(items[c.code], column, result) | _in_charge(people.get(c.code))
                    for c in row.contents
                ],
            }
            for row in criterion.indicators
        ],
    }


def _conditions(rule_set: RuleSet, result: SheetResult) -> list[dict[str, Any]]:
    names = {row.code: row.short_name for row in rule_set.conditions}
    return [
        {
            "code": row.code,
            "text": row.text,
            "short_name": names[row.code],
            "holds": row.holds,
            "detail": row.detail,
        }
        for row in result.conditions
    ]


def _node(node: Criterion | Indicator | Content, result: SheetResult) -> dict[str, Any]:
    """`score` is points, or 1 and 0 where nothing but met and not met is said."""
    return {
        "code": node.code,
        "name": display_name(node),
        "max_points": plain(node.max_points),
        "score": plain(result.scores[node.code]),
    }


def _is_full(indicator: Indicator, result: SheetResult) -> bool:
    """All its points, or met."""
    score, most = result.scores[indicator.code], indicator.max_points
    if score is None or not result.complete[indicator.code]:
        return False
    return score > 0 if most is None else score >= most


def _line(item: Item, column: Column, result: SheetResult) -> dict[str, Any]:
    scored = result.contents[item.code]
    assert item.content is not None  # gates are no parts of criteria
    return {
        **_node(item.content, result),
        **_entered(item, column),
        "percent": percent_of(scored) if not scored.problem else "",
        "why": scored.why,
    }


def _in_charge(line: LinePeople | None) -> dict[str, str | None]:
    """Who answers for a line, and when the figure that stands there was confirmed."""
    at = line.confirmed_at if line else None
    return {
        "officer": line.officer if line else "",
        "confirmed_at": timezone.localtime(at).isoformat() if at else None,
    }


def _gate(item: Item, column: Column) -> dict[str, Any]:
    return {"code": item.code, "name": name_of(item), "kind": GATE, **_entered(item, column)}


def _entered(item: Item, column: Column) -> dict[str, Any]:
    """The figures as they are stored, and as people read them."""
    given = column.given.get(item.code, Given())
    stored = {key: value for key, value in fields_of(given).items() if key != "explanation"}
    return {
        "answer": {key: _json(value) for key, value in stored.items()},
        "words": answer_words(item, given),
        "explanation": given.explanation,
        "evidence": [_evidence(row) for row in column.proof.get(item.code, ())],
    }


def _evidence(row: Evidence | ScannedPage | measures.Document) -> dict[str, Any]:
    """A file behind a figure of the system says where it lies."""
    if isinstance(row, measures.Document):
        shown = {"title": row.title, "version": 1, "origin": row.origin}
        return {**shown, "size": row.size, "sha256": row.sha256}
    shown = {"title": row.title, "version": row.version}
    if row.file is None:
        return {**shown, "url": row.url}
    return {**shown, "size": row.file.size, "sha256": row.file.sha256}


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def has_points(payload: Mapping[str, Any]) -> bool:
    scale: str = payload["rule_set"]["scale"]
    return scale == POINTS
