"""What a province says to those who answer a row: words and files, each kept with its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.limits import GUIDANCE, size_words
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.units.models import Unit
from tuphap.modules.criteria.models import Guidance, GuidanceFile, RuleRow
from tuphap.modules.criteria.queries import MANAGE
from tuphap.rules.permissions import Actor, Subject, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

LONGEST_TEXT = 3000


@dataclass(frozen=True)
class Place:
    """To which row of which set, and for which province."""

    unit: Unit
    rule_set: str
    row: str


@transaction.atomic
def write_guidance(place: Place, text: str, *, version: int, by: Actor) -> Guidance:
    """The words that stand from now on; an empty text takes them away, the old ones stay known."""
    text = normalise(text, keep_lines=True).strip()
    if len(text) > LONGEST_TEXT:
        raise _fault(
            "text",
            f"Hướng dẫn dài {len(text)} ký tự, tối đa {LONGEST_TEXT}. Rút gọn hoặc để vào tệp.",
        )
    found = _locked(place, by)
    if found.version != version:
        raise _fault(
            "text",
            "Hướng dẫn này vừa được sửa ở nơi khác, chưa lưu gì. Bản mới ở bên cạnh, nội dung vừa "
            "ghi còn trong ô. Xem lại rồi lưu lần nữa.",
            Kind.CONFLICT,
        )
    if found.text != text:
        found.text, found.written_by_id, found.written_at = text, _person(by), by.at
        found.version += 1
        found.save()
        _note("guidance_written", place, by, {"length": len(text)})
    return found


@dataclass(frozen=True)
class Outcome:
    """Of several files some may be kept and others not; each says so by its name."""

    added: tuple[GuidanceFile, ...]
    refused: tuple[Refused, ...]


def add_guidance_files(place: Place, uploads: Iterable[Upload], *, by: Actor) -> Outcome:
    """Each file stands alone: one that is not taken in keeps no other from being kept."""
    require(by, MANAGE, Subject(place_of(place.unit)))
    added, refused = [], []
    for upload in uploads:
        try:
            added.append(_add_file(place, upload, by))
        except Refused as why:
            if why.kind is Kind.FORBIDDEN:
                raise
            refused.append(why)
    return Outcome(tuple(added), tuple(refused))


def replace_guidance_file(file_id: int, upload: Upload, *, by: Actor) -> GuidanceFile:
    """A new version in the place of a file; the old one stays with its end."""
    place = _place_of(_current_file(file_id, by))
    with receive(upload, GUIDANCE) as received, transaction.atomic():
        guidance = _locked(place, by)
        old = _current_file(file_id, by)
        _require_room(guidance, received)
        _end(old, by)
        new = _kept(guidance, keep(received, at=by.at), by, old)
        _note("guidance_file_replaced", place, by, {"file": new.file.name, "version": new.version})
        return new


@transaction.atomic
def remove_guidance_file(file_id: int, *, by: Actor) -> GuidanceFile:
    """Nobody is shown it any more; who took it away and when stays known."""
    found = _current_file(file_id, by)
    _locked(_place_of(found), by)
    found = _current_file(file_id, by)
    _end(found, by)
    _note("guidance_file_removed", _place_of(found), by, {"file": found.file.name})
    return found


def _add_file(place: Place, upload: Upload, by: Actor) -> GuidanceFile:
    with receive(upload, GUIDANCE) as received, transaction.atomic():
        guidance = _locked(place, by)
        if guidance.files.filter(removed_at__isnull=True).count() >= GUIDANCE.most_files:
            raise _fault(
                "file",
                f"Không nhận tệp “{received.name}”: dòng {place.row} đã có {GUIDANCE.most_files} "
                "tệp, nhiều nhất. Gỡ bớt hoặc thay tệp cũ.",
            )
        _require_room(guidance, received)
        added = _kept(guidance, keep(received, at=by.at), by)
        _note("guidance_file_added", place, by, {"file": added.file.name})
        return added


def _locked(place: Place, by: Actor) -> Guidance:
    """Made when it is first written to; two who write at once come one after the other."""
    require(by, MANAGE, Subject(place_of(place.unit)))
    levels = (RuleRow.INDICATOR, RuleRow.CONTENT)
    rows = RuleRow.objects.filter(rule_set__code=place.rule_set, code=place.row, level__in=levels)
    if not rows.exists():
        raise Http404
    Guidance.objects.bulk_create(
        [
            Guidance(
                unit=place.unit,
                rule_set=place.rule_set,
                row=place.row,
                written_by_id=_person(by),
                written_at=by.at,
            )
        ],
        ignore_conflicts=True,
    )
    known = Guidance.objects.select_for_update().filter(unit=place.unit)
    return known.get(rule_set=place.rule_set, row=place.row)


def _current_file(file_id: int, by: Actor) -> GuidanceFile:
    rows = GuidanceFile.objects.select_related("file", "guidance__unit")
    found = rows.filter(pk=file_id, removed_at__isnull=True).first()
    if found is None:
        raise Http404
    require(by, MANAGE, Subject(place_of(found.guidance.unit)))
    return found


def _place_of(file: GuidanceFile) -> Place:
    return Place(file.guidance.unit, file.guidance.rule_set, file.guidance.row)


def _require_room(guidance: Guidance, received: Received) -> None:
    """The same file twice at a row helps nobody; the same bytes at two rows count once."""
    current = GuidanceFile.objects.filter(removed_at__isnull=True)
    if current.filter(guidance=guidance, file__sha256=received.sha256).exists():
        raise _fault(
            "file",
            f"Không nhận tệp “{received.name}”: dòng {guidance.row} đã có tệp này. Chọn tệp khác.",
        )
    of_unit = current.filter(guidance__unit=guidance.unit_id)
    sizes = dict(of_unit.values_list("file__sha256", "file__size"))
    if sum(sizes.values()) + received.size > GUIDANCE.quota:
        raise _fault(
            "file",
            f"Không nhận tệp “{received.name}”: hướng dẫn, biểu mẫu đã dùng gần hết "
            f"{size_words(GUIDANCE.quota)}. Gỡ bớt tệp không dùng nữa.",
        )


def _kept(
    guidance: Guidance, stored: StoredFile, by: Actor, replaces: GuidanceFile | None = None
) -> GuidanceFile:
    return GuidanceFile.objects.create(
        guidance=guidance,
        file=stored,
        added_by_id=_person(by),
        added_at=by.at,
        replaces=replaces,
        version=replaces.version + 1 if replaces else 1,
    )


def _end(row: GuidanceFile, by: Actor) -> None:
    row.removed_at, row.removed_by_id = by.at, _person(by)
    row.save(update_fields=["removed_at", "removed_by"])


def _person(by: Actor) -> int:
    assert by.person_id is not None  # whoever holds the permission has a name
    return by.person_id


def _note(kind: str, place: Place, by: Actor, detail: Mapping[str, Any]) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=place.unit.name,
        subject=f"{place.rule_set} {place.row}",
        detail=dict(detail),
    )


def _fault(field: str, sentence: str, kind: Kind = Kind.INVALID) -> Refused:
    return Refused(f"faulty_{field}", sentence, kind, {field: sentence})
