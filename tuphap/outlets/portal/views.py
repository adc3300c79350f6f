"""Pages for everybody. Nobody is asked who they are, and nothing here changes anything."""

from datetime import date
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tuphap.foundation.publication.freshness import same_for_everybody
from tuphap.foundation.units.kinds import commune_kinds
from tuphap.foundation.units.old_codes import Lead, leads_on
from tuphap.foundation.units.queries import unit_on
from tuphap.outlets.portal import for_engines, kept, render
from tuphap.outlets.portal.choosing import read_choice
from tuphap.outlets.portal.old_codes import became, leads_in
from tuphap.outlets.portal.reading import Results, results_of
from tuphap.outlets.portal.search import LONGEST_TEXT, MOST_SHOWN, others, parts, search
from tuphap.outlets.portal.self_check import self_check_file as self_check_as_file
from tuphap.outlets.portal.self_check import self_check_page
from tuphap.outlets.portal.shelf import Edition, shelf
from tuphap.outlets.portal.unit_page import unit_page
from tuphap.outlets.portal.years import THEN, VIEWS, side_by_side
from tuphap.rules.vietnamese import normalise


@login_not_required
@require_safe
@same_for_everybody
def home(request: HttpRequest) -> HttpResponse:
    years = shelf().years
    newest = _edition(years[0]) if years else None
    if newest is None:
        return HttpResponse(render.home_page([]))
    return kept.serve(request, newest, "home", lambda: render.home_page(_all_years()))


@login_not_required
@require_safe
@same_for_everybody
def results(request: HttpRequest) -> HttpResponse:
    """The years, or what a search finds; `nam` of the filter form leads to its year."""
    wanted = request.GET.get("nam", "")
    if wanted:
        return _to_year(wanted, request)
    text = " ".join(normalise(request.GET.get("tim", "")).split())
    if not text:
        return HttpResponse(render.years_page(_all_years()))
    if len(text) > LONGEST_TEXT:
        return HttpResponse(render.search_page(text, [], 0, []), status=400)
    hits, day = search(text), timezone.localdate()
    shown, today = hits[:MOST_SHOWN], others(text, day)
    leads = leads_on(text, day) if text.isascii() and text.isdigit() else []
    after = became((hit.newest for hit in shown), day)
    found = render.search_page(text, shown, len(hits), today, leads, after, parts(text))
    return HttpResponse(found)


@login_not_required
@require_safe
@same_for_everybody
def years(request: HttpRequest) -> HttpResponse:
    """All published years side by side; `xem` says by whose units."""
    view = request.GET.get("xem", THEN)
    if view not in VIEWS:
        raise Http404
    shown = side_by_side(view, timezone.localdate())
    return HttpResponse(render.side_by_side_page(shown))


@login_not_required
@require_safe
@same_for_everybody
def year(request: HttpRequest, year: int) -> HttpResponse:
    edition = _edition(year)
    if not request.GET:
        make = partial(_results_page, edition)
        return kept.serve(request, edition, "results", make)
    if request.GET.get("nam", str(year)) != str(year):
        return _to_year(request.GET["nam"], request)
    found = results_of(edition)
    return HttpResponse(render.results_page(found, read_choice(request.GET.dict(), found)))


@login_not_required
@require_safe
@same_for_everybody
def copy(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A copy by its number; those that were replaced stay readable and say so."""
    edition = _edition(year, number)
    found = results_of(edition)
    choice = read_choice(request.GET.dict(), found)
    return HttpResponse(render.results_page(found, choice, older=edition != _edition(year)))


@login_not_required
@require_safe
@same_for_everybody
def unit(request: HttpRequest, year: int, code: str) -> HttpResponse:
    edition = _asked_edition(request, year)
    found = results_of(edition)
    if code not in found.unit_by_code:
        return _other_time(found, code, request)
    older = edition != _edition(year)
    lead = _came_by(request.GET.get("ma-cu", ""), code, found)
    return HttpResponse(unit_page(found, found.unit_by_code[code], older=older, lead=lead))


def _other_time(found: Results, code: str, request: HttpRequest) -> HttpResponse:
    """A code of another time leads on; to the one unit there is, or to a page of several."""
    leads = leads_in(code, found)
    if not leads:
        return _without_result(found, code)
    only = leads[0].units
    if len(leads) == 1 and len(only) == 1:
        address = reverse("portal:unit", args=[found.year, only[0].code])
        query = {"ma-cu": code, **({"ban": number} if (number := request.GET.get("ban")) else {})}
        return redirect(f"{address}?{urlencode(query)}")
    return HttpResponse(render.old_code_page(found, code, leads))


def _without_result(found: Results, code: str) -> HttpResponse:
    """Of a unit that was there on that day the page says so; else it is no address."""
    unit = unit_on(code, date.fromisoformat(found.payload["units_on"]))
    if unit is None or unit.kind not in commune_kinds():
        raise Http404
    return HttpResponse(render.without_result_page(found, unit), status=404)


def _came_by(old_code: str, code: str, found: Results) -> Lead | None:
    """What to say to somebody whom an old code brought to this unit."""
    if not (old_code.isascii() and old_code.isdigit() and len(old_code) <= 10):
        return None
    leads = leads_in(old_code, found)
    return next((lead for lead in leads if [u.code for u in lead.units] == [code]), None)


@login_not_required
@require_safe
@same_for_everybody
def open_data(request: HttpRequest) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    return HttpResponse(render.open_data_page(_all_years(), site))


@login_not_required
@require_safe
@same_for_everybody
def api_guide(request: HttpRequest) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    return HttpResponse(render.api_page(_all_years(), site))


@login_not_required
@require_safe
@same_for_everybody
def embed(request: HttpRequest, year: int) -> HttpResponse:
    """The only page that may stand inside pages of others; it sets no cookie."""
    edition = _edition(year)
    make = partial(_embed_page, edition)
    return kept.serve(request, edition, "embed", make, framed=True)


@login_not_required
@require_safe
@same_for_everybody
def self_check(request: HttpRequest, year: int) -> HttpResponse:
    edition = _asked_edition(request, year)
    if not request.GET:
        return kept.serve(request, edition, "self-check", partial(_self_check_page, edition))
    older = edition != _edition(year)
    return HttpResponse(self_check_page(results_of(edition), older=older))


@login_not_required
@require_safe
@same_for_everybody
def self_check_file(request: HttpRequest, year: int) -> HttpResponse:
    edition = _asked_edition(request, year)
    site = f"{request.scheme}://{request.get_host()}"
    response = HttpResponse(self_check_as_file(results_of(edition), site))
    name = f"tu-kiem-tra-{year}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_not_required
@require_safe
@same_for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    return HttpResponse(for_engines.sitemap(site), content_type="application/xml; charset=utf-8")


@login_not_required
@require_safe
@same_for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    return HttpResponse(for_engines.robots(site), content_type="text/plain; charset=utf-8")


def _self_check_page(edition: Edition) -> bytes:
    return self_check_page(results_of(edition))


def _results_page(edition: Edition) -> bytes:
    return render.results_page(results_of(edition))


def _embed_page(edition: Edition) -> bytes:
    return render.embed_page(results_of(edition))


def _edition(year: int, number: int | None = None) -> Edition:
    now = shelf()
    found = now.newest(year) if number is None else now.numbered(year, number)
    if found is None:
        raise Http404
    return found


def _asked_edition(request: HttpRequest, year: int) -> Edition:
    """The copy that `ban` names, or the newest."""
    number = request.GET.get("ban", "")
    if number and not (number.isascii() and number.isdigit() and len(number) <= 4):
        raise Http404
    return _edition(year, int(number) if number else None)


def _all_years() -> list[Results]:
    return [results_of(_edition(year)) for year in shelf().years]


def _to_year(wanted: str, request: HttpRequest) -> HttpResponse:
    """To another year, with the one filter that means the same in all of them."""
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) == 4):
        raise Http404
    address = reverse("portal:year", args=[_edition(int(wanted)).year])
    choice = request.GET.get("ket-qua", "")
    return redirect(f"{address}?ket-qua={choice}" if choice in ("dat", "chua-dat") else address)
