"""Base page and error pages: complete, without database, without anything secret."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import RequestFactory, override_settings

from tuphap.foundation.ui import views
from tuphap.foundation.ui.context import page
from tuphap.rules.refusals import Kind, Refused

WITHOUT_REQUEST = ["400.html", "500.html", "503.html"]
WITH_REQUEST = [
    *WITHOUT_REQUEST,
    "403.html",
    "403_csrf.html",
    "404.html",
    "refusal.html",
    "conflict.html",
    "bad_input.html",
]
REFUSED = Refused(
    "closed",
    "Kỳ đánh giá 2022 đã chốt ngày 21/02/2023, không sửa được. Muốn sửa, gửi đề nghị đính chính.",
    Kind.INVALID,
    {"done": "Số 2.1.1 phải là số nguyên."},
)


@pytest.fixture
def request_of_mai():
    request = RequestFactory().get("/")
    post = SimpleNamespace(unit_name="Xã Ia Dơk")
    request.actor = SimpleNamespace(name="Nguyễn Thị Mai (mẫu)", posts=(post,))
    request.menu = [
        SimpleNamespace(label="Việc của tôi", url="/lam-viec/", current=True, folded=False)
    ]
    return request


@pytest.mark.parametrize("name", WITHOUT_REQUEST)
def test_page_is_made_without_request_and_database(name):
    html = get_template(name).render()
    assert "<h1>" in html
    assert "Đăng nhập" not in html


@pytest.mark.parametrize("name", WITH_REQUEST)
def test_page_has_one_title_a_way_on_and_landmarks(name, request_of_mai):
    html = get_template(name).render({"refused": REFUSED, "incident": "TC-1"}, request_of_mai)
    assert html.count("<h1") == html.count("<main") == html.count("<footer") == 1
    assert "tp-button-filled" in html
    assert 'lang="vi"' in html
    assert "Traceback" not in html


def test_refusal_gives_first_sentence_as_title_and_the_incident(request_of_mai):
    html = get_template("refusal.html").render(
        {"refused": REFUSED, "incident": "TC-230113-0417"}, request_of_mai
    )
    assert "<h1>Kỳ đánh giá 2022 đã chốt ngày 21/02/2023, không sửa được</h1>" in html
    assert "Muốn sửa, gửi đề nghị đính chính." in html
    assert "Dữ liệu không thay đổi." in html
    assert "TC-230113-0417" in html


def test_bad_input_names_every_field(request_of_mai):
    html = get_template("bad_input.html").render({"refused": REFUSED}, request_of_mai)
    assert "Số 2.1.1 phải là số nguyên." in html
    assert "<title>Lỗi: Kỳ đánh giá" in html


def test_header_shows_person_unit_and_current_menu_item(request_of_mai):
    html = get_template("404.html").render({}, request_of_mai)
    assert "Nguyễn Thị Mai (mẫu)" in html
    assert "Xã Ia Dơk" in html
    assert '<a href="/lam-viec/" aria-current="page">Việc của tôi</a>' in html
    assert 'method="post" action="/dang-xuat/"' in html


def test_kept_page_asks_nothing_about_the_person():
    request = RequestFactory().get("/")
    request.actor = property(lambda _: pytest.fail("read"))
    html = get_template("public_base.html").render({}, request)
    assert "Đăng nhập cho cán bộ" in html


@override_settings(DEMO=True)
def test_illustration_is_said_above_the_header(request_of_mai):
    html = get_template("404.html").render({"strip_notice": "Mới xác nhận 4/24."}, request_of_mai)
    assert "Số liệu minh họa" in html
    assert html.index("Mới xác nhận 4/24.") < html.index("<header")
    assert "Số liệu minh họa" in get_template("500.html").render()


@override_settings(DEMO=False)
def test_no_empty_strip_stands_where_nothing_is_to_say(request_of_mai):
    assert "<aside" not in get_template("404.html").render({}, request_of_mai)


def test_visitor_has_no_name():
    assert not page(RequestFactory().get("/"))["signed_in"]


@override_settings(DEMO=True)
def test_page_of_parts_shows_all_parts():
    response = views.components(RequestFactory().get("/thanh-phan/"))
    assert isinstance(response, HttpResponse)
    html = response.content.decode()
    for label in ("Chưa bắt đầu", "Đã công bố", "0,875", "Không nhận: tệp có mật khẩu"):
        assert label in html


@override_settings(DEMO=False, DEBUG=False)
def test_page_of_parts_is_not_in_production():
    with pytest.raises(views.Http404):
        views.components(RequestFactory().get("/thanh-phan/"))
