"""`verify_publication FILE [--json]`: a downloaded copy, computed once more; needs no server."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tuphap.foundation.publication.checking import CheckedFile, check_file, sentence_of
from tuphap.rules.published_check import FROM_FIGURES, FROM_PARENT, FROM_POINTS
from tuphap.rules.refusals import Kind, Refused

AGREES, DIFFERS, UNREADABLE = 0, 1, 2
LEVEL_WORDS = {
    FROM_FIGURES: "tính từ số liệu",
    FROM_POINTS: "tính từ điểm của nội dung",
    FROM_PARENT: "tính từ điểm đã in của chỉ tiêu",
}
HELP = """Kiểm tra tệp JSON của một bản công bố: mã kiểm tra và mọi tổng số, tính lại từ số liệu.
Không cần cơ sở dữ liệu. Mã kết thúc: 0 khớp, 1 có chỗ không khớp, 2 không đọc được."""


class Command(BaseCommand):
    help = HELP
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads a list here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="tệp ket-qua-<năm>.json đã tải về")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            found = check_file(_content(Path(options["file"])))
        except Refused as refused:
            self.stderr.write(refused.sentence)
            sys.exit(UNREADABLE)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(found))
        sys.exit(AGREES if found.agrees else DIFFERS)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = f"Không mở được tệp {path}. Kiểm tra lại đường dẫn."
        raise Refused("no_file", sentence, Kind.INVALID) from error


def as_json(found: CheckedFile) -> dict[str, Any]:
    return {
        **found.about,
        "agrees": found.agrees,
        "sha256": {"printed": found.printed, "computed": found.sha256},
        "units": found.checked.units,
        "compared": found.checked.compared,
        "levels": found.checked.levels,
        "doubts": list(found.doubts),
        "notes": list(found.notes),
        "differences": [asdict(row) for row in found.checked.mismatches],
    }


def as_text(found: CheckedFile) -> str:
    checked = found.checked
    levels = "".join(
        f"; {count} chỉ tiêu {LEVEL_WORDS[level]}"
        for level, count in checked.levels.items()
        if count
    )
    lines = [
        f"Năm {found.about['year']}, tệp ghi bản số {found.about['number']}: {checked.units} đơn"
        f" vị, đã so {checked.compared} số{levels}.",
        f"Mã kiểm tra khớp với số liệu trong tệp: {found.sha256}."
        if found.printed == found.sha256
        else f"Mã kiểm tra không khớp: tệp ghi {found.printed}, tính lại {found.sha256}.",
        *(sentence_of(row) for row in checked.mismatches),
        *found.doubts,
        _ending(found),
        *found.notes,
    ]
    return "\n".join(_printable(line) for line in lines)


def _ending(found: CheckedFile) -> str:
    if found.checked.mismatches:
        return f"Không khớp {len(found.checked.mismatches)} chỗ."
    if not found.agrees:
        return "Không khớp: tệp này không phải tệp đã công bố."
    return "Khớp: mọi tổng số tính lại đều bằng số ghi trong tệp."


def _printable(line: str) -> str:
    """Words of the file reach a terminal, which obeys unprintable signs."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
