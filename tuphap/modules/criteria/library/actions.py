"""Adding a document, changing what is said of it, ending it."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.limits import LIBRARY, size_words
from tuphap.foundation.units.models import Unit
from tuphap.modules.criteria.library.models import DocumentKind, GuidanceDocument
from tuphap.modules.criteria.models import RuleRow
from tuphap.modules.criteria.queries import MANAGE, own_province
from tuphap.rules.permissions import Actor, Subject, require, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

LONGEST_ABSTRACT = 1000
YEARS_APART = 10


@dataclass(frozen=True)
class About:
    """What stands on the paper, and what it is about."""

    kind: str
    number: str
    issued_on: date
    issuer: str
    abstract: str
    rule_set: str = ""
    row: str = ""
    year: int | None = None


def add_document(about: About, upload: Upload, *, by: Actor) -> GuidanceDocument:
    require_anywhere(by, MANAGE)
    with receive(upload, LIBRARY) as received, transaction.atomic():
        unit = own_province(by)
        if unit is None:
            raise Http404
        found = GuidanceDocument(unit=unit, version=0)
        return _written(found, about, received, by)


def change_document(
    pk: UUID, about: About, upload: Upload | None, *, seen: int, by: Actor
) -> GuidanceDocument:
    """Without a file the one there stays."""
    require_anywhere(by, MANAGE)
    if upload is None:
        with transaction.atomic():
            return _written(_locked(pk, seen, by), about, None, by)
    with receive(upload, LIBRARY) as received, transaction.atomic():
        return _written(_locked(pk, seen, by), about, received, by)


@transaction.atomic
def end_document(
    pk: UUID, ended_on: date | None, replaced_by: UUID | None, *, seen: int, by: Actor
) -> GuidanceDocument:
    """The first day on which it holds no more; without a day it holds again."""
    found = _locked(pk, seen, by)
    if ended_on is not None and ended_on < found.issued_on:
        raise _fault(
            "ended_on",
            f"Ngày hết hiệu lực {ended_on:%d/%m/%Y} trước ngày ban hành "
            f"{found.issued_on:%d/%m/%Y}. Kiểm tra lại hai ngày này.",
        )
    other = None
    if replaced_by is not None and ended_on is not None:
        rows = GuidanceDocument.objects.filter(unit=found.unit_id).exclude(pk=pk)
        other = rows.filter(pk=replaced_by).first()
        if other is None:
            raise _fault("replaced_by", "Văn bản thay thế không có trong danh sách. Chọn lại.")
    found.ended_on, found.replaced_by = ended_on, other
    return _keep(found, "library_ended", by)


def _written(
    found: GuidanceDocument, about: About, received: Received | None, by: Actor
) -> GuidanceDocument:
    require(by, MANAGE, Subject(place_of(found.unit)))
    for name, value in asdict(about).items():
        setattr(found, name, normalise(value).strip() if isinstance(value, str) else value)
    _require_sound(found, timezone.localdate(by.at))
    if received is not None:
        _require_room(found.unit, received)
        found.file = keep(received, at=by.at)
    return _keep(found, "library_written", by)


def _locked(pk: UUID, seen: int, by: Actor) -> GuidanceDocument:
    rows = GuidanceDocument.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    require(by, MANAGE, Subject(place_of(found.unit)))
    if found.version != seen:
        raise _fault(
            "number",
            "Văn bản này vừa được sửa ở nơi khác, chưa lưu gì. Nội dung vừa ghi còn trong các ô. "
            "Xem lại rồi lưu lần nữa.",
            Kind.CONFLICT,
        )
    return found


def _require_sound(found: GuidanceDocument, today: date) -> None:
    same = GuidanceDocument.objects.filter(
        unit=found.unit, number=found.number, issued_on=found.issued_on
    )
    rows = RuleRow.objects.filter(rule_set__code=found.rule_set, code=found.row)
    faults = {
        "kind": "" if found.kind in DocumentKind.values else "Chưa chọn loại văn bản.",
        "number": _number_fault(found, taken=same.exclude(pk=found.pk).exists()),
        "issued_on": ""
        if found.issued_on <= today
        else f"Ngày ban hành {found.issued_on:%d/%m/%Y} chưa đến. Kiểm tra lại ngày.",
        "issuer": "" if found.issuer else "Chưa ghi cơ quan ban hành.",
        "abstract": "" if found.abstract else "Chưa ghi trích yếu.",
        "row": ""
        if not found.row or rows.exists()
        else f"Mã dòng “{found.row}” không có trong bộ tiêu chí đã chọn. Ghi mã như 2.4.1.",
        "year": _year_fault(found),
    }
    fields = {name: sentence for name, sentence in faults.items() if sentence}
    if fields:
        raise Refused("document_invalid", next(iter(fields.values())), Kind.INVALID, fields)


def _number_fault(found: GuidanceDocument, *, taken: bool) -> str:
    if not found.number:
        return "Chưa ghi số, ký hiệu."
    if taken:
        return f"Văn bản số {found.number} ngày {found.issued_on:%d/%m/%Y} đã có trong thư viện."
    return ""


def _year_fault(found: GuidanceDocument) -> str:
    """A slip of the pen is far from the day of issue."""
    if found.year is None or abs(found.year - found.issued_on.year) <= YEARS_APART:
        return ""
    return f"Năm đánh giá {found.year} cách ngày ban hành hơn {YEARS_APART} năm. Kiểm tra lại năm."


def _require_room(unit: Unit, received: Received) -> None:
    rows = GuidanceDocument.objects.filter(unit=unit)
    sizes = dict(rows.values_list("file__sha256", "file__size"))
    if sum(sizes.values()) + received.size > LIBRARY.quota:
        raise _fault(
            "file",
            f"Không nhận tệp “{received.name}”: thư viện đã dùng gần hết "
            f"{size_words(LIBRARY.quota)}.",
        )


def _keep(found: GuidanceDocument, kind: str, by: Actor) -> GuidanceDocument:
    assert by.person_id is not None  # whoever holds the permission has a name
    found.written_by_id, found.written_at = by.person_id, by.at
    found.version += 1
    found.save()
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=found.unit.name,
        subject=str(found),
        detail={"document": str(found.pk), "version": found.version},
    )
    return found


def _fault(field: str, sentence: str, kind: Kind = Kind.INVALID) -> Refused:
    return Refused(f"faulty_{field}", sentence, kind, {field: sentence})
