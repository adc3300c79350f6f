"""A copy that is withdrawn stays readable, and says everywhere that it is no longer in use."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.timezone import localdate

from tuphap.foundation.audit.models import Event
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.publication.models import PublishedCopy, Withdrawal, WithdrawalRequest
from tuphap.modules.assessments.tests.test_publishing_action import corrected, decided, publish
from tuphap.modules.assessments.tests.test_publishing_page import signed_in, text_of
from tuphap.modules.assessments.tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/cong-bo/2022/ban-1/thu-hoi/"
CONFIRM = f"{ADDRESS}xac-nhan/"
WHY = "Nhập nhầm số của một đơn vị <b>x</b>."
NOTICE = "Bản công bố số 01 năm 2022 đã thu hồi"
PUBLIC = ("/", "/ket-qua/2022/", "/ket-qua/2022/23860/", "/nhung/2022/", "/ket-qua/2022/ban-1/")


@pytest.fixture
def world() -> World:
    found = decided()
    publish(found)
    return found


def ask(client: Client, world: World, address: str = ADDRESS) -> WithdrawalRequest:
    answer = signed_in(client, world.ha, seconds_ago=None).post(address, {"reason": WHY})
    assert answer.status_code == 302
    client.logout()
    return WithdrawalRequest.objects.get(copy__number=int(address.split("ban-")[1][0]))


def withdraw(client: Client, world: World, address: str = ADDRESS) -> None:
    asked = ask(client, world, address)
    sent = {"request": str(asked.pk)}
    answer = signed_in(client, world.phuc).post(f"{address}xac-nhan/", sent)
    assert answer.status_code == 302
    client.logout()


def test_every_public_page_of_it_shows_the_notice_and_stays_readable(
    client: Client, world: World
) -> None:
    before = {address: client.get(address) for address in PUBLIC}
    withdraw(client, world)
    for address, earlier in before.items():
        answer = client.get(address)
        assert NOTICE not in text_of(earlier)
        assert NOTICE in text_of(answer), address
        assert "Nhập nhầm số" in text_of(answer)
        assert "<b>x</b>" not in answer.content.decode()
        assert answer.headers.get("ETag", "new") != earlier.headers.get("ETag", "old")
    assert "Theo bản đã thu hồi: Năm 2022" in text_of(client.get("/"))
    assert "Bản đã thu hồi" in text_of(client.get("/ket-qua/?tim=ia dok"))


def test_the_open_data_carry_the_notice_too(client: Client, world: World) -> None:
    earlier = client.get("/du-lieu-mo/ket-qua-2022.csv")
    withdraw(client, world)
    seen = {"if-none-match": earlier.headers["ETag"]}
    lines = client.get("/du-lieu-mo/ket-qua-2022.csv", headers=seen).content.decode().splitlines()
    assert lines[0].endswith("withdrawn_on")
    day = localdate(Withdrawal.objects.get().withdrawn_at)
    assert lines[1].endswith(f",{day:%Y-%m-%d}")
    data = client.get("/du-lieu-mo/ket-qua-2022.json").json()
    assert data["withdrawal"]["reason"] == WHY
    assert PublishedCopy.objects.get().sha256 == data["sha256"]


def test_an_older_copy_does_not_come_back_and_a_correction_ends_it(
    client: Client, world: World
) -> None:
    corrected(world)
    publish(world, number=2, note="Đính chính")
    withdraw(client, world, "/cong-bo/2022/ban-2/thu-hoi/")
    shown = text_of(client.get("/ket-qua/2022/"))
    assert "Bản công bố số 02 năm 2022 đã thu hồi" in shown
    assert "97,00" in shown
    assert "đã thu hồi" not in text_of(client.get("/ket-qua/2022/ban-1/")).partition("Các bản")[0]


def test_until_another_confirms_nothing_public_changes(client: Client, world: World) -> None:
    before = {address: client.get(address).content for address in PUBLIC}
    asked = ask(client, world)
    assert {address: client.get(address).content for address in PUBLIC} == before
    notice = Notice.objects.get(key__startswith="withdrawal_asked")
    assert (notice.person, notice.address) == (world.phuc, ADDRESS)
    shown = text_of(signed_in(client, world.phuc).get(ADDRESS))
    assert f"{world.ha.full_name} đề nghị thu hồi" in shown
    assert "Xác nhận thu hồi… Không thu hồi" in " ".join(shown.split())
    assert "Đề nghị thu hồi Xem đề nghị" in text_of(client.get("/cong-bo/2022/"))
    done = client.post(CONFIRM, {"request": str(asked.pk)})
    assert done.status_code == 302
    events = {event.kind: event for event in Event.objects.filter(kind__contains="withdraw")}
    assert events["withdrawal_asked"].person_name == world.ha.full_name
    assert events["publication_withdrawn"].person_name == world.phuc.full_name
    assert events["publication_withdrawn"].detail["reason"] == WHY


def test_who_asks_does_not_confirm(client: Client, world: World) -> None:
    signed_in(client, world.phuc)
    assert client.post(ADDRESS, {"reason": WHY}).status_code == 302
    asked = WithdrawalRequest.objects.get()
    shown = text_of(client.get(ADDRESS))
    assert "Người đã đề nghị thu hồi bản công bố không xác nhận thu hồi" in shown
    assert "Xác nhận thu hồi…" not in shown
    answer = client.post(CONFIRM, {"request": str(asked.pk)})
    assert answer.status_code == 403
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("who", ["ha", "phuc"])
def test_a_request_is_taken_back_or_declined(client: Client, world: World, who: str) -> None:
    asked = ask(client, world)
    person = getattr(world, who)
    answer = signed_in(client, person).post(f"{ADDRESS}bo-de-nghi/", {"request": str(asked.pk)})
    assert answer.status_code == 302
    assert Event.objects.get(kind="withdrawal_dropped").person_name == person.full_name
    late = signed_in(client, world.phuc).post(CONFIRM, {"request": str(asked.pk)})
    assert late.status_code == 409
    assert not Withdrawal.objects.exists()


def test_asked_once_with_a_reason_by_who_may(client: Client, world: World) -> None:
    signed_in(client, world.ha)
    empty = client.post(ADDRESS, {"reason": "  "})
    assert (empty.status_code, "Chưa có lý do thu hồi" in text_of(empty)) == (422, True)
    assert client.post(ADDRESS, {"reason": "x" * 1001}).status_code == 422
    assert client.post(ADDRESS, {"reason": WHY}).status_code == 302
    assert client.post(ADDRESS, {"reason": WHY}).status_code == 409
    assert client.post(CONFIRM, {"request": "1"}).status_code == 403
    assert client.get("/cong-bo/2022/ban-9/thu-hoi/").status_code == 404
    assert "Xem đề nghị thu hồi" in text_of(client.get("/tong-quan/2022/"))
    assert 'href="/cong-bo/2022/"' not in client.get(ADDRESS).content.decode()
    signed_in(client, world.hung)
    assert client.post(ADDRESS, {"reason": WHY}).status_code == 403
    seen = str(WithdrawalRequest.objects.get().pk)
    assert client.post(f"{ADDRESS}bo-de-nghi/", {"request": seen}).status_code == 403
    signed_in(client, world.phuc)
    assert client.post(CONFIRM, {"request": seen}).status_code == 302
    assert client.post(CONFIRM, {"request": seen}).status_code == 409
    assert "đã thu hồi" in text_of(client.get(ADDRESS))
    assert client.post(ADDRESS, {"reason": WHY}).status_code == 409


def test_a_withdrawal_lasts_and_the_copy_is_untouched(client: Client, world: World) -> None:
    before = PublishedCopy.objects.values().get()
    withdraw(client, world)
    assert PublishedCopy.objects.values().get() == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.update(reason="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.all().delete()


def test_the_page_of_a_unit_says_where_points_were_lost(client: Client, world: World) -> None:
    assert "Nội dung chưa đạt điểm tối đa" not in text_of(client.get("/ket-qua/2022/23860/"))
    corrected(world)
    publish(world, number=2, note="Đính chính")
    shown = text_of(client.get("/ket-qua/2022/23860/"))
    assert "Nội dung chưa đạt điểm tối đa (1)" in shown
    assert "Vụ, việc hòa giải thành: 0/20 = 0 % 0,00 / 3" in shown
    earlier = text_of(client.get("/ket-qua/2022/23860/?ban=1"))
    assert "Nội dung chưa đạt điểm tối đa" not in earlier


def test_what_is_looked_at_before_publishing_stands_on_the_page(
    client: Client, world: World
) -> None:
    corrected(world)
    shown = text_of(signed_in(client, world.phuc).get("/cong-bo/2022/"))
    assert "Xem lại 1 đơn vị chưa có quyết định" in shown
    assert "Đạt Mọi tổng số tính lại từ số liệu gốc đều khớp." in shown
    assert "Xem lại Bộ tiêu chí 25/2021/QĐ-TTg chưa đối chiếu đủ" in shown
    assert "Đạt Mọi quyết định có số và ngày ký." in shown
    assert "Đạt Không còn ý kiến nào chờ trả lời." in shown
    assert "So với bản số 01: đổi điểm Xã Ia Dơk." in shown


def test_confirming_wants_a_second_factor_like_publishing(client: Client, world: World) -> None:
    sent = {"request": str(ask(client, world).pk)}
    signed_in(client, world.phuc, seconds_ago=None)
    assert client.post(CONFIRM, sent).status_code == 403
    assert not Withdrawal.objects.exists()
