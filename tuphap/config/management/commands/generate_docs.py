"""Write the documents drawn from tables in the code, or say which of them are out of date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tuphap.config.generated_docs import documents

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "workflows"
KEPT_BY_HAND = {"README.md"}


class Command(BaseCommand):
    help = "Vẽ lại tài liệu trong docs/workflows từ các bảng trong mã nguồn."
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="chỉ so sánh, không ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = differences(documents())
        if not options["check"]:
            write(documents())
        elif stale:
            raise CommandError(
                f"Cần vẽ lại: {', '.join(stale)}. Chạy: python3 run.py fix documents"
            )
        self.stdout.write(f"docs/workflows: {len(stale)} tệp thay đổi.")


def differences(wanted: dict[str, str]) -> list[str]:
    """Names of files that are missing, different, or not drawn from anything."""
    present = {path.name: path for path in FOLDER.glob("*.md") if path.name not in KEPT_BY_HAND}
    changed = [
        name
        for name, text in wanted.items()
        if name not in present or present[name].read_text(encoding="utf-8") != text
    ]
    return sorted({*changed, *(present.keys() - wanted.keys())})


def write(wanted: dict[str, str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in differences(wanted):
        path = FOLDER / name
        if name in wanted:
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
