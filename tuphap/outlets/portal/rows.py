"""Rows of the table, written without the template engine.

A page of 220 rows costs ten times as much through a template loop (docs/adr). Every value that
comes from a payload passes `escape` here; tests feed names made of markup.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from tuphap.foundation.ui.render import status_html
from tuphap.outlets.portal.reading import Line


def table_rows(
    lines: Iterable[Line], address: str, *, grouped: bool, query: str = "", framed: bool = False
) -> SafeString:
    """`address` is that of the year; each unit has its page below it. In a frame of another page
    links open that page instead."""
    met, not_met = _result_cells()
    base, tail = escape(address), escape(query)
    target = ' target="_top"' if framed else ""
    parts: list[str] = []
    for line in lines:
        group = escape(line.group)
        small = f'<span class="tp-only-small tp-weak">{group}</span>' if grouped else ""
        parts.append(
            f'<tr><th scope="row"><a href="{base}{escape(line.code)}/{tail}"{target}>'
            f"{escape(line.name)}</a>{small}</th>"
        )
        if grouped:
            parts.append(f'<td class="tp-col-wide tp-weak">{group}</td>')
        parts.extend(f'<td class="tp-num tp-col-wide">{escape(cell)}</td>' for cell in line.cells)
        parts.append(
            f'<td class="tp-num"><strong>{escape(line.total)}</strong></td>'
            f"<td>{met if line.met else not_met}{_failed(line)}</td>"
            f'<td class="tp-col-wide tp-nowrap">{escape(line.decision)}</td></tr>\n'
        )
    return mark_safe("".join(parts))  # noqa: S308 - every value is escaped above


def _result_cells() -> tuple[str, str]:
    return status_html("Đạt chuẩn", "green"), status_html("Chưa đạt", "red")


def _failed(line: Line) -> str:
    return f'<div class="tp-hint">{escape(line.failed)}</div>' if line.failed else ""
