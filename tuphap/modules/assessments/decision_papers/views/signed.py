"""The signed file of a decision: handing it in, getting it back, signing it here."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.confirmation import recently_confirmed
from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.papers.signing.place import FILE as FILE_WAY
from tuphap.foundation.papers.signing.place import TOKEN
from tuphap.foundation.request_keys.once import once_per_key_unlocked
from tuphap.modules.assessments.decision_papers import queries
from tuphap.modules.assessments.decision_papers.actions.signed import hand_in, require_decider
from tuphap.modules.assessments.decision_papers.actions.signing import (
    PASSPHRASE,
    paper_to_sign,
    sign_here,
    way_to_sign,
)
from tuphap.modules.assessments.decision_papers.views.decisions import decision_page
from tuphap.modules.assessments.models import Decision
from tuphap.rules.refusals import Kind, Refused

FILE = "file"
# How the secret is called on the page, where it is missing, and what to know about it.
SECRET_WORDS = {
    FILE_WAY: (
        "Mật khẩu của chứng thư",
        "Chưa nhập mật khẩu của chứng thư.",
        "Chỉ dùng cho lần ký này, không lưu lại.",
    ),
    TOKEN: (
        "Mã PIN của thiết bị ký số",
        "Chưa nhập mã PIN của thiết bị ký số.",
        "Chỉ dùng cho lần ký này, không lưu lại. Nhập sai nhiều lần thì thiết bị sẽ khóa.",
    ),
}
NO_FILE = "Chưa chọn tệp. Chọn tệp PDF đã ký số của quyết định."


def page_with_faults(request: PersonRequest, refused: Refused, pk: int) -> HttpResponse:
    decision = queries.get_decision(request.actor, pk)
    return decision_page(request, decision, refused, STATUS_OF[refused.kind])


@require_POST
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key_unlocked
def upload(request: PersonRequest, pk: int) -> HttpResponse:
    decision = queries.get_decision(request.actor, pk)
    sent = request.FILES.get(FILE)
    if sent is None:
        raise Refused("no_file", NO_FILE, Kind.INVALID, {FILE: NO_FILE})
    kept = hand_in(decision, sent, by=request.actor)
    messages.success(request, f"Đã nhận bản ký số {kept.version} của quyết định.")
    return redirect("decision_papers:show", pk)


@require_safe
def download(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    kept = queries.get_signed(request.actor, pk)
    require_scanned(kept.file, is_own=kept.handed_in_by_id == request.actor.person_id)
    return answer_with(kept.file, by=request.actor, unit=kept.decision.deciding_unit.name)


def sign_with_faults(request: PersonRequest, refused: Refused, pk: int) -> HttpResponse:
    return _sign_page(request, queries.get_decision(request.actor, pk), refused)


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters(PASSPHRASE)
@faults_answered_by(sign_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key_unlocked
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """The own password first, as before every important act; then that of the certificate."""
    decision = queries.get_decision(request.actor, pk)
    require_decider(decision, by=request.actor)
    if not way_to_sign(decision):
        raise Http404
    if request.method != "POST":
        return _sign_page(request, decision)
    passphrase = request.POST.get(PASSPHRASE, "")
    if not passphrase:
        missing = SECRET_WORDS[way_to_sign(decision)][1]
        raise Refused("no_passphrase", missing, Kind.INVALID, {PASSPHRASE: missing})
    kept = sign_here(decision, passphrase, by=request.actor)
    messages.success(request, f"Đã ký số quyết định, bản ký số {kept.version}.")
    return redirect("decision_papers:show", pk)


def _sign_page(
    request: PersonRequest, decision: Decision, refused: Refused | None = None
) -> HttpResponse:
    fault = next(iter(refused.fields.values()), "") if refused else ""
    way = way_to_sign(decision)
    label, _, hint = SECRET_WORDS[way]
    context = {
        "label": label,
        "hint": hint,
        "with_token": way == TOKEN,
        "decision": decision,
        "ready": paper_to_sign(decision) is not None,
        "fault": fault,
        "errors": [{"id": "o-passphrase", "text": fault}] if fault else [],
        "field": PASSPHRASE,
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "decision_papers/sign.html", context, status=status)
