"""Telling people of a dossier, in the transaction of the deed; reminders to who has not sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.notices.actions import Message, notify, notify_each
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import history
from tuphap.modules.assessments import notices
from tuphap.modules.assessments.models import Assessment, Comment, Decision, Extension
from tuphap.modules.assessments.queries.reminders import completion_day, unsent_dossiers
from tuphap.modules.assessments.queries.told import OFFICE, UNIT, people_at
from tuphap.rules.permissions import Actor
from tuphap.rules.reminders import reminder_due
from tuphap.rules.workflows.comment import ANSWERED, CORRECTION, NOTE, OPEN, QUESTION


def tell_returned(dossier: Assessment, *, by: Actor) -> None:
    """The unit learns why its dossier came back and until when to send it again."""
    change = last_change(dossier)
    due = completion_day(dossier.period, timezone.localdate(by.at), work_calendar())
    people = people_at([dossier.unit_id], UNIT, timezone.localdate(by.at))
    message = notices.returned_message(dossier, change, due)
    notify(people.get(dossier.unit_id, ()), message, at=by.at)


def tell_submitted(dossier: Assessment, *, by: Actor) -> None:
    """Those who appraise learn that a dossier waits for them."""
    change = last_change(dossier)
    message = notices.submitted_message(dossier, change, change.source == "returned")
    people = people_at([dossier.appraising_unit_id], OFFICE, timezone.localdate(by.at))
    notify(people.get(dossier.appraising_unit_id, ()), message, at=by.at)


def tell_decided(dossiers: Sequence[Assessment], decision: Decision, *, by: Actor) -> None:
    _tell_units(((d, notices.decided_message(d, decision)) for d in dossiers), by.at)


def tell_published(dossiers: Sequence[Assessment], number: int, *, by: Actor) -> None:
    _tell_units(((d, notices.published_message(d, number)) for d in dossiers), by.at)


def tell_of_province_move(dossier: Assessment, *, by: Actor) -> None:
    """The unit, and those who appraise it, learn what the province did and why."""
    change, today = last_change(dossier), timezone.localdate(by.at)
    unit = people_at([dossier.unit_id], UNIT, today).get(dossier.unit_id, ())
    office = people_at([dossier.appraising_unit_id], OFFICE, today)
    message = notices.province_move_message(dossier, change)
    notify([*unit, *office.get(dossier.appraising_unit_id, ())], message, at=by.at)


def tell_extended(dossier: Assessment, extension: Extension, *, by: Actor) -> None:
    people = people_at([dossier.unit_id], UNIT, timezone.localdate(by.at))
    message = notices.extended_message(dossier, extension)
    notify(people.get(dossier.unit_id, ()), message, at=by.at)


def tell_of_comment(comment: Comment, *, by: Actor) -> None:
    """A question or a correction goes to the unit, its answer to whoever asked.

    What is said to a line named in a return is told with the dossier that is sent again.
    """
    dossier = comment.assessment
    if comment.kind in (QUESTION, CORRECTION) and comment.status == ANSWERED:
        notify([comment.author], notices.answered_message(comment), at=by.at)
    if comment.kind == NOTE or comment.status != OPEN:
        return
    people = people_at([dossier.unit_id], UNIT, timezone.localdate(by.at))
    told = notices.corrected_message if comment.kind == CORRECTION else notices.asked_message
    notify(people.get(dossier.unit_id, ()), told(comment), at=by.at)


def tell_of_public_comment(dossier: Assessment, at: datetime) -> None:
    day = timezone.localdate(at)
    people = people_at([dossier.unit_id], UNIT, day)
    notify(people.get(dossier.unit_id, ()), notices.public_comment_message(dossier, day), at=at)


@transaction.atomic
def remind_units(at: datetime) -> int:
    """The reminders due on this day, each once; how many people were told. Safe to run again."""
    today = timezone.localdate(at)
    due = []
    for unsent in unsent_dossiers():
        line = reminder_due(unsent.last_day, today, unsent.known_since)
        if line is not None:
            message = notices.reminder_message(unsent, line, today)
            due.append((unsent.dossier, message))
    return _tell_units(due, at)


def _tell_units(pairs: Iterable[tuple[Assessment, Message]], at: datetime) -> int:
    told = list(pairs)
    people = people_at((d.unit_id for d, _ in told), UNIT, timezone.localdate(at))
    each = [(who, message) for d, message in told for who in people.get(d.unit_id, ())]
    return notify_each(each, at=at)


def last_change(dossier: Assessment) -> StatusChange:
    return history(dossier).order_by("-pk")[0]
