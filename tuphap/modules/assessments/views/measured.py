"""The figure of the system under a line: shown again after a save, filled in when asked for."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.measured import take_known_figure
from tuphap.modules.assessments.lines.items import anchor, items_of
from tuphap.modules.assessments.lines.measured import keys_of, measured_lines
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.measured import known_of, own_given
from tuphap.modules.assessments.sheet import page as sheet_page


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_key
def figure(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    line_url = f"{reverse('assessments:sheet', args=[pk])}#nd-{anchor(item)}"
    if request.method == "POST":
        take_known_figure(pk, item, request.POST.get("mark", ""), by=request.actor)
        messages.success(request, f"Đã lấy số của hệ thống cho nội dung {item}.")
        return redirect(line_url)
    if not request.htmx:
        return redirect(line_url)
    lines = measured_lines(known_of(dossier), own_given(dossier, [item]))
    if item not in lines and item not in keys_of(items_of(dossier.period)):
        raise Http404
    context = {
        "dossier": dossier,
        # The figure is gone, or not there yet: an empty piece takes the place of the old one.
        "known": lines.get(item),
        "read_only": not sheet_page.can_write(dossier, request.actor),
    }
    return render(request, "assessments/_line_known.html", context)
