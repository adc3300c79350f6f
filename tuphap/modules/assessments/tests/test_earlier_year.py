"""Old figures beside new ones: of the same unit, or of the units it came from."""

from datetime import date

import pytest

from tuphap.foundation.units.models import Extent, Succession
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.queries.earlier_year import EarlierFigure, earlier_year
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import FINAL

pytestmark = pytest.mark.django_db

NEXT, MERGED_ON = 2023, date(2025, 7, 1)
MEDIATED = {"3.1.1": Given(Answer(done=36, due=38))}


def opened(world, year, rule_set) -> Period:
    settings = PeriodSettings(
        appraised_by=Period.BY_PARENT, gates_enabled=False, evidence_required=False
    )
    by = w.acting(world.ha, w.moment(year, 6, 1))
    return open_period(year, rule_set, world.province, date(year, 6, 1), settings, by=by)


def next_year(world) -> Assessment:
    period = opened(world, NEXT, world.period.rule_set)
    return Assessment.objects.get(period=period, unit=world.commune)


def merged(world) -> Assessment:
    """Both communes become one, which is assessed by the other rule set."""
    rule_set, _ = load_rule_set(w.document_of(w.PASS_SET), at=w.moment(2026, 1, 2))
    successor = w.unit("23861", "Xã Ia Dơk", "xã", world.province, MERGED_ON)
    for old in (world.commune, world.neighbour):
        old.valid_to = date(2025, 6, 30)
        old.save()
        Succession.objects.create(
            predecessor=old, successor=successor, extent=Extent.values[0], effective_on=MERGED_ON
        )
    return Assessment.objects.get(period=opened(world, 2026, rule_set), unit=successor)


def test_the_first_year_has_nothing_before_it():
    assert earlier_year(w.make_world().dossier) is None


def test_a_year_in_which_nothing_was_entered_says_nothing():
    assert earlier_year(next_year(w.make_world())) is None


def test_the_unit_sees_its_own_figures_of_the_newest_year():
    world = w.make_world()
    w.fill(world, MEDIATED)
    before = earlier_year(next_year(world))
    assert before.year == world.year
    assert before.figures == {"3.1.1": (EarlierFigure("36/38", ""),)}


def test_what_is_being_appraised_is_not_shown():
    world = w.in_status("under_review")
    by = w.acting(world.hung, w.december(world, 22))
    changed = {"3.1.1": Given(Answer(done=1, due=20), "Sổ chỉ có một vụ.")}
    w.save_entries(world.dossier.pk, w.APPRAISED, changed, by=by)
    assert earlier_year(next_year(world)).figures["3.1.1"] == (EarlierFigure("20/20", ""),)


def test_a_decided_dossier_speaks_by_its_final_column():
    """The council changed a figure; the unit reads what the decision was taken on."""
    world = w.in_status("council")
    by = w.acting(world.thu, w.december(world, 23))
    changed = {"3.1.1": Given(Answer(done=18, due=20), "Hai vụ chưa có biên bản.")}
    w.save_entries(world.dossier.pk, FINAL, changed, by=by)
    w.move(world.dossier.pk, "conclude", by=by)
    paper = DecisionPaper("214/QĐ-UBND", date(NEXT, 2, 7), "Chủ tịch Ủy ban nhân dân")
    record_decision([world.dossier.pk], paper, by=w.acting(world.minh, w.moment(NEXT, 2, 8)))
    assert earlier_year(next_year(world)).figures["3.1.1"] == (EarlierFigure("18/20", ""),)


def test_a_merged_unit_sees_each_of_its_predecessors_by_the_mapping():
    world = w.make_world()
    w.fill(world, MEDIATED)
    dossier = world.other_dossier
    by = w.acting(world.lan, w.december(world, 2))
    w.move(dossier.pk, "start", by=by)
    w.save_entries(dossier.pk, w.SELF, {"3.1.1": Given(Answer(done=12, due=12))}, by=by)
    before = earlier_year(merged(world))
    assert before.figures == {
        "3.2.1": (EarlierFigure("36/38", "Xã Ia Dơk"), EarlierFigure("12/12", "Xã Ia Krêl"))
    }


def test_however_many_predecessors_it_is_one_question(django_assert_num_queries):
    world = w.make_world()
    w.fill(world)
    dossier = Assessment.objects.select_related("unit", "period__rule_set").get(pk=merged(world).pk)
    earlier_year(dossier)
    with django_assert_num_queries(1):
        assert earlier_year(dossier)
