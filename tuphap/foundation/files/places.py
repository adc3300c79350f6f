"""Where the bytes of a file lie: by hash, outside every folder the web serves."""

from pathlib import Path

from django.conf import settings


def place_of_hash(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
