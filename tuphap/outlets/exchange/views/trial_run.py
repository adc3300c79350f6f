"""A trial run unit by unit, as a file that says it is no result."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.queries.final_sheets import PERMISSION
from tuphap.modules.assessments.trial_run.overview import table
from tuphap.modules.assessments.trial_run.queries import offer, run
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.tables import write_xlsx
from tuphap.outlets.exchange.views.comparison import TYPES
from tuphap.rules.permissions import require_anywhere


@require_safe
def trial_file(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    wanted = request.GET.get("ky", ""), request.GET.get("bo", "")
    done = run(offer(request.actor), *wanted, request.actor)
    title = f"{done.title}. Không phải kết quả"
    note_export("trial_run", title, len(done.trial.rows), by=request.actor)
    body = write_xlsx(table(done.trial), title, request.actor.at, names=1)
    headers = {"Content-Disposition": 'attachment; filename="chay-thu-bo-tieu-chi.xlsx"'}
    return HttpResponse(body, content_type=TYPES["xlsx"], headers=headers)
