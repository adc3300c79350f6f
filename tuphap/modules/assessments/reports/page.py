"""A report on its pages as plain values: parts with what people wrote, figures, papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from tuphap.foundation.made_papers import shelf as shelves
from tuphap.foundation.made_papers.shelf import Addresses, ShownForm
from tuphap.modules.assessments.reports import paper_text, queries
from tuphap.modules.assessments.reports.models import ADDRESSEES, Report
from tuphap.modules.assessments.reports.parts import (
    PARTS,
    Payload,
    Told,
    default_texts,
    headings_of,
)
from tuphap.modules.assessments.reports.payload import report_payload
from tuphap.rules.year_figures import totals_by_kind


@dataclass(frozen=True)
class ShownPart:
    """`said` is what the figures say now; `moved` where they said something else when the part was
    written; `theirs` is what somebody else saved meanwhile."""

    key: str
    heading: str
    text: str
    said: str
    written: bool
    moved: bool
    theirs: str | None
    fault: str = ""

    @property
    def rows(self) -> int:
        """Lines that the text takes in its field, about 90 letters each."""
        lines = self.text.split("\n")
        return min(max(3, sum(1 + len(line) // 90 for line in lines)), 16)


def payload_of(report: Report, at: datetime) -> Payload:
    """What it froze; of a draft, what stands now."""
    if report.payload is not None:
        frozen: Payload = report.payload
        return frozen
    return report_payload(report.period, report.addressee, at=at)


def shown_parts(
    report: Report,
    payload: Payload,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> list[ShownPart]:
    """`typed` is what a refused form sent."""
    said, headings = default_texts(payload), headings_of(payload)
    parts = []
    for part in PARTS:
        stored = report.texts.get(part.key, said[part.key])
        text = typed.get(part.key, stored) if typed is not None else stored
        parts.append(
            ShownPart(
                part.key,
                headings[part.key],
                text,
                said[part.key],
                written=text != said[part.key],
                moved=report.bases.get(part.key, said[part.key]) != said[part.key],
                theirs=stored if typed is not None and stored != text else None,
                fault=(faults or {}).get(part.key, ""),
            )
        )
    return parts


def figures_of(payload: Payload) -> dict[str, Any]:
    told = Told(payload)
    return {
        "totals": told.totals,
        "kinds": totals_by_kind(told.year),
        "year": str(payload["year"]),
        "strip_notice": payload["rule_set"]["notice"],
    }


def paragraphs(payload: Payload) -> list[tuple[str, list[str]]]:
    texts, headings = payload["texts"], headings_of(payload)
    shown = [key for key in headings if texts.get(key)]
    return [(headings[key], texts[key].split("\n")) for key in shown]


def shelf(report: Report, now: datetime) -> tuple[ShownForm, ...]:
    titles = {paper_text.FORM: "Báo cáo và phụ lục"}
    return shelves.shelf(titles, queries.papers_of(report), addresses_of(report), now)


def addresses_of(report: Report) -> Addresses:
    """A draft may be made anew, with the texts and figures of that moment."""
    return Addresses(
        progress=lambda paper: reverse("reports:progress", args=[paper.pk]),
        download=lambda paper: reverse("reports:download", args=[paper.pk]),
        ask=lambda form, file_format: reverse("reports:ask", args=[report.pk, form, file_format]),
        again=report.is_draft,
    )


def paper_texts(report: Report, at: datetime) -> dict[str, Any]:
    payload = payload_of(report, at)
    if report.is_draft:
        said = default_texts(payload)
        payload = paper_text.plain_payload(payload, said | report.texts)
    return paper_text.texts(payload, report.sha256)


def index_rows(reports: list[Report]) -> list[dict[str, Any]]:
    """By addressee: the draft, and what was frozen, newest first."""
    return [
        {
            "addressee": key,
            "label": label,
            "draft": next((r for r in reports if r.addressee == key and r.is_draft), None),
            "frozen": [r for r in reports if r.addressee == key and not r.is_draft],
        }
        for key, label in ADDRESSEES.items()
    ]
