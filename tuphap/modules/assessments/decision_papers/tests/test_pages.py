"""The page of a decision, its draft, and who may see them."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.modules.assessments.decision_papers.models import DecisionCopy, DecisionPaper
from tuphap.modules.assessments.decision_papers.tests.test_decision_papers import decided
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision
from tuphap.modules.assessments.papers.tests import reading
from tuphap.modules.assessments.tests.test_decisions_page import paper
from tuphap.modules.assessments.tests.test_recording_decisions import both_ready
from tuphap.modules.assessments.tests.world import POINTS_SET, moment, signed_in, unit
from tuphap.rules.workflows.assessment import FINAL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(moment(2027, 2, 8), tick=True):
        yield


def test_the_page_shows_units_results_reasons_and_papers():
    world, decision = decided()
    address = f"/quyet-dinh/{decision.pk}/"
    text = signed_in(world.minh).get(address).content.decode()
    for words in (
        "Xã Ia Krêl",
        "Điều kiện 3: Trong năm",
        "50,0",
        "Chưa tạo xong PDF",
        "Gửi bản ký",
    ):
        assert words in text
    seen_only = signed_in(world.hung).get(address)
    assert "Gửi bản ký" not in seen_only.content.decode()
    assert signed_in(world.mai).get(address).status_code == 404
    assert signed_in(world.mai).get("/quyet-dinh/999999/").status_code == 404


def test_a_draft_is_for_who_asked_and_records_nothing():
    world = both_ready(POINTS_SET)
    minh = signed_in(world.minh)
    sent = paper(world, world.dossier, world.other_dossier)
    first = minh.post("/quyet-dinh/ban-nhap/", sent)
    second = minh.post("/quyet-dinh/ban-nhap/", sent)
    assert not Decision.objects.exists()
    assert [copy.is_draft for copy in DecisionCopy.objects.all()] == [True]
    assert minh.get(first.url).status_code == 404
    assert "BẢN NHÁP" in minh.get(second.url).content.decode()
    assert signed_in(world.hung).get(second.url).status_code == 404
    paper_of_draft = DecisionPaper.objects.get(form="quyet-dinh", format="pdf")
    reading.made(paper_of_draft)
    address = f"/quyet-dinh/giay-to/{paper_of_draft.pk}/tai-ve/"
    assert minh.get(address).content.startswith(b"%PDF-")
    assert signed_in(world.hung).get(address).status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_units():
    world, decision = decided()
    minh = signed_in(world.minh)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert minh.get(f"/quyet-dinh/{decision.pk}/").status_code == 200
        return len(caught)

    asked()
    few = asked()
    for number in range(11):
        place = unit(
            f"9{number:04d}", f"Xã Thử {number}", "xã", world.office, world.office.valid_from
        )
        dossier = Assessment.objects.create(
            period=world.period, unit=place, appraising_unit=world.office, status="decided",
            decision=decision, met=True,
        )  # fmt: skip
        ColumnSummary.objects.create(assessment=dossier, column=FINAL, met=True)
    assert asked() == few
    text = minh.post(f"/quyet-dinh/{decision.pk}/giay-to/", follow=True).content.decode()
    assert "Xã Thử" not in text
