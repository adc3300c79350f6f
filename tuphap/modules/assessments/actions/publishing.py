"""Publishing a year: every decided dossier, frozen as one numbered copy (W6, W7)."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.publication.actions import publish_copy, reserve_number
from tuphap.foundation.publication.canonical import canonical_text
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import is_withdrawn, newest_copy
from tuphap.foundation.workflow.perform import perform_many
from tuphap.modules.assessments.actions.telling import tell_published
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.publication_checks import Asked, require_sound
from tuphap.modules.assessments.publishing import results_payload
from tuphap.modules.assessments.queries import publishing as queries
from tuphap.modules.assessments.queries.measured import known_of_units
from tuphap.rules.permissions import PERMISSIONS, Actor, Subject, may, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.required_words import require_words
from tuphap.rules.second_factor import require_second_factor

LONGEST_NOTE = 1000
PERMISSION = "assessment.publish"
UNLOCK = "assessment.unlock"


@transaction.atomic
def publish_period(
    period: Period, *, expected_number: int, by: Actor, note: str = ""
) -> PublishedCopy:
    """Publish all decided units under the number the person saw; what is not decided stays out.

    A later copy holds the units of the earlier ones, too, and says in `note` why it was made.
    """
    require(by, PERMISSION, Subject(place_of(period.scope_unit)))
    require_second_factor(by, PERMISSION)
    number = reserve_number(RESULTS, period.year, expected_number)
    note = _sound_note(note, number)
    queries.hold_still(period)
    fresh = perform_many(queries.fresh(period), queries.PUBLISH, by=by, reason=note)
    payload = payload_of_period(period)
    _require_something_new(payload, period)
    require_sound(asked_of(period, payload))
    tell_published(fresh, number, by=by)
    return publish_copy(RESULTS, period.year, payload, by=by, note=note)


def why_not(period: Period, *, by: Actor) -> str:
    """What publishing now would be refused for, whatever is typed; "" where nothing stands against.

    Asked before a button is offered; `publish_period` asks everything again.
    """
    scope = place_of(period.scope_unit)
    # A unit that was divided has no successor that could go on with what it published (M5).
    if not may(by, PERMISSION, Subject(scope)):
        name = period.scope_unit.name
        return f"{name} của kỳ này đã chia vào nhiều đơn vị, nên kỳ này chỉ xem."
    try:
        require(by, PERMISSION, Subject(scope, done_by=queries.earlier_work(period, by)))
        payload = payload_of_period(period)
        _require_something_new(payload, period)
        require_sound(asked_of(period, payload))
    except Refused as refused:
        return refused.sentence
    return ""


def asked_of(period: Period, payload: dict[str, Any]) -> Asked:
    """What the rules before publishing look at."""
    return Asked(period, payload, queries.readiness(period), newest_copy(RESULTS, period.year))


def payload_of_period(period: Period) -> dict[str, Any]:
    """The figures as they would be published now.

    Asked in several questions: inside `snapshot`, or with the dossiers held still.
    """
    rows = queries.decided_rows(period)
    assessed, not_assessed = queries.assessed_or_not(period)
    return results_payload(
        period,
        rows,
        queries.decided_sums(period),
        known_of_units(period, (row["unit_id"] for row in rows)),
        queries.decided_lines(period),
        work_calendar(),
        pending=assessed - len(rows),
        not_assessed=not_assessed,
        demo=settings.DEMO,
    )


def _sound_note(note: str, number: int) -> str:
    """The first copy needs none."""
    return require_words(
        note,
        "note",
        called="Nội dung thay đổi",
        missing=f"Chưa có nội dung thay đổi của bản số {number:02d}. "
        "Ghi vì sao công bố lại, mọi người sẽ đọc được nội dung này.",
        longest=LONGEST_NOTE,
        wanted=number > 1,
    )


def _require_something_new(payload: dict[str, Any], period: Period) -> None:
    if not payload["units"]:
        raise Refused(
            "nothing_decided",
            f"Kỳ đánh giá {period.year} chưa có đơn vị nào có quyết định, chưa công bố được. "
            "Ghi quyết định trước.",
            Kind.CONFLICT,
        )
    newest = newest_copy(RESULTS, period.year)
    digest = hashlib.sha256(canonical_text(payload).encode()).hexdigest()
    # What was withdrawn by mistake, or for its form alone, comes back under a number of its own.
    if newest is None or newest.sha256 != digest or is_withdrawn(newest):
        return
    raise Refused(
        "nothing_new",
        f"Số liệu không khác bản số {newest.number:02d} đã công bố. {_how_to_correct(period)}",
        Kind.CONFLICT,
    )


def _how_to_correct(period: Period) -> str:
    """Figures of a unit that has ended stay as they were decided (M4, M5)."""
    if period.scope_unit.valid_to is not None:
        return (
            f"{period.scope_unit.name} của kỳ này đã sắp xếp vào đơn vị khác nên hồ sơ không mở "
            "lại được; bản có sai sót thì thu hồi và ghi rõ sai ở đâu."
        )
    return (
        f"Muốn đính chính: người có quyền {PERMISSIONS[UNLOCK].label} mở hồ sơ của đơn vị từ trang "
        "Đối chiếu, mở lại số liệu, ghi lại quyết định; sau đó công bố bản mới."
    )
