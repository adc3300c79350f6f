"""With a scanner connected a file waits until the scanner has spoken (F11)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files import actions, tasks
from tuphap.foundation.files.downloads import require_scanned
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.scanner import ScannerSilent
from tuphap.foundation.files.tests.fake_clamd import VIRUS, fake_clamd
from tuphap.foundation.files.tests.sound import SOUND, pdf
from tuphap.foundation.files.tests.test_storing import NOW
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db
NOWHERE = "unix:/nowhere/clamd"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def stored(body=SOUND["pdf"], name="Sổ.pdf"):
    return actions.store(SimpleUploadedFile(name, body), at=NOW)


def jobs():
    return ProcrastinateJob.objects.filter(task_name__endswith="scan_file")


def test_without_a_scanner_nothing_waits():
    assert stored().scan == Scan.NONE
    assert not jobs().exists()
    assert tasks.scan_waiting_files(0) == 0


@pytest.mark.parametrize(
    ("body", "scan"), [(SOUND["pdf"], Scan.CLEAN), (pdf(b"(" + VIRUS + b")"), Scan.INFECTED)]
)
def test_a_file_waits_and_is_told_apart(body, scan, tmp_path):
    with fake_clamd(tmp_path) as (address, seen), override_settings(VIRUS_SCANNER=address):
        rows = [stored(body), stored(body, "Bản hai.pdf")]
        assert {row.scan for row in rows} == {Scan.WAITING}
        assert jobs().first().args == {"sha256": rows[0].sha256}
        assert tasks.scan_file(rows[0].sha256) is True
        assert tasks.scan_file(rows[0].sha256) is False
        assert seen == [body]
    assert set(StoredFile.objects.values_list("scan", flat=True)) == {scan}
    assert Event.objects.filter(kind="file_infected").count() == (2 if scan == "infected" else 0)


@pytest.mark.parametrize("reply", [b"", b"stream: what FINE\0", b"INSTREAM size limit. ERROR\0"])
def test_a_scanner_that_says_nothing_clear_leaves_the_file_waiting(reply, tmp_path):
    with (
        fake_clamd(tmp_path, lambda _: reply) as (address, _),
        override_settings(VIRUS_SCANNER=address),
    ):
        row = stored()
        with pytest.raises(ScannerSilent):
            tasks.scan_file(row.sha256)
    row.refresh_from_db()
    assert row.scan == Scan.WAITING


def test_while_the_scanner_is_down_files_wait_and_are_taken_up_later(tmp_path):
    with override_settings(VIRUS_SCANNER=NOWHERE):
        row = stored()
        with pytest.raises(ScannerSilent):
            tasks.scan_file(row.sha256)
    with fake_clamd(tmp_path) as (address, _), override_settings(VIRUS_SCANNER=address):
        assert tasks.scan_waiting_files(0) == 1
    row.refresh_from_db()
    assert row.scan == Scan.CLEAN


def test_a_fresh_file_is_left_to_its_own_job(tmp_path):
    with fake_clamd(tmp_path) as (address, _), override_settings(VIRUS_SCANNER=address):
        row = stored()
        from django.utils import timezone

        StoredFile.objects.update(stored_at=timezone.now() - timedelta(minutes=1))
        assert tasks.scan_waiting_files(0) == 0
        assert row.scan == Scan.WAITING


@pytest.mark.parametrize(
    ("scan", "own", "words"),
    [
        (Scan.NONE, False, ""),
        (Scan.CLEAN, False, ""),
        (Scan.WAITING, True, ""),
        (Scan.WAITING, False, "đang được quét vi-rút"),
        (Scan.INFECTED, True, "có vi-rút"),
        (Scan.INFECTED, False, "có vi-rút"),
    ],
)
def test_who_gets_a_file_before_and_after_the_scan(scan, own, words):
    row = stored()
    row.scan = scan
    if not words:
        require_scanned(row, is_own=own)
        return
    with pytest.raises(Refused, match=words) as refused:
        require_scanned(row, is_own=own)
    assert refused.value.kind is Kind.CONFLICT
