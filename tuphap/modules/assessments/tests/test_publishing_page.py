"""The pages of publishing: what is ready and what is not, once more asked, once is once."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.second_factor.tests.proving import proved, with_app
from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.modules.assessments.tests.test_publishing_action import corrected, decided, publish
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    PASS_SET,
    employ,
    in_status,
    moment,
    unit,
)
from tuphap.rules.permissions import Role, Subject, may

pytestmark = pytest.mark.django_db
CONFIRM = "/cong-bo/2022/xac-nhan/"


def signed_in(client: Client, person: Person, *, seconds_ago: float | None = 0) -> Client:
    """With the second factor proved so long ago; not at all with None."""
    client.force_login(person, backend=BACKEND)
    return client if seconds_ago is None else proved(client, person, seconds_ago)


def text_of(answer) -> str:
    without_tags = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(without_tags).split())


def test_the_list_says_what_is_ready_in_each_year(client: Client) -> None:
    world = decided()
    shown = text_of(signed_in(client, world.phuc).get("/cong-bo/"))
    assert "Năm 2022 25/2021/QĐ-TTg 1/2 1 Chưa công bố" in shown
    publish(world)
    assert "1/2 0 Số 01, 21/02/2023" in text_of(client.get("/cong-bo/"))


def test_the_year_says_what_is_not_ready_and_why(client: Client) -> None:
    world = decided()
    shown = text_of(signed_in(client, world.phuc).get("/cong-bo/2022/"))
    assert "Đã có quyết định 1 đơn vị" in shown
    assert "Chưa công bố được: 1 đơn vị" in shown
    assert "Chưa bắt đầu 1 đơn vị" in shown
    assert "Chưa công bố bản nào. Bản đầu là số 01." in shown


def successor_of(world, extent: str) -> Unit:
    """The province has become (part of) another one."""
    new = unit("99", "Tỉnh Mới", "tỉnh", None, date(2025, 7, 1))
    Unit.objects.filter(path__startswith="/52/").update(valid_to=date(2025, 6, 30))
    Succession.objects.create(
        predecessor=world.province, successor=new, extent=extent, effective_on=date(2025, 7, 1)
    )
    return new


def test_whoever_took_a_province_over_goes_on_with_what_it_publishes(client: Client) -> None:
    """Published, asked back and answered for; the dossiers stay as they were (M4, M5)."""
    world = decided()
    new = successor_of(world, Extent.WHOLE)
    sen = employ("Hồ Thị Sen", new, Role.PUBLISHER)
    signed_in(client, sen)
    assert 'href="/cong-bo/2022/xac-nhan/"' in client.get("/cong-bo/2022/").content.decode()
    assert client.post(CONFIRM, {"number": "1", "note": ""}).status_code == 302
    assert PublishedCopy.objects.get().published_by == "Hồ Thị Sen"
    shown = text_of(client.get("/cong-bo/2022/"))
    assert "Đề nghị thu hồi…" in shown
    assert "nên hồ sơ không mở lại được; bản có sai sót thì thu hồi" in shown
    then = actor_for(employ("Nguyễn Văn Đông", new, Role.PROVINCE_OFFICER), moment(2026, 1, 5))
    assert not may(then, "assessment.unlock", Subject(place_of(world.commune)))
    assert may(then, "report.write", Subject(place_of(world.province)))


def test_nobody_goes_on_with_a_province_that_was_divided(client: Client) -> None:
    world = decided()
    signed_in(client, employ("Hồ Thị Sen", successor_of(world, Extent.PARTLY), Role.PUBLISHER))
    shown = text_of(client.get("/cong-bo/2022/"))
    assert "nên kỳ này chỉ xem" in shown
    assert "Công bố…" in shown
    assert_not_offered(client, "Tỉnh Gia Lai của kỳ này đã chia vào nhiều đơn vị")
    assert client.post(CONFIRM, {"number": "1"}).status_code == 403
    publish(world)
    assert "Đề nghị thu hồi…" not in text_of(client.get("/cong-bo/2022/"))
    assert "nên kỳ này chỉ xem" in text_of(client.get("/cong-bo/2022/ban-1/thu-hoi/"))


def assert_not_offered(client: Client, reason: str) -> None:
    """Neither page has a button that would be refused, and both say why."""
    year, asking = client.get("/cong-bo/2022/"), client.get(CONFIRM)
    assert 'href="/cong-bo/2022/xac-nhan/"' not in year.content.decode()
    assert 'name="number"' not in asking.content.decode()
    assert "Chưa công bố được kết quả năm 2022" in text_of(asking)
    for answer in (year, asking):
        assert reason in text_of(answer)


def test_where_nothing_has_changed_no_new_number_is_offered(client: Client) -> None:
    world = decided()
    publish(world)
    signed_in(client, world.phuc)
    assert_not_offered(client, "Số liệu không khác bản số 01 đã công bố.")
    assert client.post(CONFIRM, {"number": "2", "note": "Công bố lại"}).status_code == 409
    corrected(world)
    assert 'name="number"' in client.get(CONFIRM).content.decode()
    assert "Số liệu đã khác bản số 01." in text_of(client.get("/cong-bo/2022/"))


def test_who_appraised_is_not_offered_to_publish(client: Client) -> None:
    world = decided()
    hung = world.hung
    Post.objects.create(
        person=hung, unit=world.province, role=Role.PUBLISHER, starts_on=date(2022, 1, 1)
    )
    signed_in(client, hung)
    assert_not_offered(client, "Người đã thẩm tra hồ sơ không công bố kết quả")
    assert client.post(CONFIRM, {"number": "1"}).status_code == 403


def test_without_a_decision_the_button_says_why_it_does_not_work(client: Client) -> None:
    world = in_status("submitted")
    answer = signed_in(client, world.phuc).get("/cong-bo/2022/")
    assert 'aria-disabled="true"' in answer.content.decode()
    assert_not_offered(client, "Kỳ đánh giá 2022 chưa có đơn vị nào có quyết định")


def test_the_preview_shows_what_would_be_published_and_publishes_nothing(client: Client) -> None:
    world = decided()
    shown = text_of(signed_in(client, world.phuc).get("/cong-bo/2022/xem-truoc/"))
    assert "Xã Ia Dơk H. Đức Cơ 100,00 100,00 100,00 Đạt chuẩn 214/QĐ-UBND" in shown
    assert not PublishedCopy.objects.exists()
    assert client.get("/ket-qua/2022/").status_code == 404


def test_the_preview_of_met_and_not_met_counts_indicators(client: Client) -> None:
    world = decided(PASS_SET)
    shown = text_of(signed_in(client, world.phuc).get("/cong-bo/2026/xem-truoc/"))
    assert "Xã Ia Dơk 14 14 14 Đạt chuẩn" in shown


def test_it_is_asked_once_more_with_the_figures(client: Client) -> None:
    world = decided()
    shown = text_of(signed_in(client, world.phuc).get(CONFIRM))
    assert "Công bố 1 đơn vị, 1 đạt, 0 chưa đạt, thành bản số 01" in shown
    assert "1 đơn vị chưa có quyết định, không nằm trong bản này." in shown
    assert "bản cũ vẫn xem được" in shown
    assert not PublishedCopy.objects.exists()


def test_publishing_from_the_page_makes_the_year_public(client: Client) -> None:
    world = decided()
    answer = signed_in(client, world.phuc).post(CONFIRM, {"number": "1"}, follow=True)
    assert "Đã công bố 1 đơn vị, 1 đạt, 0 chưa đạt, thành bản số 01." in text_of(answer)
    assert world.dossier.status == "published"
    assert "Xã Ia Dơk" in text_of(Client().get("/ket-qua/2022/"))


def test_publishing_wants_a_second_factor(client: Client) -> None:
    world = decided()
    answer = signed_in(client, world.phuc, seconds_ago=None).get(CONFIRM)
    assert answer.status_code == 403
    assert "Cần bật xác thực hai bước" in text_of(answer)
    assert client.post(CONFIRM, {"number": "1"}).status_code == 403
    with_app(world.phuc)
    asked = client.get(CONFIRM)
    assert (
        asked.headers["Location"] == "/dang-nhap/xac-nhan-ma/?next=%2Fcong-bo%2F2022%2Fxac-nhan%2F"
    )
    assert not PublishedCopy.objects.exists()


def test_a_form_that_comes_after_the_quarter_of_an_hour_is_kept(client: Client) -> None:
    world = decided()
    with_app(world.phuc)
    signed_in(client, world.phuc, seconds_ago=901)
    sent = {"number": "1", "note": "Lời ghi dài"}
    late = client.post(CONFIRM, sent, headers={"Origin": "http://testserver"})
    assert late.status_code == 403
    assert "cần mã xác thực" in text_of(late)
    assert 'value="Lời ghi dài"' in late.content.decode()
    assert not PublishedCopy.objects.exists()


@pytest.mark.parametrize("number", ["1", "3", "", "abc", "-1", "9" * 40, "1.0", "²"])
def test_a_number_that_is_no_longer_the_next_one_is_a_conflict(client: Client, number: str) -> None:
    world = decided()
    publish(world)
    corrected(world)
    answer = signed_in(client, world.phuc).post(CONFIRM, {"number": number, "note": "Đính chính"})
    assert answer.status_code == 409
    assert "Chưa có gì thay đổi" in text_of(answer)
    assert PublishedCopy.objects.count() == 1


def test_a_field_the_page_does_not_have_publishes_nothing(client: Client) -> None:
    world = decided()
    answer = signed_in(client, world.phuc).post(CONFIRM, {"number": "1", "ky": "2021"})
    assert answer.status_code == 422
    assert "một ô không thuộc phần đang lưu" in text_of(answer)
    assert not PublishedCopy.objects.exists()


def test_two_clicks_publish_once(client: Client) -> None:
    world = decided()
    signed_in(client, world.phuc)
    answers = [client.post(CONFIRM, {"number": "1"}).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert PublishedCopy.objects.count() == 1


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("   ", "Chưa có nội dung thay đổi của bản số 02."),
        ("\u200b", "Chưa có nội dung thay đổi của bản số 02."),
        ("x" * 1001, "Nội dung thay đổi dài 1.001 ký tự, tối đa 1.000."),
    ],
)
def test_a_note_that_will_not_do_comes_back_beside_its_field(
    client: Client, note: str, sentence: str
) -> None:
    world = decided()
    publish(world)
    corrected(world)
    answer = signed_in(client, world.phuc).post(CONFIRM, {"number": "2", "note": note})
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2  # in the summary and beside the field
    assert 'aria-invalid="true"' in answer.content.decode()
    assert PublishedCopy.objects.count() == 1


def test_a_correction_is_published_with_its_note_for_everybody(client: Client) -> None:
    world = decided()
    publish(world)
    corrected(world)
    note = "Đính chính điểm\nXã Ia Dơk <b>"
    signed_in(client, world.phuc).post(CONFIRM, {"number": "2", "note": note})
    public = Client().get("/ket-qua/2022/")
    assert "Bản công bố số 02" in text_of(public)
    assert "Xã Ia Dơk &lt;b&gt;" in public.content.decode()
    assert "Số 02" in text_of(client.get("/cong-bo/2022/"))


@pytest.mark.parametrize("name", ["mai", "hung", "ha", "minh"])
def test_only_publishers_may_open_these_pages(client: Client, name: str) -> None:
    world = decided()
    signed_in(client, getattr(world, name))
    for address in ("/cong-bo/", "/cong-bo/2022/", "/cong-bo/2022/xem-truoc/", CONFIRM):
        assert client.get(address).status_code == 403
    assert client.post(CONFIRM, {"number": "1"}).status_code == 403
    assert not PublishedCopy.objects.exists()


def test_nobody_publishes_without_signing_in(client: Client) -> None:
    decided()
    assert client.post(CONFIRM, {"number": "1"}).status_code == 302
    assert not PublishedCopy.objects.exists()


def test_the_token_of_the_form_is_needed() -> None:
    world = decided()
    client = signed_in(Client(enforce_csrf_checks=True), world.phuc)
    assert client.post(CONFIRM, {"number": "1"}).status_code == 403
    assert not PublishedCopy.objects.exists()


@pytest.mark.parametrize("address", ["/cong-bo/2019/", "/cong-bo/99999999999999999999/"])
def test_an_unknown_year_is_not_found(client: Client, address: str) -> None:
    world = decided()
    assert signed_in(client, world.phuc).get(address).status_code == 404


def test_years_are_written_as_years(client: Client) -> None:
    world = decided()
    publish(world)
    signed_in(client, world.phuc)
    for address in ("/cong-bo/", "/cong-bo/2022/", "/cong-bo/2022/xem-truoc/", CONFIRM):
        assert "2.022" not in text_of(client.get(address))
