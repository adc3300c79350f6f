"""The matrix of comparison as a file: exactly the rows, columns and order of the page."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.matrix.values import INDICATORS
from tuphap.modules.assessments.queries.comparison import PERMISSION, compared, matrix
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.tables import write_csv, write_xlsx
from tuphap.rules.permissions import require_anywhere

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def comparison_file(request: PersonRequest, year: str, form: str) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, _ = compared(request.actor, int(year))
    view = comparison.view_of(request.GET.get("xem", ""))
    found = matrix(period, request.actor, by_indicator=view == INDICATORS)
    choice = comparison.read_choice(request.GET.dict(), found)
    shown = comparison.show(found, choice)
    lines = comparison.table(found, shown.rows, choice.view, period.workflow)
    title = f"Bảng đối chiếu năm {period.year}"
    write: Mapping[str, Callable[[], bytes]] = {
        "csv": lambda: write_csv(lines),
        "xlsx": lambda: write_xlsx(lines, title, request.actor.at, names=2),
    }
    note_export("comparison", title, len(shown.rows), by=request.actor)
    response = HttpResponse(write[form](), content_type=TYPES[form])
    name = f"doi-chieu-{period.year}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
