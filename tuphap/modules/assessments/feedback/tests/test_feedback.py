"""Anybody says something about a published result, follows it, and reads answers."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client

from tuphap.modules.assessments.feedback.codes import code_of, opened_now
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.modules.assessments.feedback.tests.saying import (
    AT,
    MOST,
    OPINION,
    YEAR,
    address,
    answer,
    deal,
    look_up,
    opened,
    page,
    publish_both,
    say,
    send,
    text_of,
)
from tuphap.modules.assessments.tests import world as w
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db


# --- anybody speaks ---


def test_from_the_result_to_the_form_to_the_code_to_the_answer(world):
    public = text_of(Client().get(f"/ket-qua/{YEAR}/{world.commune.code}/"))
    assert f'href="{address(world, "gui/")}"' in public
    assert f'href="{address(world)}"' in public
    form = text_of(Client().get(address(world, "gui/")))
    assert "theo bản công bố số 01" in form
    stamp = re.search(r'name="mo-luc" value="([^"]+)"', form)[1]
    with time_machine.travel(AT + timedelta(seconds=30), tick=False):
        sent = send(world, **{"mo-luc": stamp})
    receipt = Client().get(sent.headers["Location"])
    code = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", text_of(receipt))[0]
    assert "no-store" in receipt.headers["Cache-Control"]
    assert code not in sent.headers["Location"]
    with time_machine.travel(AT + timedelta(minutes=16), tick=False):
        late = Client().get(sent.headers["Location"])
    assert late.status_code == 410
    assert code not in text_of(late)
    said = Feedback.objects.get()
    assert code not in str(Feedback.objects.values().get())
    assert "đang được xem xét" in text_of(look_up(code))
    answer(world, said)
    found = text_of(look_up(code.lower().replace("-", " ")))
    assert "Đã kiểm tra, buổi hòa giải đã được tính." in found
    assert "Dự thảo của xã." not in found


@pytest.mark.parametrize("code", ["", "ABCD", "x" * 61, "Ấ" * 16, "<script>", "'; --"])
def test_a_code_that_is_none_is_told(world, code):
    say(world)
    found = look_up(code)
    assert found.status_code == 422
    assert "Không có góp ý nào mang mã này" in text_of(found)


def test_a_refused_one_tells_its_sender_why_and_nobody_else(world):
    said = say(world)
    deal(said, "refuse", "Nêu thông tin riêng của người khác.", person=world.ha)
    assert "Nêu thông tin riêng của người khác." in text_of(look_up(code_of(said.pk)))
    assert OPINION not in page(world)


def test_only_what_is_answered_appears_and_nothing_personal(world):
    said, other = say(world), say(world, "Ý kiến khác.", sender="203.0.113.8")
    assert OPINION not in page(world)
    answer(world, said)
    answer(world, other, "Trả lời riêng.", "reply")
    shown = page(world)
    assert OPINION in shown
    assert "Đã kiểm tra, buổi hòa giải đã được tính." in shown
    for private in (
        "Ý kiến khác.",
        "Trả lời riêng.",
        "Dự thảo của xã.",
        "Lan",
        "0905",
        world.ha.full_name,
        world.mai.full_name,
        str(said.pk),
    ):
        assert private not in shown
    deal(said, "take_down", "Nêu tên người.", person=world.ha)
    assert OPINION not in page(world)
    assert "buổi hòa giải đã được tính" in text_of(look_up(code_of(said.pk)))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"y-kien": " \u200b"}, "Chưa có ý kiến."),
        ({"y-kien": "a" * 2001}, "tối đa 2.000"),
        ({"ho-ten": "a" * 121, "dong-y": "1"}, "tối đa 120"),
        ({"lien-he": "a" * 201, "dong-y": "1"}, "tối đa 200"),
        ({"ho-ten": "Rơ Châm"}, "Chưa đánh dấu đồng ý"),
        ({"lien-he": "0905"}, "Chưa đánh dấu đồng ý"),
        ({"trang-rieng": "https://example.com"}, "phải để trống"),
        ({"mo-luc": ""}, "Chưa rõ biểu mẫu mở lúc nào"),
        ({"mo-luc": "1:abc:def"}, "Chưa rõ biểu mẫu mở lúc nào"),
        ({"mo-luc": "now"}, "vừa mở đã gửi"),
    ],
)
def test_a_fault_is_told_and_nothing_typed_is_lost(world, fields, sentence):
    stamp = {"mo-luc": opened_now()} if fields.get("mo-luc") == "now" else {}
    sent = {"y-kien": "Thôn 3 chưa có tủ sách.", "mo-luc": opened(), **fields, **stamp}
    found = Client().post(address(world, "gui/"), sent)
    assert found.status_code == 422
    assert sentence in text_of(found)
    if "y-kien" not in fields:
        assert "Thôn 3 chưa có tủ sách." in text_of(found)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "answered"}, 422),
        ({"ban": "99"}, 302),
        ({"ban": "x"}, 404),
        ({"ban": "9" * 5}, 404),
        ({"y-kien": "a\0b"}, 400),
    ],
)
def test_what_is_forged_keeps_nothing(world, fields, status):
    assert send(world, **fields).status_code == status
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("2022/99999/", 302),
        ("2021/{code}/", 404),
        ("99999999999/{code}/", 404),
        ("2022/abc/", 404),
        ("2022/{code}/?trang=x", 200),
        ("2022/{code}/?trang=-1", 200),
        ("2022/{code}/gui/?ban=", 200),
        ("2022/{code}/gui/?ban=%C3%A9", 404),
        ("da-nhan/abc/", 410),
        ("da-nhan/a:b:c/", 410),
    ],
)
def test_addresses_nobody_offers(world, path, status):
    found = Client().get(f"/gop-y-ket-qua/{path.format(code=world.commune.code)}")
    assert found.status_code == status


def test_without_the_token_nothing_is_kept(world):
    assert send(world, client=Client(enforce_csrf_checks=True)).status_code == 403
    assert not Feedback.objects.exists()


def test_hostile_words_are_only_words(world):
    text = "<script>alert(1)</script>{{ 7|add:7 }}=cmd|' /C calc'!A0"
    assert send(world, text).status_code == 302
    said = Feedback.objects.get()
    assert said.text == text
    answer(world, said)
    assert "<script>alert" not in page(world)


def test_the_same_twice_is_once_and_shows_one_code(world):
    first, second = say(world), say(world)
    assert first.pk == second.pk
    assert code_of(first.pk) == code_of(second.pk)


# --- too often ---


def test_one_place_has_its_limit_on_one_result_and_others_are_not_hindered(world):
    for number in range(MOST):
        say(world, f"Ý kiến số {number}.", sender="127.0.0.1")
    full = send(world, "Một ý kiến nữa.")
    assert full.status_code == 429
    assert full.headers["Retry-After"] == "3600"
    assert "Một ý kiến nữa." in text_of(full)
    assert send(world, "Nơi khác.", Client(REMOTE_ADDR="203.0.113.9")).status_code == 302
    assert send(world, "Kết quả khác.", of=world.neighbour).status_code == 302
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        assert send(world, "Sau hai giờ.").status_code == 302
    assert Feedback.objects.count() == MOST + 3


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_for_many_at_the_same_moment():
    world = w.make_world()
    publish_both(world)
    barrier, refused = threading.Barrier(MOST + 3), []

    def one(number):
        try:
            barrier.wait()
            say(world, f"Ý kiến số {number}.")
        except Refused as no:
            refused.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(MOST + 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["too_many"] * 3
    assert Feedback.objects.count() == MOST
