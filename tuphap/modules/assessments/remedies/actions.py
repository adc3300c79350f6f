"""Writing, changing and withdrawing a measure; reminding of those that end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.limits import REMEDY, size_words
from tuphap.foundation.notices.actions import Message, notify_each
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.told import people_at
from tuphap.modules.assessments.remedies.models import Remedy
from tuphap.modules.assessments.remedies.queries import WRITE, people_of, plan_of
from tuphap.rules.permissions import Actor, Subject, require, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.remedies import REMINDED, days_left
from tuphap.rules.vietnamese import normalise

LONGEST_TEXT, LONGEST_WHO, MOST_YEARS, MOST_PER_LINE = 2000, 200, 5, 10


@dataclass(frozen=True)
class Wanted:
    """What is to stand; `person` is somebody of the unit, else `who` is typed."""

    what: str
    until: date
    person: int | None = None
    who: str = ""
    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class At:
    """At which line of which result; `remedy` is None for a new measure, `seen` its version."""

    dossier: UUID
    item: str
    remedy: UUID | None = None
    seen: int = 0


def save_remedy(at: At, wanted: Wanted, upload: Upload | None = None, *, by: Actor) -> Remedy:
    """The file is looked at before anything is locked."""
    require_anywhere(by, WRITE)
    if upload is None:
        with transaction.atomic():
            return _saved(at, wanted, None, by)
    with receive(upload, REMEDY) as received, transaction.atomic():
        return _saved(at, wanted, received, by)


@transaction.atomic
def withdraw_remedy(pk: UUID, *, seen: int, by: Actor) -> Remedy:
    """It is shown no more; its history stays."""
    found = _locked(pk, seen, by)
    found.withdrawn_at = by.at
    _keep(found, by)
    _note("remedy_withdrawn", found, by)
    return found


def remind_of_remedies(now: datetime) -> int:
    """Each unit is told once per measure and day of the table."""
    today = timezone.localdate(now)
    days = [today + timedelta(days=left) for left in REMINDED]
    rows = Remedy.objects.filter(withdrawn_at=None, done_on=None, until__in=days)
    due = list(rows.select_related("assessment__period", "assessment__unit"))
    people = people_at([remedy.unit_id for remedy in due], WRITE, today)
    pairs = (
        (person, _message(remedy, today))
        for remedy in due
        for person in people.get(remedy.unit_id, [])
    )
    return notify_each(pairs, at=now)


def _saved(at: At, wanted: Wanted, received: Received | None, by: Actor) -> Remedy:
    plan = plan_of(by, at.dossier, timezone.localdate(by.at))
    line = plan.line(at.item)
    if plan.writer is None:
        raise Refused(
            "other_unit",
            "Chỉ công chức của chính đơn vị ghi kế hoạch khắc phục của đơn vị mình.",
            permission=WRITE,
        )
    # Two who add at once at one dossier come one after the other.
    Assessment.objects.select_for_update(of=("self",)).get(pk=at.dossier)
    if at.remedy is None and len(line.measures) >= MOST_PER_LINE:
        raise _fault("what", f"Dòng {at.item} đã có {MOST_PER_LINE} biện pháp, nhiều nhất.")
    found = _locked(at.remedy, at.seen, by) if at.remedy else _new(at, plan.writer.pk)
    if found.assessment_id != at.dossier or found.item != at.item:
        raise Http404
    _fill(found, wanted, plan.writer.pk, by)
    if received is not None:
        _require_room(found, received)
        found.file = keep(received, at=by.at)
    _keep(found, by)
    _note("remedy_written", found, by)
    return found


def _new(at: At, unit_id: int) -> Remedy:
    return Remedy(assessment_id=at.dossier, unit_id=unit_id, item=at.item, version=0)


def _locked(pk: UUID, seen: int, by: Actor) -> Remedy:
    rows = Remedy.objects.select_for_update(of=("self",)).select_related("unit", "assessment__unit")
    found = rows.filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise Http404
    require(by, WRITE, Subject(place_of(found.unit)))
    if found.version != seen:
        raise _fault(
            "what",
            "Biện pháp này vừa được sửa ở nơi khác, chưa lưu gì. Nội dung vừa ghi còn trong ô. "
            "Xem bản mới rồi lưu lần nữa.",
            Kind.CONFLICT,
        )
    return found


def _fill(found: Remedy, wanted: Wanted, unit_id: int, by: Actor) -> None:
    today = timezone.localdate(by.at)
    found.what = normalise(wanted.what, keep_lines=True).strip()
    found.note = normalise(wanted.note, keep_lines=True).strip()
    found.who = normalise(wanted.who).strip()
    found.person_id = wanted.person
    found.until, found.done_on = wanted.until, wanted.done_on
    people = {person.pk for person in people_of(found.unit, today)}
    faults = {
        "what": "" if found.what else "Chưa ghi việc cần làm.",
        "who": "" if found.who or found.person_id in people else "Chưa chọn hoặc ghi người làm.",
        "until": _until_fault(wanted.until, today, is_new=not found.version),
        "done_on": _done_fault(wanted.done_on, today),
    }
    fields = {name: sentence for name, sentence in faults.items() if sentence}
    if fields:
        raise Refused("remedy_invalid", next(iter(fields.values())), Kind.INVALID, fields)


def _until_fault(until: date, today: date, *, is_new: bool) -> str:
    if is_new and until < today:
        return f"Hạn {until:%d/%m/%Y} đã qua. Chọn một ngày từ hôm nay."
    if until.year > today.year + MOST_YEARS:
        return f"Hạn {until:%d/%m/%Y} xa hơn {MOST_YEARS} năm. Chọn một ngày gần hơn."
    return ""


def _done_fault(done_on: date | None, today: date) -> str:
    if done_on is None or done_on <= today:
        return ""
    return f"Ngày xong {done_on:%d/%m/%Y} chưa đến. Ghi khi việc đã xong."


def _require_room(found: Remedy, received: Received) -> None:
    of_unit = Remedy.objects.filter(unit=found.unit_id, withdrawn_at=None, file__isnull=False)
    sizes = dict(of_unit.exclude(pk=found.pk).values_list("file__sha256", "file__size"))
    if sum(sizes.values()) + received.size > REMEDY.quota:
        raise _fault(
            "file",
            f"Không nhận tệp “{received.name}”: minh chứng khắc phục của đơn vị đã dùng gần hết "
            f"{size_words(REMEDY.quota)}.",
        )


def _keep(found: Remedy, by: Actor) -> None:
    assert by.person_id is not None  # whoever holds the permission has a name
    found.written_by_id, found.written_at = by.person_id, by.at
    found.version += 1
    found.save()


def _message(remedy: Remedy, today: date) -> Message:
    left = days_left(remedy.until, today)
    when = f"đến hạn ngày {remedy.until:%d/%m/%Y}" if left >= 0 else "đã quá hạn"
    unit, year = remedy.assessment.unit.name, remedy.assessment.period.year
    return Message(
        key=f"remedy:{remedy.pk}:{remedy.until:%Y%m%d}:{left}",
        title=f"Kế hoạch khắc phục năm {year}: một biện pháp {when}",
        body=f"{unit}, dòng {remedy.item}: {remedy.what}",
        address=reverse("remedies:plan", args=[remedy.assessment_id]),
    )


def _note(kind: str, found: Remedy, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=found.unit.name,
        subject=f"{found.assessment_id} {found.item}",
        detail={"remedy": str(found.pk), "version": found.version},
    )


def _fault(field: str, sentence: str, kind: Kind = Kind.INVALID) -> Refused:
    return Refused(f"faulty_{field}", sentence, kind, {field: sentence})
