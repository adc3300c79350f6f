"""Finished public pages, served before anything else looks at the request.

A page that is the same for everybody needs no session, no log line and no template: its bytes are
copied from memory, packed or plain. The only question left is whether anything was published
meanwhile, and `shelf` asks that once a second. First in line after the redirect to HTTPS; whatever
is not here takes the long way through all middleware and the views, which put it here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from tuphap.foundation.maps.borders import files_mark
from tuphap.foundation.publication.actions import keep_page
from tuphap.foundation.publication.freshness import for_a_moment, is_known
from tuphap.foundation.publication.queries import kept_page
from tuphap.foundation.ui.site import current
from tuphap.outlets.portal.release import release
from tuphap.outlets.portal.shelf import Edition, shelf

Answer = Callable[[HttpRequest], HttpResponse]
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """The finished page, and the state of the shelf, of the site and of its map files it was made
    in."""

    generation: str
    site: str
    body: bytes
    gzipped: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    framed: bool

    def answer(self, request: HttpRequest) -> HttpResponse:
        if is_known(request, self.etag):
            response: HttpResponse = HttpResponseNotModified()
        elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            response = HttpResponse(self.gzipped, content_type=HTML)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(self.gzipped))
        else:
            response = HttpResponse(self.body, content_type=HTML)
            response.headers["Content-Length"] = str(len(self.body))
        for name, value in self.headers:
            response.headers[name] = value
        for_a_moment(response)
        response.xframe_options_exempt = self.framed
        return response


# By path; there is one entry per published year and kind of page at most.
_pages: dict[str, Page] = {}


def kept_pages_middleware(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        page = _pages.get(request.path_info)
        if (
            page is None
            or request.META.get("QUERY_STRING")
            or request.method not in ("GET", "HEAD")
            or page.generation != shelf().generation
            or page.site != _site()
        ):
            return get_response(request)
        return page.answer(request)

    return middleware


def serve(
    request: HttpRequest,
    edition: Edition,
    name: str,
    make: Callable[[], bytes],
    *,
    framed: bool = False,
) -> HttpResponse:
    """Answer with the kept page `name` of this copy, made now where there is none yet.

    Its links name other years and numbers, so a new publication makes all pages anew.
    """
    now, site = shelf(), _site()
    if now.newest(edition.year) != edition:
        # Somebody published while this was asked for: what is made of it is not kept.
        return for_a_moment(HttpResponse(make(), content_type=HTML))
    generation = now.generation
    version = f"{release()}-{generation}-{site}"
    found = kept_page(edition.id, name, version)
    if found is None:
        found = keep_page(edition.id, name, version, HTML, make())
    etag = f'W/"{edition.sha256[:16]}-{version}"'
    page = Page(
        generation,
        site,
        bytes(found.body),
        bytes(found.gzipped),
        _headers(etag, framed),
        etag,
        framed,
    )
    _pages[request.path_info] = page
    return page.answer(request)


def _site() -> str:
    """Its settings and its map files; both may change while the server runs."""
    return f"{current().mark}{files_mark()}"


def _headers(etag: str, framed: bool) -> tuple[tuple[str, str], ...]:
    """Those that the middleware would add, because it is not asked for these pages."""
    policy = build_policy(replace={"frame-ancestors": ["*"]} if framed else None)
    headers = [
        ("Content-Security-Policy", policy),
        ("ETag", etag),
        ("Vary", "Accept-Encoding"),
    ]
    if not framed:
        headers.append(("X-Frame-Options", "DENY"))
    return tuple(headers)
