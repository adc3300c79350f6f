"""`/sitemap.xml` and `/robots.txt`: which pages engines find, and which they leave alone."""

from collections.abc import Iterator
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from tuphap.outlets.portal.reading import results_of
from tuphap.outlets.portal.shelf import shelf

# What the protocol allows in one file.
MOST_ADDRESSES = 50_000
PLAIN = ("portal:home", "portal:results", "portal:side_by_side", "portal:open_data")
STAFF = ("/lam-viec/", "/quan-tri/", "/dang-nhap/", "/gui-ho-so/", "/api/")


def sitemap(site: str) -> bytes:
    lines = [_entry(f"{site}{address}", day) for address, day in _addresses()][:MOST_ADDRESSES]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    names = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{head}<urlset xmlns="{names}">\n{"".join(lines)}</urlset>\n'.encode()


def _addresses() -> Iterator[tuple[str, str]]:
    """Newest year first, so that what is cut off is the oldest."""
    yield from ((reverse(name), "") for name in PLAIN)
    for year in shelf().years:
        edition = shelf().newest(year)
        if edition is None:
            continue
        day = localdate(edition.published_at).isoformat()
        yield reverse("portal:year", args=[year]), day
        yield reverse("portal:self_check", args=[year]), day
        for unit in results_of(edition).units:
            yield reverse("portal:unit", args=[year, unit["code"]]), day


def _entry(address: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"


def robots(site: str) -> bytes:
    """Illustration data are nobody's result, so engines are kept away from them."""
    if settings.DEMO:
        return b"User-agent: *\nDisallow: /\n"
    refused = "".join(f"Disallow: {address}\n" for address in STAFF)
    return f"User-agent: *\n{refused}Sitemap: {site}/sitemap.xml\n".encode()
