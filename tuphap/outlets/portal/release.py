"""The version of code and pages that makes public pages: a page of another one is made anew."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

import tuphap

PACKAGE = Path(tuphap.__file__).parent
MADE_OF = (
    ("outlets/portal", "*.py"),
    ("outlets/portal/templates", "**/*.html"),
    ("foundation/ui", "*.py"),
    ("foundation/ui/templates", "**/*.html"),
    ("foundation/maps", "*.py"),
    ("data/tile_positions", "*.yaml"),
)


@cache
def release() -> str:
    """Twelve digits, read once per process."""
    digest = hashlib.sha256(repr(_said()).encode())
    for path in _files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _said() -> tuple[object, ...]:
    return settings.DEMO, settings.SITE_ADDRESS, settings.DATA_LICENCE


def _files() -> Iterator[Path]:
    for folder, pattern in MADE_OF:
        yield from sorted((PACKAGE / folder).glob(pattern))
    # Addresses of style sheets carry the hash of their content; this file knows them all.
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        yield manifest
