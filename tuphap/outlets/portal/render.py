"""Public pages as bytes. They know no request, so one page serves everybody and can be kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from tuphap.foundation.maps.squares import waiting_strip
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.ui.context import basis
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.old_codes import Lead
from tuphap.outlets.portal.choosing import DEFAULT, RESULTS, SORTS, WHOLE, Choice, choose
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.rows import table_rows
from tuphap.outlets.portal.search import LONGEST_TEXT, Entry, Hit, Other, Part
from tuphap.outlets.portal.shelf import Edition, edition_of, shelf
from tuphap.outlets.portal.structured import year_data, year_sentence
from tuphap.outlets.portal.tiles import areas, borders, named, tiles, whole
from tuphap.outlets.portal.years import VIEWS, SideBySide
from tuphap.rules.years import STATED


def page(template: str, address: str, context: Mapping[str, Any]) -> bytes:
    """A page at `address`, with the menu line that leads to it marked."""
    menu = {"menu": public_menu(address), "signed_in": {}}
    paper = {"print_address": f"{settings.SITE_ADDRESS}{address}"}
    return render_to_string(template, {**basis(), **menu, **paper, **context}).encode()


def public_menu(address: str) -> list[dict[str, Any]]:
    urls = [(label, _address(name)) for label, name, _ in settings.PUBLIC_MENU]
    inside = [url for _, url in urls if url == address or (url != "/" and address.startswith(url))]
    here = max(inside, key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in urls if url]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def results_page(
    copy: PublishedCopy | Results, choice: Choice = DEFAULT, *, older: bool = False
) -> bytes:
    """The page of a year: sentence, figures, map and table. `older` marks a copy that was
    replaced; its links stay inside that copy."""
    results = copy if isinstance(copy, Results) else Results(edition_of(copy), copy.payload)
    edition = results.edition
    address = reverse("portal:year", args=[edition.year])
    here = reverse("portal:copy", args=[edition.year, edition.number]) if older else address
    chosen = choose(results, choice)
    context = {
        "results": results,
        "edition": edition,
        "editions": shelf().editions.get(edition.year, ()),
        "newest": shelf().newest(edition.year),
        "older": older,
        "years": shelf().year_words,
        "address": address,
        "choice": choice,
        "chosen": chosen,
        "rows": table_rows(
            chosen.lines,
            address,
            grouped=bool(results.groups),
            query=_of_edition(edition, older=older),
        ),
        "heads": list(zip(results.criteria, results.criterion_maxima, strict=True)),
        "tiles": tiles(results, choice),
        "areas": areas(results, borders(results), _of_edition(edition, older=older)),
        "named": "" if results.groups else named(results, _of_edition(edition, older=older)),
        "all_squares": "" if results.groups else whole(results),
        "pending_squares": waiting_strip(results.pending) if results.pending else "",
        "result_words": RESULTS,
        "sorts": _sort_links(choice),
        "sorted_by": SORTS[choice.sort.removeprefix("-")][0] if choice.sort else "",
        "links": _links(choice, chosen.pages),
        "print_address": f"{settings.SITE_ADDRESS}{here}{choice.query()}",
        "units_on": date.fromisoformat(results.payload["units_on"]),
        "strip_notice": results.rule_set["notice"],
        "preview_title": f"Chuẩn tiếp cận pháp luật năm {results.year}, {results.scope}",
        "description": year_sentence(results),
        "structured": year_data(results),
    }
    return page("portal/results.html", address, context)


def _of_edition(edition: Edition, *, older: bool) -> str:
    """Links of a copy that was replaced stay inside that copy."""
    return f"?ban={edition.number}" if older else ""


def _sort_links(choice: Choice) -> dict[str, dict[str, str]]:
    """By column: the address that sorts by it, and what the head says to a screen reader."""
    links = {}
    for key in SORTS:
        down = "-" + key
        first, second = (down, key) if key == "tong" else (key, down)
        links[key.replace("-", "_")] = {
            "query": choice.query(sort=second if choice.sort == first else first, page=1),
            "aria": {key: "ascending", down: "descending"}.get(choice.sort, ""),
        }
    return links


def _links(choice: Choice, pages: int) -> dict[str, str]:
    """Addresses are relative, so the whole table of defaults is “./” and not an empty text."""
    back = choice.query(page=choice.page - 1) or "./"
    on = choice.query(page=choice.page + 1)
    return {
        "everything": choice.query(everything=True, page=1),
        "pages": choice.query(everything=False, page=1) or "./",
        "unfiltered": choice.query(group="", kind="", result="", page=1) or "./",
        "previous": back if choice.page > 1 else "",
        "next": on if choice.page < pages and not choice.everything else "",
    }


def embed_page(results: Results) -> bytes:
    """The table alone, to stand inside a page of somebody else."""
    address = reverse("portal:year", args=[results.year])
    lines = choose(results, WHOLE).lines
    context = {
        "results": results,
        "edition": results.edition,
        "address": address,
        "rows": table_rows(lines, address, grouped=bool(results.groups), framed=True),
        "heads": list(zip(results.criteria, results.criterion_maxima, strict=True)),
        "strip_notice": results.rule_set["notice"],
    }
    return page("portal/embed.html", address, context)


def home_page(years: list[Results]) -> bytes:
    """The newest year that stands in a sentence, the search, and all years.

    Where that year is not published whole, the newest one that is stands beside it. Newer years
    that were withdrawn are named in a note; where nothing else is left they stay, and say so.
    """
    standing = [year for year in years if not year.edition.withdrawn_at]
    told = standing or years
    about: dict[str, Any] = {
        "complete": next((year for year in told if not year.pending), None),
        "withdrawn_years": years[: years.index(told[0])] if told else [],
    }
    if told:
        about |= {"preview_title": told[0].scope, "description": year_sentence(told[0])}
    context = {**_years(told), "years": years, **about}
    return page("portal/home.html", reverse("portal:home"), context)


def years_page(years: list[Results]) -> bytes:
    return page("portal/years.html", reverse("portal:results"), _years(years))


def side_by_side_page(shown: SideBySide) -> bytes:
    context = {"shown": shown, "views": VIEWS, "stated": STATED}
    return page("portal/side_by_side.html", reverse("portal:side_by_side"), context)


def open_data_page(years: list[Results], site: str) -> bytes:
    """`site` is scheme and host, for the address of the table that others put in their pages."""
    embed = reverse("portal:embed", args=[years[0].year]) if years else ""
    context = {
        **_years(years),
        "embed_address": f"{site}{embed}",
        "licence": settings.DATA_LICENCE,
    }
    return page("portal/open_data.html", reverse("portal:open_data"), context)


def api_page(years: list[Results], site: str) -> bytes:
    """What programs may ask, told to people; the examples are of the newest published year."""
    context = {
        "years": years,
        "newest": years[0] if years else None,
        "example": years[0].units[0] if years else None,
        "site": site,
        "licence": settings.DATA_LICENCE,
        "breadcrumb": [
            {"label": "Dữ liệu mở", "url": reverse("portal:open_data")},
            {"label": "Dành cho chương trình", "url": ""},
        ],
    }
    return page("portal/api.html", reverse("portal:api_guide"), context)


def search_page(
    text: str,
    hits: list[Hit],
    count: int,
    others: list[Other],
    leads: Sequence[Lead] = (),
    became: Mapping[Entry, Sequence[Unit]] = MappingProxyType({}),
    parts: Sequence[Part] = (),
) -> bytes:
    """`hits` may be the first of `count`; `others` are units of today without a result; `leads`
    say what became of a code, `became` what became of the units that were found; `parts` lead to
    the table of a district."""
    context = {
        "text": text,
        "longest": LONGEST_TEXT,
        "hits": [(hit, became.get(hit.newest)) for hit in hits],
        "count": count,
        "others": others,
        "leads": leads,
        "parts": parts,
        "years": shelf().year_words,
    }
    return page("portal/search.html", reverse("portal:results"), context)


def without_result_page(results: Results, unit: Unit) -> bytes:
    """A unit that stood on the day of the copy and is not in it."""
    year = reverse("portal:year", args=[results.year])
    context = {
        "results": results,
        "unit": unit,
        "breadcrumb": [
            {"label": f"Kết quả {results.year}", "url": year},
            {"label": unit.name, "url": ""},
        ],
    }
    return page("portal/without_result.html", year, context)


def old_code_page(results: Results, code: str, leads: Sequence[Lead]) -> bytes:
    """Several units stand where the bearer of the code stood."""
    year = reverse("portal:year", args=[results.year])
    context = {
        "results": results,
        "code": code,
        "leads": leads,
        "breadcrumb": [
            {"label": f"Kết quả {results.year}", "url": year},
            {"label": f"Mã {code}", "url": ""},
        ],
    }
    return page("portal/old_code.html", year, context)


def _years(years: list[Results]) -> dict[str, Any]:
    newest = years[0] if years else None
    return {
        "years": years,
        "results": newest,
        "edition": newest.edition if newest else None,
        "strip_notice": newest.rule_set["notice"] if newest else "",
    }
