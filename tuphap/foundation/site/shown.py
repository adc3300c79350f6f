"""The files that pages read: made from the newest version, and made again when they are lost."""

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from tuphap.foundation.site.models import SiteEmblem
from tuphap.foundation.site.queries import Wanted, newest, wanted_of
from tuphap.foundation.ui.site import FILE, Site, site_of
from tuphap.rules.site_colours import style_sheet

# By its ending: what a served file is.
TYPES = {"css": "text/css; charset=utf-8", "png": "image/png"}
NAME = re.compile(r"[0-9a-f]{64}\.(css|png)")


def write_newest() -> None:
    """Nothing is written before anybody has saved settings."""
    version = newest()
    if version is None:
        return
    text = json.dumps(values_of(wanted_of(version)), ensure_ascii=False, sort_keys=True).encode()
    place = folder() / FILE
    if not place.exists() or place.read_bytes() != text:
        put(FILE, text)


def site_as(wanted: Wanted) -> Site:
    """How pages would look with these settings."""
    return site_of(values_of(wanted))


def values_of(wanted: Wanted) -> dict[str, str]:
    """What pages read; the style sheet and the emblem lie ready when this returns."""
    sheet = style_sheet(wanted.brand).encode()
    values = {**wanted.values, "css": _kept(sheet, "css"), "emblem": _emblem(wanted.emblem)}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return {**values, "mark": hashlib.sha256(text.encode()).hexdigest()[:12]}


def served(name: str) -> Path | None:
    """Where a served file lies; made again from the versions where it is gone."""
    if not NAME.fullmatch(name):
        return None
    place = folder() / name
    if not place.exists():
        write_newest()
    return place if place.exists() else None


def keep_emblem(png: bytes) -> str:
    """Laid ready to be looked at; its hash is its name from now on."""
    _kept(png, "png")
    return hashlib.sha256(png).hexdigest()


def emblem_bytes(sha256: str) -> bytes | None:
    place = folder() / f"{sha256}.png"
    return place.read_bytes() if NAME.fullmatch(place.name) and place.exists() else None


def folder() -> Path:
    place = Path(settings.SITE_FOLDER)
    place.mkdir(parents=True, exist_ok=True)
    return place


def put(name: str, content: bytes) -> None:
    """A reader finds the whole file or the one before."""
    descriptor, part = tempfile.mkstemp(dir=folder())
    with os.fdopen(descriptor, "wb") as target:
        target.write(content)
    Path(part).replace(folder() / name)


def _kept(content: bytes, ending: str) -> str:
    if not content:
        return ""
    name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
    if not (folder() / name).exists():
        put(name, content)
    return name


def _emblem(sha256: str) -> str:
    if not sha256:
        return ""
    if emblem_bytes(sha256) is None:
        stored = SiteEmblem.objects.filter(sha256=sha256).first()
        return _kept(bytes(stored.png), "png") if stored else ""
    return f"{sha256}.png"
