"""Any list of the table of lists as a file, with the parameters of its page."""

import json
from collections.abc import Callable, Mapping, Sequence

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import HEADERS
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.lists import LISTS, ListTable
from tuphap.outlets.exchange.tables import Cell, write_csv, write_xlsx
from tuphap.outlets.exchange.views.comparison import TYPES

LIST_TYPES = {**TYPES, "json": "application/json"}


@require_safe
def list_file(request: PersonRequest, name: str, form: str) -> HttpResponse:
    """The permission is asked by the list, as its page asks it."""
    found = LISTS.get(name)
    if found is None:
        raise Http404
    lines = list(found.lines(request))
    write: Mapping[str, Callable[[], bytes]] = {
        "csv": lambda: write_csv([found.heads, *lines]),
        "xlsx": lambda: write_xlsx([found.heads, *lines], found.title, request.actor.at, names=1),
        "json": lambda: write_json(found, lines),
    }
    body = write[form]()
    note_export(name, found.title, len(lines), by=request.actor)
    response = HttpResponse(body, content_type=LIST_TYPES[form], headers=HEADERS)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def write_json(found: ListTable, lines: Sequence[Sequence[Cell]]) -> bytes:
    """Days as ISO texts, decimals as texts with a point, an empty cell as null."""
    rows = [dict(zip(found.heads, line, strict=True)) for line in lines]
    told = {"title": found.title, "columns": found.heads, "rows": rows}
    return json.dumps(told, ensure_ascii=False, indent=1, default=_as_text).encode()


def _as_text(cell: object) -> str:
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
