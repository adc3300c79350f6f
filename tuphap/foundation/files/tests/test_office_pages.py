"""Word and Excel as pages, by a program of our own that stands for LibreOffice."""

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.files import actions, office_pages, previews, tasks
from tuphap.foundation.files.places import place_of_pages
from tuphap.foundation.files.tests.sound import SOUND, pdf
from tuphap.foundation.files.tests.test_storing import NOW

pytestmark = pytest.mark.django_db
WRITES = """#!{python}
import sys
from pathlib import Path
assert Path(sys.argv[-1]).read_bytes().startswith(b"PK")
folder = Path(sys.argv[sys.argv.index("--outdir") + 1])
(folder / "tep.pdf").write_bytes({content!r})
"""
HANGS = "#!{python}\nimport time\ntime.sleep(600)\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


def program(folder, text, **values) -> str:
    place = folder / "soffice"
    place.write_text(text.format(python=sys.executable, **values))
    place.chmod(0o755)
    return str(place)


def stored(ending="docx"):
    return actions.store(SimpleUploadedFile(f"a.{ending}", SOUND[ending]), at=NOW)


def jobs():
    return ProcrastinateJob.objects.filter(task_name__endswith="lay_out_pages")


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_pages_are_laid_out_in_the_background_and_shown(ending, tmp_path):
    with override_settings(OFFICE_PROGRAM=program(tmp_path, WRITES, content=pdf())):
        row = stored(ending)
        assert jobs().get().args == {"sha256": row.sha256}
        assert not previews.is_shown(row)
        assert tasks.lay_out_pages(row.sha256)
        assert tasks.lay_out_pages(row.sha256)
        row.refresh_from_db()
        assert row.pages == 1
        assert previews.picture_of(row, 1).read_bytes().startswith(b"\x89PNG")


def test_what_the_program_writes_is_not_believed(tmp_path):
    script = pdf(b"<< /S /JavaScript /JS (x) >>")
    with override_settings(OFFICE_PROGRAM=program(tmp_path, WRITES, content=script)):
        row = stored()
        assert tasks.lay_out_pages(row.sha256) is False
    assert not place_of_pages(row.sha256).exists()


def test_a_program_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(office_pages, "SECONDS", 1)
    with override_settings(OFFICE_PROGRAM=program(tmp_path, HANGS)):
        assert tasks.lay_out_pages(stored().sha256) is False
    assert list((tmp_path / "files" / "incoming").iterdir()) == []


def test_without_the_program_nothing_is_queued(monkeypatch):
    monkeypatch.setattr(office_pages.shutil, "which", lambda _: None)
    assert not previews.is_shown(stored())
    assert not jobs().exists()


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_other_kinds_need_no_program(ending, tmp_path):
    with override_settings(OFFICE_PROGRAM=program(tmp_path, HANGS)):
        stored(ending)
    assert not jobs().exists()
