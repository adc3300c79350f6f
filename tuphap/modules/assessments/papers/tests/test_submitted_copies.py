"""What is submitted is frozen with the move, numbered, hashed, and told by letter."""

import hashlib
import json

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.accounts.models import Post
from tuphap.modules.assessments.actions.evidence import add_file, add_link
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.papers.actions import send_letter
from tuphap.modules.assessments.papers.models import CopyLetter, Paper, SubmittedCopy
from tuphap.modules.assessments.papers.payload import files_of
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    SELF,
    acting,
    december,
    fill,
    full_sheet,
    give_back,
    in_status,
    make_world,
    moment,
    save_entries,
    send,
    signed_in,
    start,
)
from tuphap.outlets.demo.papers import demo_upload
from tuphap.rules.refusals import Refused
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db


def only_copy() -> SubmittedCopy:
    return SubmittedCopy.objects.get()


def sent_with_evidence():
    world = make_world()
    start(world)
    by = acting(world.mai, december(world, 2))
    lines = full_sheet(world) | {"1.2.1": Given(Answer(done=118, due=123), "Sổ văn bản đi.")}
    save_entries(world.dossier.pk, SELF, lines, by=by)
    add_file(world.dossier.pk, "1.2.1", demo_upload(0), by=by)
    add_link(world.dossier.pk, "2.1.1", "https://xa.example/danh-muc", "Danh mục", by=by)
    move(world.dossier.pk, "post", by=by)
    submit(world.dossier.pk, by=acting(world.mai, december(world, 20)))
    return world


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_a_copy_comes_with_the_move(code):
    world = make_world(code)
    send(world)
    copy = only_copy()
    assert copy.number == f"{world.year}-23860-01"
    assert copy.submitted_at == world.dossier.submitted_at
    assert copy.version == world.dossier.version
    assert copy.submitted_by_name == "Nguyễn Thị Mai"
    assert copy.sha256 == hashlib.sha256(copy.canonical.encode()).hexdigest()
    assert json.loads(copy.canonical) == copy.payload


def test_the_copy_holds_everything_that_was_entered():
    sent_with_evidence()
    payload = only_copy().payload
    lines = {
        line["code"]: line
        for criterion in payload["criteria"]
        for indicator in criterion["indicators"]
        for line in indicator["contents"]
    }
    assert len(lines) == 24
    line = lines["1.2.1"]
    assert (line["answer"]["done"], line["answer"]["due"]) == (118, 123)
    assert (line["words"], line["percent"]) == ("118/123", "95,93 %".replace(" ", "\u00a0"))
    assert line["explanation"] == "Sổ văn bản đi."
    assert [row["item"] for row in files_of(payload)] == ["1.2.1", "2.1.1"]
    assert len(files_of(payload)[0]["sha256"]) == 64
    assert files_of(payload)[1]["url"] == "https://xa.example/danh-muc"
    assert payload["gates"][0]["words"] != "–"
    assert payload["officer"] == "Nguyễn Thị Mai"
    assert [up["name"] for up in payload["unit"]["above"]] == ["Huyện Đức Cơ", "Tỉnh Gia Lai"]


def test_there_is_no_float_in_a_copy():
    sent_with_evidence()

    def floats(value):
        if isinstance(value, dict):
            return [found for part in value.values() for found in floats(part)]
        if isinstance(value, list):
            return [found for part in value for found in floats(part)]
        return [value] if isinstance(value, float) else []

    assert floats(only_copy().payload) == []


def test_a_copy_is_never_changed():
    world = in_status("posted")
    submit(world.dossier.pk, by=acting(world.mai, december(world, 20)), announced=False)
    for deed in (
        lambda: SubmittedCopy.objects.update(number="x"),
        lambda: SubmittedCopy.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            deed()
    assert only_copy().number == "2022-23860-01"


def test_what_is_changed_later_does_not_change_the_copy():
    world = make_world()
    give_back(world)
    before = only_copy().canonical
    line = {"1.2.1": Given(Answer(done=1, due=20))}
    save_entries(world.dossier.pk, SELF, line, by=acting(world.mai, december(world, 22)))
    assert only_copy().canonical == before


def test_sending_again_makes_the_next_number():
    world = make_world()
    give_back(world)
    submit(world.dossier.pk, by=acting(world.binh, december(world, 25)))
    first, second = SubmittedCopy.objects.order_by("ordinal")
    assert (first.number, second.number) == ("2022-23860-01", "2022-23860-02")
    assert second.submitted_by_name == "Siu Bình"
    assert first.sha256 != second.sha256


def test_a_refused_sending_leaves_no_copy_and_no_work():
    world = make_world()
    fill(world, {})
    before = ProcrastinateJob.objects.count()
    with pytest.raises(Refused):
        submit(world.dossier.pk, by=acting(world.mai, december(world, 20)))
    assert not SubmittedCopy.objects.exists()
    assert not Paper.objects.exists()
    assert ProcrastinateJob.objects.count() == before


def test_the_work_is_queued_with_the_move():
    send(make_world())
    names = list(ProcrastinateJob.objects.values_list("task_name", flat=True))
    assert sum(name.endswith("papers.tasks.send_copy_letter") for name in names) == 1
    assert sum(name.endswith("papers.tasks.make_paper") for name in names) == 6
    assert Paper.objects.filter(copy=only_copy(), made_at=None).count() == 6


def test_nothing_is_queued_where_it_is_not_announced():
    world = in_status("posted")
    submit(world.dossier.pk, by=acting(world.mai, december(world, 20)), announced=False)
    assert only_copy().number == "2022-23860-01"
    assert not ProcrastinateJob.objects.filter(task_name__contains=".papers.").exists()
    assert not Paper.objects.exists()


# --- the letter ---


def test_the_letter_goes_to_the_people_of_the_unit_once():
    sent_with_evidence()
    letter = CopyLetter.objects.get()
    assert send_letter(letter.pk, moment(2022, 12, 21))
    assert not send_letter(letter.pk, moment(2022, 12, 22))
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == ["commune_chair.23860@example.gov.vn", "commune_officer.23860@example.gov.vn"]
    assert sent.subject == "Biên nhận 2022-23860-01: hồ sơ năm 2022 của Xã Ia Dơk"
    for words in (
        only_copy().sha256,
        "1.2.1 Tỷ lệ văn bản hành chính ban hành đúng quy định pháp luật",
        "Đã nhập: 118/123",
        "Giải thích: Sổ văn bản đi.",
        "https://xa.example/danh-muc",
        "Tổng số điểm của các tiêu chí đạt từ 80 điểm trở lên: Đạt",
    ):
        assert words in sent.body


def test_a_unit_without_people_gets_no_letter():
    world = in_status("posted")
    by = acting(world.mai, december(world, 20))
    Post.objects.filter(unit=world.commune).update(ends_on=december(world, 10).date())
    submit(world.dossier.pk, by=by)
    assert not CopyLetter.objects.exists()
    page = signed_in(world.hung).get("/bien-nhan/2022-23860-01/").content.decode()
    assert "Không có thư kèm bản sao" in page


def test_a_server_that_refuses_leaves_the_letter_to_the_next_try(monkeypatch):
    send(make_world())
    letter = CopyLetter.objects.get()
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(OSError, match="refused"):
            send_letter(letter.pk, moment(2022, 12, 21))
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert send_letter(letter.pk, moment(2022, 12, 21))


def refuse(*args, **kwargs):
    raise OSError("refused")


def test_hostile_words_do_not_change_the_letter():
    world = make_world()
    lines = full_sheet(world) | {
        "1.2.1": Given(Answer(done=20, due=20), "{{ 1 }} {% now %}\nBcc: x@example.com <b>&")
    }
    fill(world, lines)
    move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    submit(world.dossier.pk, by=acting(world.mai, december(world, 20)))
    send_letter(CopyLetter.objects.get().pk, moment(2022, 12, 21))
    message = mail.outbox[0]
    assert "{{ 1 }} {% now %}\nBcc: x@example.com <b>&" in message.body
    assert message.recipients() == message.to
