"""Recording the decision: from here the result of a unit is official."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import FINAL


@dataclass(frozen=True)
class DecisionPaper:
    number: str
    signed_on: date
    decided_by: str


@transaction.atomic
def record_decision(
    assessment_ids: Sequence[UUID], paper: DecisionPaper, *, by: Actor
) -> Decision:
    """One paper for one or many units of one period and one deciding unit."""
    chosen = [get_visible(by, pk) for pk in sorted(set(assessment_ids))]
    if not chosen:
        raise Refused("nothing_chosen", "Chưa chọn đơn vị nào. Chọn ít nhất một.", Kind.INVALID)
    first = chosen[0]
    _require_sound(paper, chosen, timezone.localdate(by.at))
    decision, _ = Decision.objects.get_or_create(
        period=first.period,
        deciding_unit=first.appraising_unit,
        number=paper.number.strip(),
        defaults={
            "signed_on": paper.signed_on,
            "decided_by": paper.decided_by.strip(),
            "recorded_by": Person.objects.get(pk=by.person_id),
            "recorded_at": by.at,
        },
    )
    _require_same_paper(decision, paper)
    for assessment in chosen:
        _decide(assessment, decision, by)
    return decision


def _decide(assessment: Assessment, decision: Decision, by: Actor) -> None:
    locked = perform(assessment, "decide", by=by)
    summary = ColumnSummary.objects.get(assessment=locked, column=FINAL)
    if summary.met is None:
        raise Refused(
            "result_unknown",
            f"{locked.unit.name}: chưa đủ số liệu để kết luận đạt hay chưa đạt. "
            "Trả lại bước thẩm tra để bổ sung.",
            Kind.CONFLICT,
        )
    locked.decision = decision
    locked.met = summary.met
    locked.save(update_fields=["decision", "met"])


def _require_sound(paper: DecisionPaper, chosen: list[Assessment], today: date) -> None:
    faults = {}
    if not paper.number.strip():
        faults["number"] = "Chưa có số quyết định. Ghi như trên văn bản, ví dụ 214/QĐ-UBND."
    if not paper.decided_by.strip():
        faults["decided_by"] = "Chưa có người quyết định. Ghi chức danh và cơ quan."
    if paper.signed_on > today:
        faults["signed_on"] = (
            f"Ngày ký {paper.signed_on:%d/%m/%Y} sau ngày hôm nay. Kiểm tra lại ngày trên văn bản."
        )
    elif paper.signed_on.year < chosen[0].period.year:
        faults["signed_on"] = (
            f"Ngày ký {paper.signed_on:%d/%m/%Y} trước năm đánh giá {chosen[0].period.year}. "
            "Kiểm tra lại ngày trên văn bản."
        )
    if faults:
        raise Refused("faulty_decision", next(iter(faults.values())), Kind.INVALID, faults)
    if len({(row.period_id, row.appraising_unit_id) for row in chosen}) > 1:
        raise Refused(
            "mixed_decision",
            "Các đơn vị đã chọn không cùng kỳ và cùng nơi quyết định. Ghi từng quyết định riêng.",
            Kind.INVALID,
        )


def _require_same_paper(decision: Decision, paper: DecisionPaper) -> None:
    if decision.signed_on != paper.signed_on:
        raise Refused(
            "decision_number_taken",
            f"Quyết định số {decision.number} đã ghi với ngày ký {decision.signed_on:%d/%m/%Y}. "
            "Kiểm tra lại số hoặc ngày.",
            Kind.CONFLICT,
            {"number": "Số quyết định này đã ghi với ngày ký khác."},
        )
