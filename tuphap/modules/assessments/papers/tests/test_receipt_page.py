"""The receipt: shown after sending, found later, printed; nobody else's business."""

import re
import threading

import pytest
from django.db import connections
from django.test import Client

from tuphap.modules.assessments.actions.moves import submit
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.papers.tests.test_submitted_copies import sent_with_evidence
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    PASS_SET,
    acting,
    december,
    give_back,
    in_status,
    make_world,
    send,
    signed_in,
)

pytestmark = pytest.mark.django_db
RECEIPT = "/bien-nhan/2022-23860-01/"


def test_sending_leads_to_the_receipt():
    world = in_status("posted")
    client = signed_in(world.mai)
    answer = client.post(f"/phieu/{world.dossier.pk}/gui/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/bien-nhan/")
    page = answer.content.decode()
    assert "Đã gửi hồ sơ tới Huyện Đức Cơ." in page
    assert SubmittedCopy.objects.get().sha256 in page


def test_the_receipt_says_number_time_hash_and_files():
    world = sent_with_evidence()
    page = signed_in(world.mai).get(RECEIPT).content.decode()
    copy = SubmittedCopy.objects.get()
    for words in (
        "Biên nhận 2022-23860-01",
        "10:00:00, 20/12/2022",
        copy.sha256,
        "Sổ theo dõi hòa giải.pdf",
        "https://xa.example/danh-muc",
        "Tệp và đường dẫn kèm theo (2)",
        "Nguyễn Thị Mai",
        "Huyện Đức Cơ",
        "http://testserver/bien-nhan/2022-23860-01/",
        "đang được gửi tới commune_chair.23860@example.gov.vn",
    ):
        assert words in page
    code = page.split('class="tp-qr"')[1].split("</div>")[0]
    assert "<svg" in code
    assert "style=" not in code
    assert "http" not in code


def test_met_or_not_met_has_a_receipt_too():
    world = make_world(PASS_SET)
    send(world)
    page = signed_in(world.mai).get(f"/bien-nhan/{world.year}-23860-01/").content.decode()
    assert "14/14 chỉ tiêu đạt" in page


def test_it_is_found_from_the_sheet_and_from_home():
    world = make_world()
    send(world)
    client = signed_in(world.mai)
    link = f'href="/phieu/{world.dossier.pk}/bien-nhan/"'
    assert link in client.get(f"/phieu/{world.dossier.pk}/").content.decode()
    assert link in client.get("/lam-viec/").content.decode()
    assert client.get(f"/phieu/{world.dossier.pk}/bien-nhan/").url == RECEIPT


def test_before_sending_there_is_none():
    world = in_status("posted")
    client = signed_in(world.mai)
    assert client.get(f"/phieu/{world.dossier.pk}/bien-nhan/").status_code == 404
    assert "Biên nhận" not in client.get(f"/phieu/{world.dossier.pk}/").content.decode()


@pytest.mark.parametrize("who", ["hung", "ha", "binh", "minh"])
def test_whoever_sees_the_dossier_sees_its_receipt(who):
    world = make_world()
    send(world)
    assert signed_in(getattr(world, who)).get(RECEIPT).status_code == 200


def test_out_of_reach_is_like_not_there():
    world = make_world()
    send(world)
    client = signed_in(world.lan)
    there, nowhere = client.get(RECEIPT), client.get("/bien-nhan/2022-99999-01/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert main_of(there) == main_of(nowhere)
    assert Client().get(RECEIPT).status_code == 302


def main_of(answer):
    """Without the number of the incident, which is another one each time."""
    page = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"[0-9A-Za-z-]{8,}", "", page)


def test_the_first_receipt_stays_beside_the_second():
    world = make_world()
    give_back(world)
    submit(world.dossier.pk, by=acting(world.mai, december(world, 25)))
    client = signed_in(world.mai)
    first = client.get(RECEIPT).content.decode()
    second = client.get("/bien-nhan/2022-23860-02/").content.decode()
    assert 'href="/bien-nhan/2022-23860-02/"' in first
    assert 'href="/bien-nhan/2022-23860-01/"' in second
    assert "gửi lại lần 2" in second
    assert client.get(f"/phieu/{world.dossier.pk}/bien-nhan/").url.endswith("-02/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_second_try_leads_to_the_first_receipt(method):
    world = make_world()
    send(world)
    answer = getattr(signed_in(world.mai), method)(f"/phieu/{world.dossier.pk}/gui/")
    assert (answer.status_code, answer.url) == (302, RECEIPT)
    assert SubmittedCopy.objects.count() == 1


def test_a_returned_dossier_is_sent_again_and_not_led_away():
    world = make_world()
    give_back(world)
    assert signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gui/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_end_at_the_same_receipt():
    world = in_status("posted")
    barrier, answers = threading.Barrier(2), []

    def click():
        try:
            client = Client()
            client.force_login(world.mai, backend=BACKEND)
            barrier.wait()
            answer = client.post(f"/phieu/{world.dossier.pk}/gui/", follow=True)
            answers.append((answer.status_code, answer.redirect_chain[-1][0]))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(200, RECEIPT)] * 2
    assert SubmittedCopy.objects.count() == 1
