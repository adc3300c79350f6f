"""A large file is read by the queue: the page says how far, it can be stopped, and begins anew."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.second_factor.tests.proving import proved
from tuphap.modules.assessments.actions.decisions import DecisionPaper
from tuphap.modules.assessments.former_years.actions.batches import Upload, Wanted
from tuphap.modules.assessments.former_years.models import RESULTS, ImportBatch
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.imports.places import digest_of
from tuphap.outlets.exchange.imports.reading import read_batch
from tuphap.outlets.exchange.imports.taking import take_in_file
from tuphap.outlets.exchange.imports.watching import Watch
from tuphap.outlets.exchange.tests.sheets import as_xlsx

pytestmark = pytest.mark.django_db
AT = w.moment(2023, 3, 1)


class Interrupted(BaseException):
    """As a killed worker: nothing may answer it."""


class Acting(Watch):
    """Does something before a row is told, each row being told."""

    def __init__(self, batch: ImportBatch, deeds: dict[int, Callable[[], Any]]) -> None:
        super().__init__(batch.pk, every=1)
        self.deeds = deeds

    def row(self, number: int) -> None:
        super().row(number)
        self.deeds.get(number, int)()


class Reading:
    """A file that waits for the queue, and the page of it."""

    def __init__(self) -> None:
        self.place = lists.Place()
        paper = DecisionPaper("214/QĐ-UBND", w.moment(2020, 2, 7).date(), "Chủ tịch")
        data = as_xlsx(self.place.rows())
        self.batch = take_in_file(
            data,
            Upload("lon.xlsx", digest_of(data), len(data)),
            Wanted(RESULTS, lists.YEAR, lists.SET, self.place.province, paper),
            by=self.place.by(),
        )
        self.path = f"/nhap-lieu/{self.batch.pk}/"
        self.client = self.of(self.place.ha)
        self.seen: list[str] = []

    def of(self, person: Person) -> Client:
        return proved(w.signed_in(person), person)

    def page(self, **headers: str) -> str:
        answer = self.client.get(self.path, headers=headers)
        assert answer.status_code == 200
        self.seen.append(answer.content.decode())
        return self.seen[-1]

    def post(self, deed: str, client: Client | None = None) -> int:
        return (client or self.client).post(f"{self.path}{deed}/").status_code

    def read(self, **deeds: Callable[[], Any]) -> bool:
        at_rows = {int(row.removeprefix("row_")): deed for row, deed in deeds.items()}
        return read_batch(self.batch.pk, AT, Acting(self.batch, at_rows))

    def kept(self) -> dict[str, Any]:
        return ImportBatch.objects.get(pk=self.batch.pk).read

    def jobs(self) -> int:
        return ProcrastinateJob.objects.filter(task_name__endswith="read_import").count()


@pytest.fixture
def reading(settings, tmp_path, monkeypatch: pytest.MonkeyPatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("tuphap.outlets.exchange.imports.taking.READ_AT_ONCE", 0)
    with time_machine.travel(AT, tick=True):
        yield Reading()


def test_the_page_says_the_step_and_the_rows_and_then_is_made_anew(reading: Reading) -> None:
    page = reading.page()
    assert "Đang chờ đến lượt đọc" in page
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert reading.read(row_7=lambda: reading.page(**{"HX-Request": "true"}))
    part = reading.seen[-1]
    assert "Bước 2/3: kiểm tra từng dòng" in part
    assert "Đã kiểm tra 7/11 dòng." in part
    assert "<html" not in part
    assert "<form" not in part  # what is replaced every two seconds holds nothing to press
    done = reading.client.get(reading.path, headers={"HX-Request": "true"})
    assert (done.headers["HX-Refresh"], done.content) == ("true", b"")
    assert "4 đơn vị sẽ ghi" in reading.page()
    assert reading.post("dung") == 302  # too late, and said by the page itself
    assert "4 đơn vị sẽ ghi" in reading.page()


def test_a_reading_that_is_stopped_keeps_nothing_and_begins_anew_when_asked(
    reading: Reading,
) -> None:
    assert reading.read(row_7=lambda: reading.post("dung"))
    assert reading.kept() == {}
    page = reading.page()
    assert "Đã dừng đọc" in page
    assert "Đọc lại" in page
    assert not reading.read()
    assert reading.jobs() == 1
    assert reading.post("doc-lai") == 302
    assert reading.jobs() == 2
    assert "Đang chờ đến lượt đọc" in reading.page()
    assert reading.read()
    assert len(reading.kept()["lines"]) == 4
    assert reading.post("doc-lai") == 302  # nothing of it was stopped
    assert reading.jobs() == 2


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_begins_anew(
    reading: Reading,
) -> None:
    def die() -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        reading.read(row_9=die)
    assert "Đã kiểm tra 9/11 dòng." in reading.page()
    assert reading.kept() == {}
    # Two at once, as after a worker that was only slow: one of them keeps what it read.
    assert reading.read(row_7=reading.read)
    assert not reading.read()
    assert [line["row"] for line in reading.kept()["lines"]] == [6, 7, 9, 10]


def test_only_who_handed_the_file_in_stops_it(reading: Reading) -> None:
    minh = Person.objects.create(
        email="minh@example.gov.vn", full_name="Lê Quang Minh", password="!"
    )
    Post.objects.create(
        person=minh,
        unit=reading.place.province,
        role=w.Role.PROVINCE_OFFICER,
        starts_on=lists.BEGINS,
    )
    assert reading.post("dung", reading.of(minh)) == 404
    assert reading.post("dung", w.signed_in(reading.place.phuc)) == 403
    assert reading.read()
    assert len(reading.kept()["lines"]) == 4
