"""Where the bytes of a file lie: by hash, outside every folder the web serves."""

from pathlib import Path

from django.conf import settings

INCOMING, PICTURES = "incoming", "pictures"
PART_ENDING = ".part"


def place_of_hash(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def place_of_picture(sha256: str, page: int) -> Path:
    """A page as PNG; made again whenever it is missing."""
    return Path(settings.MEDIA_ROOT) / PICTURES / sha256[:2] / f"{sha256}-{page}.png"


def place_of_pages(sha256: str) -> Path:
    """A Word or Excel file as PDF, for its pictures only."""
    return Path(settings.MEDIA_ROOT) / PICTURES / sha256[:2] / f"{sha256}.pdf"


def incoming_folder() -> Path:
    """Bytes on their way; on the same disk, so that moving them is one step."""
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
