"""What the pages of a dossier show of its threads and of what changed since it was returned."""

from collections.abc import Iterable, Mapping
from typing import Any

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.models import Assessment, Entry
from tuphap.modules.assessments.queries.comments import reads_notes
from tuphap.modules.assessments.queries.desk import DeskOf
from tuphap.modules.assessments.queries.sheet import Column, Course
from tuphap.modules.assessments.queries.talk import Told, talk_of, told_of
from tuphap.modules.assessments.views.comments import rights
from tuphap.rules.workflows.assessment import APPRAISED, SELF


def told_on_sheet(dossier: Assessment) -> Told:
    """Notes never come here, whoever looks: the sheet is the unit's page."""
    return told_of(dossier, with_notes=False)


def talk_on_sheet(
    request: PersonRequest, dossier: Assessment, told: Told, column: Column, way: Course
) -> dict[str, Any]:
    talk = talk_of(told, column.items, column.given, column.proof, way)
    return {"talk": talk, "guides": told.guides, **rights(request, dossier), "may_ask": False}


def talk_at_desk(request: PersonRequest, found: DeskOf) -> dict[str, Any]:
    told = told_of(found.assessment, with_notes=reads_notes(request.actor, found.assessment))
    talk = talk_of(told, found.items, _own_figures(found), found.proof, found.course)
    return {"talk": talk, "guides": told.guides, **rights(request, found.assessment)}


def _own_figures(found: DeskOf) -> Mapping[str, Given]:
    """The unit's own column lies on the desk while it is appraised; later it is asked for."""
    if found.column == APPRAISED:
        return {line.code: line.theirs.given for line in found.desk.lines if line.theirs}
    rows: Iterable[Entry] = Entry.objects.filter(assessment=found.assessment, column=SELF)
    return {entry.item: given_of(entry) for entry in rows}
