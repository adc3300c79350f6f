"""Where the files of the look lie."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
ASSETS = ROOT / "assets"
STATIC = ROOT / "static"
TEMPLATES = ROOT / "tuphap" / "foundation" / "ui" / "templates"


@cache
def all_templates() -> list[Path]:
    return sorted((ROOT / "tuphap").rglob("templates/**/*.html"))
