"""What search engines and previews read of a page: a sentence, and data in schema.org words."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from tuphap.foundation.ui.context import basis
from tuphap.outlets.portal.reading import Results, Unit, passed_label, shown_points

# The same signs that Django's own json_script writes as escapes; it cannot name the type.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", ord("'"): "\\u0027"}
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def data_block(data: Mapping[str, Any]) -> SafeString:
    """A block of data, which no browser runs: no value in it can end it."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(  # noqa: S308 - signs of markup are escaped above
        f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>'
    )


def year_sentence(results: Results) -> str:
    edition, summary = results.edition, results.summary
    withdrawn = "Bản này đã thu hồi. " if edition.withdrawn_at else ""
    counted = f"{summary['met']} trong {summary['units']} đơn vị đạt chuẩn tiếp cận pháp luật"
    if results.pending:
        counted = (
            f"mới công bố {summary['units']} trong {results.everybody} đơn vị,"
            f" {summary['met']} đơn vị đạt chuẩn tiếp cận pháp luật"
        )
    return (
        f"{withdrawn}{results.scope}, năm {results.year}: {counted}."
        f" Bản công bố số {edition.number:02d}, {localdate(edition.published_at):%d/%m/%Y}."
    )


def unit_sentence(results: Results, unit: Unit) -> str:
    final = unit["final"]
    word = "Đạt" if unit["met"] else "Chưa đạt"
    if results.in_points:
        figure = f", {shown_points(final['total'])}/{results.total_max} điểm"
    else:
        figure = "" if final["passed"] is None else f", {passed_label(final)} chỉ tiêu"
    withdrawn = "Bản này đã thu hồi. " if results.edition.withdrawn_at else ""
    return (
        f"{withdrawn}{word} chuẩn tiếp cận pháp luật năm {results.year}{figure}, theo Quyết định"
        f" số {unit['decision']['number']}."
    )


def year_data(results: Results) -> SafeString:
    """The year as a data set with its files."""
    edition, site = results.edition, settings.SITE_ADDRESS
    file = f"{site}/du-lieu-mo/ket-qua-{results.year}"
    office = basis()["office"]
    return data_block(
        {
            "@type": "Dataset",
            "name": f"Kết quả chuẩn tiếp cận pháp luật năm {results.year}, {results.scope}",
            "description": year_sentence(results),
            "url": f"{site}/ket-qua/{results.year}/",
            "temporalCoverage": results.year,
            "spatialCoverage": results.scope,
            "version": str(edition.number),
            "identifier": f"sha-256:{edition.sha256}",
            "datePublished": localdate(edition.published_at).isoformat(),
            "isAccessibleForFree": True,
            "license": settings.DATA_LICENCE["address"],
            "inLanguage": "vi",
            "creator": {"@type": "GovernmentOrganization", "name": office.name},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{file}.{ending}"}
                for ending, kind in FORMATS.items()
            ],
        }
    )


def way_data(items: list[dict[str, str]], address: str) -> SafeString:
    """Where a page stands, as its line of links says."""
    site = settings.SITE_ADDRESS
    return data_block(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": item["label"],
                    "item": f"{site}{item['url'] or address}",
                }
                for place, item in enumerate(items, 1)
            ],
        }
    )
