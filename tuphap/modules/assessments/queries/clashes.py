"""The versions of lines that clash: what the system holds, and what the form was opened with."""

from collections.abc import Mapping

from django.apps import apps

from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.models import Assessment, Entry
from tuphap.rules.workflows.assessment import SELF

# How far back the version is looked for that somebody had open.
MOST_VERSIONS = 60


def stored_lines(assessment: Assessment, items: list[str]) -> dict[str, Entry]:
    """With the person who wrote each."""
    rows = Entry.objects.filter(assessment=assessment, column=SELF, item__in=items)
    return {row.item: row for row in rows.select_related("written_by")}


def opened_versions(assessment: Assessment, marks: Mapping[str, str]) -> dict[str, Given]:
    """By their marks, out of the history; nothing for what cannot be found any more."""
    history = apps.get_model("assessments", "EntryHistory").objects
    found = {item: Given() for item, mark in marks.items() if mark == own_mark(None)}
    for item, mark in marks.items():
        rows = history.filter(assessment=assessment, column=SELF, item=item).order_by("-pk")
        versions = (given_of(row) for row in rows[:MOST_VERSIONS])
        same = next((given for given in versions if own_mark(given) == mark), None)
        if same is not None:
            found[item] = same
    return found
