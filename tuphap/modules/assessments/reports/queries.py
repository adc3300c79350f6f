"""Reports of a year, for who sees the whole scope."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import place_of
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.reports.models import Report, ReportPaper
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.rules.permissions import Actor, Subject, may
from tuphap.rules.refusals import Refused

READ, WRITE, FREEZE = "report.view", "report.write", "report.freeze"


def subject_of(period: Period) -> Subject:
    return Subject(place_of(period.scope_unit))


def get_period(actor: Actor, year: int) -> Period:
    """The period of a scope this person sees whole; else the same 404 as one that is not (A3)."""
    rows = Period.objects.filter(year=year).select_related("rule_set", "scope_unit")
    for period in rows.defer("rule_set__document"):
        if may(actor, READ, subject_of(period)):
            require_open_eyes(actor, period)
            return period
    raise Http404


def get_report(actor: Actor, pk: UUID) -> Report:
    rows = Report.objects.select_related("period__rule_set", "period__scope_unit", "written_by")
    found = rows.defer("period__rule_set__document", "canonical").filter(pk=pk).first()
    if found is None or not may(actor, READ, subject_of(found.period)):
        raise Http404
    require_open_eyes(actor, found.period)
    return found


def require_open_eyes(actor: Actor, period: Period) -> None:
    """A report tells the figures of every unit, also those somebody still appraises blind."""
    hidden = hidden_from(actor)
    if hidden and Assessment.objects.filter(period=period, pk__in=hidden).exists():
        raise Refused(
            "blind",
            "Tài khoản này đang thẩm tra lại độc lập hồ sơ của kỳ này nên chưa xem báo cáo. "
            "Gửi kết quả ở trang “Thẩm tra lại” rồi mở lại.",
        )


def reports_of(period: Period) -> QuerySet[Report]:
    """Without what they froze; newest first within an addressee."""
    rows = Report.objects.filter(period=period).select_related("written_by", "frozen_by")
    return rows.defer("payload", "canonical", "texts", "bases").order_by("addressee", "-number")


def newest_frozen(period: Period, addressee: str) -> Report | None:
    rows = reports_of(period).filter(addressee=addressee, number__isnull=False)
    return rows.order_by("-number").first()


def draft_of(period: Period, addressee: str) -> Report | None:
    return reports_of(period).filter(addressee=addressee, number__isnull=True).first()


def papers_of(report: Report) -> list[ReportPaper]:
    return list(ReportPaper.objects.filter(report=report).defer("body", "data").order_by("pk"))


def get_paper(actor: Actor, pk: int) -> ReportPaper:
    rows = ReportPaper.objects.select_related("report__period__scope_unit")
    found = rows.defer("data", "report__payload", "report__canonical").filter(pk=pk).first()
    if found is None or not may(actor, READ, subject_of(found.report.period)):
        raise Http404
    require_open_eyes(actor, found.report.period)
    return found
