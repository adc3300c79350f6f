"""Recording the decision: from here the result of a unit is official."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.province_moves import require_new_paper
from tuphap.modules.assessments.actions.telling import tell_decided
from tuphap.modules.assessments.council.guard import require_after_meeting
from tuphap.modules.assessments.decision_papers.actions.papers import freeze_decision
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision
from tuphap.modules.assessments.queries.assessments import visible
from tuphap.rules import permissions
from tuphap.rules.numbers import quoted
from tuphap.rules.paper_numbers import day_fault, plain_number, usual_signs
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import fold, normalise
from tuphap.rules.workflows.assessment import FINAL

# Letters, digits and the signs that numbers of papers are written with; a digit opens it.
_NUMBER = re.compile(r"[0-9][\w ./()+-]{0,39}")
LONGEST_DECIDED_BY = 160  # as long as the column of the table
# One paper covers a province at most.
MOST_UNITS = 1000


@dataclass(frozen=True)
class DecisionPaper:
    number: str
    signed_on: date
    decided_by: str


@transaction.atomic
def record_decision(assessment_ids: Sequence[UUID], paper: DecisionPaper, *, by: Actor) -> Decision:
    """One paper for one or many units of one period and one deciding unit; all of them or none."""
    permissions.require_anywhere(by, "assessment.decide")
    paper = tidied(paper)
    chosen = chosen_for_decision(assessment_ids, by=by)
    _require_sound(paper, chosen[0].period.year, timezone.localdate(by.at))
    require_after_meeting(chosen, paper.signed_on)
    decision = _decision(chosen[0], paper, by)
    require_new_paper(chosen, decision)
    decided = [perform(assessment, "decide", by=by) for assessment in chosen]
    _decide(decided, decision)
    freeze_decision(decision, by=by)
    tell_decided(decided, decision, by=by)
    return decision


def chosen_for_decision(assessment_ids: Sequence[UUID], *, by: Actor) -> list[Assessment]:
    """The dossiers in reach, in the one order in which they are locked."""
    wanted = set(assessment_ids)
    if not wanted:
        raise _bad_choice("nothing_chosen", "Chưa chọn đơn vị nào. Chọn ít nhất một.")
    if len(wanted) > MOST_UNITS:
        raise _bad_choice(
            "too_many_chosen",
            f"Đang chọn {len(wanted)} đơn vị, mỗi quyết định ghi nhiều nhất {MOST_UNITS}. "
            "Bỏ bớt rồi ghi lại.",
        )
    chosen = list(visible(by).filter(pk__in=wanted).order_by("pk"))
    if len(chosen) != len(wanted):
        raise Http404
    if len({(row.period_id, row.appraising_unit_id) for row in chosen}) > 1:
        raise _bad_choice(
            "mixed_decision",
            "Các đơn vị đã chọn không cùng kỳ và cùng nơi quyết định. Ghi từng quyết định riêng.",
        )
    return chosen


def _bad_choice(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID, {"units": sentence})


def paper_faults(paper: DecisionPaper, year: int, today: date) -> dict[str, str]:
    """What is wrong with the paper itself, field by field."""
    faults = {}
    if not paper.number.strip():
        faults["number"] = "Chưa có số quyết định. Ghi như trên văn bản, ví dụ 214/QĐ-UBND."
    elif not _NUMBER.fullmatch(paper.number):
        faults["number"] = (
            f"Số quyết định {quoted(paper.number)} không đúng mẫu. Ghi như trên văn bản, bắt đầu "
            "bằng chữ số, ví dụ 214/QĐ-UBND."
        )
    if not paper.decided_by.strip():
        faults["decided_by"] = "Chưa có người quyết định. Ghi chức danh và cơ quan."
    elif len(paper.decided_by) > LONGEST_DECIDED_BY:
        faults["decided_by"] = (
            f"Người quyết định dài hơn {LONGEST_DECIDED_BY} ký tự. Chỉ ghi chức danh và cơ quan."
        )
    if sentence := day_fault(paper.signed_on, year, today):
        faults["signed_on"] = sentence
    return faults


def _require_sound(paper: DecisionPaper, year: int, today: date) -> None:
    faults = paper_faults(paper, year, today)
    if faults:
        raise Refused("faulty_decision", next(iter(faults.values())), Kind.INVALID, faults)


def _decision(first: Assessment, paper: DecisionPaper, by: Actor) -> Decision:
    """The paper as recorded before, or newly recorded; two people cannot record it twice."""
    office = Unit.objects.select_for_update(no_key=True).get(pk=first.appraising_unit_id)
    known = _known_paper(office, first.period_id, paper)
    if known is not None:
        _require_same_paper(known, first.period_id, paper)
        return known
    assert by.person_id is not None  # whoever holds the permission has a name
    return Decision.objects.create(
        period=first.period,
        deciding_unit=office,
        number=paper.number,
        signed_on=paper.signed_on,
        decided_by=paper.decided_by,
        recorded_by_id=by.person_id,
        recorded_at=by.at,
    )


def require_free_number(first: Assessment, paper: DecisionPaper) -> Decision | None:
    """What recording would refuse, said before; the same paper where it is recorded already."""
    paper = tidied(paper)
    known = _known_paper(first.appraising_unit, first.period_id, paper)
    if known is not None:
        _require_same_paper(known, first.period_id, paper)
    return known


def tidied(paper: DecisionPaper) -> DecisionPaper:
    """As it is kept: without what cannot be seen, wide signs and long dashes as usual ones."""
    return replace(
        paper, number=usual_signs(_tidy(paper.number)), decided_by=_tidy(paper.decided_by)
    )


def _known_paper(office: Unit, period_id: int, paper: DecisionPaper) -> Decision | None:
    """A unit gives a number once a year; capitals, spaces, signs and zeros in front do not make
    it another number."""
    papers = Decision.objects.filter(
        Q(signed_on__year=paper.signed_on.year) | Q(period_id=period_id), deciding_unit=office
    ).select_related("period")
    return next((p for p in papers if plain_number(p.number) == plain_number(paper.number)), None)


def _tidy(text: str) -> str:
    return " ".join(normalise(text).split())


def _require_same_paper(known: Decision, period_id: int, paper: DecisionPaper) -> None:
    same = (known.period_id, known.signed_on, fold(known.decided_by))
    if same != (period_id, paper.signed_on, fold(paper.decided_by)):
        raise Refused(
            "decision_number_taken",
            f"Quyết định số {known.number} đã ghi với ngày ký {known.signed_on:%d/%m/%Y}, người "
            f"quyết định {known.decided_by}, kỳ đánh giá {known.period.year}. "
            "Kiểm tra lại số, ngày và người quyết định.",
            Kind.CONFLICT,
            {"number": "Số quyết định này đã ghi với nội dung khác. Kiểm tra lại."},
        )


def _decide(locked: Sequence[Assessment], decision: Decision) -> None:
    """Whether a unit met is the result of its final column, and of nothing that was typed."""
    results = dict(
        ColumnSummary.objects.filter(assessment__in=locked, column=FINAL).values_list(
            "assessment_id", "met"
        )
    )
    for assessment in locked:
        met = results.get(assessment.pk)
        if met is None:
            raise Refused(
                "result_unknown",
                f"{assessment.unit.name}: chưa đủ số liệu để kết luận đạt hay chưa đạt. "
                "Hoàn thành bước trước rồi ghi quyết định.",
                Kind.CONFLICT,
            )
        assessment.decision, assessment.met = decision, met
    Assessment.objects.bulk_update(locked, ["decision", "met"])
