"""Every page of log-in and passwords, also with wrong input, says nothing in another language."""

import re
from http import HTTPStatus

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tuphap.foundation.access.tests.people import PASSWORD, person
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(password|e-?mail|address|account|please|sign|log ?in|login|user|invalid|required|field|"
    r"this|that|your|you|must|enter|correct|try again|too|again|forgot|reset|the|and|of|hello|"
    r"thank|link|click|home|menu|error|submit|token|locked|inactive|new)\b",
    re.IGNORECASE,
)
NEW = "một câu mới dễ nhớ lắm"


@pytest.fixture
def mai() -> Person:
    return person("Nguyễn Thị Mai", "mai@vi-du.gov.vn", password=PASSWORD)


def words_of(html: str) -> str:
    """What a person reads or hears: text, and the attributes that are spoken."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', html)
    text = re.sub(r"<[^>]*>", " ", html)
    return re.sub(r"\S+@\S+|https?://\S+", " ", " ".join([text, *spoken]))


def english_in(text: str) -> set[str]:
    return {found.group().lower() for found in ENGLISH.finditer(words_of(text))}


def assert_vietnamese(response) -> str:
    text = response.content.decode()
    assert english_in(text) == set()
    return text


def test_the_check_would_find_english():
    assert english_in("<p>Please sign in</p><a title='x' aria-label=\"Menu\">ở</a>") == {
        "please",
        "sign",
        "menu",
    }


GUEST_PAGES = [
    "/dang-nhap/",
    "/dang-nhap/da-khoa/",
    "/mat-khau/quen/",
    "/mat-khau/quen/da-gui/",
    "/mat-khau/dat/xong/",
    "/mat-khau/dat/1-abc/",
    "/khong-co/",
]
OWN_PAGES = ["/dang-xuat/", "/mat-khau/doi/", "/dang-nhap/xac-nhan/"]


@pytest.mark.parametrize("address", GUEST_PAGES)
def test_pages_for_guests(client: Client, address: str):
    assert_vietnamese(client.get(address, follow=True))


@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_for_somebody_who_is_in(client: Client, mai: Person, address: str):
    client.force_login(mai)
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    assert_vietnamese(response)


WRONG = [
    ("/dang-nhap/", {}, "Chưa ghi thư điện tử công vụ"),
    ("/dang-nhap/", {"login": "mai", "password": "x"}, "Thư điện tử không đúng mẫu"),
    ("/dang-nhap/", {"login": "mai@vi-du.gov.vn"}, "Chưa ghi mật khẩu"),
    ("/dang-nhap/", {"login": "mai@vi-du.gov.vn", "password": "x"}, "mật khẩu không đúng"),
    ("/dang-nhap/", {"login": "a" * 300 + "@b.vn", "password": "x"}, "dài hơn 254 ký tự"),
    ("/dang-nhap/", {"login": "mai@vi-du.gov.vn", "password": "x" * 1001}, "dài hơn 1000 ký tự"),
    ("/mat-khau/quen/", {}, "Chưa ghi thư điện tử công vụ"),
    ("/mat-khau/quen/", {"email": "mai"}, "Thư điện tử không đúng mẫu"),
]


@pytest.mark.parametrize(("address", "words", "sentence"), WRONG)
def test_wrong_input_of_guests(client: Client, mai: Person, address: str, words, sentence: str):
    assert sentence in assert_vietnamese(client.post(address, words))


CHANGES = [
    ({}, "Chưa ghi mật khẩu hiện tại"),
    ({"oldpassword": "sai", "password1": NEW}, "Mật khẩu hiện tại không đúng"),
    ({"oldpassword": PASSWORD, "password1": "ngắn"}, "ngắn hơn 15 ký tự"),
    ({"oldpassword": PASSWORD, "password1": "qwertyuiopasdfghjkl"}, ""),
]


@pytest.mark.parametrize(("words", "sentence"), CHANGES)
def test_wrong_input_of_a_change(client: Client, mai: Person, words, sentence: str):
    client.force_login(mai)
    assert sentence in assert_vietnamese(client.post("/mat-khau/doi/", words))


def test_a_changed_password_ends_the_other_sessions_and_is_told(client: Client, mai: Person):
    other = Client()
    other.force_login(mai)
    client.force_login(mai)
    response = client.post("/mat-khau/doi/", {"oldpassword": PASSWORD, "password1": NEW})
    assert response.headers["Location"] == "/lam-viec/"
    assert client.get("/mat-khau/doi/").status_code == HTTPStatus.OK
    assert other.get("/mat-khau/doi/").status_code == HTTPStatus.FOUND
    assert Event.objects.get(kind="password_changed").person_name == "Nguyễn Thị Mai"
    [letter] = mail.outbox
    assert english_in(letter.subject + letter.body) == set()
    assert "từ địa chỉ mạng 127.0.0.1" in letter.body


def test_re_authentication_asks_for_the_own_password(client: Client, mai: Person):
    client.force_login(mai)
    address = "/dang-nhap/xac-nhan/"
    wrong = client.post(address, {"password": "sai"})
    assert "Mật khẩu không đúng" in assert_vietnamese(wrong)
    assert "Chưa ghi mật khẩu" in assert_vietnamese(client.post(address, {}))
    right = client.post(f"{address}?next=/quan-tri/", {"password": PASSWORD})
    assert right.headers["Location"] == "/quan-tri/"
    outside = client.post(f"{address}?next=//example.org/", {"password": PASSWORD})
    assert outside.headers["Location"] == "/lam-viec/"


def test_a_mail_server_that_fails_does_not_tell_who_has_an_account(
    client: Client, mai: Person, settings, caplog
):
    """The same answer as for an address nobody has (L5); the log names nobody (P5)."""
    settings.EMAIL_BACKEND = "tuphap.foundation.accounts.tests.broken_mail.EmailBackend"
    known = client.post("/mat-khau/quen/", {"email": "mai@vi-du.gov.vn"}, follow=True)
    unknown = Client().post("/mat-khau/quen/", {"email": "khong-co@vi-du.gov.vn"}, follow=True)
    assert known.status_code == unknown.status_code == HTTPStatus.OK
    assert known.redirect_chain == unknown.redirect_chain
    assert "SMTPRecipientsRefused" in caplog.text
    assert "mai@vi-du.gov.vn" not in caplog.text


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client: Client, mai: Person):
    response = client.post("/mat-khau/quen/", {"email": "Mai@vi-du.gov.vn"}, follow=True)
    assert "Đã gửi đường dẫn" in assert_vietnamese(response)
    [letter] = mail.outbox
    assert letter.to == ["mai@vi-du.gov.vn"]
    assert letter.subject == "Tư pháp số: đặt lại mật khẩu"
    assert english_in(letter.subject + letter.body) == set()
    [link] = re.findall(r"http://testserver(\S+)", letter.body)
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    assert link not in form
    assert "Đặt mật khẩu mới" in assert_vietnamese(page)
    short = client.post(form, {"password1": "ngắn"})
    assert "ngắn hơn 15 ký tự" in assert_vietnamese(short)
    assert "Chưa ghi mật khẩu mới" in assert_vietnamese(client.post(form, {}))
    done = client.post(form, {"password1": NEW}, follow=True)
    assert "Đã đặt mật khẩu mới" in assert_vietnamese(done)
    mai.refresh_from_db()
    assert mai.check_password(NEW)
    again = Client().get(link, follow=True)
    assert "Đường dẫn không còn dùng được" in assert_vietnamese(again)


def test_an_unknown_address_gets_the_same_answer_and_a_letter_of_its_own(
    client: Client, mai: Person
):
    known = client.post("/mat-khau/quen/", {"email": "mai@vi-du.gov.vn"}, follow=True)
    unknown = client.post("/mat-khau/quen/", {"email": "khong-co@vi-du.gov.vn"}, follow=True)
    assert known.content == unknown.content
    assert [letter.to for letter in mail.outbox] == [
        ["mai@vi-du.gov.vn"],
        ["khong-co@vi-du.gov.vn"],
    ]
    assert "không có tài khoản" in mail.outbox[1].body
    assert english_in(mail.outbox[1].subject + mail.outbox[1].body) == set()


def test_too_many_requests_are_told(client: Client, mai: Person):
    for _ in range(6):
        response = client.post("/mat-khau/quen/", {"email": "mai@vi-du.gov.vn"})
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Đã thử quá nhiều lần" in assert_vietnamese(response)


def test_the_pages_say_the_times_of_the_settings(client: Client):
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 60 * 60
    assert "trong 24 giờ" in client.get("/mat-khau/quen/").content.decode()
    assert settings.AXES_COOLOFF_TIME.total_seconds() == 15 * 60
    assert "tạm khóa 15 phút" in client.get("/dang-nhap/").content.decode()
