"""Figures by key: who offers them is a setting, who reads them nobody knows."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from tuphap.foundation.measures.registry import Days, figures, measure, offered_keys
from tuphap.foundation.measures.tests import offers

HERE = "tuphap.foundation.measures.tests.offers"
YEAR = Days.of_year(2026)


@pytest.fixture(autouse=True)
def two_modules(settings):
    settings.MEASURES = [f"{HERE}.MEDIATION", f"{HERE}.DOSSIERS"]
    offers.ASKED.clear()


def test_a_year_is_from_its_first_to_its_last_day():
    assert Days(date(2026, 1, 1), date(2026, 12, 31)) == YEAR


def test_a_measure_says_what_it_counts_and_where_that_comes_from():
    found = measure("mediation.resolved")
    assert (found.label, found.source) == ("vụ, việc", "Phần mềm Hòa giải")
    assert offered_keys() == ("mediation.resolved", "mediation.mediated", "dossiers.on_time")


def test_figures_of_many_units_and_keys_take_one_question_per_module():
    found = figures(["mediation.resolved", "dossiers.on_time", "mediation.mediated"], [1, 2], YEAR)
    assert {pair: (f.done, f.due) for pair, f in found.items()} == {
        (1, "mediation.resolved"): (38, 38),
        (2, "mediation.resolved"): (3, 4),
        (1, "mediation.mediated"): (38, 40),
        (1, "dossiers.on_time"): (90, 100),
    }
    assert offers.ASKED == [
        ((1, 2), YEAR, ("mediation.resolved", "mediation.mediated")),
        ((1, 2), YEAR, ("dossiers.on_time",)),
    ]


def test_a_unit_of_which_nothing_is_known_has_no_figure():
    assert figures(["dossiers.on_time"], [2], YEAR) == {}


def test_a_module_that_is_switched_off_is_as_if_it_knew_nothing(settings):
    settings.MEASURES = [f"{HERE}.DOSSIERS"]
    assert measure("mediation.resolved") is None
    assert figures(["mediation.resolved"], [1], YEAR) == {}
    assert offers.ASKED == []


def test_a_key_belongs_to_one_module(settings):
    settings.MEASURES = [f"{HERE}.DOSSIERS", f"{HERE}.DOUBLE"]
    with pytest.raises(ImproperlyConfigured, match=r"dossiers\.on_time"):
        measure("dossiers.on_time")
