"""Whatever is sent to whatever address, by whomever: a sentence and 4xx, never 5xx (I6)."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from tuphap.config import wsgi
from tuphap.foundation.access.tests.people import PASSWORD, person, post, province
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\u202e\u200b",
    "'; DROP TABLE accounts_person; --",
    "<script>alert(1)</script>",
    "{{ 7 }}{% now %}",
    "../../etc/passwd",
    "-1",
    "0",
    "NaN",
    "1e999",
    "9" * 400,
    "9" * 5000,
    "٣",
    "²",
    "31/02/2022",
    "0000",
    "9999-12-31",
    "01/01/0001",
    "True",
    "[]",
    "x" * 70_000,
    "",
    " ",
]
# What a browser cannot send but a program can.
QUERIES = [
    "%00=1",
    "a=%00",
    "a=%ff%fe",
    "%ed%a0%80=1",
    "a=%u0000",
    "a" * 60_000,
    "&" * 1999,
    "a&" * 2500,
    "next=%00",
    "trang=99999999999999999999",
    "trang=%00&nam=%00&tim=%00&tu=%00&loai=%00&ai=%00",
]
CHARSETS = [
    "utf-7",
    "utf-16",
    "utf-32",
    "base64",
    "hex",
    "rot13",
    "idna",
    "nonsense",
    "\xff",
    "a;b",
]
COOKIES = ["\x00", "x" * 5000, "../../x", "%00", "\xff\xfe", "a\x00b"]
NAMES = ["trang", "nam", "tim", "tu", "den", "loai", "ai", "cau-chu", "diem", "next", "q", "login"]
SAMPLES = {"uuid": "00000000-0000-0000-0000-000000000000", "int": "1", "slug": "a-b", "str": "a"}


def addresses(patterns: list | None = None, before: str = "/") -> Iterator[str]:
    """One address of every page with made-up values for its parts."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", "1", route.replace("^", "").rstrip("$"))
            plain = plain.replace("\\", "")
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES.get(part[1], "2022"), plain)


def everybody() -> Client:
    """Somebody with every role, so that no page ends at the first question."""
    who = person("Nguyễn Thị Mai", "mai@vi-du.gov.vn")
    place = province()
    for role in Role:
        post(who, place.province, role)
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture(params=["guest", "everybody"])
def client(request: pytest.FixtureRequest, db: None) -> Client:
    found = everybody() if request.param == "everybody" else Client()
    found.raise_request_exception = False
    return found


def broken(ask: Callable[[], object], *told: str) -> list[str]:
    response = ask()
    status = response.status_code  # type: ignore[attr-defined]
    return [f"{status} {' '.join(text[:60] for text in told)}"] if status >= 500 else []


def stay_in(client: Client) -> Client:
    """Logging out is one of the addresses; the next request is made by the same person again."""
    again = Client()
    # With the middleware that is loaded already.
    again.handler = client.handler
    again.cookies = client.cookies.copy()
    again.raise_request_exception = False
    return again


def mixed(names: list[str], values: list[str]) -> Iterator[dict[str, str]]:
    """Every name gets another value each time; a few requests instead of all pairs."""
    for shift in range(0, len(values), 4):
        yield {name: values[(shift + place) % len(values)] for place, name in enumerate(names)}


def test_nasty_queries(client: Client):
    found = []
    for place, address in enumerate(addresses()):
        for query in (QUERIES[place % len(QUERIES)], QUERIES[-1], QUERIES[1]):
            found += broken(
                lambda q=query, a=address: client.get(a, QUERY_STRING=q), address, query
            )
    for query in QUERIES:
        ask = "/quan-tri/nguoi-dung/"
        found += broken(lambda q=query, a=ask: client.get(a, QUERY_STRING=q), query)
    assert found == []


def test_nasty_values_in_every_known_field(client: Client):
    found = []
    short = [value for value in NASTY if len(value) < 1000]
    for address in addresses():
        for fields in mixed(NAMES, short):
            found += broken(lambda a=address, f=fields: client.get(a, f), address, repr(fields))
    assert found == []


POSTED = [
    "login", "password", "password1", "oldpassword", "email", "full_name", "telephone", "unit",
    "role", "starts_on", "ends_on", "day", "kind", "name", "source", "dang_dung", "next", "reason",
    "number", "signed_on", "decided_by", "year", "rule_set", "column", "item", "version", "units",
]  # fmt: skip


def test_nasty_forms(client: Client):
    found = []
    for address in addresses():
        for fields in mixed(POSTED, NASTY):
            ask = stay_in(client)
            found += broken(lambda a=address, f=fields, c=ask: c.post(a, f), address, repr(fields))
    assert found == []


def test_nasty_bodies(client: Client):
    bodies = [b"", b"\x00", b"a=\xff", b"\xff" * 100, b"%", b"a=%00&b=%ff", b"{", b"[" * 5000]
    kinds = [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=nonsense",
        "nonsense",
        "",
    ]
    found = []
    for address in ("/dang-nhap/", "/dang-xuat/", "/quan-tri/nguoi-dung/them/", "/khong-co/"):
        for body in bodies:
            for kind in kinds:
                ask = stay_in(client)
                found += broken(
                    lambda a=address, b=body, k=kind, c=ask: c.generic("POST", a, b, k),
                    address,
                    kind,
                    repr(body),
                )
    assert found == []


@pytest.mark.parametrize("value", [b"X\xe3 \xed\xa0\x80", b"%ED%A0%80", b"a%00b", b"\xc0\xaf"])
def test_letters_that_are_none_are_refused_and_not_stored(client: Client, value: bytes):
    kind = "application/x-www-form-urlencoded"
    answer = client.generic("POST", "/dang-nhap/", b"login=" + value, kind)
    assert answer.status_code == 400
    assert "ký tự hỏng" in answer.content.decode()


def asked(**environ: str) -> tuple[str, bytes]:
    """As the server asks: Django's test client makes requests of its own class."""
    told: list[str] = []
    body = environ.pop("body", "").encode("latin-1")
    head = {
        "REQUEST_METHOD": "POST",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": str(len(body)),
        **environ,
    }
    answer = wsgi.application(head, lambda status, headers: told.append(status))
    return told[0], b"".join(answer)


@pytest.mark.parametrize("charset", CHARSETS)
def test_foreign_encodings(db: None, charset: str):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    for query in ("", "tim=%ff%00", "tim=xn--a"):
        status, body = asked(
            PATH_INFO="/dang-nhap/", QUERY_STRING=query, CONTENT_TYPE=kind, body="login=a"
        )
        assert status.startswith("400")
        assert "Không nhận được yêu cầu này" in body.decode()


def test_a_content_type_of_any_length(db: None):
    for kind in ("", "x" * 20_000, "a/b; " + "c=d; " * 5000, "multipart/form-data; boundary="):
        status, _ = asked(PATH_INFO="/dang-nhap/", CONTENT_TYPE=kind, body="login=a")
        assert status.startswith("4")


@pytest.mark.parametrize("value", COOKIES)
def test_nasty_cookies(client: Client, value: str):
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"):
        client.cookies.clear()
        head = f"{name}={value}".encode().decode("latin-1")
        for address in ("/dang-nhap/", "/quan-tri/", "/khong-co/"):
            assert client.get(address, HTTP_COOKIE=head).status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/a%00b/",
        "/%ff%fe/",
        "/%ed%a0%80/",
        "/static/%00",
        "/static/../x",
        "/" + "a/" * 3000,
    ],
)
def test_nasty_paths(client: Client, path: str):
    for method in ("get", "post", "put", "delete", "options", "head", "patch"):
        assert getattr(client, method)(path).status_code < 500


@pytest.mark.parametrize("method", ["put", "delete", "options", "head", "patch", "trace"])
def test_other_methods(client: Client, method: str):
    found = []
    for address in addresses():
        ask = stay_in(client)
        found += broken(lambda a=address, c=ask: getattr(c, method)(a), method, address)
    assert found == []


@pytest.mark.parametrize(
    "header",
    [
        "HTTP_USER_AGENT",
        "HTTP_ACCEPT",
        "HTTP_REFERER",
        "HTTP_X_FORWARDED_FOR",
        "REMOTE_ADDR",
        "HTTP_HX_CURRENT_URL",
    ],
)
def test_nasty_headers(client: Client, header: str):
    for value in ("", "x" * 5000, "\x00", "\xff", "unix:", "999.1.1.1", "::1, 2"):
        words = {"login": "mai@vi-du.gov.vn", "password": "sai"}
        assert client.post("/dang-nhap/", words, **{header: value}).status_code < 500
        assert client.get("/quan-tri/", **{header: value}).status_code < 500


@bounds(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.text(st.characters(codec="utf-8"), max_size=300),
)
def test_log_in_with_anything(db: None, login: str, password: str):
    guest = Client()
    response = guest.post("/dang-nhap/", {"login": login, "password": password})
    assert response.status_code < 500
    assert "_auth_user_id" not in guest.session


def test_log_in_with_lists_and_files(db: None):
    person("Nguyễn Thị Mai", "mai@vi-du.gov.vn", password=PASSWORD)
    guest = Client()
    for words in (
        {"login": ["a", "mai@vi-du.gov.vn"], "password": [PASSWORD, "x"]},
        {"login[]": "mai@vi-du.gov.vn", "password[]": PASSWORD},
        {"login": f"{'a' * 250}@vi-du.gov.vn", "password": "x"},
        {"login": "mai@vi-du.gov.vn", "password": "x" * 1_000_000},
    ):
        assert guest.post("/dang-nhap/", words).status_code < 500
        assert "_auth_user_id" not in guest.session
