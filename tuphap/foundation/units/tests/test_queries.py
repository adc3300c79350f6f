"""Reading units through time: by code and day, by subtree, by name, and through mergers."""

from datetime import date

import pytest
from django.db.models import Q

from tuphap.foundation.units import queries
from tuphap.foundation.units.actions import load_epochs
from tuphap.foundation.units.models import Succession, Unit

pytestmark = pytest.mark.django_db

IN_2023 = date(2023, 6, 1)
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _loaded(lists):
    load_epochs(lists)


def codes(units):
    return sorted(unit.code for unit in units)


def in_spans(spans):
    """The rows which a post with these spans may see, as the access layer asks for them."""
    condition = Q()
    for span in spans:
        condition |= Q(
            path__gte=span.path,
            path__lt=span.path + "\uffff",
            valid_from__gte=span.valid_from,
            valid_from__lte=span.valid_to or date.max,
        )
    return Unit.objects.filter(condition)


def test_a_code_is_another_unit_on_another_day():
    assert queries.unit_on("52", LAST_DAY).name == "Tỉnh Bình Định"
    assert queries.unit_on("52", FIRST_DAY).name == "Tỉnh Gia Lai"
    assert queries.unit_on("64", FIRST_DAY) is None
    assert queries.unit_on("52", date(2021, 12, 31)) is None


def test_a_subtree_holds_the_unit_and_all_below_on_that_day():
    old = queries.unit_on("52", IN_2023)
    assert codes(queries.subtree_on(old, IN_2023)) == ["21600", "21601", "52", "540"]


def test_a_subtree_is_empty_on_days_when_another_unit_bears_the_code():
    old, new = queries.unit_on("52", IN_2023), queries.unit_on("52", FIRST_DAY)
    assert not queries.subtree_on(old, FIRST_DAY)
    assert not queries.subtree_on(new, LAST_DAY)


def test_a_code_does_not_reach_the_codes_that_begin_with_it():
    Unit.objects.create(
        code="5", name="Tỉnh Năm", kind="tỉnh", path="/5/", valid_from=date(2022, 1, 1)
    )
    five = queries.unit_on("5", IN_2023)
    assert codes(queries.subtree_on(five, IN_2023)) == ["5"]


def test_leaves_are_the_communes_and_an_island_district_without_any_is_none():
    everywhere = queries.leaves_on(None, IN_2023)
    assert codes(everywhere) == ["21600", "21601", "23860", "23861", "23862"]
    gia_lai = queries.unit_on("64", IN_2023)
    assert codes(queries.leaves_on(gia_lai, IN_2023)) == ["23860", "23861", "23862"]
    assert codes(queries.leaves_on(gia_lai, IN_2023, ["huyện"])) == ["632"]


def test_predecessors_are_found_over_two_mergers():
    new = queries.unit_on("23860", FIRST_DAY)
    found = [(unit.code, unit.valid_from.year) for unit in queries.predecessors(new)]
    assert found == [("21601", 2022), ("23860", 2022), ("23861", 2022), ("23860", 2025)]


def test_successors_are_found_over_two_mergers():
    old = queries.unit_on("23860", IN_2023)
    found = [(unit.code, unit.valid_from) for unit in queries.successors(old)]
    assert found == [("23860", date(2025, 1, 1)), ("23860", FIRST_DAY)]


def test_a_circle_of_successions_ends():
    old, new = queries.unit_on("64", IN_2023), queries.unit_on("52", FIRST_DAY)
    Succession.objects.create(
        predecessor=new, successor=old, extent="whole", effective_on=FIRST_DAY
    )
    assert old not in queries.predecessors(old)
    assert new in queries.predecessors(old)


def test_the_new_province_reaches_its_own_units_and_reads_both_old_provinces():
    new = queries.unit_on("52", FIRST_DAY)
    spans = [(s.path, s.valid_from, s.valid_to, s.read_only) for s in queries.reach_of(new)]
    assert spans[0] == ("/52/", FIRST_DAY, None, False)
    assert sorted(spans[1:]) == [
        ("/52/", date(2022, 1, 1), LAST_DAY, True),
        ("/64/", date(2022, 1, 1), LAST_DAY, True),
    ]
    writable = in_spans(s for s in queries.reach_of(new) if not s.read_only)
    assert {unit.valid_from for unit in writable} == {FIRST_DAY}
    readable = in_spans(queries.reach_of(new))
    assert readable.count() == Unit.objects.count()


def test_the_old_province_reaches_nothing_of_the_new_one_with_its_code():
    old = queries.unit_on("52", LAST_DAY)
    assert codes(in_spans(queries.reach_of(old))) == ["21600", "21601", "52", "540"]


def test_an_ended_unit_is_only_read_from_the_day_after_its_end():
    old = queries.unit_on("52", LAST_DAY)
    assert not queries.reach_of(old, LAST_DAY)[0].read_only
    assert queries.reach_of(old, FIRST_DAY)[0].read_only


def test_a_commune_reads_what_came_to_it_in_part():
    new = queries.unit_on("21600", FIRST_DAY)
    spans = [(s.path, s.read_only) for s in queries.reach_of(new)]
    assert spans == [("/52/21600/", False), ("/52/540/21600/", True), ("/52/540/21601/", True)]


def test_the_reach_of_many_units_is_one_question(django_assert_num_queries):
    units = [queries.unit_on("52", FIRST_DAY), queries.unit_on("21600", FIRST_DAY)]
    with django_assert_num_queries(1):
        reached = queries.reach_of_many(units)
    assert reached == {unit.pk: queries.reach_of(unit) for unit in units}
    assert queries.reach_of_many([]) == {}


def test_reach_notices_a_new_succession_at_once():
    new, island = queries.unit_on("23999", FIRST_DAY), queries.unit_on("632", IN_2023)
    assert len(queries.reach_of(new)) == 1
    Succession.objects.create(
        predecessor=island, successor=new, extent="whole", effective_on=FIRST_DAY
    )
    assert [span.path for span in queries.reach_of(new)] == ["/52/23999/", "/64/632/"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("64", ["Tỉnh Gia Lai"]),
        ("52", ["Tỉnh Gia Lai"]),
        ("21601", ["Xã Canh Vinh", "Xã Đức Cơ"]),
        ("23999", []),
        ("00000", []),
    ],
)
def test_an_old_code_leads_to_the_units_of_today(code, names):
    assert [unit.name for unit in queries.by_old_code(code)] == names


def test_an_old_code_leads_to_the_units_of_a_day():
    found = queries.by_old_code("23862", date(2025, 3, 1))
    assert [unit.name for unit in found] == ["Phường Hòa An"]
    assert queries.by_old_code("23862", IN_2023) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ia d", ["Xã Ia Dơk"]),
        ("DOK IA", ["Xã Ia Dơk"]),
        ("hòa", ["Xã Hoà An"]),
        ("đức", ["Huyện Đức Cơ"]),
        ("canh", ["Xã Canh Liên", "Xã Canh Vinh"]),
        ("anh", []),
        ("", []),
        ("  ", []),
        (".*", []),
        ("ia\\", ["Xã Ia Dơk", "Xã Ia Kla"]),
        ("\x00ia d", ["Xã Ia Dơk"]),
        ("i" * 101, []),
    ],
)
def test_units_are_found_by_the_beginnings_of_words(text, names):
    assert [unit.name for unit in queries.find_units(text, IN_2023)] == names


def test_higher_units_are_found_first():
    Unit.objects.create(
        code="70", name="Tỉnh Đức Xa", kind="tỉnh", path="/70/", valid_from=date(2022, 1, 1)
    )
    found = [unit.name for unit in queries.find_units("duc", IN_2023)]
    assert found == ["Tỉnh Đức Xa", "Huyện Đức Cơ"]


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("Huyện Chư Păh", "huyện", "H. Chư Păh"),
        ("Thị xã An Khê", "thị xã", "TX. An Khê"),
        ("Thị Xã Mường Lay", "thị xã", "TX. Mường Lay"),
        ("Thành phố Pleiku", "thành phố thuộc tỉnh", "TP. Pleiku"),
        ("Thành phố Hà Nội", "thành phố trực thuộc trung ương", "TP. Hà Nội"),
        ("Quận 1", "quận", "Q. 1"),
        ("Xã Ia Dơk", "xã", "Xã Ia Dơk"),
        ("Phường Hoa Lư", "phường", "Phường Hoa Lư"),
        ("Tỉnh Gia Lai", "tỉnh", "Tỉnh Gia Lai"),
        ("Vùng Lạ", "vùng", "Vùng Lạ"),
    ],
)
def test_levels_are_abbreviated_in_tables(name, kind, short):
    assert Unit(name=name, kind=kind).short_name == short


def test_names_stand_in_vietnamese_order():
    names = [unit.name for unit in queries.units_on(IN_2023).order_by("name_sort")]
    assert names == [
        "Huyện Côn Lôn",
        "Huyện Đức Cơ",
        "Thành Phố Quy Nhơn",
        "Tỉnh Bình Định",
        "Tỉnh Gia Lai",
        "Xã Canh Liên",
        "Xã Canh Vinh",
        "Xã Hoà An",
        "Xã Ia Dơk",
        "Xã Ia Kla",
    ]
