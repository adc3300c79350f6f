"""Letters: plain text, one line of subject, once; and what follows when none leaves."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.mail import BadHeaderError
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.access.tests.people import person
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.jobs.tests.queue import put
from tuphap.foundation.jobs.waits import WAITS
from tuphap.foundation.notices import sending
from tuphap.foundation.notices.letters import LONGEST_SUBJECT, header_text, letter_of
from tuphap.foundation.notices.models import Letter, Notice, Way
from tuphap.foundation.notices.tasks import (
    send_daily_letter,
    send_letter,
    start_daily_letters,
    sweep_letters,
)
from tuphap.foundation.notices.tests.told import AT, told, wants

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai() -> Person:
    return person("Nguyễn Thị Mai", "mai@vi-du.gov.vn")


def attempt(notice: Notice, attempts: int = 0) -> bool:
    """As a worker calls it."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    return send_letter.func(context, notice_id=str(notice.pk))


def broken(monkeypatch) -> None:
    def refuse(self, *args):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_a_letter_says_what_happened_and_where_to_look(mai, settings):
    settings.SITE_ADDRESS = "https://tcpl.example.vn"
    notice = told(mai)
    assert attempt(notice)
    [letter] = mail.outbox
    assert letter.to == ["mai@vi-du.gov.vn"]
    assert letter.subject == "Tư pháp số: Hồ sơ năm 2022 của Xã K' Dang: yêu cầu bổ sung"
    assert "Kính gửi Nguyễn Thị Mai," in letter.body
    assert "thiếu báo cáo < 2 trang & danh sách." in letter.body
    assert f"https://tcpl.example.vn/thong-bao/{notice.pk}/" in letter.body
    assert "https://tcpl.example.vn/thong-bao/#nhan-thu" in letter.body
    assert letter.content_subtype == "plain"
    assert now(notice).letter == Letter.SENT
    assert now(notice).mailed_at is not None


def test_running_twice_sends_once(mai):
    notice = told(mai)
    assert attempt(notice)
    assert not attempt(notice)
    assert len(mail.outbox) == 1


def test_a_letter_keeps_its_name(mai):
    notice = told(mai)
    names = {letter_of(notice).message()["Message-ID"] for _ in range(2)}
    assert names == {f"<{notice.pk}@localhost>"}


HOSTILE = "Hồ sơ\r\nBcc: ke.la@example.com\n\nNội dung khác\u2028x\x1by"


def test_what_people_typed_makes_no_second_header(mai):
    attempt(told(mai, title=HOSTILE))
    [letter] = mail.outbox
    sent = letter.message()
    assert sent["Bcc"] is None
    assert letter.subject == "Tư pháp số: Hồ sơ Bcc: ke.la@example.com Nội dung khác x y"
    assert letter.recipients() == ["mai@vi-du.gov.vn"]


def test_a_header_line_is_clean_and_bounded():
    assert header_text(HOSTILE) == "Hồ sơ Bcc: ke.la@example.com Nội dung khác x y"
    assert len(header_text("x" * 500)) == LONGEST_SUBJECT


def test_template_words_of_people_stay_words(mai):
    attempt(told(mai, body="{{ person.password }} {% include 'base.html' %} %(email)s {0}"))
    assert "{{ person.password }} {% include 'base.html' %} %(email)s {0}" in mail.outbox[0].body


def test_an_address_with_a_second_line_sends_nothing(mai):
    Person.objects.filter(pk=mai.pk).update(email="mai@vi-du.gov.vn\nbcc: x@example.com")
    with pytest.raises(BadHeaderError):
        attempt(told(Person.objects.get(pk=mai.pk)))
    assert mail.outbox == []


def test_whoever_was_locked_meanwhile_gets_no_letter(mai):
    notice = told(mai)
    Person.objects.filter(pk=mai.pk).update(is_active=False)
    assert not attempt(notice)
    assert (mail.outbox, now(notice).letter) == ([], Letter.UNWANTED)


def test_a_letter_that_does_not_leave_waits_for_the_next_try(mai, monkeypatch):
    notice = told(mai)
    broken(monkeypatch)
    with pytest.raises(ConnectionRefusedError):
        attempt(notice, attempts=0)
    assert now(notice).letter == Letter.QUEUED


def test_after_the_last_try_the_notice_says_so_and_can_still_be_sent(mai, monkeypatch):
    notice = told(mai)
    with monkeypatch.context() as meanwhile:
        broken(meanwhile)
        with pytest.raises(ConnectionRefusedError):
            attempt(notice, attempts=len(WAITS))
    assert now(notice).letter == Letter.GAVE_UP
    assert attempt(notice, attempts=len(WAITS) + 1)
    assert now(notice).letter == Letter.SENT


# --- one letter a day ---


def daily(mai: Person, *keys: str) -> None:
    wants(mai, Way.DAILY)
    for number, key in enumerate(keys):
        told(mai, key, AT + timedelta(minutes=number), title=f"Việc {key}")


def test_what_was_collected_goes_in_one_letter(mai):
    daily(mai, "a", "b")
    assert send_daily_letter(person_id=mai.pk)
    [letter] = mail.outbox
    assert letter.subject == "Tư pháp số: 2 thông báo mới"
    assert letter.body.index("1. Việc a (13/01/2023 09:30)") < letter.body.index("2. Việc b")
    assert set(Notice.objects.values_list("letter", flat=True)) == {Letter.SENT}


def test_the_next_day_without_news_has_no_letter(mai):
    daily(mai, "a")
    assert send_daily_letter(person_id=mai.pk)
    assert not send_daily_letter(person_id=mai.pk)
    assert len(mail.outbox) == 1


def test_a_daily_letter_that_does_not_leave_goes_the_next_day(mai, monkeypatch):
    daily(mai, "a")
    with monkeypatch.context() as meanwhile:
        broken(meanwhile)
        with pytest.raises(ConnectionRefusedError):
            send_daily_letter(person_id=mai.pk)
    daily(mai, "b")
    assert send_daily_letter(person_id=mai.pk)
    assert "Việc a" in mail.outbox[0].body
    assert "Việc b" in mail.outbox[0].body


def test_a_very_long_day_is_cut_and_says_how_much_is_left(mai):
    daily(mai, *(f"k{number}" for number in range(103)))
    send_daily_letter(person_id=mai.pk)
    assert "100. Việc" in mail.outbox[0].body
    assert "Còn 3 thông báo nữa" in mail.outbox[0].body
    assert "101. Việc" not in mail.outbox[0].body


def test_the_morning_queues_one_job_for_each_person_with_something(mai):
    hung = person("Trần Văn Hùng")
    daily(mai, "a", "b")
    wants(hung, Way.DAILY)
    start_daily_letters(timestamp=0)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"person_id": mai.pk}]


# --- the sweeper ---


def swept(mai: Person, minutes: int, status: str = "") -> int:
    """How many jobs there are after the sweeper came."""
    notice = told(mai, at=timezone.now() - timedelta(minutes=minutes))
    [job] = ProcrastinateJob.objects.all()
    put(job, status=status) if status else connection.cursor().execute(
        "DELETE FROM procrastinate_jobs"
    )
    sweep_letters(timestamp=0)
    found = ProcrastinateJob.objects.filter(args__notice_id=str(notice.pk))
    return found.count()


def test_a_letter_without_a_job_gets_one_again(mai):
    assert swept(mai, 11) == 1


def test_the_sweeper_leaves_young_letters_alone(mai):
    assert swept(mai, 9) == 0


@pytest.mark.parametrize("status", ["todo", "doing", "failed"])
def test_the_sweeper_adds_no_second_job(mai, status):
    assert swept(mai, 60, status) == 1


def test_the_sweeper_helps_where_the_job_ended_and_the_letter_did_not_leave(mai):
    assert swept(mai, 60, "cancelled") == 2


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_the_same_moment_send_once(mai):
    notice = told(mai)
    held, done = threading.Event(), threading.Event()

    def other_worker() -> None:
        with transaction.atomic():
            list(Notice.objects.select_for_update().filter(pk=notice.pk))
            held.set()
            done.wait(30)
        connection.close()

    other = threading.Thread(target=other_worker)
    other.start()
    assert held.wait(30)
    assert not sending.send_one(notice.pk, timezone.now())
    done.set()
    other.join()
    assert mail.outbox == []
    assert sending.send_one(notice.pk, timezone.now())
