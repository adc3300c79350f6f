"""When rows get a seal, and who learns that one is broken."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.audit.models import Event
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.seals.actions import seal_and_keep, verify_and_tell
from tuphap.foundation.seals.letters import send_newest_head
from tuphap.foundation.seals.models import Seal, SealCheck, SealedRows
from tuphap.foundation.seals.sealing import WHOLE_ROW
from tuphap.foundation.seals.tables import sealed_tables
from tuphap.foundation.seals.verifying import verify
from tuphap.modules.assessments.tests.world import employ, make_world, signed_in
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2022, 12, 20, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def heads(settings, tmp_path):
    settings.SEAL_HEADS_FOLDER = tmp_path / "heads"
    return settings.SEAL_HEADS_FOLDER


def note_one(subject: str = "Việc") -> int:
    return record("refused", at=NOW, subject=subject).pk


def sealed_keys() -> list[int]:
    parts = SealedRows.objects.filter(table="audit_event").order_by("seal")
    return [key for part in parts for key in part.keys]


def test_a_row_that_appears_behind_later_ones_gets_its_seal_like_any_other():
    """Its number was drawn early, its transaction ends late: nothing after it is sealed before."""
    drawn, may_end = threading.Event(), threading.Event()
    early: list[int] = []

    def slow() -> None:
        with transaction.atomic():
            early.append(note_one("chậm"))
            drawn.set()
            may_end.wait(30)
        connection.close()

    worker = threading.Thread(target=slow)
    worker.start()
    assert drawn.wait(30)
    late = note_one("nhanh")
    for minute in range(3):
        seal_and_keep(NOW + minute * MINUTE)
    assert sealed_keys() == []
    may_end.set()
    worker.join()
    seal_and_keep(NOW + 3 * MINUTE)
    assert sealed_keys() == [*early, late]
    assert verify(NOW + 4 * MINUTE).faults == ()


def test_nothing_new_makes_no_seal_and_numbers_follow_each_other():
    note_one()
    assert [seal_and_keep(NOW + minute * MINUTE) for minute in range(4)] == [
        False,
        True,
        False,
        False,
    ]
    note_one()
    assert [seal_and_keep(NOW + minute * MINUTE) for minute in range(4, 6)] == [False, True]
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_sealing_that_stopped_is_a_fault():
    note_one()
    seal_and_keep(NOW)
    assert [f.sentence for f in verify(NOW + MINUTE).faults] == [
        "Bảng audit_event: từ đầu không có dấu niêm phong mới."
    ]
    seal_and_keep(NOW + MINUTE)
    assert verify(NOW + 2 * MINUTE).faults == ()


def test_a_table_with_a_long_past_is_sealed_in_pieces(monkeypatch):
    monkeypatch.setattr("tuphap.foundation.seals.sealing.MOST_ROWS", 2)
    keys = [note_one() for _ in range(5)]
    for minute in range(5):
        seal_and_keep(NOW + minute * MINUTE)
    assert sealed_keys() == keys
    assert SealedRows.objects.count() == 3
    assert verify(NOW + 5 * MINUTE).faults == ()


def test_a_break_is_kept_told_to_auditors_once_a_day_and_shown():
    world = make_world()
    lan = employ("Đinh Thị Lan", world.province, Role.AUDITOR)
    key = note_one()
    for minute in range(2):
        seal_and_keep(NOW + minute * MINUTE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_event SET subject = 'khác' WHERE id = %s", [key])
    said = f"Bảng audit_event, dòng {key}: nội dung khác lúc niêm phong (dấu số 1)."
    for _ in range(2):
        assert verify_and_tell(NOW + 2 * MINUTE).faults[0].sentence == said
    with pytest.raises(CommandError, match=f"dòng {key}"):
        call_command("verify_audit")
    assert SealCheck.objects.first().fault == said
    assert Event.objects.filter(kind="journal_broken").count() == 3
    told = Notice.objects.filter(key__startswith="journal_broken:")
    assert {notice.person for notice in told} == {lan}
    page = signed_in(lan).get("/quan-tri/nhat-ky/niem-phong/")
    assert said in page.content.decode()
    assert signed_in(world.mai).get("/quan-tri/nhat-ky/niem-phong/").status_code == 403


def test_a_whole_journal_is_said_to_be_whole(capsys):
    note_one()
    for minute in range(2):
        seal_and_keep(NOW + minute * MINUTE)
    call_command("verify_audit")
    assert "Nguyên vẹn: 1 dòng dưới 1 dấu niêm phong." in capsys.readouterr().out
    assert Event.objects.filter(kind="journal_whole").count() == 1


def test_the_newest_seal_leaves_by_mail_where_an_address_is_set(settings):
    note_one()
    for minute in range(2):
        seal_and_keep(NOW + minute * MINUTE)
    assert not send_newest_head()
    settings.SEAL_HEADS_TO = ["kiem-toan@example.vn"]
    assert send_newest_head()
    assert bytes(Seal.objects.get().digest).hex() in mail.outbox[0].body


def test_no_sealed_table_lets_a_row_be_changed_or_removed():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE pg_get_triggerdef(oid) ~ 'BEFORE (DELETE OR UPDATE|UPDATE OR DELETE) ON'"
            " AND tgname ~ 'append_only' AND tgenabled = 'O'"
        )
        guarded = {str(row[0]) for row in cursor.fetchall()}
    assert {table.name for table in sealed_tables()} - guarded == set()
    assert len(guarded) > 20


def test_a_table_with_a_column_called_row_is_sealed_like_any_other():
    """Whatever the statement calls its rows by, no column may be meant instead."""
    history = apps.get_model("criteria", "GuidanceHistory")
    history.objects.create(
        id=1, rule_set="x", row="TC1", text="Ghi rõ.", unit_id=1, version=1, written_at=NOW,
        written_by_id=1, pgh_created_at=NOW, pgh_label="update", pgh_obj_id=1,
    )  # fmt: skip
    for minute in range(2):
        seal_and_keep(NOW + minute * MINUTE)
    report = verify(NOW + 2 * MINUTE)
    assert (report.rows, report.faults) == (1, ())
    assert [table.name for table in sealed_tables() if WHOLE_ROW in table.columns] == []
