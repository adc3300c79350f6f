"""The API: published copies only, described, not sent twice, not asked too often, never a 5xx."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.architecture.source import BASE
from tuphap.foundation.publication.actions import withdraw_copy
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.tests.sample import (
    ha,
    pass_payload,
    publish,
    small_province,
)

# Built while tests are collected: it names the licence of the settings as it finds them.
from tuphap.outlets.api import endpoints, rate
from tuphap.outlets.api.dictionary import FIELDS
from tuphap.outlets.api.rate import WINDOW, Counter

pytestmark = pytest.mark.django_db
ALL_PATHS = ("years", "years/2022/copies", "years/2022/results", "units/23501", "dictionary")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test counts from nothing."""
    monkeypatch.setattr("tuphap.outlets.api.views.counter", Counter(10_000))


@pytest.fixture
def copy() -> PublishedCopy:
    return publish(small_province())


def read(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_years_tell_their_summary_and_the_copy_in_use(client: Client, copy: PublishedCopy) -> None:
    publish(pass_payload())
    newest, older = read(client, "years")
    assert (newest["year"], newest["scale"], newest["average"]) == (2026, "pass", None)
    assert (older["units"], older["met"], older["not_met"]) == (5, 4, 1)
    assert older["copy_in_use"]["sha256"] == copy.sha256
    assert older["copy_in_use"]["file"] == "/du-lieu-mo/ket-qua-2022.json?ban=1"


def test_results_are_filtered_and_parted_into_pages(client: Client, copy: PublishedCopy) -> None:
    def names(**query: Any) -> list[str]:
        return [row["unit_name"] for row in read(client, "years/2022/results", **query)["results"]]

    assert names(met="false") == ["Xã Trà Đa"]
    assert names(q="yen do") == ["Phường Yên Đỗ"]
    assert names(kind="xã", group="631") == ["Xã Ia Dơk", "Xã Ia Kla"]
    page = read(client, "years/2022/results", page=2, page_size=2)
    assert (page["count"], page["page"], page["pages"], len(page["results"])) == (5, 2, 3, 2)
    row = read(client, "years/2022/results", q="ia dok")["results"][0]
    assert (row["final_total"], row["difference"], row["of"]) == ("97.75", "-2.25", None)
    assert row["scores"]["TC2"] == "87.75"


def test_a_unit_is_told_through_its_years(client: Client, copy: PublishedCopy) -> None:
    publish(small_province(2023))
    assert [row["year"] for row in read(client, "units/23501")] == [2023, 2022]


def test_an_older_copy_is_asked_for_by_its_number(client: Client, copy: PublishedCopy) -> None:
    publish(small_province() | {"units": []}, note="Đính chính")
    assert read(client, "years/2022/results")["count"] == 0
    assert read(client, "years/2022/results", copy_number=1)["count"] == 5
    assert [row["number"] for row in read(client, "years/2022/copies")] == [2, 1]


def test_a_withdrawn_copy_says_so_in_every_row(client: Client, copy: PublishedCopy) -> None:
    before = client.get("/api/v1/years/2022/results").headers["ETag"]
    withdraw_copy(copy, "Nhập nhầm.", by=ha())
    answer = client.get("/api/v1/years/2022/results", headers={"if-none-match": before})
    assert {row["withdrawn_on"] for row in answer.json()["results"]} == {"2023-02-21"}
    assert read(client, "years")[0]["copy_in_use"]["withdrawn_why"] == "Nhập nhầm."


def test_every_field_of_a_result_is_in_the_dictionary(client: Client, copy: PublishedCopy) -> None:
    told = {row["name"] for row in read(client, "dictionary")}
    assert set(read(client, "units/23501")[0]) == told == set(FIELDS)
    text = (BASE / "docs" / "open-data.md").read_text()
    assert [name for name in FIELDS if f"`{name}`" not in text] == []


def test_what_was_seen_is_not_sent_twice_and_asks_nothing(
    client: Client,
    copy: PublishedCopy,
    django_assert_num_queries: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = {"if-none-match": client.get("/api/v1/years/2022/results").headers["ETag"]}
    settings.PUBLISHED_FRESH_SECONDS = 60
    with django_assert_num_queries(0):
        again = client.get("/api/v1/years/2022/results", headers=seen)
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_too_often_is_told_when_to_come_back(
    client: Client, copy: PublishedCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuphap.outlets.api.views.counter", Counter(2))
    assert [client.get("/api/v1/years").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get("/api/v1/years")
    assert 0 < int(answer.headers["Retry-After"]) <= WINDOW
    assert "Chờ" in answer.json()["detail"]
    assert client.get("/api/v1/years", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_a_window_ends_and_addresses_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counter(1)
    assert (counted.wait("a", 0.0), counted.wait("a", 10.0)) == (0, 50)
    assert counted.wait("a", 60.0) == 0
    monkeypatch.setattr(rate, "MOST_ADDRESSES", 2)
    assert [counted.wait(name, 61.0) for name in ("b", "c")] == [0, 0]
    assert counted.wait("a", 62.0) == 0


def described(client: Client) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["info"]["title"] == endpoints.api.title
    assert schema["info"]["license"]["name"] == settings.DATA_LICENCE["name"]
    for path, methods in schema["paths"].items():
        assert set(methods) == {"get"}, "nothing is written"
        asked = [row for row in methods["get"].get("parameters", []) if row["in"] == "query"]
        assert [row["name"] for row in asked if "description" not in row | row["schema"]] == []
        yield path, methods["get"]


def test_the_description_names_every_path(client: Client) -> None:
    names = {
        re.sub(r"\{\w+\}", "*", path.removeprefix("/api/v1/")) for path, _ in described(client)
    }
    wanted = {re.sub(r"\d+", "*", path) for path in ALL_PATHS}
    assert names == wanted


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/years/",
        "/api/v1/years/2021/results",
        "/api/v1/years/2021/copies",
        "/api/v1/units/99999",
        "/api/v1/years/2022/results?page=9",
        "/api/v1/years/2022/results?copy_number=7",
        "/api/v1/../../etc/passwd",
        "/api/v1/" + "x" * 5000,
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(
    client: Client, copy: PublishedCopy, address: str
) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/years/1999/results"])
def test_what_is_not_there_has_no_state_either(
    client: Client, copy: PublishedCopy, address: str
) -> None:
    seen = {"if-none-match": client.get("/api/v1/years").headers["ETag"]}
    assert client.get(address, headers=seen).status_code == 404


def test_the_head_alone_is_answered_too(client: Client, copy: PublishedCopy) -> None:
    whole, head = client.get("/api/v1/years"), client.head("/api/v1/years")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_it_is_only_read_and_sets_no_cookie(client: Client, copy: PublishedCopy) -> None:
    assert client.post("/api/v1/years").status_code in (403, 405)
    answer = client.get("/api/v1/years")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
