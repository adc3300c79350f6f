"""The page of a decision as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from tuphap.foundation.files.signature_words import Signed, words_of
from tuphap.foundation.made_papers import shelf as shelves
from tuphap.foundation.made_papers.shelf import Addresses, ShownForm
from tuphap.modules.assessments.decision_papers import queries
from tuphap.modules.assessments.decision_papers.models import (
    DecisionCopy,
    DecisionPaper,
    SignedDecision,
)
from tuphap.modules.assessments.decision_papers.payload import decision_payload
from tuphap.modules.assessments.decision_papers.table import FORMS
from tuphap.modules.assessments.decision_papers.wording import (
    Payload,
    counted,
    reason_words,
    result_words,
    unit_name,
)
from tuphap.modules.assessments.models import Decision

# All papers of a copy are asked for together, when it is frozen.
ADDRESSES = Addresses(
    progress=lambda paper: reverse("decision_papers:progress", args=[paper.pk]),
    download=lambda paper: reverse("decision_papers:download", args=[paper.pk]),
)

LIKENESS_WORDS = {
    SignedDecision.SAME: (
        "ok",
        "Đúng bản do hệ thống lập, chỉ thêm chữ ký.",
    ),
    SignedDecision.CHANGED: (
        "stop",
        "Bắt đầu từ bản do hệ thống lập, nhưng sau đó có nội dung thêm vào ngoài chữ ký. "
        "Đối chiếu từng trang trước khi dùng.",
    ),
    SignedDecision.OTHER: (
        "wait",
        "Không phải bản do hệ thống lập (soạn lại, in lại hoặc bản khác). "
        "Đối chiếu danh sách đơn vị trước khi dùng.",
    ),
    SignedDecision.NO_PAPER: (
        "wait",
        "Lúc nhận tệp, hệ thống chưa lập quyết định dạng PDF nên không đối chiếu được.",
    ),
}


@dataclass(frozen=True)
class ShownRow:
    name: str
    result: str
    met: bool | None
    reason: str
    unlocked: bool


@dataclass(frozen=True)
class ShownFile:
    signed: SignedDecision
    words: tuple[Signed, ...]
    tone: str
    likeness: str


def payload_of(decision: Decision, copy: DecisionCopy | None, at: datetime) -> Payload:
    """What the copy froze; of a decision recorded before there were copies, what it says now."""
    if copy is not None:
        frozen: Payload = copy.payload
        return frozen
    period, office = decision.period, decision.deciding_unit
    paper = {key: getattr(decision, key) for key in ("number", "signed_on", "decided_by")}
    return decision_payload(
        period,
        office,
        paper,
        queries.decided_rows(decision),
        (),
        counts=queries.unit_counts(period, office.pk),
        at=at,
        demo=settings.DEMO,
    )


def shown_rows(payload: Payload, unlocked: Iterable[str]) -> list[ShownRow]:
    """In the order of the papers; `unlocked` are the codes of units whose figures were opened."""
    gone = set(unlocked)
    return [
        ShownRow(
            unit_name(row),
            result_words(payload, row),
            row["met"],
            reason_words(payload, row) if row["met"] is not True else "",
            row["code"] in gone,
        )
        for row in payload["units"]
    ]


def page_values(payload: Payload, unlocked: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "rows": shown_rows(payload, unlocked),
        "sums": counted(payload["units"]),
        "strip_notice": payload["rule_set"]["notice"],
        "paper": payload["paper"],
        "year": str(payload["year"]),
    }


def shelf(
    payload: Payload, papers: Iterable[DecisionPaper], now: datetime
) -> tuple[ShownForm, ...]:
    titles = {code: form.title(payload) for code, form in FORMS.items()}
    return shelves.shelf(titles, papers, ADDRESSES, now)


def shown_files(files: Iterable[SignedDecision]) -> list[ShownFile]:
    return [
        ShownFile(row, words_of(row.file.signatures or (), None), *LIKENESS_WORDS[row.likeness])
        for row in files
    ]
