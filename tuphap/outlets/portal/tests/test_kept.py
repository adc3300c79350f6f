"""Finished pages: made once, served from memory, replaced by the next publication."""

import gzip
import json

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.publication.models import KeptPage
from tuphap.foundation.publication.tests.sample import (
    points_payload,
    publish,
    small_province,
    unit,
)
from tuphap.outlets.portal import kept, render, shelf
from tuphap.outlets.portal.choosing import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_memory() -> None:
    kept._pages.clear()


def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Templates that are rendered from now on."""
    rendered: list[str] = []
    page = render.page

    def noting(template: str, *args, **more) -> bytes:
        rendered.append(template)
        return page(template, *args, **more)

    monkeypatch.setattr(render, "page", noting)
    return rendered


def test_a_page_is_made_once_and_then_comes_from_memory(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_province())
    rendered = made(monkeypatch)
    first = client.get("/ket-qua/2022/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/ket-qua/2022/")
    assert rendered == ["portal/results.html"]
    assert second.content == first.content
    assert len(queries) == 1  # was anything published meanwhile?


def test_a_map_file_that_is_placed_is_seen_without_a_restart(
    client: Client, settings, tmp_path
) -> None:
    settings.MAP_FOLDER = tmp_path
    publish(small_province())
    first = client.get("/ket-qua/2022/").headers["ETag"]
    (tmp_path / "64-2022.geojson").write_text("{", encoding="utf-8")
    assert client.get("/ket-qua/2022/", headers={"If-None-Match": first}).status_code == 200
    assert client.get("/ket-qua/2022/").headers["ETag"] != first


def test_within_the_second_not_even_that_is_asked(client: Client, settings) -> None:
    publish(small_province())
    client.get("/ket-qua/2022/")
    settings.PUBLISHED_FRESH_SECONDS = 60
    client.get("/ket-qua/2022/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/ket-qua/2022/")
    assert len(queries) == 0


def test_another_process_finds_the_page_in_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_province())
    first = client.get("/ket-qua/2022/").content
    kept._pages.clear()
    rendered = made(monkeypatch)
    assert client.get("/ket-qua/2022/").content == first
    assert rendered == []
    assert KeptPage.objects.count() == 1


def test_a_new_release_makes_the_page_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(small_province())
    client.get("/ket-qua/2022/")
    kept._pages.clear()
    monkeypatch.setattr(kept, "release", lambda: "another")
    rendered = made(monkeypatch)
    client.get("/ket-qua/2022/")
    assert rendered == ["portal/results.html"]
    assert KeptPage.objects.count() == 1


def test_a_publication_replaces_every_kept_page(client: Client) -> None:
    publish(small_province())
    client.get("/ket-qua/2022/")
    publish(points_payload([unit(9, "Xã Mới")]), note="Đính chính")
    assert "Xã Mới" in client.get("/ket-qua/2022/").content.decode()
    publish(small_province(2023))
    # The form of 2022 now offers 2023, too.
    assert "<option>2023</option>" in client.get("/ket-qua/2022/").content.decode()


def test_headers_are_the_same_from_memory_as_the_long_way(client: Client) -> None:
    publish(small_province())
    long_way = client.get("/ket-qua/2022/")
    memory = client.get("/ket-qua/2022/")
    for answer in (long_way, memory):
        del answer.headers["X-Accel-Expires"]  # each names its own second
    assert dict(memory.headers) == dict(long_way.headers)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert name in memory.headers
    assert not memory.cookies


def test_packed_for_those_who_can_unpack(client: Client) -> None:
    publish(small_province())
    plain = client.get("/ket-qua/2022/")
    packed = client.get("/ket-qua/2022/", headers={"accept-encoding": "gzip, deflate"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Vary"] == "Accept-Encoding"


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    publish(small_province())
    etag = client.get("/ket-qua/2022/").headers["ETag"]
    for told in (etag, etag.removeprefix("W/"), f'"x", {etag}', "*"):
        again = client.get("/ket-qua/2022/", headers={"if-none-match": told})
        assert (again.status_code, again.content) == (304, b"")
    for told in ('"x"', 'W/"x", "y"', "x"):
        again = client.get("/ket-qua/2022/", headers={"if-none-match": told})
        assert again.status_code == 200


def test_a_page_asked_for_while_somebody_publishes_is_not_kept(
    client: Client, rf: RequestFactory
) -> None:
    publish(small_province())
    before = shelf.shelf().newest(2022)
    publish(small_province(), note="Đính chính")
    answer = kept.serve(rf.get("/ket-qua/2022/"), before, "results", lambda: b"old")
    assert answer.content == b"old"
    assert client.get("/ket-qua/2022/").content != b"old"
    assert not KeptPage.objects.filter(copy_id=before.id).exists()


def test_a_query_takes_the_long_way(client: Client) -> None:
    publish(small_province())
    client.get("/ket-qua/2022/")
    assert "Bỏ lọc" in client.get("/ket-qua/2022/?nhom=622").content.decode()


def test_reading_goes_on_while_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_province())
    first = client.get("/ket-qua/2022/").content

    def away(kind: str) -> int:
        raise OperationalError("no connection")

    monkeypatch.setattr(shelf, "state_of", away)
    assert client.get("/ket-qua/2022/").content == first


def test_any_choice_of_a_year_is_answered_without_reading_the_figures_again(
    client: Client, settings
) -> None:
    publish(points_payload([unit(number) for number in range(1, 200)]))
    client.get("/ket-qua/2022/?nhom=622")
    settings.PUBLISHED_FRESH_SECONDS = 60
    with CaptureQueriesContext(connection) as queries:
        client.get("/ket-qua/2022/?xep=-tong&tat-ca=1")
    assert len(queries) == 0


@pytest.mark.parametrize("count", [10, 220])
def test_a_unit_takes_the_same_queries_however_many_there_are(
    client: Client, settings, count: int
) -> None:
    publish(points_payload([unit(number) for number in range(1, count + 1)]))
    client.get("/ket-qua/2022/23502/")
    settings.PUBLISHED_FRESH_SECONDS = 60
    with CaptureQueriesContext(connection) as queries:
        client.get("/ket-qua/2022/23501/")
    assert len(queries) == 2  # the unit in the lists of units, and its own figures


def test_the_bench_can_make_a_page_from_a_copy() -> None:
    copy = publish(small_province())
    assert "Xã Trà Đa" in render.results_page(copy, WHOLE).decode()


def test_new_settings_of_the_site_make_kept_pages_anew(tmp_path):
    """In every process: each looks at the file, and nobody has to be told (ADR 38)."""
    publish(small_province())
    with override_settings(SITE_FOLDER=tmp_path):
        before = Client().get("/")
        assert before.content == Client().get("/").content
        values = {"upper": "UBND tỉnh Thử", "name": "Sở Tư pháp Thử", "mark": "khac"}
        (tmp_path / "current.json").write_text(json.dumps(values))
        after = Client().get("/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Sở Tư pháp Thử" in after.content.decode()
    assert "Sở Tư pháp Thử" not in before.content.decode()
