"""The page of trusted certificates."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files import trust
from tuphap.foundation.files.models import TrustAnchor
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused


@require_safe
def anchors(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, trust.PERMISSION)
    return _list(request)


def list_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _list(request, refused)


@require_POST
@faults_answered_by(list_with_faults)
@once_per_key
def add(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, trust.PERMISSION)
    chosen = request.FILES.get("file")
    if chosen is None or not chosen.size:
        sentence = "Chưa chọn tệp chứng thư. Chọn tệp .cer, .crt hoặc .pem."
        raise Refused("no_file", sentence, Kind.INVALID, {"file": sentence})
    anchor = trust.add_anchor(chosen.read(trust.MOST_BYTES + 1), by=request.actor)
    messages.success(request, f"Đã thêm chứng thư của “{anchor.name}”.")
    return redirect("files:anchors")


@require_POST
@once_per_key
def end(request: PersonRequest, anchor_id: int) -> HttpResponse:
    anchor = trust.end_anchor(anchor_id, by=request.actor)
    if anchor is None:
        raise Http404
    messages.success(request, f"Đã ngừng tin cậy “{anchor.name}”.")
    return redirect("files:anchors")


def _list(request: PersonRequest, refused: Refused | None = None) -> HttpResponse:
    fault = refused.fields["file"] if refused else ""
    context = {
        "rows": TrustAnchor.objects.order_by("ended_at", "name", "pk"),
        "fault": fault,
        "errors": [{"id": "o-file", "text": fault}] if fault else [],
        "now": request.actor.at,
    }
    return render(request, "files/anchors.html", context, status=422 if refused else 200)
