"""Posted results for everybody, without signing in; and the page where the unit answers."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.audit.origin import current
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.units.old_codes import is_code
from tuphap.modules.assessments import posting_page
from tuphap.modules.assessments.actions import posting as actions
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.models import Assessment, PublicComment
from tuphap.modules.assessments.public_page import answer_to, form_context
from tuphap.modules.assessments.public_words import (
    CONTACT,
    NAME,
    TEXT,
    TRAP,
    require_untrapped,
)
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.posting import (
    Posting,
    leads_to_postings,
    posting_at,
    postings_by_code,
    postings_on,
)
from tuphap.modules.assessments.queries.public_comments import Said, shown_to_unit
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.assessments.views.comments import NO_VERSION
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflows.public_comment import ANSWERS_POSTING

PAGE_SIZE, LONGEST_SEARCH = 50, 100
PUBLIC_NAME, OLD_CODE = "hien-ten", "ma-cu"
ADDRESSES = {
    "dang": "show",
    "khong-dang": "withhold",
    "tiep-thu": "accept",
    "giai-trinh": "explain",
    "khong-lien-quan": "set_aside",
}


@login_not_required
@require_safe
def postings(request: HttpRequest) -> HttpResponse:
    text = " ".join(normalise(request.GET.get("tim", "")).split())
    too_long = len(text) > LONGEST_SEARCH
    today = timezone.localdate()
    rows, leads = (
        postings_by_code(today, text)
        if is_code(text)
        else ([] if too_long else postings_on(today, text), [])
    )
    context = {
        "text": text[:LONGEST_SEARCH],
        "too_long": too_long,
        "longest": LONGEST_SEARCH,
        "leads": leads,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
    }
    return render(request, "assessments/postings.html", context, status=400 if too_long else 200)


def left_with_faults(request: HttpRequest, refused: Refused, year: int, code: str) -> HttpResponse:
    found = _posting(year, code)
    return answer_to(refused, partial(_public_page, request, found, refused.fields))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(left_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def posting(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The draft result with what was said of it; sending leaves a comment."""
    if request.method != "POST" and posting_at(year, code) is None:
        return _other_time(request, year, code)
    found = _posting(year, code)
    if not found.is_on(timezone.localdate()):
        return render(request, "assessments/posting_ended.html", {"posting": found}, status=410)
    if request.method != "POST":
        return _public_page(request, found)
    sent = request.POST
    desk_page.require_fields(sent, NAME, CONTACT, TEXT, PUBLIC_NAME, TRAP)
    require_untrapped(sent)
    words = actions.Words(
        sent.get(NAME, ""),
        sent.get(CONTACT, ""),
        sent.get(TEXT, ""),
        PUBLIC_NAME in sent,
    )
    actions.leave(year, code, words, current().address or "", at=timezone.now())
    return redirect(f"{reverse('assessments:posting', args=[year, code])}?da-gui=1#gop-y")


@require_GET
def received(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Everything that came in, for the unit to read and answer."""
    return _unit_page(request, get_visible(request.actor, pk))


def comments_received(request: PersonRequest, dossier: Assessment) -> list[Said]:
    """Ways to reach whoever wrote are for those who answer (A10)."""
    may_answer = may(request.actor, ANSWERS_POSTING, dossier.subject)
    return shown_to_unit(dossier, with_contact=may_answer)


def dealt_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, address: str
) -> HttpResponse:
    said = get_object_or_404(PublicComment, pk=pk)
    dossier = get_visible(request.actor, said.assessment_id)
    return _unit_page(request, dossier, refused, at=pk, address=address)


@require_POST
@faults_answered_by(dealt_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def deal_with(request: PersonRequest, pk: UUID, address: str) -> HttpResponse:
    """`address` is the Vietnamese word: dang, khong-dang, tiep-thu, giai-trinh, …"""
    if address not in ADDRESSES:
        raise Http404
    desk_page.require_fields(request.POST, VERSION, TEXT)
    text = request.POST.get(TEXT, "")
    version = version_in(request.POST, NO_VERSION)
    said = actions.deal_with(pk, ADDRESSES[address], text, version, by=request.actor)
    messages.success(request, f"Đã ghi: {said.workflow.status(said.status).label.lower()}.")
    return redirect(f"{reverse('assessments:received', args=[said.assessment_id])}#gy-{said.pk}")


def _posting(year: int, code: str) -> Posting:
    found = posting_at(year, code)
    if found is None:
        raise Http404
    return found


def _other_time(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A code of another time leads on; to the one unit there is, or to a choice of several."""
    leads = leads_to_postings(year, code) if is_code(code) else []
    if not leads:
        raise Http404
    units = {unit.code for lead in leads for unit in lead.units}
    if len(units) == 1:
        return redirect(f"{reverse('assessments:posting', args=[year, *units])}?{OLD_CODE}={code}")
    context = {"leads": leads, "year": year, "code": code}
    return render(request, "assessments/posting_old_code.html", context)


def _came_by(code: str, found: Posting) -> str:
    """What to say to somebody whom an old code brought here."""
    leads = leads_to_postings(found.dossier.period.year, code) if is_code(code) else []
    here = found.dossier.unit.code
    return next((lead.sentence for lead in leads if [u.code for u in lead.units] == [here]), "")


def _public_page(
    request: HttpRequest,
    found: Posting,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **posting_page.shown(found),
        **form_context(request.POST, faults or {}, {"is_public": PUBLIC_NAME}),
        "came_by": _came_by(request.GET.get(OLD_CODE, ""), found),
        "was_sent": not faults and "da-gui" in request.GET,
    }
    return render(request, "assessments/posting.html", context, status=status)


def _unit_page(
    request: PersonRequest,
    dossier: Assessment,
    refused: Refused | None = None,
    at: UUID | None = None,
    address: str = "",
) -> HttpResponse:
    may_answer = may(request.actor, ANSWERS_POSTING, dossier.subject)
    found = posting_at(dossier.period.year, dossier.unit.code)
    fault = refused.fields.get(TEXT, refused.sentence) if refused else ""
    context = {
        "dossier": dossier,
        "rows": comments_received(request, dossier),
        "may_answer": may_answer and dossier.submitted_at is None,
        "posting": found,
        "is_on": found is not None and found.is_on(timezone.localdate(request.actor.at)),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "at": at,
        "address": address,
        "addresses": {move: word for word, move in ADDRESSES.items()},
        "fault": fault,
        "typed": request.POST.get(TEXT, "") if refused else "",
        "errors": [{"id": f"gy-{at}", "text": fault}] if refused else [],
        "sheet_url": reverse("assessments:sheet", args=[dossier.pk]),
        "strip_notice": notice(dossier.period.rule_set),
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "assessments/received.html", context, status=status)
