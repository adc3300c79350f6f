"""Files of published results, for everybody. Made once per copy and kept."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from tuphap.foundation.publication.actions import keep_page
from tuphap.foundation.publication.freshness import for_a_moment
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copy_by_number, kept_page
from tuphap.outlets.exchange import cells, open_data, tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, tuple[str, Callable[[PublishedCopy], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", open_data.results_csv),
    "xlsx": (XLSX, open_data.results_xlsx),
    "json": ("application/json", open_data.results_json),
}


@cache
def _version() -> str:
    """Of the code that writes the files: other code, other files."""
    sources = [Path(str(module.__file__)).read_bytes() for module in (open_data, tables, cells)]
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]


def _copy(request: HttpRequest, year: str, form: str) -> PublishedCopy:
    """The newest copy of the year, or the one that `ban` names; without its figures."""
    number = request.GET.get("ban", "")
    if number and not (number.isascii() and number.isdigit() and len(number) <= 4):
        raise Http404
    found = copy_by_number(RESULTS, int(year), int(number) if number else None)
    if found is None:
        raise Http404
    return found


def _state(copy: PublishedCopy) -> str:
    """Files of a copy that was withdrawn say so, so they are made once more."""
    return _version() + ("-w" if open_data.withdrawal_of(copy) else "")


def _etag(request: HttpRequest, year: str, form: str) -> str:
    copy = _copy(request, year, form)
    return f'W/"{copy.sha256[:16]}-{form}-{_state(copy)}"'


@login_not_required
@require_safe
@condition(etag_func=_etag)
def results_file(request: HttpRequest, year: str, form: str) -> HttpResponse:
    copy = _copy(request, year, form)
    content_type, write = FORMATS[form]
    page = kept_page(copy.pk, form, _state(copy))
    if page is None:
        page = keep_page(copy.pk, form, _state(copy), content_type, write(copy))
    packed = form != "xlsx" and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = HttpResponse(bytes(page.gzipped if packed else page.body), content_type=content_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    name = f"ket-qua-{copy.year}-ban-{copy.number:02d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    for_a_moment(response)
    # Anybody may read the open data from a page of their own.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
