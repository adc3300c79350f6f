"""Two tabs on one dossier: the second act leads to what is, and changes nothing (W7)."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.tests.world import in_status, signed_in, stored

pytestmark = pytest.mark.django_db

# The status before, who acts, the address, where it leads, and how the page calls it.
ACTS = [
    ("assigned", "mai", "/phieu/{pk}/bat-dau/", "/phieu/{pk}/", "Bắt đầu tự chấm điểm"),
    ("submitted", "hung", "/tham-tra/{pk}/nhan/", "/tham-tra/{pk}/", "Nhận thẩm tra"),
]


@pytest.mark.parametrize(("status", "who", "address", "leads_to", "label"), ACTS)
def test_the_second_tab_is_led_to_what_is(status, who, address, leads_to, label):
    world = in_status(status)
    pk = world.dossier.pk
    first, second = (signed_in(getattr(world, who)) for _ in range(2))
    assert first.post(address.format(pk=pk)).status_code == 302
    before = stored()
    answer = second.post(address.format(pk=pk))
    assert answer.status_code == 302
    assert answer.headers["Location"] == leads_to.format(pk=pk)
    page = second.get(answer.headers["Location"]).content.decode()
    assert f"Việc “{label}” đã xong trước đó" in page
    assert stored() == before


def test_the_page_that_asks_leads_on_too():
    world = in_status("posted")
    answer = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/niem-yet/", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Việc “Niêm yết kết quả” đã xong trước đó: Nguyễn Thị Mai làm lúc" in page


def test_a_return_that_was_made_meanwhile_is_told_with_who_and_when():
    world = in_status("returned")
    answer = signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/tra-lai/", follow=True)
    assert answer.redirect_chain[-1][0] == "/tham-tra/"
    assert "Trần Văn Hùng làm lúc 10:00, 21/12/2022" in answer.content.decode()


def test_what_is_closed_stays_closed_once():
    world = in_status("council")
    words = {"ban": str(world.dossier.version - 1)}
    before = stored()
    answer = signed_in(world.hung).post(f"/tham-tra/{world.dossier.pk}/chot/", words, follow=True)
    assert answer.redirect_chain[-1][0] == "/tham-tra/"
    assert "đã xong trước đó" in answer.content.decode()
    assert stored() == before


@pytest.mark.parametrize("address", ["/phieu/{pk}/bat-dau/", "/phieu/{pk}/niem-yet/"])
def test_another_conflict_is_still_told_as_one(address):
    world = in_status("submitted")
    answer = signed_in(world.mai).post(address.format(pk=world.dossier.pk))
    assert answer.status_code == 409


def test_whoever_may_not_is_refused_all_the_same():
    world = in_status("self_scoring")
    answer = signed_in(world.hung).post(f"/phieu/{world.dossier.pk}/niem-yet/")
    assert answer.status_code == 403
    assert signed_in(world.lan).post(f"/phieu/{world.dossier.pk}/niem-yet/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_receive_once_and_both_get_a_page():
    world = in_status("submitted")
    address = f"/tham-tra/{world.dossier.pk}/nhan/"
    together, statuses = Barrier(2), []

    def press() -> None:
        client = signed_in(world.hung)
        together.wait()
        try:
            statuses.append(client.post(address, follow=True).status_code)
        finally:
            connection.close()

    tabs = [Thread(target=press) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert statuses == [200, 200]
    assert StatusChange.objects.filter(move="receive").count() == 1
