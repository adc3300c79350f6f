"""Flags, late marks, pages, means and distributions of the table of comparison."""

import csv
import io
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.modules.assessments.matrix.places import MOVED
from tuphap.modules.assessments.matrix.values import averages, table
from tuphap.modules.assessments.models import Assessment, CheckLevel
from tuphap.modules.assessments.province_desk.actions.flags import refresh_flags
from tuphap.modules.assessments.province_desk.models import DossierFlags
from tuphap.modules.assessments.province_desk.tasks import refresh_flags_of
from tuphap.modules.assessments.queries.comparison import TOTAL, Cell
from tuphap.modules.assessments.tests.test_comparison import (
    compared_world,
    csv_lines,
    found,
    page,
    signed_in,
)
from tuphap.modules.assessments.tests.world import POINTS_SET, World, december, make_world, send
from tuphap.modules.assessments.views import comparison as comparison_view
from tuphap.rules.rule_set import POINTS

pytestmark = pytest.mark.django_db


def flagged_world() -> World:
    """Ia Dơk has full marks without a document and was late; the neighbour differs in a note."""
    world = compared_world()
    Assessment.objects.filter(pk=world.dossier.pk).update(days_late=3)
    for dossier, checks in ((world.dossier, ["full_bare"]), (world.other_dossier, ["total"])):
        DossierFlags.objects.create(assessment=dossier, checks=checks, as_of=december(world))
    return world


def test_flags_are_those_checks_that_are_a_warning_here(client: Client) -> None:
    world = flagged_world()
    letters = {row.name: row.letters for row in found(world).rows}
    assert letters == {"Xã Ia Dơk": ("T",), "Xã Ia Krêl": (), "Xã Ia Nan": ()}
    for code, level in (("full_bare", "note"), ("total", "warning")):
        CheckLevel.objects.create(
            period=world.period,
            check_code=code,
            level=level,
            set_by=world.ha,
            set_at=december(world),
        )
    assert {row.name: row.letters for row in found(world).rows}["Xã Ia Krêl"] == ("N",)
    text = page(signed_in(client, world.ha), "/doi-chieu/2022/")
    assert "N tổng nhảy so với năm trước" in text
    assert "tối đa, thiếu tài liệu" not in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?loc=co-co", ["Xã Ia Dơk"]),
        ("?co=T", ["Xã Ia Dơk"]),
        ("?co=N", []),
        ("?loc=gui-muon", ["Xã Ia Dơk"]),
        ("?muc=lon", ["Xã Ia Dơk"]),
        ("?muc=tang", []),
        ("?co=Z&muc=' OR 1=1 --", ["Xã Ia Dơk", "Xã Ia Krêl", "Xã Ia Nan"]),
    ],
)
def test_rows_by_flag_late_mark_and_size(client: Client, query: str, names: list[str]) -> None:
    world = flagged_world()
    answer = signed_in(client, world.ha).get(f"/doi-chieu/2022/bang.csv{query}")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[1] for line in lines[1 : len(names) + 1]] == names
    assert len(lines) == (len(names) + 2 if names else 1)


def test_the_last_line_is_the_mean_of_all_rows() -> None:
    world = compared_world()
    shown = found(world)
    first = averages(shown, shown.rows, "gon")[:4]
    assert [one.value for one in first] == [Decimal(100), Decimal(95), Decimal(94), Decimal(-6)]


OWN_AND_FINAL = {
    "as shown: the mean of the differences would be −10.43": (
        [("91.16", "80.73"), ("91.16", "80.73"), ("91.165", "80.745")],
        Decimal("-10.42"),
    ),
    "of other units": ([("90", "80"), ("70", None)], None),
}


@pytest.mark.parametrize(("cells", "expected"), OWN_AND_FINAL.values(), ids=OWN_AND_FINAL)
def test_the_mean_difference_is_that_of_the_means_beside_it(cells, expected) -> None:
    rows = [_row_of(*(None if f is None else Decimal(f) for f in pair)) for pair in cells]
    matrix = SimpleNamespace(nodes=[SimpleNamespace(code=TOTAL)], scale=POINTS)
    assert averages(matrix, rows, "gon")[MOVED].value == expected


@pytest.mark.parametrize(("group", "shown"), [("", False), ("Đức Cơ", True)])
def test_a_file_names_the_unit_above_only_where_one_stands_between(group: str, shown: bool) -> None:
    rows = [SimpleNamespace(group=""), SimpleNamespace(group=group)]
    matrix = SimpleNamespace(nodes=[], scale=POINTS, rows=rows)
    (heads,) = table(matrix, [], "gon", SimpleNamespace())
    assert ("Thuộc" in heads) is shown


def _row_of(own: Decimal | None, final: Decimal | None) -> SimpleNamespace:
    moved = None if own is None or final is None else final - own
    return SimpleNamespace(cells=[Cell(own, None, final, moved)])


def test_a_whole_country_comes_page_by_page_and_counts_all(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(comparison_view, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(comparison_view, "PAGE_SIZE", 2)
    world = compared_world()
    text = page(signed_in(client, world.ha), "/doi-chieu/2022/?trang=2")
    assert "Tất cả (3)" in text
    assert "Trang 2/2" in text
    assert "Trung bình 3 đơn vị" in text
    assert "Xã Ia Dơk" not in text
    assert len(csv_lines(client)) == 5


def test_flags_are_kept_of_what_was_sent_and_made_again_when_it_is_sent_again() -> None:
    world = make_world(POINTS_SET)
    send(world)
    assert refresh_flags(december(world, 21)) == 1
    kept = DossierFlags.objects.get()
    assert kept.assessment_id == world.dossier.pk
    assert kept.checks == ["full_bare"]
    assert refresh_flags(december(world, 21)) == 0
    assert refresh_flags(december(world, 23)) == 1
    assert DossierFlags.objects.get().as_of == december(world, 23)


def test_flags_of_a_dossier_are_looked_at_as_soon_as_it_is_sent() -> None:
    world = make_world(POINTS_SET)
    send(world)
    queued = ProcrastinateJob.objects.get(task_name=refresh_flags_of.name)
    refresh_flags_of(**queued.args)
    assert DossierFlags.objects.get().checks == ["full_bare"]


def test_each_range_of_the_distribution_leads_to_its_rows(client: Client) -> None:
    world = compared_world()
    signed_in(client, world.ha)
    text = page(client, "/doi-chieu/2022/phan-bo/?nut=TC2")
    assert "từ 18 đến dưới 21 0 1" in text
    assert "TC2 / 30" in text
    lines = csv_lines(client, "?khoang=TC2.chinh-thuc.6")
    assert [line[1] for line in lines[1:-1]] == ["Xã Ia Dơk"]
    shown = page(client, "/doi-chieu/2022/?khoang=TC2.chinh-thuc.6")
    assert "Chỉ các đơn vị có TC2, chính thức từ 18 đến dưới 21." in shown
