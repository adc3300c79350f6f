"""Adding and removing what proves a line; only while the unit's own column may be written."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.limits import EVIDENCE, size_words
from tuphap.foundation.files.models import StoredFile
from tuphap.modules.assessments.actions.entries import lock_for_writing
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import Assessment, Evidence
from tuphap.modules.assessments.queries.evidence import files_of_unit
from tuphap.rules.numbers import quoted
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflows.assessment import SELF

MOST_PER_ITEM = EVIDENCE.most_files
LONGEST_TITLE, LONGEST_URL = 200, 500
SCHEMES = ("http", "https")
_valid_url = URLValidator(schemes=SCHEMES)


@transaction.atomic
def add_link(assessment_id: UUID, item: str, url: str, title: str = "", *, by: Actor) -> Evidence:
    """A page that anybody may open; the address is kept, its content is not."""
    assessment = _open_line(assessment_id, item, by)
    url = normalise(url).strip()
    _require_sound_url(url)
    if _current(assessment, item).filter(url=url).exists():
        raise _fault("url", f"Mục {item} đã có đường dẫn này. Không cần thêm lần nữa.")
    return _add(assessment, item, _title(title) or _short_address(url), by, url=url)


@dataclass(frozen=True)
class Outcome:
    """Of several files some may be kept and others not; each says so by its name."""

    added: tuple[Evidence, ...]
    refused: tuple[Refused, ...]


def add_files(assessment_id: UUID, item: str, uploads: Iterable[Upload], *, by: Actor) -> Outcome:
    """Each file stands alone: one that is not taken in keeps no other from being kept."""
    added, refused = [], []
    for upload in uploads:
        try:
            added.append(add_file(assessment_id, item, upload, by=by))
        except Refused as why:
            if why.kind is not Kind.INVALID:
                raise
            refused.append(why)
    return Outcome(tuple(added), tuple(refused))


def add_file(assessment_id: UUID, item: str, upload: Upload, *, by: Actor) -> Evidence:
    """The file is checked and stored whole before the row that names it appears.

    The line is asked for twice: first so that nobody's file is looked at in vain, then for good.
    Between the two no lock is held, so saving figures goes on while the fence works.
    """
    with transaction.atomic():
        _open_line(assessment_id, item, by)
    with receive(upload, EVIDENCE) as received:
        return add_received(assessment_id, item, received, by=by)


@transaction.atomic
def add_received(assessment_id: UUID, item: str, received: Received, *, by: Actor) -> Evidence:
    """A file that was looked at already."""
    assessment = _open_line(assessment_id, item, by)
    _require_new(assessment, item, received)
    _require_room(assessment, received.name, received.sha256, received.size)
    stored = keep(received, at=by.at)
    return _add(assessment, item, stored.name, by, file=stored)


@transaction.atomic
def remove_evidence(assessment_id: UUID, evidence_id: int, *, by: Actor) -> Evidence:
    """It stays in the database with the time it was taken away; once is once."""
    assessment = lock_for_writing(assessment_id, SELF, by=by)
    found = Evidence.objects.filter(assessment=assessment, pk=evidence_id).first()
    if found is None:
        raise Http404
    if found.removed_at is None:
        _end(assessment, found, by)
        _count_change(assessment)
    return found


def replace_file(assessment_id: UUID, evidence_id: int, upload: Upload, *, by: Actor) -> Evidence:
    """A new version in the place of a document; the old one stays with its end (F12)."""
    with transaction.atomic():
        _still_there(lock_for_writing(assessment_id, SELF, by=by), evidence_id)
    with receive(upload, EVIDENCE) as received, transaction.atomic():
        assessment = lock_for_writing(assessment_id, SELF, by=by)
        old = _still_there(assessment, evidence_id)
        _require_new(assessment, old.item, received)
        _require_room(assessment, received.name, received.sha256, received.size)
        stored = keep(received, at=by.at)
        _end(assessment, old, by)
        return _add(assessment, old.item, stored.name, by, file=stored, replaces=old)


@transaction.atomic
def reuse_files(
    assessment_id: UUID, item: str, evidence_ids: Iterable[int], *, by: Actor
) -> tuple[Evidence, ...]:
    """Files the unit handed in before prove another line, too; the bytes lie there once."""
    assessment = _open_line(assessment_id, item, by)
    wanted = set(evidence_ids)
    rows = files_of_unit(assessment).filter(pk__in=wanted).select_related("file")
    if len(rows) < len(wanted):
        raise _not_offered()
    have = list(_current(assessment, item).values_list("file__sha256", flat=True))
    new = {row.file.sha256: row for row in rows if row.file and row.file.sha256 not in have}
    if len(have) + len(new) > MOST_PER_ITEM:
        raise _too_many(item, len(have))
    return tuple(_use_again(assessment, item, row, by) for row in new.values())


def _use_again(assessment: Assessment, item: str, row: Evidence, by: Actor) -> Evidence:
    assert row.file  # only files are offered
    _require_room(assessment, row.title, row.file.sha256, row.file.size)
    return _add(assessment, item, row.title, by, file=row.file)


def _not_offered() -> Refused:
    return Refused(
        "not_offered",
        "Có tài liệu không có trong danh sách để chọn. Chưa thêm gì. Tải lại trang rồi chọn lại.",
        Kind.INVALID,
    )


def _still_there(assessment: Assessment, evidence_id: int) -> Evidence:
    found = Evidence.objects.filter(
        assessment=assessment, pk=evidence_id, removed_at__isnull=True
    ).first()
    if found is None:
        raise Http404
    return found


def _end(assessment: Assessment, row: Evidence, by: Actor) -> None:
    """What went out with the dossier stays readable for those who got it."""
    row.removed_at, row.removed_by_id = by.at, by.person_id
    sent = assessment.submitted_at
    row.was_sent = sent is not None and row.added_at <= sent
    row.save(update_fields=["removed_at", "removed_by", "was_sent"])


def _open_line(assessment_id: UUID, item: str, by: Actor) -> Assessment:
    assessment = lock_for_writing(assessment_id, SELF, by=by)
    if item not in {known.code for known in items_of(assessment.period)}:
        raise Http404
    count = _current(assessment, item).count()
    if count >= MOST_PER_ITEM:
        raise _too_many(item, count)
    return assessment


def _too_many(item: str, count: int) -> Refused:
    return Refused(
        "too_much_evidence",
        f"Mục {item} đã có {count} tài liệu, nhiều nhất {MOST_PER_ITEM}. "
        "Gộp tài liệu hoặc gỡ bớt rồi thêm lại.",
        Kind.CONFLICT,
    )


def _require_new(assessment: Assessment, item: str, received: Received) -> None:
    if _current(assessment, item).filter(file__sha256=received.sha256).exists():
        raise _fault("file", f"Mục {item} đã có tệp này ({quoted(received.name)}). Chọn tệp khác.")


def _require_room(assessment: Assessment, name: str, sha256: str, size: int) -> None:
    """The quota of the unit in the period; the same bytes on two lines count once."""
    rows = Evidence.objects.filter(assessment=assessment, file__isnull=False)
    sizes = dict(rows.values_list("file__sha256", "file__size"))
    used = sum(sizes.values())
    if sha256 in sizes:
        return
    if used + size > EVIDENCE.quota:
        raise _fault(
            "file",
            f"Không nhận tệp “{name}”: đơn vị đã dùng {size_words(used)} trong "
            f"{size_words(EVIDENCE.quota)} của kỳ này. Gộp, nén hoặc dùng đường dẫn.",
        )


def _current(assessment: Assessment, item: str) -> QuerySet[Evidence]:
    return Evidence.objects.filter(assessment=assessment, item=item, removed_at__isnull=True)


def _add(
    assessment: Assessment,
    item: str,
    title: str,
    by: Actor,
    *,
    url: str = "",
    file: StoredFile | None = None,
    replaces: Evidence | None = None,
) -> Evidence:
    assert by.person_id is not None  # whoever passed the door has a name
    _count_change(assessment)
    return Evidence.objects.create(
        assessment=assessment,
        item=item,
        title=title,
        url=url,
        file=file,
        added_by_id=by.person_id,
        added_at=by.at,
        replaces=replaces,
        version=replaces.version + 1 if replaces else 1,
    )


def _count_change(assessment: Assessment) -> None:
    """Whoever looks at an older version sees that something has moved (W3)."""
    assessment.version += 1
    assessment.save(update_fields=["version"])


def _require_sound_url(url: str) -> None:
    if not url:
        raise _fault("url", "Chưa có đường dẫn. Dán địa chỉ bắt đầu bằng https:// hoặc http://.")
    if len(url) > LONGEST_URL:
        raise _fault("url", f"Đường dẫn dài {len(url)} ký tự, tối đa {LONGEST_URL}. Rút gọn lại.")
    try:
        _valid_url(url)
    except ValidationError:
        raise _not_an_address(url) from None
    if "@" in url.split("/")[2]:
        # A name before the host is a trick to look like another site.
        raise _not_an_address(url)


def _not_an_address(url: str) -> Refused:
    return _fault(
        "url",
        f"Đường dẫn {quoted(url)} không đúng mẫu. Dán địa chỉ bắt đầu bằng https:// hoặc http://.",
    )


def _title(text: str) -> str:
    title = normalise(text).strip()
    if len(title) > LONGEST_TITLE:
        raise _fault(
            "title", f"Tên tài liệu dài {len(title)} ký tự, tối đa {LONGEST_TITLE}. Rút gọn lại."
        )
    return title


def _short_address(url: str) -> str:
    """“pbgdpl.gialai.gov.vn/a/b”, cut to fit."""
    plain = url.split("://", 1)[-1].rstrip("/")
    return plain if len(plain) <= LONGEST_TITLE else plain[: LONGEST_TITLE - 1] + "…"


def _fault(field: str, sentence: str) -> Refused:
    return Refused(f"faulty_{field}", sentence, Kind.INVALID, {field: sentence})
