"""Who may work on a dossier at its desk, and which step of the unit may end later."""

from datetime import date

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, Extension
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.told import people_at
from tuphap.rules.dossier_days import RETURNED
from tuphap.rules.permissions import Actor, posts_with
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.reminders import waits_for_sending
from tuphap.rules.step_deadlines import SUBMITTED

APPRAISE, ASSIGN = "assessment.appraise", "assessment.assign"


def appraisers_at(unit_id: int, day: date) -> list[Person]:
    """By name; whoever may appraise there on that day."""
    people = people_at([unit_id], APPRAISE, day).get(unit_id, [])
    return sorted(people, key=lambda person: person.name_sort)


def colleagues(actor: Actor, day: date) -> list[Person]:
    """Whom this person may hand dossiers to: those who appraise where he does; by name."""
    units = Unit.objects.filter(path__in={post.unit_path for post in posts_with(actor, ASSIGN)})
    by_unit = people_at(units.values_list("pk", flat=True), APPRAISE, day)
    people = {person.pk: person for found in by_unit.values() for person in found}
    return sorted(people.values(), key=lambda person: person.name_sort)


def extendable(dossier: Assessment) -> tuple[str, date | None]:
    """The step the unit has to finish now, with its last day; Refused once nothing waits for it."""
    if dossier.status not in waits_for_sending(dossier.workflow):
        raise Refused(
            "nothing_to_extend",
            f"Hồ sơ đang ở bước “{dossier.step.label}”, đơn vị không còn việc phải xong đúng hạn. "
            "Không cần lùi hạn.",
            Kind.CONFLICT,
        )
    step = RETURNED if dossier.status == RETURNED else SUBMITTED
    return step, own_days(dossier).send_by


def extensions_of(dossier: Assessment) -> list[Extension]:
    """Newest first."""
    rows = Extension.objects.filter(assessment=dossier).select_related("granted_by")
    return list(rows.order_by("-pk"))
