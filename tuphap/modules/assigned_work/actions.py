"""Assigning, changing, withdrawing; and what the commune says was done."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.limits import WORK, size_words
from tuphap.foundation.measures.registry import why_held
from tuphap.foundation.units.models import Unit
from tuphap.modules.assigned_work.kinds import KINDS
from tuphap.modules.assigned_work.models import Assignment
from tuphap.modules.assigned_work.queries import ASSIGN, REPORT, visible
from tuphap.rules.assigned_work import JudgedBy, Line
from tuphap.rules.numbers import format_count, quoted
from tuphap.rules.permissions import Actor, Subject, posts_with, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

LONGEST_REASON = 1000
_valid_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Order:
    """What is assigned to every commune alike: lines by name, or a number with one due day."""

    kind: str
    year: int
    judged_by: JudgedBy
    lines: tuple[Line, ...] = ()
    quantity: int = 0
    due_on: date | None = None


@dataclass(frozen=True)
class Report:
    """What the commune says of one line."""

    issued_on: date | None = None
    signed_on: date | None = None
    done_count: int | None = None
    reference: str = ""
    url: str = ""


@transaction.atomic
def assign(order: Order, units: Collection[Unit], *, by: Actor) -> list[Assignment]:
    """Every line to every commune or, with Refused, nothing."""
    if not units:
        raise _fault("units", "Chưa chọn đơn vị nào. Chọn ít nhất một đơn vị.")
    for unit in units:
        require(by, ASSIGN, Subject(place_of(unit)))
    # Two people who assign the same at once would both find it free.
    list(Unit.objects.select_for_update().filter(pk__in=[u.pk for u in units]).order_by("pk"))
    _require_new(order, units)
    made = Assignment.objects.bulk_create(row for unit in units for row in _rows(order, unit, by))
    _note("work_assigned", by, KINDS[order.kind].label, {"units": len(units), "lines": len(made)})
    return made


@transaction.atomic
def change(
    pk: UUID, name: str, quantity: int, due_on: date | None, reason: str, *, version: int, by: Actor
) -> Assignment:
    """Name or number and due day; the reason is for the commune to read."""
    found = _locked(pk, ASSIGN, version, by)
    name = normalise(name).strip()
    if not found.is_number and not name:
        raise _fault("name", "Chưa ghi tên. Ghi tên văn bản hoặc nhiệm vụ.")
    if found.is_number and quantity < max(1, found.done_count or 0):
        raise _fault(
            "quantity",
            f"Số lượng {format_count(quantity)} nhỏ hơn số đã thực hiện "
            f"({format_count(found.done_count or 1)}). Ghi số lớn hơn hoặc bằng.",
        )
    clash = Assignment.objects.filter(
        unit=found.unit, kind=found.kind, year=found.year, name=name, withdrawn_at__isnull=True
    ).exclude(pk=found.pk)
    if not found.is_number and clash.exists():
        raise _fault("name", f"{found.unit.name} đã được giao {quoted(name)}. Ghi tên khác.")
    if found.is_number:
        found.quantity = quantity
    else:
        found.name = name
    found.due_on = due_on
    return _changed(found, "work_changed", _reason(reason), by)


@transaction.atomic
def withdraw(pk: UUID, reason: str, *, version: int, by: Actor) -> Assignment:
    """It stays to be read and counts no more."""
    found = _locked(pk, ASSIGN, version, by)
    found.withdrawn_at = by.at
    return _changed(found, "work_withdrawn", _reason(reason), by)


@transaction.atomic
def report(pk: UUID, told: Report, *, version: int, by: Actor) -> Assignment:
    """The commune's own words; an empty report takes the days away again."""
    found = _locked(pk, REPORT, version, by)
    _require_sound(found, told, timezone.localdate(by.at))
    found.issued_on, found.signed_on = told.issued_on, told.signed_on
    found.done_count = told.done_count if found.is_number else None
    found.reference, found.url = normalise(told.reference).strip(), told.url.strip()
    return _changed(found, "work_reported", "", by)


def keep_file(pk: UUID, upload: Upload, *, version: int, by: Actor) -> Assignment:
    """The file of a line, or a new one in its place; the old one stays in its history.

    The line is asked for twice: no lock is held while the file is looked at.
    """
    with transaction.atomic():
        _locked(pk, REPORT, version, by)
    with receive(upload, WORK) as received, transaction.atomic():
        found = _locked(pk, REPORT, version, by)
        _require_other(found, received)
        _require_room(found, received)
        found.file = keep(received, at=by.at)
        return _changed(found, "work_file_kept", "", by)


@transaction.atomic
def remove_file(pk: UUID, *, version: int, by: Actor) -> Assignment:
    """It proves nothing any more; its history still knows it."""
    found = _locked(pk, REPORT, version, by)
    if found.file is None:
        raise Http404
    found.file = None
    return _changed(found, "work_file_removed", "", by)


def _require_other(found: Assignment, received: Received) -> None:
    if found.file is not None and found.file.sha256 == received.sha256:
        raise _fault("file", f"Việc này đã có tệp này ({quoted(received.name)}). Chọn tệp khác.")


def _require_room(found: Assignment, received: Received) -> None:
    """The quota of the unit in the year; the same bytes at two lines count once."""
    rows = Assignment.objects.filter(unit=found.unit_id, year=found.year, file__isnull=False)
    sizes = dict(rows.values_list("file__sha256", "file__size"))
    if received.sha256 not in sizes and sum(sizes.values()) + received.size > WORK.quota:
        raise _fault(
            "file",
            f"Không nhận tệp “{received.name}”: đơn vị đã dùng gần hết {size_words(WORK.quota)} "
            f"cho việc được giao năm {found.year}. Nén tệp hoặc ghi đường dẫn.",
        )


def _rows(order: Order, unit: Unit, by: Actor) -> Iterator[Assignment]:
    assert by.person_id is not None  # whoever holds the permission has a name
    lines = order.lines or (Line("", order.due_on),)
    for line in lines:
        yield Assignment(
            unit=unit,
            kind=order.kind,
            year=order.year,
            name=line.name,
            quantity=1 if line.name else order.quantity,
            due_on=line.due_on,
            judged_by=order.judged_by.value,
            assigning_unit=posts_with(by, ASSIGN)[0].unit_name,
            assigned_by_id=by.person_id,
            assigned_at=by.at,
            changed_by_id=by.person_id,
            changed_at=by.at,
        )


def _require_new(order: Order, units: Collection[Unit]) -> None:
    names = [line.name for line in order.lines] or [""]
    if not order.lines and order.quantity < 1:
        raise _fault("quantity", "Chưa ghi số lượng. Ghi số từ 1 trở lên.")
    taken = Assignment.objects.filter(
        unit__in=units, kind=order.kind, year=order.year, name__in=names, withdrawn_at__isnull=True
    ).select_related("unit")
    first = taken.order_by("unit__name_sort", "name").first()
    if first is not None:
        what = quoted(first.name) if first.name else "một số lượng của loại việc này"
        raise _fault(
            "lines" if first.name else "quantity",
            f"{first.unit.name} đã được giao {what} trong năm {order.year}. "
            "Bỏ dòng hoặc đơn vị này, hay sửa việc đã giao.",
            Kind.CONFLICT,
        )


def _locked(pk: UUID, permission: str, version: int, by: Actor) -> Assignment:
    """The line as it stands, if this person may and saw this version; else 404 or Refused."""
    seen = visible(by).select_for_update(of=("self",))
    found = seen.filter(pk=pk).first()
    if found is None:
        raise Http404
    require(by, permission, found.subject)
    if found.withdrawn_at is not None:
        raise Refused("withdrawn", "Việc này đã được rút lại, chỉ xem.", Kind.CONFLICT)
    if found.version != version:
        raise Refused(
            "changed_meanwhile",
            "Việc này vừa được sửa ở nơi khác, chưa lưu gì. "
            "Tải lại trang, xem bản mới rồi ghi lại.",
            Kind.CONFLICT,
        )
    if permission == REPORT:
        _require_free(found)
    return found


def _require_free(found: Assignment) -> None:
    """What counted into a dossier that was sent is not changed by the unit until a return (W2)."""
    sentence = why_held(found.kind, found.unit_id, found.year)
    if sentence:
        raise Refused("held", sentence, Kind.CONFLICT)


def _changed(found: Assignment, kind: str, reason: str, by: Actor) -> Assignment:
    assert by.person_id is not None
    found.reason, found.changed_by_id, found.changed_at = reason, by.person_id, by.at
    found.version += 1
    found.save()
    _note(kind, by, found.title, {"unit": found.unit.code, "reason": reason})
    return found


def _require_sound(found: Assignment, told: Report, today: date) -> None:
    for field, day in (("issued_on", told.issued_on), ("signed_on", told.signed_on)):
        if day is not None and day > today:
            raise _fault(
                field, f"Ngày {day:%d/%m/%Y} chưa tới. Ghi ngày đã qua hoặc ngày {today:%d/%m/%Y}."
            )
    if found.is_number and (told.done_count or 0) > found.quantity:
        raise _fault(
            "done_count",
            f"Số đã thực hiện ({format_count(told.done_count or 0)}) lớn hơn số được giao "
            f"({format_count(found.quantity)}). Kiểm tra lại số này.",
        )
    if told.url.strip():
        try:
            _valid_url(told.url.strip())
        except ValidationError:
            raise _fault(
                "url",
                f"Đường dẫn {quoted(told.url)} không đúng mẫu. "
                "Dán địa chỉ bắt đầu bằng https:// hoặc http://.",
            ) from None


def _reason(text: str) -> str:
    reason = normalise(text, keep_lines=True).strip()
    if not reason:
        raise _fault("reason", "Chưa có lý do. Ghi lý do, đơn vị được giao sẽ đọc được.")
    if len(reason) > LONGEST_REASON:
        raise _fault("reason", f"Lý do dài {len(reason)} ký tự, tối đa {LONGEST_REASON}.")
    return reason


def _fault(field: str, sentence: str, kind: Kind = Kind.INVALID) -> Refused:
    return Refused(f"faulty_{field}", sentence, kind, {field: sentence})


def _note(kind: str, by: Actor, subject: str, detail: dict[str, object]) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=subject,
        detail=detail,
    )
