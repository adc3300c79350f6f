"""The lists of the whole country, loaded once: counts, mergers of Gia Lai, what is left over."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from tuphap.foundation.units import queries
from tuphap.foundation.units.actions import load_epochs
from tuphap.foundation.units.models import Succession, Unit
from tuphap.foundation.units.timeline import FindingKind

# One worker loads, the others need not.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("country")]

END_OF_2022 = date(2022, 12, 31)
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)
TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module", autouse=True)
def summary(django_db_setup, django_db_blocker):
    """Loaded for the module and taken back at its end; tests run in savepoints within."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_epochs()
        transaction.set_rollback(True)


def depths(day):
    return Counter(path.count("/") - 1 for (path,) in queries.units_on(day).values_list("path"))


def test_2022_has_three_levels():
    assert depths(END_OF_2022) == {1: 63, 2: 705, 3: 10603}
    assert queries.leaves_on(None, END_OF_2022).count() == 10603


def test_2026_has_two_levels():
    assert depths(TODAY) == {1: 34, 2: 3321}
    assert queries.leaves_on(None, TODAY).count() == 3321


def test_gia_lai_before_and_after():
    old, new = queries.unit_on("64", END_OF_2022), queries.unit_on("52", TODAY)
    assert (old.name, new.name) == ("Tỉnh Gia Lai", "Tỉnh Gia Lai")
    assert queries.leaves_on(old, END_OF_2022).count() == 220
    assert queries.subtree_on(old, END_OF_2022).filter(parent=old).count() == 17
    assert queries.leaves_on(new, TODAY).count() == 135


def test_no_day_lies_between_two_lists():
    assert depths(LAST_DAY)[1] == 63
    assert depths(FIRST_DAY)[1] == 34
    assert depths(date(2024, 12, 31))[3] == 10603
    assert depths(date(2025, 1, 1))[3] == 10051


def test_rows_lie_within_their_parents():
    for unit in Unit.objects.exclude(parent=None).select_related("parent").iterator():
        assert unit.path == f"{unit.parent.path}{unit.code}/"
        assert unit.parent.valid_from <= unit.valid_from
        assert (unit.valid_to or date.max) <= (unit.parent.valid_to or date.max)


def test_the_new_province_reads_two_old_ones():
    new = queries.unit_on("52", TODAY)
    earlier = [(s.path, s.valid_to, s.read_only) for s in queries.reach_of(new)[1:]]
    assert sorted(earlier) == [("/52/", LAST_DAY, True), ("/64/", LAST_DAY, True)]


def test_a_province_that_keeps_its_name_keeps_its_row_and_reads_those_it_took_in():
    city = queries.unit_on("79", TODAY)
    assert city == queries.unit_on("79", END_OF_2022)
    assert [unit.name for unit in queries.predecessors(city)] == [
        "Tỉnh Bình Dương",
        "Tỉnh Bà Rịa - Vũng Tàu",
    ]


def test_every_old_province_has_one_successor():
    closed = Unit.objects.filter(parent=None, valid_to=LAST_DAY)
    links = Succession.objects.filter(derived=True, predecessor__parent=None)
    assert links.filter(extent="whole").count() == links.count()
    assert set(closed) == {link.predecessor for link in links.select_related("predecessor")}


def test_a_divided_commune_is_read_by_both_its_successors():
    divided = queries.unit_on("22000", LAST_DAY)
    assert divided.name == "Xã Canh Hiệp"
    assert [unit.name for unit in queries.by_old_code("22000")] == ["Xã Canh Vinh", "Xã Vân Canh"]
    for code in ("21994", "22006"):
        paths = [span.path for span in queries.reach_of(queries.unit_on(code, TODAY))]
        assert divided.path in paths


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (FindingKind.OLD_CODE_UNKNOWN, 3),
        (FindingKind.OLD_CODE_CLOSED_EARLIER, 8),
        (FindingKind.WITHOUT_PREDECESSOR, 5),
        (FindingKind.REMAINDER_UNKNOWN, 1),
    ],
)
def test_what_is_left_over_in_2025_is_named(summary, kind, count):
    found = [f for f in summary.findings if f.kind == kind and f.on == FIRST_DAY]
    assert len(found) == count
    assert all(f.code and f.name for f in found)


def test_communes_without_a_successor_are_named(summary):
    lost = [f for f in summary.findings if f.on == FIRST_DAY and len(f.place.split(", ")) == 2]
    assert len([f for f in lost if f.kind == FindingKind.WITHOUT_SUCCESSOR]) == 28
    assert "Thị trấn Phù Yên" in {f.name for f in lost}


def test_a_second_load_of_the_country_changes_nothing(summary):
    assert summary.units_created == Unit.objects.count()
    assert not load_epochs().changed


@pytest.mark.parametrize(
    ("text", "first"),
    [("gia lai", "Tỉnh Gia Lai"), ("dak lak", "Tỉnh Đắk Lắk"), ("kbang", "Xã Kbang")],
)
def test_names_are_found(text, first):
    assert queries.find_units(text, TODAY)[0].name == first


def test_wards_with_numbers_stand_by_size():
    district = queries.unit_on("772", END_OF_2022)
    names = queries.leaves_on(district, END_OF_2022).order_by("name_sort")
    numbers = [int(unit.name.split()[-1]) for unit in names]
    assert numbers == sorted(numbers)
