"""The chair sends without signing in: a link by letter that works once, a code from the officer."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.http import Http404
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.notices.models import Notice, NoticeChoice, Way
from tuphap.foundation.notices.sending import send_one
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.actions.submit_link import (
    LASTS,
    cancel_submit_link,
    make_submit_link,
)
from tuphap.modules.assessments.models import SubmitLink
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.queries.submit_link import MOST_TRIES, link_of, token_of
from tuphap.modules.assessments.tests.world import (
    acting,
    december,
    fill,
    in_status,
    make_world,
    signed_in,
)
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = in_status("posted")
    with time_machine.travel(december(world, 21), tick=True):
        yield world


def made(world, person=None, chair=None, later=timedelta()):
    by = acting(person or world.mai, december(world, 21) + later)
    return make_submit_link(world.dossier.pk, (chair or world.binh).pk, by=by)


def address(link):
    return f"/gui-ho-so/{token_of(link)}/"


KEY = "11111111-2222-4333-8444-555555555555"


def send(link, code):
    return Client().post(address(link), {"code": code})


def text(response):
    return response.content.decode()


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_chair_sees_the_totals_and_sends_with_the_code(world):
    new = made(world)
    page = text(Client().get(address(new.link)))
    assert "Xã Ia Dơk" in page
    assert "Tổng điểm tự chấm" in page
    done = text(send(new.link, new.code))
    copy = SubmittedCopy.objects.get()
    for words in ("Đã gửi hồ sơ", copy.number, copy.sha256, "<svg", f"/bien-nhan/{copy.number}/"):
        assert words in done
    assert world.dossier.status == "submitted"
    change = StatusChange.objects.get(move="submit")
    assert change.made_by_name == "Siu Bình"


def test_the_chair_signed_in_finds_the_sheet_in_the_menu(world):
    client = signed_in(world.binh)
    assert '<a href="/phieu/">Phiếu của đơn vị</a>' in text(client.get("/lam-viec/"))
    assert client.get("/phieu/").headers["Location"] == f"/phieu/{world.dossier.pk}/"


def test_a_browser_may_send_the_page(world):
    """Without a referrer a browser sends “Origin: null”, which is refused as a forgery."""
    new = made(world)
    browser = Client(enforce_csrf_checks=True)
    page = text(browser.get(address(new.link)))
    assert "no-referrer" not in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = {"code": new.code, "csrfmiddlewaretoken": token}
    assert "Đã gửi hồ sơ" in text(browser.post(address(new.link), sent))


def test_it_works_once(world):
    new = made(world)
    path, typed = address(new.link), {"code": new.code, "khoa-gui": KEY}
    first = Client().post(path, typed)
    copy = SubmittedCopy.objects.get()
    assert text(Client().post(path, typed)) == text(first)
    for again in (send(new.link, new.code), Client().get(address(new.link))):
        assert "Hồ sơ đã gửi, biên nhận" in text(again)
        assert copy.number in text(again)
        assert copy.sha256 not in text(again)
    assert StatusChange.objects.filter(move="submit").count() == 1


def test_a_wrong_code_sends_nothing_and_is_counted(world):
    new = made(world)
    answer = send(new.link, wrong(new.code))
    assert answer.status_code == 422
    assert "Mã xác nhận không đúng, còn 4 lần thử" in text(answer)
    assert world.dossier.status == "posted"
    assert SubmitLink.objects.get().tries == 1


def test_after_some_tries_even_the_right_code_is_too_late(world):
    new = made(world)
    for _ in range(MOST_TRIES):
        send(new.link, wrong(new.code))
    assert send(new.link, new.code).status_code == 404
    assert world.dossier.status == "posted"


def test_the_letter_has_the_link_and_not_the_code(world):
    new = made(world)
    notice = Notice.objects.get(person=world.binh)
    assert token_of(new.link) in notice.address
    assert new.code not in f"{notice.title} {notice.body} {notice.address}"
    assert new.code not in SubmitLink.objects.get().code_hash


@pytest.mark.parametrize("way", Way)
def test_the_letter_opens_without_signing_in_and_leaves_at_once(world, way, settings):
    settings.SITE_ADDRESS = "https://tcpl.example.vn"
    NoticeChoice.objects.create(person=world.binh, way=way)
    new = made(world)
    notice = Notice.objects.get(person=world.binh)
    job = ProcrastinateJob.objects.get(args__notice_id=str(notice.pk))
    assert token_of(new.link) not in str(job.args)
    assert send_one(notice.pk, new.link.made_at)
    [letter] = mail.outbox
    assert letter.to == [world.binh.email]
    end = timezone.localtime(new.link.ends_at)
    assert f"không cần đăng nhập, đến {end:%H:%M, %d/%m/%Y}" in letter.body
    assert "Thư có đường dẫn dùng một lần luôn gửi ngay" in letter.body
    assert new.code not in letter.body
    path = re.search(r"https://tcpl\.example\.vn(/gui-ho-so/\S+)", letter.body)[1]
    assert "Tổng điểm tự chấm" in text(Client().get(path))
    assert "Đã gửi hồ sơ" in text(Client().post(path, {"code": new.code}))


def test_nobody_else_reads_the_link(world):
    made(world)
    assert Notice.objects.get(address__startswith="/gui-ho-so/").person == world.binh
    details = str(list(Event.objects.values_list("detail", flat=True)))
    assert "submit_link_made" in Event.objects.values_list("kind", flat=True)
    assert "gui-ho-so" not in details


def test_the_log_has_no_link_that_could_be_used(world, caplog):
    new = made(world)
    with caplog.at_level(logging.INFO):
        path = address(new.link)
        Client().get(path)
        Client().post(path, {"code": wrong(new.code)})
    lines = [str(r.msg) for r in caplog.records if "request_finished" in str(r.msg)]
    assert len(lines) == 2
    assert all("/gui-ho-so/…/" in line for line in lines)
    assert path.split("/")[2] not in caplog.text


def test_the_officer_reads_what_became_of_the_letter(world):
    client, page = signed_in(world.mai), f"/phieu/{world.dossier.pk}/de-nghi-gui/"
    first = text(client.post(page, {"chair": str(world.binh.pk)}))
    assert f"đã xếp hàng, gửi ngay tới {world.binh.email}" in first
    assert "đã chuyển" not in first
    assert f"Thư tới {world.binh.email}: đang gửi." in text(client.get(page))
    notice = Notice.objects.get(person=world.binh)
    send_one(notice.pk, timezone.now())
    assert f"Thư tới {world.binh.email}: đã gửi." in text(client.get(page))


@pytest.mark.parametrize("typed", ["{} {}", " {}\u00a0{} ", "{}\t{}"])
def test_spaces_in_the_code_cost_no_try(world, typed):
    new = made(world)
    for _ in range(MOST_TRIES - 1):
        send(new.link, wrong(new.code))
    assert "Đã gửi hồ sơ" in text(send(new.link, typed.format(new.code[:3], new.code[3:])))
    assert world.dossier.status == "submitted"


def test_the_field_takes_a_code_with_spaces(world):
    field = re.search(
        r'<input[^>]*name="code"[^>]*>', text(Client().get(address(made(world).link)))
    )[0]
    assert int(re.search(r'maxlength="(\d+)"', field)[1]) >= len("1 2 3 4 5 6")


def test_the_code_is_shown_once_to_the_officer(world):
    client = signed_in(world.mai)
    page = f"/phieu/{world.dossier.pk}/de-nghi-gui/"
    first = client.post(page, {"chair": str(world.binh.pk)})
    code = re.search(r"Mã xác nhận: <span[^>]*>(\d{6})<", text(first))[1]
    assert code not in text(client.get(page))
    assert token_of(SubmitLink.objects.get()) not in text(first)
    assert first.headers["Cache-Control"].count("no-store")
    send(SubmitLink.objects.get(), code)
    assert world.dossier.status == "submitted"


def test_the_same_key_makes_one_link_and_shows_its_code_again(world):
    client, page = signed_in(world.mai), f"/phieu/{world.dossier.pk}/de-nghi-gui/"

    def code(key):
        sent = client.post(page, {"chair": str(world.binh.pk), "khoa-gui": key})
        return re.search(r"Mã xác nhận: <span[^>]*>(\d{6})<", text(sent))[1]

    assert code(KEY) == code(KEY)
    assert SubmitLink.objects.count() == 1
    code(KEY.replace("1", "6"))
    assert SubmitLink.objects.count() == 2


def test_it_ends(world):
    new = made(world)
    with time_machine.travel(december(world, 21) + LASTS + timedelta(minutes=1)):
        assert send(new.link, new.code).status_code == 404


def test_a_replaced_link_says_so_and_a_cancelled_one_is_like_none(world):
    first, second = made(world), made(world, later=timedelta(minutes=1))
    for answer in (send(first.link, first.code), Client().get(address(first.link))):
        assert "Đường dẫn này đã được thay bằng đường dẫn mới hơn" in text(answer)
    at = december(world, 21) + timedelta(minutes=2)
    cancel_submit_link(world.dossier.pk, by=acting(world.mai, at))
    assert send(second.link, second.code).status_code == 404
    assert world.dossier.status == "posted"


def test_a_version_the_chair_was_not_shown_is_not_sent(world):
    new = made(world)
    dossier = world.dossier
    dossier.version += 1
    dossier.save(update_fields=["version"])
    assert send(new.link, new.code).status_code == 409
    assert world.dossier.status == "posted"


def test_whoever_is_no_chair_any_more_sends_nothing(world):
    new = made(world)
    Post.objects.filter(person=world.binh).update(ends_on=december(world, 20).date())
    assert send(new.link, new.code).status_code in (403, 404)
    assert world.dossier.status == "posted"
    assert SubmitLink.objects.get().used_at is None


@pytest.mark.parametrize("who", ["binh", "hung", "ha", "lan"])
def test_only_the_officer_of_the_unit_asks(world, who):
    with pytest.raises((Refused, Http404)):
        made(world, person=getattr(world, who))
    assert not SubmitLink.objects.exists()


@pytest.mark.parametrize("who", ["mai", "hung", "lan"])
def test_only_a_chair_of_the_unit_is_asked(world, who):
    with pytest.raises(Refused) as refused:
        made(world, chair=getattr(world, who))
    assert refused.value.code == "not_a_chair"


def test_what_cannot_be_sent_yet_gets_no_link():
    world = make_world()
    fill(world)
    with pytest.raises(Refused):
        made(world)


def test_a_token_for_another_purpose_opens_nothing(world):
    new = made(world)
    for token in (
        "x",
        signing.dumps(str(new.link.pk), salt="another.purpose"),
        token_of(new.link)[:-1],
        signing.dumps(7, salt="assessments.submit-link"),
    ):
        with pytest.raises(Http404):
            link_of(token, december(world, 21))
