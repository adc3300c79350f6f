"""How much each place for uploads takes: kinds, sizes, numbers, quota (F1)."""

from dataclasses import dataclass

from tuphap.foundation.files.kinds import KINDS

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Place:
    """`most_files` at one line or row, `quota` of one unit in one year, both counted in use."""

    code: str
    words: str
    kinds: tuple[str, ...]
    most_bytes: int
    most_unpacked: int
    most_files: int
    quota: int

    @property
    def endings(self) -> tuple[str, ...]:
        return tuple(ending for code in self.kinds for ending in KINDS[code].endings)

    @property
    def kinds_words(self) -> str:
        """“PDF, PNG, JPG, DOCX hoặc XLSX”"""
        *most, last = (KINDS[code].endings[0].upper() for code in self.kinds)
        return f"{', '.join(most)} hoặc {last}" if most else last


EVIDENCE = Place(
    "evidence",
    "tài liệu của một mục trên phiếu",
    ("pdf", "png", "jpg", "docx", "xlsx"),
    most_bytes=20 * MEGABYTE,
    most_unpacked=200 * MEGABYTE,
    most_files=20,
    quota=1024 * MEGABYTE,
)
GUIDANCE = Place(
    "guidance",
    "hướng dẫn, biểu mẫu của một chỉ tiêu",
    ("pdf", "docx", "xlsx"),
    most_bytes=10 * MEGABYTE,
    most_unpacked=100 * MEGABYTE,
    most_files=10,
    quota=500 * MEGABYTE,
)
WORK = Place(
    "work",
    "tệp của một việc được giao",
    ("pdf", "png", "jpg", "docx", "xlsx"),
    most_bytes=20 * MEGABYTE,
    most_unpacked=200 * MEGABYTE,
    most_files=1,
    quota=500 * MEGABYTE,
)
SCAN = Place(
    "scan",
    "bản quét văn bản đã ký",
    ("pdf", "png", "jpg"),
    most_bytes=20 * MEGABYTE,
    most_unpacked=20 * MEGABYTE,
    most_files=20,
    quota=200 * MEGABYTE,
)
SIGNED = Place(
    "signed",
    "bản ký của quyết định",
    ("pdf",),
    most_bytes=20 * MEGABYTE,
    most_unpacked=100 * MEGABYTE,
    most_files=1,
    quota=200 * MEGABYTE,
)
EMBLEM = Place(
    "emblem",
    "biểu trưng của cơ quan trên đầu trang",
    ("png", "jpg"),
    most_bytes=MEGABYTE,
    most_unpacked=50 * MEGABYTE,
    most_files=1,
    quota=MEGABYTE,
)
REMEDY = Place(
    "remedy",
    "minh chứng của một biện pháp khắc phục",
    ("pdf", "png", "jpg", "docx", "xlsx"),
    most_bytes=20 * MEGABYTE,
    most_unpacked=200 * MEGABYTE,
    most_files=1,
    quota=500 * MEGABYTE,
)
LIBRARY = Place(
    "library",
    "văn bản hướng dẫn của thư viện",
    ("pdf", "docx", "xlsx"),
    most_bytes=20 * MEGABYTE,
    most_unpacked=200 * MEGABYTE,
    most_files=1,
    quota=1024 * MEGABYTE,
)
PLACES = (EVIDENCE, GUIDANCE, WORK, SCAN, SIGNED, EMBLEM, REMEDY, LIBRARY)
MOST_BYTES_ANYWHERE = max(place.most_bytes for place in PLACES)
# One request without script may carry all files of a line.
MOST_FILES_AT_ONCE = max(place.most_files for place in PLACES)


def size_words(count: int) -> str:
    """“20 MB”"""
    return f"{count // MEGABYTE} MB"
