"""The page of the settings: edited, looked at before they hold, saved, brought back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.http.request import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.limits import EMBLEM, size_words
from tuphap.foundation.request_keys.once import once_per_key, once_per_key_unlocked
from tuphap.foundation.site import actions, queries, shown
from tuphap.foundation.site.forms import SiteForm
from tuphap.foundation.site.queries import Wanted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.site_colours import measured

# A file named by its content never changes.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def settings_page(request: PersonRequest) -> HttpResponse:
    queries.require_site(request.actor)
    wanted = queries.wanted_of(queries.newest())
    return _form(request, SiteForm(initial=wanted.values), wanted.emblem)


@require_POST
@once_per_key
def go_on(request: PersonRequest) -> HttpResponse:
    """Back from the preview with everything that was typed."""
    queries.require_site(request.actor)
    return _form(request, SiteForm(initial=request.POST.dict()), request.POST.get("emblem", ""))


def form_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    form = SiteForm(request.POST)
    form.is_valid()
    faults = dict(refused.fields)
    picture = faults.pop("picture", "") or faults.pop("file", "")
    for field, sentence in faults.items():
        if not form.errors.get(field):
            form.add_error(field, sentence)
    emblem = "" if picture else request.POST.get("emblem", "")
    return _form(request, form, emblem, picture=picture, status=STATUS_OF[refused.kind])


@require_POST
@faults_answered_by(form_with_faults)
@once_per_key_unlocked
def preview(request: PersonRequest) -> HttpResponse:
    """The page itself wears the new look; nothing is saved yet."""
    queries.require_site(request.actor)
    form = SiteForm(request.POST)
    emblem = _chosen_emblem(request)
    if not form.is_valid():
        return _form(request, form, emblem, status=422)
    wanted = form.wanted(emblem)
    context = {
        "office": shown.site_as(wanted),
        "sent": {**wanted.values, "seen": str(_seen(request.POST))},
        "measured": measured(wanted.brand),
        "brand": wanted.brand,
    }
    return render(request, "site/preview.html", context)


@require_POST
@faults_answered_by(form_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def save(request: PersonRequest) -> HttpResponse:
    queries.require_site(request.actor)
    form = SiteForm(request.POST)
    emblem = request.POST.get("emblem", "")
    if not form.is_valid():
        return _form(request, form, emblem, status=422)
    version = actions.save_site(form.wanted(emblem), seen=_seen(request.POST), by=request.actor)
    messages.success(request, f"Đã lưu thiết lập trang, bản {version.number}.")
    return redirect("site:settings")


@require_POST
@once_per_key
def restore(request: PersonRequest, number: int) -> HttpResponse:
    version = actions.restore_site(number, seen=_seen(request.POST), by=request.actor)
    messages.success(request, f"Đã lấy lại bản {number}, nay là bản {version.number}.")
    return redirect("site:settings")


@login_not_required
@require_safe
def served(request: HttpRequest, name: str) -> HttpResponse:
    place = shown.served(name)
    if place is None:
        raise Http404
    kind = shown.TYPES[name.rpartition(".")[2]]
    return HttpResponse(place.read_bytes(), kind, headers={"Cache-Control": FOR_EVER})


def _chosen_emblem(request: PersonRequest) -> str:
    """A new file wins over the box that takes the emblem away, and that over the one before."""
    upload = request.FILES.get("picture")
    if upload is not None:
        return actions.draw_emblem(upload, by=request.actor)
    emblem = "" if "without_emblem" in request.POST else request.POST.get("emblem", "")
    actions.require_drawn(emblem)
    return emblem


def _seen(sent: QueryDict) -> int:
    text = sent.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _form(
    request: PersonRequest,
    form: SiteForm,
    emblem: str,
    *,
    picture: str = "",
    status: int = 200,
) -> HttpResponse:
    last = queries.newest()
    now = queries.wanted_of(last)
    errors = _errors(form, picture)
    context: dict[str, Any] = {
        "form": form,
        "emblem": emblem,
        "emblem_file": shown.site_as(Wanted("-", "-", emblem=emblem)).emblem,
        "picture_fault": picture,
        "errors": errors,
        "seen": last.number if last else 0,
        "history": list(queries.history()),
        "limits": f"{EMBLEM.kinds_words}, tối đa {size_words(EMBLEM.most_bytes)}",
        "measured": measured(now.brand),
    }
    return render(request, "site/settings.html", context, status=status)


def _errors(form: SiteForm, picture: str) -> list[dict[str, str]]:
    rows = [
        {"id": f"id_{name}", "text": str(texts[0])}
        for name, texts in (form.errors.items() if form.is_bound else ())
    ]
    return [*rows, {"id": "o-bieu-trung", "text": picture}] if picture else rows
