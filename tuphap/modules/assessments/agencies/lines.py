"""The lines an agency is asked about, both columns side by side, with their documents."""

from dataclasses import dataclass

from tuphap.modules.assessments.agencies.models import Agency
from tuphap.modules.assessments.agencies.queries import documents_of, lines_of
from tuphap.modules.assessments.lines.answers import given_of
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.lines.sides import Side, side_of
from tuphap.modules.assessments.lines.words import name_of
from tuphap.modules.assessments.models import Assessment, Entry, Evidence
from tuphap.rules.workflows.assessment import APPRAISED, SELF


@dataclass(frozen=True)
class AskedLine:
    item: Item
    name: str
    theirs: Side | None
    ours: Side | None
    mark: str
    documents: tuple[Evidence, ...]

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def anchor(self) -> str:
        return self.item.anchor


def asked_lines(agency: Agency, dossier: Assessment) -> list[AskedLine]:
    """Only the lines of its codes; nothing else of the dossier is even read."""
    codes = lines_of(agency)
    rows = Entry.objects.filter(
        assessment=dossier, item__in=codes, column__in=(SELF, APPRAISED)
    ).select_related("written_by")
    found = {(row.column, row.item): row for row in rows}
    documents = documents_of(dossier, codes)
    items = {item.code: item for item in items_of(dossier.period)}
    return [
        AskedLine(
            items[code],
            name_of(items[code]),
            _side(items[code], found.get((SELF, code))),
            _side(items[code], found.get((APPRAISED, code))),
            _mark(found.get((SELF, code))),
            tuple(documents.get(code, ())),
        )
        for code in codes
    ]


def _side(item: Item, entry: Entry | None) -> Side | None:
    return side_of(item, (given_of(entry), entry, entry.written_by.full_name)) if entry else None


def _mark(entry: Entry | None) -> str:
    return own_mark(given_of(entry) if entry else None)
