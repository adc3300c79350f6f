"""What is new since the last look, and who stands before and after a dossier in the queue."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

import pytest
import time_machine

from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.moves import submit
from tuphap.modules.assessments.desk.news import Moved, News, news_words
from tuphap.modules.assessments.desk.queue_order import Filters, beside, carried, carried_alone
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import DossierSeen, Evidence
from tuphap.modules.assessments.tests.desk_requests import page
from tuphap.modules.assessments.tests.world import (
    World,
    acting,
    december,
    in_status,
    moment,
    signed_in,
)
from tuphap.rules.content_scoring import Answer
from tuphap.rules.workflows.assessment import SELF, WORKFLOWS

TODAY = date(2022, 12, 20)
TABLE = WORKFLOWS["25-2021"]


def moved(source: str, target: str, day: int) -> Moved:
    return Moved(source, target, moment(2022, 12, day))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (News(moment(2022, 12, 1)), ""),
        (
            News(
                moment(2022, 12, 1),
                (moved("under_review", "returned", 18), moved("returned", "submitted", 19)),
                frozenset({"1.1.1", "2.1.1", "3.1.1"}),
                ("1.1.1", "1.1.1"),
            ),
            "gửi lại hôm qua, 3 dòng sửa, 2 trả lời",
        ),
        (
            News(moment(2022, 12, 1), (moved("posted", "submitted", 20),)),
            "gửi hôm nay",
        ),
        (
            News(moment(2022, 12, 1), (moved("submitted", "under_review", 8),)),
            "chuyển “Đang thẩm tra” ngày 08/12/2022",
        ),
    ],
)
def test_the_words_of_the_queue(found: News, words: str):
    assert news_words(found, TABLE, TODAY) == words


@dataclass(frozen=True)
class Row:
    """As much of a row of the queue as an order by name asks for."""

    id: UUID
    name_sort: str
    to_do: bool
    parent_id: int | None = None


def test_before_and_after_follow_filter_and_order_and_a_done_one_keeps_its_place():
    rows = [Row(UUID(int=n), name, n != 2) for n, name in enumerate("dbca")]  # “c” is done
    asked = Filters(status="can-lam", parent="", sort="ten")
    names = [
        tuple(found.name_sort if found else None for found in beside(asked, cast(Any, rows), pk))
        for pk in (UUID(int=3), UUID(int=1), UUID(int=2), UUID(int=9))
    ]
    assert names == [(None, "b"), ("a", "d"), ("b", "d"), (None, None)]


def test_only_the_filter_of_the_queue_is_carried_along():
    asked = {"trang-thai": "tat-ca", "thu-ly": "", "noi-dung": "1.1.1", "la": "x"}
    assert (carried(asked), carried_alone(asked)) == ("&trang-thai=tat-ca", "?trang-thai=tat-ca")
    assert carried_alone({}) == ""


def queue(world: World, query: str = "") -> str:
    return signed_in(world.hung).get(f"/tham-tra/{query}").content.decode()


@pytest.mark.django_db
def test_what_the_unit_did_since_the_last_look_is_said_in_the_queue_and_on_the_lines():
    world = in_status("returned")
    with time_machine.travel(moment(2023, 1, 5)):
        page(world)  # the queue itself is no look
        assert "Mới" not in queue(world, "?trang-thai=tat-ca")
    mai = acting(world.mai, moment(2023, 1, 5, 9))
    save_entries(world.dossier.pk, SELF, {"2.1.1": Given(Answer(done=19, due=20))}, by=mai)
    Evidence.objects.create(
        assessment=world.dossier,
        item="1.1.1",
        title="Báo cáo",
        url="https://example.gov.vn/bao-cao",
        added_by=world.mai,
        added_at=mai.at,
    )
    submit(world.dossier.pk, by=mai)
    with time_machine.travel(moment(2023, 1, 6)):
        assert "Mới: gửi lại hôm qua, 2 dòng sửa" in queue(world)
        for text in (page(world), page(world)):  # loaded again within one visit
            assert "Mới từ lần xem trước" in text
            assert text.count("vừa sửa") == 2
        assert "Mới:" not in queue(world)


@pytest.mark.django_db
def test_a_sent_dossier_nobody_opened_says_so_and_only_the_desk_counts_as_a_look():
    world = in_status("submitted")
    with time_machine.travel(december(world, 22)):
        assert "Mới: chưa mở lần nào" in queue(world)
        page(world, world.ha)  # looks from above and has no queue
        assert "Mới: chưa mở lần nào" in queue(world)
    assert not DossierSeen.objects.exists()
