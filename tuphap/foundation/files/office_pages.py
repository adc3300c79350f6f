"""Word and Excel as pages, where LibreOffice is installed: made once, in the background.

What the program writes is itself a foreign file: it passes the checks of a PDF before it is shown.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from tuphap.foundation.files import fence
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.kinds import kind_by_type
from tuphap.foundation.files.limits import EVIDENCE
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.places import incoming_folder, place_of_hash, place_of_pages

DOOR = Path(__file__).with_name("checks") / "office_door.py"
SECONDS, MEGABYTES = 60, 3000
KINDS = ("docx", "xlsx")


def program() -> str:
    """“soffice” of the settings or of the system; "" where there is none."""
    return settings.OFFICE_PROGRAM or shutil.which("soffice") or ""


def is_wanted(stored: StoredFile) -> bool:
    kind = kind_by_type(stored.content_type)
    return bool(program()) and kind is not None and kind.code in KINDS


def make_pages(sha256: str) -> bool:
    """Whether there are pages now; safe to run twice."""
    rows = StoredFile.objects.filter(sha256=sha256).exclude(scan=Scan.INFECTED)
    stored = rows.first()
    if stored is None or not is_wanted(stored):
        return False
    with tempfile.TemporaryDirectory(dir=incoming_folder()) as name:
        made = _converted(stored, Path(name))
        pages = _pages_of(made) if made else 0
        if made and pages:
            place = place_of_pages(sha256)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made.replace(place)
            rows.update(pages=pages)
    return bool(pages)


def _converted(stored: StoredFile, folder: Path) -> Path | None:
    kind = kind_by_type(stored.content_type)
    assert kind
    source = folder / f"tep.{kind.code}"
    shutil.copyfile(place_of_hash(stored.sha256), source)
    words = ["--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    words += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    _run([program(), *words], folder)
    made = source.with_suffix(".pdf")
    return made if made.is_file() else None


def _run(command: list[str], folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-I", str(DOOR), str(os.getpid()), str(SECONDS), str(MEGABYTES), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "HOME": str(folder), "PATH": "/usr/bin:/bin"},
        cwd=folder,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        # The program starts others of its own.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _pages_of(made: Path) -> int:
    try:
        with made.open("rb") as body:
            return fence.ask(body, Request("check", "pdf", EVIDENCE.most_unpacked)).pages
    except Unfit:
        return 0
