"""Load rule sets from YAML files; without a file: all sets that come with the project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuphap.modules.criteria.actions import load_rule_set
from tuphap.rules.rule_set import InvalidRuleSet
from tuphap.rules.rule_set_file import SHIPPED_FOLDER, document_from_yaml


class Command(BaseCommand):
    help = "Nạp bộ tiêu chí từ tệp YAML (không có tệp: nạp các bộ kèm theo hệ thống)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"] or sorted(SHIPPED_FOLDER.glob("*.yaml")):
            try:
                document = document_from_yaml(path.read_text(encoding="utf-8"))
                stored, changed = load_rule_set(document, at=timezone.now())
            except (OSError, UnicodeDecodeError, InvalidRuleSet) as error:
                raise CommandError(f"{path.name}: {error}") from error
            word = "đã nạp" if changed else "không đổi"
            self.stdout.write(
                f"{stored.code} bản {stored.version}: {word}, {stored.rows.count()} dòng"
            )
