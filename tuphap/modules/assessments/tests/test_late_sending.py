"""Sending and saving after the last day: told before, marked after, refused where not accepted."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tuphap.foundation.files.models import StoredFile
from tuphap.modules.assessments.actions.moves import submit
from tuphap.modules.assessments.lateness import late_draft_words
from tuphap.modules.assessments.models import Evidence, Period, StepDate
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.queries.queue import queue
from tuphap.modules.assessments.tests.sheet_requests import line, send_line
from tuphap.modules.assessments.tests.world import acting, december, in_status, move, signed_in
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db
# Midnight after 22 December in Vietnam.
MIDNIGHT = datetime(2022, 12, 22, 17, tzinfo=UTC)
LATE_BY_3 = MIDNIGHT + timedelta(days=2, hours=5)


def due_on_22(status: str, **settings):
    world = in_status(status, **settings)
    StepDate.objects.create(
        period=world.period, step="submitted", ends_on=december(world, 22).date()
    )
    return world


def text(answer) -> str:
    """As read: tags and line breaks out."""
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def page(world, address: str, person=None) -> str:
    client = signed_in(person or world.mai)
    return text(client.get(address.format(pk=world.dossier.pk), follow=True))


@pytest.mark.parametrize(
    ("seconds", "days"), [(-1, 0), (59, 0), (60, 1), (24 * 3600 + 59, 1), (24 * 3600 + 60, 2)]
)
def test_inside_the_grace_is_in_time(seconds: int, days: int):
    world = due_on_22("posted")
    sent = submit(world.dossier.pk, by=acting(world.mai, MIDNIGHT + timedelta(seconds=seconds)))
    assert sent.days_late == days


def test_the_moment_of_arrival_counts_and_not_that_of_the_lock(monkeypatch):
    """A request that waited for another one is not late by its waiting."""
    world = due_on_22("posted")
    Period.objects.update(grace_seconds=0)
    with time_machine.travel(MIDNIGHT - timedelta(seconds=1), tick=False) as clock:
        client = signed_in(world.mai)
        wait = "tuphap.modules.assessments.views.moves.get_visible"

        def slow(*args):
            clock.move_to(MIDNIGHT + timedelta(minutes=2))
            return get_visible(*args)

        monkeypatch.setattr(wait, slow)
        client.post(f"/phieu/{world.dossier.pk}/gui/")
    assert world.dossier.status == "submitted"
    assert world.dossier.days_late == 0
    assert timezone.now() > MIDNIGHT


def test_late_is_told_before_and_marked_in_every_place_after():
    world = due_on_22("posted")
    with time_machine.travel(LATE_BY_3, tick=False):
        before = page(world, "/phieu/{pk}/gui/")
        assert "Hạn gửi hồ sơ 22/12/2022 đã qua 3 ngày" in before
        assert "được ghi là gửi muộn 3 ngày" in before
        signed_in(world.mai).post(f"/phieu/{world.dossier.pk}/gui/")
        (row,) = queue(acting(world.hung, LATE_BY_3), world.period, LATE_BY_3.date())[:1]
        assert row.late == "Gửi muộn 3 ngày"
        for address in (
            f"/bien-nhan/{SubmittedCopy.objects.get().number}/",
            "/phieu/{pk}/lich-su/",
        ):
            assert "Gửi muộn 3 ngày" in page(world, address), address
        for address in (f"/tham-tra/{world.dossier.pk}/", "/tham-tra/"):
            assert "Gửi muộn 3 ngày" in page(world, address, world.hung), address


def test_where_late_is_not_accepted_the_draft_stays_and_can_be_written():
    world = due_on_22("posted", accepts_late=False)
    with time_machine.travel(LATE_BY_3, tick=False):
        assert "kỳ này không nhận hồ sơ gửi sau hạn" in page(world, "/phieu/{pk}/gui/")
        answer = signed_in(world.mai).post(f"/phieu/{world.dossier.pk}/gui/")
        assert answer.status_code == 409
        assert "kỳ này không nhận hồ sơ gửi sau hạn. Số liệu còn nguyên." in text(answer)
        assert 'href="#con-vuong"' in answer.content.decode()
        assert "không có gì bị ghi đè" not in text(answer)
        assert world.dossier.status == "posted"
        move(world.dossier.pk, "reopen", by=acting(world.mai, LATE_BY_3), reason="Sửa số liệu.")
        saved = text(send_line(world, "1.2.1", line(world, "1.2.1", done="118", due="123")))
        assert "Đã lưu bản nháp lúc 05:00, sau hạn gửi 22/12/2022" in saved


def test_a_returned_dossier_is_late_by_its_own_term():
    world = due_on_22("returned", accepts_late=False, completion_working_days=5)
    in_term = acting(world.mai, december(world, 28))
    with pytest.raises(Refused, match="hạn gửi lại hồ sơ là ngày 28/12/2022"):
        submit(world.dossier.pk, by=acting(world.mai, december(world, 29)))
    assert submit(world.dossier.pk, by=in_term).days_late == 0


def test_a_paper_for_a_return_is_signed_by_the_day_of_the_return():
    world = due_on_22("returned", completion_working_days=5)
    file = StoredFile.objects.create(
        name="a.pdf",
        content_type="application/pdf",
        size=9,
        sha256="0" * 64,
        stored_at=LATE_BY_3,
        signatures=[{"signed_at": None}],
    )
    Evidence.objects.create(
        assessment=world.dossier, item="1.1.1", file=file, added_by=world.mai, added_at=LATE_BY_3
    )
    asked = december(world, 28).date()
    assert current_evidence(world.dossier)["1.1.1"][0].asked_on == asked
    again = submit(world.dossier.pk, by=acting(world.mai, december(world, 28)))
    assert current_evidence(again)["1.1.1"][0].asked_on == asked


def test_a_save_before_the_last_day_stays_a_plain_save():
    period = Period(grace_seconds=60)
    day = MIDNIGHT.date()
    assert late_draft_words(period, day, MIDNIGHT) == ""
    assert late_draft_words(period, day, LATE_BY_3) == "sau hạn gửi 22/12/2022"
    assert late_draft_words(period, None, LATE_BY_3) == ""
