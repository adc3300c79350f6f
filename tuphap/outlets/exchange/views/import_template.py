"""The file to be filled in for a former year: asked for on its page, answered as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import HEADERS
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.former_years.queries.batches import PERMISSION
from tuphap.outlets.exchange.imports.forms import YearForm
from tuphap.outlets.exchange.imports.template import template_for, write_template
from tuphap.outlets.exchange.views.comparison import TYPES
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Refused


def page_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _page(request, refused)


@require_safe
@faults_answered_by(page_with_faults)
def template(request: PersonRequest) -> HttpResponse:
    """Without parameters the page that asks for them."""
    require_anywhere(request.actor, PERMISSION)
    if not request.GET:
        return _page(request)
    form = YearForm(request.GET, actor=request.actor)
    require_valid(form)
    year, today = form.cleaned_data["year"], timezone.localdate(request.actor.at)
    found = template_for(year, form.rule_set_code(), form.scope(), today)
    data = write_template(found, request.actor.at)
    response = HttpResponse(data, content_type=TYPES["xlsx"], headers=HEADERS)
    name = f"mau-ket-qua-{year}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: PersonRequest, refused: Refused | None = None) -> HttpResponse:
    form = with_faults(YearForm(request.GET or None, actor=request.actor), refused)
    errors = [{"id": f"o-{name}", "text": str(found[0])} for name, found in form.errors.items()]
    status = STATUS_OF[refused.kind] if refused else 200
    context = {"form": form, "errors": errors}
    return render(request, "imports/template.html", context, status=status)
