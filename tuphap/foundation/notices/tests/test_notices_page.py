"""The page “Thông báo” and the count in the header."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.access.tests.people import person, province, three
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.actions import mark_all_read
from tuphap.foundation.notices.models import Letter, Notice, NoticeChoice, Way
from tuphap.foundation.notices.tests.told import AT, told, wants
from tuphap.rules.permissions import Actor

pytestmark = pytest.mark.django_db
ADDRESS = "/thong-bao/"


@pytest.fixture
def mai(client: Client) -> Person:
    who = three(province()).mai
    client.force_login(who)
    return who


def text_of(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_nobody_yet_told_sees_what_will_stand_here(client, mai):
    text = text_of(client)
    assert "Chưa có thông báo nào" in text
    assert "Đã đọc hết." not in text
    assert "Đánh dấu đã đọc hết" not in text


def test_newest_first_with_what_people_typed_as_text(client, mai):
    told(mai, "a", title="Việc cũ <b>")
    told(mai, "b", AT + timedelta(hours=1), title="Việc mới")
    text = text_of(client)
    assert text.index("Việc mới") < text.index("Việc cũ &lt;b&gt;")
    assert "2 thông báo chưa đọc" in text
    assert "13/01/2023 10:30" in text


def test_only_the_own_notices(client, mai):
    other = told(person("Trần Văn Hùng"), title="Của người khác")
    assert "Của người khác" not in text_of(client)
    for method, end in (("get", ""), ("post", "da-doc/")):
        answer = getattr(client, method)(f"{ADDRESS}{other.pk}/{end}")
        assert answer.status_code == HTTPStatus.NOT_FOUND
    client.post(f"{ADDRESS}da-doc/")
    assert Notice.objects.get(pk=other.pk).read_at is None


def test_opening_a_notice_leads_on_and_marks_it(client, mai):
    notice = told(mai, address="/lam-viec/")
    answer = client.get(f"{ADDRESS}{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/lam-viec/")
    assert Notice.objects.get().read_at is not None


def test_reading_again_keeps_the_first_moment(client, mai):
    notice = told(mai)
    client.post(f"{ADDRESS}{notice.pk}/da-doc/")
    first = Notice.objects.get().read_at
    client.get(f"{ADDRESS}{notice.pk}/")
    assert Notice.objects.get().read_at == first


def test_one_or_all_are_marked(client, mai):
    one, *_ = [told(mai, key) for key in "abc"]
    client.post(f"{ADDRESS}{one.pk}/da-doc/")
    assert Notice.objects.filter(read_at=None).count() == 2
    text = client.post(f"{ADDRESS}da-doc/", follow=True).content.decode()
    assert "Đã đánh dấu 2 thông báo là đã đọc." in text
    assert "Đã đọc hết." in text
    assert not Notice.objects.filter(read_at=None).exists()


def test_what_comes_while_marking_stays_unread(mai):
    told(mai, "before", AT)
    later = told(mai, "later", AT + timedelta(minutes=1))
    by = Actor(mai.pk, mai.full_name, (), AT + timedelta(seconds=30))
    assert mark_all_read(by=by) == 1
    assert Notice.objects.get(read_at=None) == later


def test_unread_ones_alone(client, mai):
    read, _ = told(mai, "a", title="Đã xem"), told(mai, "b", title="Chưa xem")
    client.post(f"{ADDRESS}{read.pk}/da-doc/")
    text = text_of(client, f"{ADDRESS}?loc=chua-doc")
    assert "Chưa xem" in text
    assert "Đã xem" not in text
    client.post(f"{ADDRESS}da-doc/")
    assert "Không còn thông báo chưa đọc" in text_of(client, f"{ADDRESS}?loc=chua-doc")


def test_a_letter_that_gave_up_is_said(client, mai):
    told(mai)
    Notice.objects.update(letter=Letter.GAVE_UP)
    assert "Chưa gửi được thư" in text_of(client)


def test_the_way_of_letters_is_chosen_and_shown(client, mai):
    assert 'value="at_once" aria-describedby="goi-y-at_once" checked' in text_of(client)
    answer = client.post(f"{ADDRESS}nhan-thu/", {"way": "daily"}, follow=True)
    assert "Đã lưu cách nhận thư: một thư mỗi ngày." in answer.content.decode()
    assert 'value="daily" aria-describedby="goi-y-daily" checked' in text_of(client)
    client.post(f"{ADDRESS}nhan-thu/", {"way": "at_once"})
    assert NoticeChoice.objects.get(person=mai).way == Way.AT_ONCE


@pytest.mark.parametrize("way", ["", "hourly", "daily\x00"])
def test_a_way_that_was_not_offered_changes_nothing(client, mai, way):
    answer = client.post(f"{ADDRESS}nhan-thu/", {"way": way})
    assert 400 <= answer.status_code < 500
    assert not NoticeChoice.objects.exists()


def test_no_letters_any_more_drops_those_collected(client, mai):
    wants(mai, Way.DAILY)
    told(mai)
    client.post(f"{ADDRESS}nhan-thu/", {"way": "none"})
    assert Notice.objects.get().letter == Letter.UNWANTED


def test_many_notices_ask_as_much_as_one(client, mai, django_assert_max_num_queries):
    told(mai, "a")
    with django_assert_max_num_queries(15) as one:
        client.get(ADDRESS)
    for number in range(40):
        told(mai, f"k{number}")
    with django_assert_max_num_queries(len(one)):
        text = text_of(client)
    assert "Trang 1/2" in text


# --- the header ---


def header(client: Client) -> str:
    return text_of(client, "/lam-viec/").partition("<main")[0]


def test_the_header_counts_what_is_unread(client, mai):
    assert "tp-person-count" not in header(client)
    for key in "abc":
        told(mai, key)
    assert '<span class="tp-person-count">3<' in header(client)
    client.post(f"{ADDRESS}da-doc/")
    assert "tp-person-count" not in header(client)


def test_the_header_stops_counting_at_a_hundred(client, mai):
    Notice.objects.bulk_create(
        Notice(person=mai, key=str(n), title="x", address="/", made_at=AT, letter=Letter.UNWANTED)
        for n in range(120)
    )
    assert '<span class="tp-person-count">99+<' in header(client)


@pytest.mark.urls("tuphap.foundation.access.tests.sample_urls")
def test_the_count_costs_one_question_on_full_pages_and_none_elsewhere(client, mai):
    told(mai)
    asked = {}
    for name, address, head in (
        ("page", "/rieng/", {}),
        ("fragment", "/tu-choi/conflict/", {"HX-Request": "true"}),
        ("public", "/chung/", {}),
    ):
        with CaptureQueriesContext(connection) as queries:
            client.get(address, headers=head)
        asked[name] = sum("notices_notice" in q["sql"] for q in queries.captured_queries)
    assert asked == {"page": 1, "fragment": 0, "public": 0}


def test_a_visitor_sees_no_count(client):
    assert "/thong-bao/" not in client.get("/dang-nhap/").content.decode()
