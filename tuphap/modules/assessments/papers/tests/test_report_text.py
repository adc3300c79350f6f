"""Part I.1 of the report is written here: by whom, until when, and in two windows."""

import threading

import pytest
from django.db import connections

from tuphap.modules.assessments.papers.actions import freeze
from tuphap.modules.assessments.papers.models import ReportText, SubmittedCopy
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.papers.report_text import LONGEST, write_report
from tuphap.modules.assessments.papers.tests.reading import squeezed
from tuphap.modules.assessments.papers.tests.test_papers import both, draft_of
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    acting,
    december,
    in_status,
    make_world,
    moment,
    signed_in,
    start,
)
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db
WORDS = "Ban hành Kế hoạch số 12/KH-UBND ngày 15/01/2022.\nTổ chức 04 hội nghị tập huấn."
OTHER = "Phân công công chức phụ trách từng tiêu chí."


@pytest.fixture
def world():
    world = make_world()
    start(world)
    return world


def page(world):
    return f"/phieu/{world.dossier.pk}/giay-to/"


def send_form(world, text, version=0, person=None, **more):
    client = signed_in(person or world.mai)
    return client.post(f"{page(world)}chi-dao/", {"chi-dao": text, "ban": version, **more})


def write(world, text, version=0):
    return write_report(world.dossier.pk, text, version, by=acting(world.mai, december(world, 3)))


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_what_is_written_stands_in_the_report_line_by_line(code):
    world = make_world(code)
    payload = draft_of(world)
    hint = squeezed("ghi nội dung đã thực hiện trong năm")
    assert all(hint in squeezed(text) for text in both(payload, "bao-cao"))
    write(world, WORDS)
    for text in both(present_payload(world.dossier, december(world, 4)), "bao-cao"):
        assert all(squeezed(line) in squeezed(text) for line in WORDS.splitlines())
        assert hint not in squeezed(text)


def test_the_page_keeps_it_and_shows_it_again(world):
    response = send_form(world, WORDS)
    assert response.status_code == 302
    assert (
        "Ban hành Kế hoạch số 12/KH-UBND" in signed_in(world.mai).get(page(world)).content.decode()
    )
    assert ReportText.objects.get().version == 1


def test_the_same_words_again_change_nothing(world):
    write(world, WORDS)
    assert write(world, WORDS, version=0).version == 1


def test_two_windows_are_told_apart_and_both_texts_shown(world):
    write(world, WORDS)
    response = send_form(world, OTHER, version=0)
    shown = response.content.decode()
    assert response.status_code == 409
    assert OTHER in shown
    assert "Tổ chức 04 hội nghị tập huấn." in shown
    assert ReportText.objects.get().text == WORDS
    assert send_form(world, f"{WORDS}\n{OTHER}", version=1).status_code == 302


def save_alone(world, text, version):
    sent = {"chi-dao": text, "ban": version}
    client, headers = signed_in(world.mai), {"HX-Request": "true"}
    return client.post(f"{page(world)}chi-dao/", sent, headers=headers)


def test_left_alone_it_is_saved_with_its_new_number(world):
    response = save_alone(world, WORDS, 0)
    told = response.content.decode()
    assert response.status_code == 200
    assert 'name="ban" value="1"' in told
    assert "Đã lưu lúc" in told
    assert ReportText.objects.get().text == WORDS


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        (OTHER, 409, ("data-clash", "Tổ chức 04 hội nghị tập huấn.", "Chưa lưu")),
        ("a" * (LONGEST + 1), 422, ('data-wrong="chi-dao"', "Rút gọn rồi lưu", "Chưa lưu")),
    ],
)
def test_what_is_not_saved_alone_says_so_and_keeps_the_old_number(world, text, status, words):
    write(world, WORDS)
    response = save_alone(world, text, 0)
    told = response.content.decode()
    assert response.status_code == status
    assert all(word in told for word in words)
    assert 'id="ban-chi-dao"' not in told
    assert ReportText.objects.get().text == WORDS


@pytest.mark.django_db(transaction=True)
def test_two_first_texts_at_once_are_one_and_a_refusal():
    world = make_world()
    start(world)
    found, ready = [], threading.Barrier(2)

    def one(text):
        ready.wait()
        try:
            found.append(write(world, text).text)
        except Refused as refused:
            found.append(refused.kind)
        connections.close_all()

    threads = [threading.Thread(target=one, args=(text,)) for text in (WORDS, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Kind.CONFLICT in found
    assert ReportText.objects.get().text in found


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"chi-dao": "a" * (LONGEST + 1), "ban": "0"}, "Rút gọn rồi lưu"),
        ({"chi-dao": WORDS}, "thiếu số bản"),
        ({"chi-dao": WORDS, "ban": "²"}, "thiếu số bản"),
        ({"chi-dao": WORDS, "ban": "9" * 40}, "thiếu số bản"),
        ({"chi-dao": WORDS, "ban": "0", "text": "x"}, "Chưa lưu gì"),
    ],
)
def test_bad_forms_are_refused_with_a_sentence(world, sent, words):
    response = signed_in(world.mai).post(f"{page(world)}chi-dao/", sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ReportText.objects.exists()


def test_who_does_not_fill_the_sheet_does_not_write_its_report(world):
    assert send_form(world, WORDS, person=world.lan).status_code == 404
    assert send_form(world, WORDS, person=world.hung).status_code == 403
    assert "Lưu nội dung báo cáo" not in signed_in(world.hung).get(page(world)).content.decode()
    assert not ReportText.objects.exists()


def test_it_is_frozen_with_what_is_sent():
    world = in_status("posted")
    write(world, WORDS)
    by = acting(world.mai, december(world, 20))
    copy = freeze(world.dossier, by=by)
    assert SubmittedCopy.objects.get(pk=copy.pk).payload["led"] == WORDS


def test_after_sending_it_is_only_read():
    sent = in_status("submitted", PASS_SET)
    with pytest.raises(Refused, match="chỉ xem"):
        write_report(sent.dossier.pk, WORDS, 0, by=acting(sent.mai, moment(2027, 1, 5)))
