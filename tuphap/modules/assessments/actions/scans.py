"""Taking in the scan of a paper: each page looked at behind the fence, all kept or none."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.limits import SCAN, size_words
from tuphap.modules.assessments.models import Assessment, ScannedPage, ScannedPaper
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

LONGEST_NAME = 160
NO_SCAN = "Chưa chọn bản quét. Chọn tệp PDF hoặc ảnh chụp các trang của bản đã ký."


@dataclass(frozen=True)
class SignedPaper:
    """What stands on the paper, as it is typed: who signed it, and on which day."""

    signed_by: str
    signed_on: date


def sound_paper(paper: SignedPaper, year: int, today: date) -> SignedPaper:
    """Tidied; Refused with a sentence for each field that cannot be right."""
    tidy = replace(paper, signed_by=" ".join(normalise(paper.signed_by).split()))
    faults = dict(_faults(tidy, year, today))
    if faults:
        raise Refused("faulty_paper", next(iter(faults.values())), Kind.INVALID, faults)
    return tidy


@contextmanager
def received_pages(uploads: Sequence[Upload]) -> Iterator[tuple[Received, ...]]:
    """The pages in the order in which they were chosen, the same bytes once; no lock is held."""
    _require_some(uploads)
    with ExitStack() as open_parts:
        pages: dict[str, Received] = {}
        for upload in uploads:
            page = open_parts.enter_context(receive(upload, SCAN))
            pages.setdefault(page.sha256, page)
        yield tuple(pages.values())


@transaction.atomic
def keep_paper(
    assessment: Assessment,
    use: str,
    paper: SignedPaper,
    pages: Sequence[Received],
    *,
    by: Actor,
) -> ScannedPaper:
    """In the transaction of the deed it is for; it belongs to the version this deed will make."""
    _require_room(assessment, pages)
    assert by.person_id is not None  # whoever holds the permission has a name
    kept = ScannedPaper.objects.create(
        assessment=assessment,
        use=use,
        version=assessment.version + 1,
        signed_by=paper.signed_by,
        signed_on=paper.signed_on,
        handed_in_by_id=by.person_id,
        handed_in_at=by.at,
    )
    for number, page in enumerate(pages, 1):
        stored = keep(page, at=by.at)
        ScannedPage.objects.create(paper=kept, file=stored, number=number)
    return kept


def _faults(paper: SignedPaper, year: int, today: date) -> Iterator[tuple[str, str]]:
    name, day = paper.signed_by, paper.signed_on
    if not name:
        yield "signed_by", "Chưa có tên người ký. Ghi họ tên như trên bản ký."
    elif len(name) > LONGEST_NAME:
        yield (
            "signed_by",
            f"Tên người ký dài {len(name)} ký tự, tối đa {LONGEST_NAME}. Ghi họ tên.",
        )
    if day > today:
        yield (
            "signed_on",
            f"Ngày ký {day:%d/%m/%Y} chưa tới. Ghi ngày như trên bản ký, không sau hôm nay.",
        )
    elif day.year < year:
        yield (
            "signed_on",
            f"Ngày ký {day:%d/%m/}{day.year:04d} trước năm đánh giá {year}. "
            "Ghi ngày như trên bản ký.",
        )


def _require_some(uploads: Sequence[Upload]) -> None:
    if not uploads:
        raise _file_fault("no_file", NO_SCAN)
    if len(uploads) > SCAN.most_files:
        raise _file_fault(
            "many_files",
            f"Đang chọn {len(uploads)} tệp, một bản quét nhận nhiều nhất {SCAN.most_files}. "
            "Gộp các trang thành một tệp PDF.",
        )


def _require_room(assessment: Assessment, pages: Sequence[Received]) -> None:
    """The quota of the unit in the year; the same bytes count once."""
    rows = ScannedPage.objects.filter(paper__assessment=assessment)
    sizes = dict(rows.values_list("file__sha256", "file__size"))
    used = sum(sizes.values())
    new = sum(page.size for page in pages if page.sha256 not in sizes)
    if used + new > SCAN.quota:
        raise _file_fault(
            "over_quota",
            f"Bản quét của hồ sơ này đã dùng {size_words(used)} trong {size_words(SCAN.quota)}. "
            "Quét lại gọn hơn (đen trắng, 150 đến 200 điểm ảnh mỗi inch).",
        )


def _file_fault(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID, {"file": sentence})
