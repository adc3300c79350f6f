"""Log-in, log-out, `next`, and the session it gives."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client

from tuphap.foundation.access.tests.people import PASSWORD, person
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
LOG_IN = "/dang-nhap/"


@pytest.fixture
def mai() -> Person:
    return person("Nguyễn Thị Mai", "mai@vi-du.gov.vn", password=PASSWORD)


def log_in(client: Client, **more: str):
    words = {"login": "mai@vi-du.gov.vn", "password": PASSWORD, **more}
    return client.post(LOG_IN, words, REMOTE_ADDR="203.0.113.5")


def test_mai_logs_in_and_comes_to_her_work(client: Client, mai: Person):
    response = log_in(client)
    assert response.status_code == HTTPStatus.FOUND
    assert response.headers["Location"] == "/lam-viec/"
    event = Event.objects.get(kind="log_in")
    assert (event.person_id, event.person_name) == (mai.pk, "Nguyễn Thị Mai")
    assert event.address == "203.0.113.5"
    assert event.request_id


def test_the_address_may_be_typed_in_capitals_and_with_spaces(client: Client, mai: Person):
    response = log_in(client, login="  MAI@Vi-Du.gov.vn ")
    assert response.status_code == HTTPStatus.FOUND


def test_logging_in_gives_a_new_session(client: Client, mai: Person):
    client.get(LOG_IN)
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    log_in(client)
    assert client.session.session_key != session.session_key


def test_wrong_password_is_told_without_saying_which_part_is_wrong(client: Client, mai: Person):
    known = log_in(client, password="sai")
    unknown = log_in(client, login="khong-co@vi-du.gov.vn", password="sai")
    for response in (known, unknown):
        assert response.status_code == HTTPStatus.OK
        assert "Thư điện tử hoặc mật khẩu không đúng" in response.content.decode()
    assert [e.subject for e in Event.objects.filter(kind="log_in_failed").order_by("pk")] == [
        "mai@vi-du.gov.vn",
        "khong-co@vi-du.gov.vn",
    ]


def test_somebody_locked_cannot_log_in_and_is_told_whom_to_ask(client: Client, mai: Person):
    Person.objects.update(is_active=False)
    response = client.post(LOG_IN, {"login": "mai@vi-du.gov.vn", "password": PASSWORD}, follow=True)
    assert "Tài khoản đã khóa" in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "outside",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "http:///example.org",
        "javascript:alert(1)",
        "http://localhost/",
        "\x0bhttps://example.org",
    ],
)
def test_next_leads_only_inside(client: Client, mai: Person, outside: str):
    assert log_in(client, next=outside).headers["Location"] == "/lam-viec/"


def test_next_inside_is_followed(client: Client, mai: Person):
    assert log_in(client, next="/quan-tri/?a=1").headers["Location"] == "/quan-tri/?a=1"


def test_a_page_for_people_asks_to_log_in_and_comes_back(client: Client, db: None):
    response = client.get("/quan-tri/")
    assert response.headers["Location"] == "/dang-nhap/?next=/quan-tri/"


def test_log_out_wants_post_and_is_told(client: Client, mai: Person):
    client.force_login(mai)
    assert client.get("/dang-xuat/").status_code == HTTPStatus.OK
    assert "_auth_user_id" in client.session
    response = client.post("/dang-xuat/", follow=True)
    assert response.redirect_chain[-1][0] == "/dang-nhap/"
    assert "Đã đăng xuất" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert Event.objects.get(kind="log_out").person_name == "Nguyễn Thị Mai"


def test_there_is_no_sign_up(client: Client):
    for address in ("/accounts/signup/", "/signup/", "/dang-ky/"):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_forged_form_is_refused(mai: Person):
    client = Client(enforce_csrf_checks=True)
    response = log_in(client)
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "phiên làm việc đã hết hạn" in response.content.decode()
