"""A sheet somebody may fill now, with all that a table brought for it is held against."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.modules.assessments.from_spreadsheet.block import Sheet
from tuphap.modules.assessments.from_spreadsheet.judging import Judged
from tuphap.modules.assessments.from_spreadsheet.stamp import SheetName
from tuphap.modules.assessments.lines.answers import given_by_item
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import Assessment, Entry
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.criteria.queries import newest_versions, parsed
from tuphap.rules import permissions, workflow
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import contents
from tuphap.rules.workflows.assessment import COLUMN_PERMISSIONS, SELF


@dataclass(frozen=True)
class OpenSheet:
    """As it stands now; whoever saves asks again, with the lock in hand."""

    dossier: Assessment
    judged: Judged

    @property
    def name(self) -> SheetName:
        period, unit = self.dossier.period, self.dossier.unit
        rule_set = period.rule_set
        return SheetName(rule_set.code, rule_set.short_name, period.year, unit.code, unit.name)

    def sheet(self) -> Sheet:
        """Its lines, and whose the codes of other sets are."""
        own = self.dossier.period.rule_set
        elsewhere = {
            content.code: other.short_name
            for other in newest_versions()
            if other.code != own.code
            for content in contents(parsed(other))
        }
        return Sheet(self.judged.items, own.short_name, elsewhere)

    @property
    def first_codes(self) -> str:
        return Sheet(self.judged.items, "").first_codes


def open_sheet(actor: Actor, assessment_id: UUID) -> OpenSheet:
    """404 out of reach; Refused without the right to fill, or where the sheet is only shown."""
    dossier = get_visible(actor, assessment_id)
    permissions.require(actor, COLUMN_PERMISSIONS[SELF], dossier.subject)
    workflow.require_writable(dossier.workflow, dossier.status, SELF)
    period = dossier.period
    return OpenSheet(
        dossier,
        Judged(
            rule_set=parsed(period.rule_set),
            items=items_of(period),
            stored=given_by_item(Entry.objects.filter(assessment=dossier, column=SELF)),
            gates_enabled=period.gates_enabled,
            calendar=work_calendar(),
            year=period.year,
            today=timezone.localdate(actor.at),
        ),
    )
