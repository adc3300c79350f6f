"""A unit through its years: old codes lead on, over mergers in a row, both ways."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tuphap.foundation.publication.tests.sample import points_payload, publish, unit
from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.modules.assessments.tests.world import moment
from tuphap.modules.assessments.tests.world import unit as stored
from tuphap.outlets.api.rate import Counter

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "predecessor", "successor"
BEGINS, FIRST, SECOND = date(2020, 1, 1), date(2023, 7, 1), date(2025, 7, 1)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuphap.outlets.api.views.counter", Counter(10_000))


def follow(old: Unit, new: Unit, day: date) -> None:
    Unit.objects.filter(pk=old.pk).update(valid_to=day - timedelta(days=1))
    Succession.objects.create(predecessor=old, successor=new, extent=Extent.WHOLE, effective_on=day)


@pytest.fixture
def published() -> None:
    """23501 and 23502 became 23900 in 2023, which became 23501 in 2025: a code comes back."""
    top = stored("64", "Tỉnh Gia Lai", "tỉnh", None, BEGINS)
    one, two = (stored(f"2350{n}", f"Xã Cũ {n}", "xã", top, BEGINS) for n in (1, 2))
    middle = stored("23900", "Xã Giữa", "xã", top, FIRST)
    for old in (one, two):
        follow(old, middle, FIRST)
    newest = stored("23501", "Xã Mới", "xã", top, SECOND)
    follow(middle, newest, SECOND)
    other = stored("23999", "Xã Khác", "xã", top, BEGINS)
    follow(other, stored("23998", "Xã Khác Mới", "xã", top, SECOND), SECOND)
    publish(points_payload([unit(1, "Xã Cũ 1"), unit(2, "Xã Cũ 2")], 2022))
    publish(points_payload([unit(1, "Xã Giữa", code="23900")], 2024))


def asked(code: str, status: int = 200) -> Any:
    with time_machine.travel(moment(2026, 3, 1)):
        answer = Client().get(f"/api/v1/units/{code}")
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("23502", [(2024, "23900", AFTER), (2022, "23502", "same")]),
        (
            "23900",
            [
                (2024, "23900", "same"),
                (2022, "23501", BEFORE),
                (2022, "23502", BEFORE),
            ],
        ),
        (
            "23501",
            [
                (2024, "23900", BEFORE),
                (2022, "23501", "same"),
                (2022, "23502", BEFORE),
            ],
        ),
    ],
)
def test_a_family_is_told_over_all_mergers(code: str, told: list[tuple[int, str, str]]) -> None:
    rows = asked(code)
    assert [(row["year"], row["unit_code"], row["relation"]) for row in rows] == told
    assert all(row["succeeded_by"] == [{"code": "23501", "name": "Xã Mới"}] for row in rows)


@pytest.mark.usefixtures("published")
def test_an_old_code_without_a_result_names_its_successor() -> None:
    found = asked("23999", 404)
    assert found["succeeded_by"] == [{"code": "23998", "name": "Xã Khác Mới"}]
    assert found["detail"].startswith("Mã 23999 nay thuộc Xã Khác Mới (mã 23998).")
    assert asked("99999", 404)["succeeded_by"] == []


@pytest.mark.usefixtures("published")
def test_a_merger_is_news_though_nothing_is_published(client: Client, settings: Any) -> None:
    settings.PUBLISHED_FRESH_SECONDS = 0
    with time_machine.travel(moment(2026, 3, 1)):
        before = {"if-none-match": client.get("/api/v1/units/23502").headers["ETag"]}
        assert client.get("/api/v1/units/23502", headers=before).status_code == 304
        heir = stored("23901", "Xã Nữa", "xã", Unit.objects.get(code="64"), date(2026, 2, 1))
        follow(Unit.objects.get(name="Xã Mới"), heir, date(2026, 2, 1))
        rows = client.get("/api/v1/units/23502", headers=before).json()
    assert rows[0]["succeeded_by"] == [{"code": "23901", "name": "Xã Nữa"}]


def test_a_code_in_no_list_of_units_is_itself() -> None:
    publish(points_payload([unit(1)], 2022))
    (row,) = asked("23501")
    assert (row["relation"], row["succeeded_by"]) == ("same", [])
