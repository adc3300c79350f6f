"""The matrix: all units, three columns, differences, and the same queries for any number."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.matrix.rows import matrix_rows, steps_after
from tuphap.modules.assessments.matrix.values import Choice, below, shade, show, table
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.queries.comparison import Cell, Node, matrix
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    december,
    make_world,
)
from tuphap.rules.rule_set import PASS, POINTS
from tuphap.rules.year_figures import NOT_MET

pytestmark = pytest.mark.django_db
MAXIMA = {"TC1": 10, "TC2": 30, "TC3": 15, "TC4": 20, "TC5": 25}


def commune(world: World, number: int, name: str = "") -> Assessment:
    """One more commune of the district, with its dossier."""
    code = f"9{number:04d}"
    unit = Unit.objects.create(
        code=code,
        name=name or f"Xã Số {number}",
        kind="xã",
        parent=world.office,
        path=f"{world.office.path}{code}/",
        valid_from=world.office.valid_from,
    )
    return Assessment.objects.create(
        period=world.period,
        unit=unit,
        appraising_unit=world.office,
        status=world.period.first_status.code,
    )


def summarise(dossier: Assessment, column: str, **lost: str) -> None:
    """The kept sums of a column that has full points but for what was lost, by criterion."""
    scores = {code: Decimal(points) for code, points in MAXIMA.items()}
    for code, points in lost.items():
        scores[code] -= Decimal(points)
    total = sum(scores.values(), Decimal(0))
    ColumnSummary.objects.create(
        assessment=dossier,
        column=column,
        total=total,
        met=total >= 80,
        scores={code: str(points) for code, points in scores.items()},
        conditions={"DK1": total >= 80, "DK2": True, "DK3": True},
    )


def compared_world() -> World:
    """Ia Dơk lost 12 of criterion 2, its neighbour nothing; a third has not begun."""
    world = make_world(POINTS_SET)
    for column, lost in (("self", "0"), ("appraised", "10"), ("final", "12")):
        summarise(world.dossier, column, TC2=lost)
        summarise(world.other_dossier, column)
    commune(world, 1, "Xã Ia Nan")
    return world


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person, backend=BACKEND)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    without_tags = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(without_tags).split())


def found(world: World, **more):
    return matrix(world.period, acting(world.ha, december(world)), **more)


# --- the figures ---


def test_cells_hold_the_three_columns_and_their_difference() -> None:
    world = compared_world()
    rows = {row.name: row for row in found(world).rows}
    assert rows["Xã Ia Dơk"].total == Cell(100, 90, 88, -12)
    assert rows["Xã Ia Dơk"].cells[2] == Cell(30, 20, 18, -12)
    assert rows["Xã Ia Krêl"].total.difference == 0
    assert rows["Xã Ia Nan"].total == Cell(None, None, None, None)
    assert rows["Xã Ia Dơk"].group == "Đức Cơ"


def test_a_difference_is_unknown_until_there_is_a_final_figure() -> None:
    world = make_world(POINTS_SET)
    summarise(world.dossier, "self")
    row = next(row for row in found(world).rows if row.name == "Xã Ia Dơk")
    assert row.total == Cell(100, None, None, None)


def test_a_total_of_an_unfinished_column_is_marked_where_there_is_one(client: Client) -> None:
    world = compared_world()
    signed_in(client, world.ha)
    assert "chưa đủ" not in page(client, "/doi-chieu/2022/")
    own = ColumnSummary.objects.filter(assessment=world.dossier, column="self")
    own.update(unanswered=["1.1.1"])
    assert "Xã Ia Dơk Đức Cơ * chưa đủ 100,00 90,00 88,00" in page(client, "/doi-chieu/2022/")
    assert "* chưa đủ: mới tính các nội dung đã có số liệu" in page(client, "/doi-chieu/2022/")
    assert [line[-1] for line in csv_lines(client)] == ["Cột chưa đủ", "Tự chấm", "", "", ""]
    # Nothing is known yet: there is no figure that could deceive.
    own.update(total=None, scores={})
    assert "chưa đủ" not in page(client, "/doi-chieu/2022/")


def test_levels_come_from_the_conditions_of_the_rule_set() -> None:
    nodes = {node.code: node.minimum for node in found(compared_world()).nodes}
    assert (nodes["tong"], nodes["TC1"], nodes["TC2"]) == (80, 5, 15)


def test_by_indicator_there_is_a_node_for_each() -> None:
    assert len(found(compared_world(), by_indicator=True).nodes) == 21


def test_in_met_and_not_met_a_node_counts_what_passed() -> None:
    world = make_world(PASS_SET)
    marks = {f"1.{n}": "1" for n in (1, 2, 3)} | {f"2.{n}": "1" for n in range(1, 8)}
    scores = marks | {"3.1": "1", "3.2": "0", "3.3": "1", "3.4": "1", "TC3": "0"}
    for column, changed in (("self", {"3.2": "1"}), ("appraised", {}), ("final", {})):
        ColumnSummary.objects.create(
            assessment=world.dossier, column=column, met=False, scores=scores | changed
        )
    shown = found(world)
    row = next(row for row in shown.rows if row.name == "Xã Ia Dơk")
    assert row.total == Cell(14, 13, 13, -1)
    assert row.cells[3] == Cell(4, 3, 3, -1)
    assert [node.maximum for node in shown.nodes] == [14, 3, 7, 4]
    assert below(row.total, shown.nodes[0])
    by_indicator = found(world, by_indicator=True)
    assert len(by_indicator.nodes) == 15


@pytest.mark.parametrize("number", [10, 220])
def test_the_same_number_of_queries_for_10_and_for_220_communes(number: int) -> None:
    world = make_world(POINTS_SET)
    for place in range(number - 2):
        dossier = commune(world, place)
        for column in ("self", "appraised", "final"):
            summarise(dossier, column, TC1=str(place % 7))
    actor = acting(world.ha, december(world))
    matrix(world.period, actor)  # the rule set is parsed once per process
    with CaptureQueriesContext(connection) as queries:
        shown = matrix(world.period, actor)
    assert len(queries) == 2  # the rows, and the levels of the checks in this period
    assert len(shown.rows) == number


@pytest.mark.parametrize("number", [10, 220])
def test_the_page_takes_the_same_number_of_queries(client: Client, number: int) -> None:
    world = make_world(POINTS_SET)
    for place in range(number - 2):
        summarise(commune(world, place), "self")
    signed_in(client, world.ha).get("/doi-chieu/2022/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/doi-chieu/2022/?xem=bon-cot")
    assert len(queries) <= 9


# --- shades, chips, order ---


@pytest.mark.parametrize(
    ("difference", "scale", "expected"),
    [
        (None, POINTS, ""),
        (Decimal(0), POINTS, ""),
        (Decimal("-0.25"), POINTS, "tp-down-1"),
        (Decimal("-1.99"), POINTS, "tp-down-1"),
        (Decimal(-2), POINTS, "tp-down-2"),
        (Decimal("-4.99"), POINTS, "tp-down-2"),
        (Decimal(-5), POINTS, "tp-down-3"),
        (Decimal("0.5"), POINTS, "tp-up"),
        (Decimal(-1), PASS, "tp-down-1"),
        (Decimal(-3), PASS, "tp-down-3"),
    ],
)
def test_differences_are_tinted_by_size(difference, scale, expected) -> None:
    assert shade(difference, scale) == expected


def test_a_figure_is_below_only_under_the_level() -> None:
    node = Node("TC1", "", Decimal(10), Decimal(5))
    assert below(Cell(None, None, Decimal("4.99"), None), node)
    assert not below(Cell(None, None, Decimal(5), None), node)
    assert not below(Cell(None, None, None, None), node)


def chips(world: World, choice: Choice | None = None) -> dict[str, int]:
    return {chip.label: chip.count for chip in show(found(world), choice or Choice()).chips}


def test_chips_count_what_they_show() -> None:
    assert chips(compared_world()) == {
        "Tất cả": 3,
        "Có chênh lệch": 1,
        "Chênh từ 5 điểm": 1,
        "Hội đồng đổi điểm": 1,
        "Chưa đạt": 0,
    }


def test_where_there_is_no_council_there_is_no_chip_for_it() -> None:
    assert "Hội đồng đổi điểm" not in chips(make_world(PASS_SET))


def test_the_largest_difference_stands_on_top_and_the_unknown_below() -> None:
    world = compared_world()
    names = [row.name for row in show(found(world), Choice()).rows]
    assert names == ["Xã Ia Dơk", "Xã Ia Krêl", "Xã Ia Nan"]
    for sort in ("TC2.chinh-thuc", "-TC2.chinh-thuc", "tong.chenh", "-tong.tu-cham"):
        assert show(found(world), Choice(sort=sort)).rows[-1].name == "Xã Ia Nan"
    assert show(found(world), Choice(sort="-don-vi")).rows[0].name == "Xã Ia Nan"


# --- the page ---


def test_the_page_shows_everything_side_by_side(client: Client) -> None:
    world = compared_world()
    shown = page(signed_in(client, world.ha), "/doi-chieu/2022/")
    assert "Bảng đối chiếu năm 2022 3 đơn vị" in shown
    assert (
        "Xã Ia Dơk Đức Cơ 100,00 90,00 88,00 −12,00 10,00 · 18,00 −12,00 15,00 · "
        "20,00 · 25,00 · Chưa bắt đầu"
    ) in shown
    assert "Xã Ia Nan Đức Cơ – – – –" in shown
    assert "chưa đối chiếu đủ với phụ lục" in shown
    assert (
        f'href="/phieu/{world.dossier.pk}/tung-noi-dung/"'
        in client.get("/doi-chieu/2022/").content.decode()
    )


def test_below_the_minimum_is_marked(client: Client) -> None:
    world = make_world(POINTS_SET)
    summarise(world.dossier, "final", TC2="15.25")
    content = signed_in(client, world.ha).get("/doi-chieu/2022/").content.decode()
    assert 'tp-below"><strong>14,75</strong>' in content
    assert 'tp-below"><strong>84,75</strong>' not in content


def test_four_columns_and_indicators_are_one_press_away(client: Client) -> None:
    world = compared_world()
    shown = page(signed_in(client, world.ha), "/doi-chieu/2022/?xem=bon-cot")
    assert "88,00 −12,00 10,00 10,00 10,00 · 30,00 20,00 18,00 −12,00" in shown
    shown = page(client, "/doi-chieu/2022/?xem=chi-tieu")
    assert "1.1 / 3" in shown


def test_filters_keep_and_unknown_words_are_ignored(client: Client) -> None:
    world = compared_world()
    signed_in(client, world.ha)
    assert "1 đơn vị" in page(client, "/doi-chieu/2022/?loc=co-chenh")
    assert "0 đơn vị" in page(client, "/doi-chieu/2022/?loc=chua-dat")
    assert "3 đơn vị" in page(client, "/doi-chieu/2022/?nhom=631&loai=xa&buoc=assigned")
    bad = "xem=<b>&loc=x&nhom=9&loai=%27&buoc=y&xep=password&xem=bon-cot"
    assert "3 đơn vị" in page(client, f"/doi-chieu/2022/?{bad}")


def test_a_hostile_name_is_text(client: Client) -> None:
    world = make_world(POINTS_SET)
    commune(world, 7, "<script>alert(1)</script>")
    content = signed_in(client, world.ha).get("/doi-chieu/2022/").content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)" in content


def test_the_newest_year_is_opened_first(client: Client) -> None:
    world = compared_world()
    assert signed_in(client, world.ha).get("/doi-chieu/").headers["Location"] == "/doi-chieu/2022/"


@pytest.mark.parametrize("year", ["1999", "2023", "99999999999999999999"])
def test_an_unknown_year_is_not_found(client: Client, year: str) -> None:
    world = make_world(POINTS_SET)
    assert signed_in(client, world.ha).get(f"/doi-chieu/{year}/").status_code == 404


# --- who may ---


def test_a_commune_may_not_compare(client: Client) -> None:
    world = compared_world()
    signed_in(client, world.mai)
    for address in ("/doi-chieu/", "/doi-chieu/2022/", "/doi-chieu/2022/bang.csv"):
        assert client.get(address).status_code == 403


def test_an_appraiser_sees_the_units_within_reach_only(client: Client) -> None:
    world = compared_world()
    other = Unit.objects.create(
        code="632",
        name="Huyện Chư Prông",
        kind="huyện",
        parent=world.province,
        path=f"{world.province.path}632/",
        valid_from=world.office.valid_from,
    )
    far = Unit.objects.create(
        code="24000",
        name="Xã Ia Púch",
        kind="xã",
        parent=other,
        path=f"{other.path}24000/",
        valid_from=other.valid_from,
    )
    dossier = Assessment.objects.create(
        period=world.period, unit=far, appraising_unit=other, status="assigned"
    )
    summarise(dossier, "self")
    shown = page(signed_in(client, world.hung), "/doi-chieu/2022/")
    assert "3 đơn vị" in shown
    assert "Xã Ia Púch" not in shown
    assert "4 đơn vị" in page(signed_in(client, world.ha), "/doi-chieu/2022/")


# --- files ---


def csv_lines(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/doi-chieu/2022/bang.csv{query}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_exactly_what_is_shown(client: Client) -> None:
    world = compared_world()
    signed_in(client, world.ha)
    lines = csv_lines(client)
    assert lines[0][:9] == [
        "Mã đơn vị",
        "Đơn vị",
        "Loại",
        "Thuộc",
        "Trạng thái",
        "Tổng điểm Tự chấm",
        "Tổng điểm Thẩm tra",
        "Tổng điểm Chính thức",
        "Tổng điểm Chênh",
    ]
    assert lines[1][:9] == [
        "23860", "Xã Ia Dơk", "xã", "Đức Cơ", "Chưa bắt đầu",
        "100", "90", "88", "-12",
    ]  # fmt: skip
    assert [line[1] for line in lines[1:-1]] == ["Xã Ia Dơk", "Xã Ia Krêl", "Xã Ia Nan"]
    assert lines[-1][:9] == [
        "", "Trung bình 3 đơn vị (dòng tính, không phải đơn vị)", "", "", "",
        "100", "95", "94", "-6",
    ]  # fmt: skip
    assert len(csv_lines(client, "?loc=co-chenh")) == 3
    assert len(csv_lines(client, "?nhom=631&loc=chua-dat")) == 1
    assert len(csv_lines(client, "?xem=bon-cot")[0]) > len(lines[0])


def test_the_result_stands_beside_every_step_after_the_decision() -> None:
    world = compared_world()
    matrix, workflow = found(world), world.period.workflow
    row = replace(matrix.rows[0], status="published", met=False, result=NOT_MET)
    heads, line, _ = table(matrix, [row], "gon", workflow)
    assert line[heads.index("Kết quả")] == "Chưa đạt chuẩn"
    told = matrix_rows(matrix, [row], "gon", workflow)
    label = workflow.status("published").label
    assert f'<span class="tp-hidden">{label}</span>' in told
    assert [step.label for step in steps_after([row], workflow)] == [label]


def test_the_spreadsheet_holds_figures_as_figures(client: Client) -> None:
    world = compared_world()
    answer = signed_in(client, world.ha).get("/doi-chieu/2022/bang.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    table = sheet.to_python()
    assert table[1][1] == "Xã Ia Dơk"
    assert table[1][5:9] == [100, 90, 88, -12]
    assert table[3][5] == ""
    assert table[4][5:9] == [100, 95, 94, -6]


def test_an_export_is_written_into_the_journal(client: Client) -> None:
    world = compared_world()
    signed_in(client, world.ha)
    csv_lines(client, "?loc=co-chenh")
    event = Event.objects.get(kind="exported")
    assert event.person_name == world.ha.full_name
    assert event.detail == {"table": "comparison", "lines": 1}


def test_a_name_made_of_a_formula_does_not_calculate(client: Client) -> None:
    world = make_world(POINTS_SET)
    commune(world, 7, "=1+1")
    signed_in(client, world.ha)
    assert "'=1+1" in [line[1] for line in csv_lines(client)]


def test_changes_that_make_up_for_one_another_still_count_as_a_difference(client: Client) -> None:
    world = make_world(PASS_SET)
    marks = {"self": {"1.1": "1", "1.2": "0"}, "final": {"1.1": "0", "1.2": "1"}}
    for column, scores in marks.items():
        ColumnSummary.objects.create(
            assessment=world.dossier, column=column, met=False, scores=scores, passed_indicators=1
        )
        ColumnSummary.objects.create(
            assessment=world.other_dossier, column=column, met=False, scores={"1.1": "1"}
        )
    rows = {row.name: row for row in found(world).rows}
    assert rows["Xã Ia Dơk"].total.difference == 0
    assert rows["Xã Ia Dơk"].differs
    assert not rows["Xã Ia Krêl"].differs
    signed_in(client, world.ha)
    assert "1 đơn vị" in page(client, f"/doi-chieu/{world.year}/?loc=co-chenh")
