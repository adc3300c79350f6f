"""A set tried on a year of another one: said to be no result, kept nowhere."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tuphap.modules.assessments.models import ColumnSummary, Entry
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.modules.criteria.models import RuleSet

pytestmark = pytest.mark.django_db


def test_the_trial_is_marked_counted_exported_and_stored_nowhere():
    world = w.make_world()
    w.decide(world)
    load_rule_set(w.document_of(w.PASS_SET), at=w.moment(2023, 3, 1))
    tried = RuleSet.objects.get(code=w.PASS_SET)
    before = w.stored()
    query = f"?ky={world.period.pk}&bo={tried.pk}"
    person = w.signed_in(world.ha)
    page = person.get(f"/chay-thu/{query}&xem=tat-ca").content.decode()
    assert "Chạy thử, không phải kết quả." in page
    assert world.commune.name in page
    assert "Chưa xác định" in page
    book = person.get(f"/chay-thu/bang.xlsx{query}").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert "Chạy thử, không phải kết quả" in rows[0]
    assert rows[1][0] == world.commune.name
    assert w.stored() == before
    assert Entry.objects.exists()
    assert ColumnSummary.objects.exists()


def test_the_own_set_gives_the_same_result_again():
    world = w.make_world()
    w.decide(world)
    query = f"?ky={world.period.pk}&bo={world.period.rule_set_id}"
    response = w.signed_in(world.ha).get(f"/chay-thu/{query}")
    trial = response.context["trial"]
    assert [(row.sheet.met, row.tried.met, row.tried.unknown) for row in trial.rows] == [
        (True, True, ())
    ]
    assert {row.state for row in trial.contents} == {"same"}


def test_others_find_nothing():
    world = w.make_world()
    assert w.signed_in(world.mai).get("/chay-thu/").status_code == 403
    assert w.signed_in(world.ha).get("/chay-thu/?ky=9&bo=9").status_code == 404
    assert w.signed_in(world.ha).get("/chay-thu/bang.xlsx").status_code == 404
