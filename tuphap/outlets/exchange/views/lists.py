"""Any list of the table of lists as a file, with the parameters of its page."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import HEADERS
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.lists.catalogue import LISTS
from tuphap.outlets.exchange.lists.table import PARTS, Line, ListTable
from tuphap.outlets.exchange.tables import write_csv, write_json, write_xlsx
from tuphap.outlets.exchange.views.comparison import TYPES

LIST_TYPES = {**TYPES, "json": "application/json"}


@require_safe
def list_file(request: PersonRequest, name: str, form: str, key: str = "") -> HttpResponse:
    """The permission is asked by the list, as its page asks it; `key` says of what the list is."""
    found = LISTS.get(name)
    if found is None:
        raise Http404
    lines = Counted(found.lines(request, *_parts(found, key)))
    table = chain([found.heads], lines)
    write: Mapping[str, Callable[[], bytes]] = {
        "csv": lambda: write_csv(table),
        "xlsx": lambda: write_xlsx(table, found.title, request.actor.at, names=1),
        "json": lambda: write_json(found.title, found.heads, lines),
    }
    body = write[form]()
    note_export(name, found.title, lines.number, by=request.actor, of=key)
    response = HttpResponse(body, content_type=LIST_TYPES[form], headers=HEADERS)
    day = [found.day(request).isoformat()] if found.day else []
    file_name = "-".join([name, *filter(None, key.split("/")), *day])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{form}"'
    return response


class Counted:
    """Lines as they pass; none is held."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines, self.number = lines, 0

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            self.number += 1
            yield line


def _parts(found: ListTable, key: str) -> list[int | UUID]:
    """Whatever is no such part of an address leads nowhere, as on the page itself."""
    words = key.split("/") if key else []
    forms = [PARTS[part] for part in found.parts]
    if len(words) != len(forms):
        raise Http404
    if not all(re.fullmatch(form, word) for (form, _), word in zip(forms, words, strict=True)):
        raise Http404
    return [read(word) for (_, read), word in zip(forms, words, strict=True)]
