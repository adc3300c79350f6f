"""A file is stored whole or not at all, and comes back as it was."""

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files import actions
from tuphap.foundation.files.downloads import answer_with, is_sound
from tuphap.foundation.files.limits import MOST_BYTES_ANYWHERE
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.files.sweeping import LONGEST_UPLOAD, sweep
from tuphap.foundation.files.tests.sound import SOUND, pdf
from tuphap.foundation.files.uploads import BoundedUploadHandler
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

NOW = datetime(2023, 1, 9, 2, 0, tzinfo=UTC)
PDF = SOUND["pdf"]
MAI = Actor(person_id=None, name="Mai", posts=(), at=NOW)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def stored(name="Sổ hòa giải.pdf", body=PDF):
    return actions.store(SimpleUploadedFile(name, body), at=NOW)


def test_the_name_on_disk_is_the_hash_and_says_nothing(tmp_path):
    row = stored()
    assert files_below(tmp_path) == [place_of_hash(row.sha256)]
    assert row.name == "Sổ hòa giải.pdf"
    assert row.size == len(PDF)
    assert place_of_hash(row.sha256).stat().st_mode & 0o077 == 0


def test_the_same_bytes_lie_once_under_two_rows(tmp_path):
    assert stored("a.pdf").sha256 == stored("b.pdf").sha256
    assert len(files_below(tmp_path)) == 1
    assert StoredFile.objects.count() == 2


def test_a_refused_file_leaves_nothing(tmp_path):
    with pytest.raises(Refused):
        stored("anh.png")
    assert files_below(tmp_path) == []
    assert StoredFile.objects.count() == 0


def test_a_broken_write_leaves_no_part(tmp_path, monkeypatch):
    def broken(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions.os, "fsync", broken)
    with pytest.raises(OSError):
        stored()
    assert files_below(tmp_path) == []
    assert StoredFile.objects.count() == 0


def test_what_was_looked_at_once_is_known(monkeypatch):
    first = stored()
    monkeypatch.setattr(actions, "_checked", None)
    assert stored("khác.pdf").pages == first.pages
    place_of_hash(first.sha256).unlink()
    with pytest.raises(TypeError):
        stored()


def test_two_at_once_store_one_whole_file(tmp_path):
    body = pdf(b"(" + b"0" * 100_000 + b")")
    parts = []
    for number in range(8):
        part = tmp_path / f"{number}.part"
        part.write_bytes(body)
        parts.append(part)
    place = place_of_hash("0" * 64)
    threads = [threading.Thread(target=actions._move, args=(part, place)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert place.read_bytes() == body
    assert list(place.parent.iterdir()) == [place]


def test_what_a_broken_upload_left_is_swept_away_after_an_hour(tmp_path):
    row = stored()
    left = [tmp_path / "incoming" / "a.part", place_of_hash("a" * 64), place_of_hash("b" * 64)]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    now = datetime.now(UTC)
    old = (now - LONGEST_UPLOAD - timedelta(minutes=1)).timestamp()
    for path in (*left[:2], place_of_hash(row.sha256)):
        os.utime(path, (old, old))
    assert sweep(now) == 2
    assert files_below(tmp_path) == sorted([left[2], place_of_hash(row.sha256)])
    assert sweep(now) == 0


def test_bytes_that_come_again_are_not_swept_away_meanwhile(tmp_path):
    row = stored()
    old = (datetime.now(UTC) - 2 * LONGEST_UPLOAD).timestamp()
    os.utime(place_of_hash(row.sha256), (old, old))
    StoredFile.objects.all().delete()
    with actions.receive(SimpleUploadedFile("a.pdf", PDF)) as received:
        again = actions.keep(received, at=NOW)
        StoredFile.objects.all().delete()
        assert sweep(datetime.now(UTC)) == 0
    assert place_of_hash(again.sha256).exists()


def test_a_download_is_an_attachment_under_its_own_name():
    response = answer_with(stored(), by=MAI)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''S%E1%BB%95%20h%C3%B2a%20gi%E1%BA%A3i.pdf"
    )
    assert Event.objects.get().kind == "file_downloaded"


@pytest.mark.parametrize("harm", [b"%PDF-1.7 exchanged", b""])
def test_changed_bytes_are_not_given_out_and_are_reported(harm):
    row = stored()
    place_of_hash(row.sha256).write_bytes(harm)
    assert not is_sound(row)
    with pytest.raises(Refused) as refused:
        answer_with(row, by=MAI)
    assert refused.value.kind is Kind.CONFLICT
    assert Event.objects.get().kind == "file_damaged"


def test_a_missing_file_is_reported_like_a_changed_one():
    row = stored()
    place_of_hash(row.sha256).unlink()
    assert not is_sound(row)
    with pytest.raises(Refused):
        answer_with(row, by=MAI)


def test_an_upload_over_the_limit_is_counted_but_not_kept():
    handler = BoundedUploadHandler()
    handler.new_file("file", "lon.pdf", "application/pdf", MOST_BYTES_ANYWHERE * 2)
    chunk = b"0" * (MOST_BYTES_ANYWHERE // 2)
    for number in range(4):
        handler.receive_data_chunk(chunk, number * len(chunk))
    upload = handler.file_complete(4 * len(chunk))
    assert upload.size == 2 * MOST_BYTES_ANYWHERE
    upload.file.seek(0, 2)
    assert upload.file.tell() <= MOST_BYTES_ANYWHERE
    with pytest.raises(Refused) as refused:
        actions.store(upload, at=NOW)
    assert refused.value.code == "file_too_large"


def test_a_part_of_the_network_is_moved_and_not_copied(tmp_path):
    handler = BoundedUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", len(PDF))
    handler.receive_data_chunk(PDF, 0)
    upload = handler.file_complete(len(PDF))
    number = os.stat(upload.temporary_file_path()).st_ino
    row = actions.store(upload, at=NOW)
    upload.close()
    assert place_of_hash(row.sha256).stat().st_ino == number
    assert files_below(tmp_path) == [place_of_hash(row.sha256)]
