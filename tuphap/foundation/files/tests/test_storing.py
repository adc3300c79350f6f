"""A file is stored whole or not at all, and comes back as it was."""

import hashlib
import threading
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files import actions
from tuphap.foundation.files.downloads import answer_with, is_sound
from tuphap.foundation.files.kinds import MOST_BYTES
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.files.tests.test_kinds import PDF
from tuphap.foundation.files.uploads import BoundedUploadHandler
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

NOW = datetime(2023, 1, 9, 2, 0, tzinfo=UTC)
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


def test_two_at_once_store_one_whole_file(tmp_path):
    body = PDF + b"0" * 100_000
    digest_place = place_of_hash(hashlib.sha256(body).hexdigest())
    threads = [threading.Thread(target=actions._put, args=(digest_place, body)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files_below(tmp_path) == [digest_place]
    assert digest_place.read_bytes() == body


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
    handler.new_file("file", "lon.pdf", "application/pdf", MOST_BYTES * 2)
    chunk = b"0" * (MOST_BYTES // 2)
    for number in range(4):
        handler.receive_data_chunk(chunk, number * len(chunk))
    upload = handler.file_complete(4 * len(chunk))
    assert upload.size == 2 * MOST_BYTES
    upload.file.seek(0, 2)
    assert upload.file.tell() <= MOST_BYTES
    with pytest.raises(Refused) as refused:
        actions.store(upload, at=NOW)
    assert refused.value.code == "file_too_large"
