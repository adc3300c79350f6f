"""Who answers for which line, and which confirmations still hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tuphap.foundation.accounts.models import Person, Post
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.marks import mark_of
from tuphap.modules.assessments.models import Assessment, Entry, LineSignature
from tuphap.rules.permissions import ROLE_GRANTS
from tuphap.rules.workflows.assessment import SELF

CONFIRM = "assessment.confirm_line"


@dataclass(frozen=True)
class LinePeople:
    """One line: who is in charge, and since when the figure as it stands is confirmed."""

    item: str
    given: Given
    officer_id: int | None = None
    officer: str = ""
    confirmed_at: datetime | None = None

    @property
    def mark(self) -> str:
        return mark_of(SELF, None, self.given)

    @property
    def is_entered(self) -> bool:
        return self.given != Given()


def line_people(assessment: Assessment) -> dict[str, LinePeople]:
    """Every line of the sheet; two questions."""
    entries = {row.item: row for row in Entry.objects.filter(assessment=assessment, column=SELF)}
    rows = LineSignature.objects.filter(assessment=assessment).select_related("officer")
    signed = {row.item: row for row in rows}
    return {
        item.code: _line(item.code, entries.get(item.code), signed.get(item.code))
        for item in items_of(assessment.period)
    }


def unconfirmed(lines: Mapping[str, LinePeople]) -> list[str]:
    return [code for code, line in lines.items() if line.confirmed_at is None]


def people_of_unit(assessment: Assessment, day: date) -> list[Person]:
    """Who may be put in charge: people with a post in the unit that lets them confirm."""
    roles = [role.value for role, granted in ROLE_GRANTS.items() if CONFIRM in granted]
    held = Post.held_on(day).filter(unit=assessment.unit_id, role__in=roles)
    people = Person.objects.filter(posts__in=held, is_active=True).distinct()
    return list(people.order_by("name_sort", "pk"))


def codes_below(assessment: Assessment, node: str) -> Iterable[str]:
    """The lines under a criterion, an indicator or a line by its own code."""
    for item in items_of(assessment.period):
        number = node.removeprefix("TC")
        if item.code == node or (item.content and f"{item.code}.".startswith(f"{number}.")):
            yield item.code


def _line(code: str, entry: Entry | None, signed: LineSignature | None) -> LinePeople:
    given = given_of(entry) if entry else Given()
    if signed is None:
        return LinePeople(code, given)
    holds = (
        entry is not None
        and signed.confirmed_at is not None
        and signed.mark == mark_of(SELF, None, given)
        and signed.confirmed_at >= entry.written_at
    )
    return LinePeople(
        code,
        given,
        officer_id=signed.officer_id,
        officer=signed.officer.full_name,
        confirmed_at=signed.confirmed_at if holds else None,
    )
