"""The shipped configuration in a real nginx before a real server: what is kept, and what never is.

Its own certificate and ports; readers come from addresses of their own on the loopback.
"""

import http.client
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest

from deploy.nginx import trial
from deploy.nginx.fill import Place, fill, filled
from tests.journeys.town import PASSWORD, Town, free_port, password_hash
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.foundation.files import limits
from tuphap.foundation.publication.actions import withdraw_copy
from tuphap.foundation.publication.tests.sample import ha, publish, small_province

NAME = "tcpl.example.vn"
READER = "127.0.0.2"  # not the address of nginx, so that the two can be told apart
PATIENCE = 10.0
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
KEY = {"Request-Key": "6d3c2b4e-0000-4000-8000-00000000000a"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    # What nginx wrote of it: HIT, MISS, EXPIRED, BYPASS … or “-”.
    kept: str

    def cookies(self) -> dict[str, str]:
        lines = self.headers.get_all("Set-Cookie") or []
        return dict(line.partition(";")[0].split("=", 1) for line in lines)


@dataclass(frozen=True)
class Front:
    tls: int
    plain: int
    folder: Path

    def ask(
        self, path: str, body: str | None = None, cookies: dict[str, str] | None = None, **more: str
    ) -> Answer:
        """By HTTPS under the name of the certificate. Underscores stand for hyphens."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if body is not None:
            headers |= FORM | KEY | {"Referer": f"https://{NAME}{path}"}
        return self.send("POST" if body is not None else "GET", path, body, headers)

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        written = len(self._log())
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        with closing(http.client.HTTPConnection(NAME)) as line:
            line.sock = context.wrap_socket(self._line(self.tls), server_hostname=NAME)
            line.request(method, path, body, headers)
            answer = line.getresponse()
            content = answer.read()
        return Answer(answer.status, answer.headers, content, self._entry(written).split()[-2])

    def redirect(self, host: str) -> str | None:
        """Where plain HTTP leads; nothing where no answer came at all."""
        with closing(http.client.HTTPConnection(NAME)) as line:
            line.sock = self._line(self.plain)
            line.request("GET", "/ket-qua/?tim=ia", headers={"Host": host})
            try:
                return line.getresponse().headers["Location"]
            except http.client.RemoteDisconnected:
                return None

    def site(self) -> str:
        return (self.folder / "site.conf").read_text(encoding="utf-8")

    def _line(self, port: int) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), PATIENCE, (READER, 0))

    def _log(self) -> list[str]:
        return (self.folder / "access.log").read_text(encoding="utf-8").splitlines()

    def _entry(self, written: int) -> str:
        """nginx writes the line after it sent the answer."""
        deadline = time.monotonic() + PATIENCE
        while len(lines := self._log()) <= written and time.monotonic() < deadline:
            time.sleep(0.005)
        return lines[written]


pytestmark = pytest.mark.skipif(trial.program() is None, reason=trial.HOW_TO_GET_IT)


@pytest.fixture
def front(
    build: Callable[..., Town], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Front]:
    settings = {"TLS": "true", "PROXIES": "127.0.0.1", "HOSTS": f"127.0.0.1,{NAME}"}
    for name, value in settings.items():
        monkeypatch.setenv(f"TUPHAP_{name}", value)
    town = build(on_the_wall(), settled=False)
    # nginx has no other clock; building took a while.
    town.at(on_the_wall())
    with nginx_before(urlsplit(town.address).netloc, tmp_path) as place:
        yield place


@contextmanager
def nginx_before(application: str, folder: Path) -> Iterator[Front]:
    place = Front(free_port(), free_port(), folder)
    own_certificate(folder)
    fill(on_the_loopback(place, application))
    with trial.running(folder, f"include {folder}/tuphap.conf;", place.plain):
        yield place


def on_the_wall() -> str:
    return datetime.now(HANOI).replace(tzinfo=None).isoformat(" ")


def on_the_loopback(front: Front, application: str) -> Place:
    folder = front.folder
    static = folder / "static"
    static.mkdir()
    (static / "app.0123456789ab.css").write_text("b{}")
    (static / "app.css").write_text("b{}")
    return Place(
        names=(NAME,),
        static=str(static),
        certificate=str(folder / "cert.pem"),
        key=str(folder / "key.pem"),
        folder=str(folder),
        application=application,
        cache=str(folder / "cache"),
        logs=str(folder),
        plain=(f"127.0.0.1:{front.plain}",),
        tls=(f"127.0.0.1:{front.tls}",),
    )


def own_certificate(folder: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    words += ["-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    words += ["-addext", f"subjectAltName=DNS:{NAME}"]
    words += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(words, check=True, capture_output=True)


def test_it_keeps_what_is_public_and_believes_nobody(front: Front) -> None:
    """One server for all of it: starting one is what takes the time."""
    whole_page_is_kept_until_the_second_ends(front)
    what_was_seen_is_not_sent_twice(front)
    files_come_from_the_folder(front)
    names_and_schemes_are_checked(front)
    cookies = signing_in_is_never_kept(front)
    who_is_signed_in_is_never_answered_from_what_is_kept(front, cookies)
    an_address_cannot_be_forged(front)
    too_much_is_refused_with_a_page(front)


def test_while_nothing_answers_a_page_says_what_to_do(tmp_path: Path) -> None:
    with nginx_before(f"127.0.0.1:{free_port()}", tmp_path) as front:
        for path in ("/ket-qua/2022/", "/lam-viec/"):
            answer = front.ask(path)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
            assert "tải lại trang" in answer.body.decode()


def test_words_that_would_end_a_directive_are_refused() -> None:
    place = Place((NAME,), "/srv/static", "cert", "key", "/etc/nginx/tuphap")
    text = "listen @PLAIN@;\nserver_name @NAMES@;\n"
    assert filled(text, place) == f"listen 80;\nlisten [::]:80;\nserver_name {NAME};\n"
    for bad in ("/srv/a b", "/srv;", "", "@KEY@"):
        with pytest.raises(ValueError, match="static"):
            filled(text, replace(place, static=bad))


def whole_page_is_kept_until_the_second_ends(front: Front) -> None:
    publish(small_province())
    answers = [front.ask("/ket-qua/2022/")]
    while answers[-1].kept != "HIT" and len(answers) < 50:
        answers.append(front.ask("/ket-qua/2022/"))
    assert (answers[0].kept, answers[-1].kept) == ("MISS", "HIT")
    assert {answer.body for answer in answers} == {answers[0].body}
    assert "X-Accel-Expires" not in answers[-1].headers
    for name in ("Strict-Transport-Security", "X-Content-Type-Options", "Content-Security-Policy"):
        assert len(answers[-1].headers.get_all(name)) == 1
    for path in ("/", "/nhung/2022/", "/ket-qua/2022/?ket-qua=dat", "/api/v1/years"):
        assert front.ask(path).kept == "MISS"
    corrected = publish(small_province(), note="Đính chính")
    a_second_later_at_most(front, "Đính chính")
    withdraw_copy(corrected, "Nhập nhầm đơn vị.", by=ha())
    a_second_later_at_most(front, "Nhập nhầm đơn vị.")


def a_second_later_at_most(front: Front, words: str) -> None:
    """No request that begins a second after the change is answered with the state before."""
    changed = begun = time.monotonic()
    while words not in front.ask("/ket-qua/2022/").body.decode():
        assert begun - changed <= 1.0
        begun = time.monotonic()


def what_was_seen_is_not_sent_twice(front: Front) -> None:
    for path in ("/ket-qua/2022/", "/api/v1/years/2022/results", "/du-lieu-mo/ket-qua-2022.csv"):
        seen = front.ask(path, Accept_Encoding="gzip, deflate, br")
        again = front.ask(path, Accept_Encoding="br, gzip", If_None_Match=seen.headers["ETag"])
        assert (seen.status, again.status, again.body) == (200, 304, b"")
        assert seen.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in front.ask(path, Accept_Encoding="gzip;q=0").headers


def files_come_from_the_folder(front: Front) -> None:
    hashed, plain = front.ask("/static/app.0123456789ab.css"), front.ask("/static/app.css")
    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Cache-Control"] == "public, max-age=60"
    assert hashed.headers["Content-Type"] == "text/css; charset=utf-8"
    assert hashed.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/static/", "/static/none.css", "/static/../cert.pem", "/_trang/qua-lon.html"):
        assert front.ask(path).status == 404, path


def names_and_schemes_are_checked(front: Front) -> None:
    assert front.redirect(NAME) == f"https://{NAME}/ket-qua/?tim=ia"
    assert front.redirect("elsewhere.example") is None
    assert front.ask("/ket-qua/").headers["Server"] == "nginx"


def signing_in_is_never_kept(front: Front) -> dict[str, str]:
    """Comes back with the cookies of a person who has signed in."""
    Person.objects.create(email="mai@example.gov.vn", full_name="Mai", password=password_hash())
    pages = [front.ask("/dang-nhap/") for _ in range(2)]
    assert {page.kept for page in pages} == {"-"}
    assert pages[0].cookies() != pages[1].cookies()
    entered = sign_in(front, "mai@example.gov.vn", PASSWORD)
    assert (entered.status, entered.kept) == (302, "-")
    assert "Secure" in entered.headers["Set-Cookie"]
    return entered.cookies()


def sign_in(front: Front, name: str, password: str, **more: str) -> Answer:
    page = front.ask("/dang-nhap/")
    found = TOKEN.search(page.body.decode())
    assert found
    fields = {"csrfmiddlewaretoken": found[1], "login": name, "password": password}
    return front.ask("/dang-nhap/", urlencode(fields), page.cookies(), **more)


def who_is_signed_in_is_never_answered_from_what_is_kept(
    front: Front, cookies: dict[str, str]
) -> None:
    own = front.ask("/lam-viec/", cookies=cookies)
    assert (own.status, own.kept, own.headers["Cache-Control"]) == (200, "-", "no-store")
    front.ask("/ket-qua/2022/")
    assert [front.ask("/ket-qua/2022/", cookies=cookies).kept for _ in range(2)] == ["BYPASS"] * 2
    assert front.ask("/ket-qua/2022/", Authorization="Basic eDp5").kept == "BYPASS"
    assert front.ask("/lam-viec/").status == 302


def an_address_cannot_be_forged(front: Front) -> None:
    forged = {"X_Forwarded_For": "203.0.113.9", "X_Real_IP": "203.0.113.9"}
    more = {"Forwarded": "for=203.0.113.9", "X_Forwarded_Proto": "http"}
    assert sign_in(front, "mai@example.gov.vn", "sai", **forged, **more).status == 200
    seen = Event.objects.exclude(address=None).values_list("address", flat=True)
    assert set(seen) == {READER}
    underscored = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http"}
    assert front.send("GET", "/ket-qua/", None, underscored).status == 200


def too_much_is_refused_with_a_page(front: Front) -> None:
    """The limit is that of the application: all files of a line and the fields of the form."""
    most = limits.MOST_FILES_AT_ONCE * limits.MOST_BYTES_ANYWHERE + 2 * limits.MEGABYTE
    assert f"client_max_body_size {most // limits.MEGABYTE}m;" in front.site()
    refused = front.send("POST", "/dang-nhap/", None, {"Content-Length": str(most + 1)})
    assert refused.status == 413
    assert "400 MB" in refused.body.decode()
