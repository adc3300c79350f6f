"""The page on which a visitor's browser computes a copy once more, served or saved to a disk."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.render import page

STATIC = Path(settings.BASE) / "static"
SCRIPTS = ("js/published-file.js", "js/published-check.js", "js/self-check.js")
LOOK = "css/self-check-file.css"


def self_check_page(results: Results, *, older: bool = False) -> bytes:
    address = reverse("portal:self_check", args=[results.year])
    context = {**_context(results), "older": older, "breadcrumb": _breadcrumb(results)}
    context["copy_query"] = f"?ban={results.edition.number}" if older else ""
    return page("portal/self_check.html", address, context)


def _breadcrumb(results: Results) -> list[dict[str, str]]:
    year = reverse("portal:year", args=[results.year])
    return [
        {"label": f"Kết quả {results.year}", "url": year},
        {"label": "Tự kiểm tra", "url": ""},
    ]


def self_check_file(results: Results, site: str) -> bytes:
    """One file that works from a disk: its script and its look stand inside it.

    It is never a page of ours: it leaves as an attachment, so no policy of ours speaks of it.
    """
    context = {**_context(results, site), "site": site}
    text: str = render_to_string("portal/self_check_file.html", context)
    look, script = _inside()
    text = text.replace("<!-- look -->", f"<style>\n{look}</style>")
    return text.replace("<!-- script -->", f"<script>\n{script}</script>").encode()


@cache
def _inside() -> tuple[str, str]:
    scripts = [(STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return (STATIC / LOOK).read_text(encoding="utf-8"), "\n".join(scripts)


def _context(results: Results, site: str = "") -> dict[str, Any]:
    number = results.edition.number
    return {
        "results": results,
        "edition": results.edition,
        "file_address": f"{site}/du-lieu-mo/ket-qua-{results.year}.json?ban={number}",
        "strip_notice": results.rule_set["notice"],
    }
