"""Load rule sets from YAML files; without a file: all sets that come with the project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuphap.modules.criteria.actions import load_rule_set
from tuphap.rules.rule_set import InvalidRuleSet

SHIPPED = Path(__file__).resolve().parents[4] / "data" / "rule_sets"


class Command(BaseCommand):
    help = "Nạp bộ tiêu chí từ tệp YAML (không có tệp: nạp các bộ kèm theo hệ thống)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"] or sorted(SHIPPED.glob("*.yaml")):
            try:
                document = yaml.safe_load(path.read_text(encoding="utf-8"))
                stored, changed = load_rule_set(document, at=timezone.now())
            except (OSError, yaml.YAMLError, UnicodeDecodeError, InvalidRuleSet) as error:
                raise CommandError(f"{path.name}: {error}") from error
            word = "đã nạp" if changed else "không đổi"
            self.stdout.write(f"{stored.code} bản {stored.version}: {word}, {stored.rows.count()} dòng")
