"""The pages of papers: asked for, on the way, there; never made in a request."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tuphap.foundation.audit.models import Event
from tuphap.foundation.jobs.tests import queue
from tuphap.foundation.jobs.tests.worker import work
from tuphap.foundation.made_papers.tasks import papers_left_behind
from tuphap.modules.assessments.papers.models import CopyLetter, Paper, SubmittedCopy
from tuphap.modules.assessments.papers.tasks import copy_letters_left_behind
from tuphap.modules.assessments.papers.tests.reading import made, pdf_text
from tuphap.modules.assessments.tests.world import (
    acting,
    december,
    fill,
    give_back,
    in_status,
    make_world,
    moment,
    send,
    signed_in,
    submit,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def filled():
    world = make_world()
    fill(world)
    return world


def shelf_address(world):
    return f"/phieu/{world.dossier.pk}/giay-to/"


def ask(world, client, form="tong-hop", file_format="pdf", **extra):
    return client.post(f"{shelf_address(world)}{form}/{file_format}/", **extra)


def test_the_page_offers_all_papers_and_makes_none(filled):
    page = signed_in(filled.mai).get(shelf_address(filled)).content.decode()
    assert page.count(">Tạo PDF<") == 3
    assert page.count(">Tạo Word<") == 3
    assert "Bản nháp" in page
    assert not Paper.objects.exists()


def test_asked_on_the_way_there(filled):
    client = signed_in(filled.mai)
    answer = ask(filled, client)
    assert answer.url == f"{shelf_address(filled)}#giay-tong-hop-pdf"
    paper = Paper.objects.get()
    assert paper.body is None
    waiting = client.get(f"{shelf_address(filled)}{paper.pk}/", **HTMX).content.decode()
    assert "Đang tạo PDF…" in waiting
    assert f'hx-get="{shelf_address(filled)}{paper.pk}/"' in waiting
    made(paper)
    there = client.get(f"{shelf_address(filled)}{paper.pk}/", **HTMX).content.decode()
    assert "hx-get" not in there
    download = f"{shelf_address(filled)}{paper.pk}/tai-ve/"
    assert download in there
    got = client.get(download)
    assert got["Content-Type"] == "application/pdf"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in got["Content-Disposition"]
    assert "tong-hop-2022-23860-ban-nhap.pdf" in got["Content-Disposition"]
    assert got["Cache-Control"] == "no-store"
    assert "BẢN NHÁP" in pdf_text(got.content)
    assert Event.objects.filter(kind="file_downloaded", person_id=filled.mai.pk).count() == 1


def test_with_htmx_only_the_place_is_answered(filled):
    page = ask(filled, signed_in(filled.mai), **HTMX).content.decode()
    assert page.strip().startswith('<div class="tp-paper"')
    assert "Đang tạo PDF…" in page


def test_without_script_the_address_of_the_place_leads_back(filled):
    client = signed_in(filled.mai)
    ask(filled, client)
    paper = Paper.objects.get()
    place = f"{shelf_address(filled)}#giay-{paper.form}-{paper.format}"
    assert client.get(f"{shelf_address(filled)}{paper.pk}/").url == place


def test_what_takes_long_can_be_asked_for_again(filled):
    client = signed_in(filled.mai)
    ask(filled, client)
    with time_machine.travel(Paper.objects.get().asked_at + timedelta(minutes=5)):
        page = client.get(shelf_address(filled)).content.decode()
    assert "Chưa tạo xong PDF" in page
    assert ">Thử lại<" in page


def test_what_is_not_made_is_not_there(filled):
    client = signed_in(filled.mai)
    ask(filled, client)
    paper = Paper.objects.get()
    assert client.get(f"{shelf_address(filled)}{paper.pk}/tai-ve/").status_code == 404


@pytest.mark.parametrize(("form", "file_format"), [("tong-hop", "exe"), ("x", "pdf")])
def test_only_known_papers_are_made(filled, form, file_format):
    assert ask(filled, signed_in(filled.mai), form, file_format).status_code == 404
    assert not Paper.objects.exists()


def test_asking_is_a_post(filled):
    client = signed_in(filled.mai)
    assert client.get(f"{shelf_address(filled)}tong-hop/pdf/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"{shelf_address(filled)}tong-hop/pdf/").status_code == 403


def test_out_of_reach_is_like_not_there(filled):
    ask(filled, signed_in(filled.mai))
    paper = Paper.objects.get()
    made(paper)
    client = signed_in(filled.lan)
    for address in ("", f"{paper.pk}/", f"{paper.pk}/tai-ve/"):
        assert client.get(f"{shelf_address(filled)}{address}").status_code == 404
    assert ask(filled, client).status_code == 404
    # By way of one's own dossier, either.
    own = f"/phieu/{filled.other_dossier.pk}/giay-to/{paper.pk}/tai-ve/"
    assert client.get(own).status_code == 404


def test_after_sending_the_page_shows_the_papers_of_the_copy():
    world = make_world()
    send(world)
    client = signed_in(world.mai)
    page = client.get(shelf_address(world)).content.decode()
    assert "biên nhận 2022-23860-01" in page
    assert "Tạo PDF" not in page
    paper = Paper.objects.get(form="bao-cao", format="pdf")
    made(paper)
    got = client.get(f"{shelf_address(world)}{paper.pk}/tai-ve/")
    assert "bao-cao-2022-23860-01.pdf" in got["Content-Disposition"]
    assert SubmittedCopy.objects.get().sha256 in pdf_text(got.content)


def test_the_papers_of_a_copy_nobody_announced_are_made_when_asked_for():
    world = in_status("posted")
    submit(world.dossier.pk, by=acting(world.mai, december(world, 20)), announced=False)
    client = signed_in(world.hung)
    answer = client.post("/bien-nhan/2022-23860-01/y-kien/docx/")
    assert answer.url == "/bien-nhan/2022-23860-01/#giay-y-kien-docx"
    assert Paper.objects.get().copy == SubmittedCopy.objects.get()


def test_a_returned_dossier_has_drafts_again_and_keeps_the_papers_of_the_copy():
    world = make_world()
    give_back(world)
    assert Paper.objects.count() == 6
    client = signed_in(world.mai)
    assert "Bản nháp" in client.get(shelf_address(world)).content.decode()
    ask(world, client)
    assert Paper.objects.filter(copy__isnull=True).count() == 1
    assert Paper.objects.filter(copy__isnull=False).count() == 6


def test_the_number_of_questions_is_bounded(filled, django_assert_max_num_queries):
    client = signed_in(filled.mai)
    client.get(shelf_address(filled))
    with django_assert_max_num_queries(20):
        client.get(shelf_address(filled))


# --- the queue ---


def test_what_a_worker_left_behind_is_taken_up():
    world = make_world()
    send(world)
    asked = Paper.objects.first().asked_at
    with time_machine.travel(asked + timedelta(minutes=9)):
        assert papers_left_behind(timestamp=0) + copy_letters_left_behind(timestamp=0) == 0
    with time_machine.travel(asked + timedelta(minutes=11)):
        assert (papers_left_behind(timestamp=0), copy_letters_left_behind(timestamp=0)) == (6, 1)
        assert (papers_left_behind(timestamp=0), copy_letters_left_behind(timestamp=0)) == (0, 0)
    assert not Paper.objects.filter(made_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_them(tmp_path):
    queue.clear()
    world = make_world()
    send(world)
    work(tmp_path)
    assert not Paper.objects.filter(made_at=None).exists()
    assert CopyLetter.objects.get().sent_at is not None
    letters = [path.read_text() for path in (tmp_path / "mail").iterdir()]
    assert sum("commune_chair.23860@example.gov.vn" in letter for letter in letters) == 1
    queue.clear()


def test_moments_are_those_of_the_worker(filled):
    ask(filled, signed_in(filled.mai))
    paper = Paper.objects.get()
    made(paper)
    assert paper.made_at == moment(2027, 1, 1)
