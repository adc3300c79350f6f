"""A report as a workbook: the same figures and lists as its papers, one sheet each."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.reports import page, queries
from tuphap.modules.assessments.reports.paper_text import title
from tuphap.modules.assessments.reports.sheets import sheets_of
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.tables import write_book
from tuphap.outlets.exchange.views.comparison import TYPES


@require_safe
def report_file(request: PersonRequest, pk: UUID) -> HttpResponse:
    report = queries.get_report(request.actor, pk)
    payload = page.payload_of(report, request.actor.at)
    sheets, name = sheets_of(payload), title(payload)
    note_export("report", name, sum(len(lines) for _, lines in sheets), by=request.actor)
    body = write_book(sheets, name, report.frozen_at or request.actor.at)
    file_name = f"bao-cao-nam-{report.file_words}.xlsx"
    response = HttpResponse(body, content_type=TYPES["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
