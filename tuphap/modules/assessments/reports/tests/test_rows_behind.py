"""Each figure of the results leads to the rows it is made of: as many, with the same mean."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from html import unescape
from itertools import cycle
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.queries.comparison import Matrix, matrix
from tuphap.modules.assessments.reports.figures import whole_year
from tuphap.modules.assessments.reports.overview import beside, shown_gaps
from tuphap.modules.assessments.reports.rows_behind import matrix_address
from tuphap.modules.assessments.reports.tests.test_overview import decided_world
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, World
from tuphap.rules.numbers import format_points, format_share, half_up
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.year_figures import share

pytestmark = pytest.mark.django_db

COMMUNES = 13
LINK = re.compile(r'<a (?:class="tp-stop-text" )?href="/doi-chieu/(\d+)/(\?[^"]*)">([^<]*)</a>')
COUNT = re.compile(r"\d+")
SHARE = re.compile(r"\d+,\d+(.%)?")


def busy_world(code: str) -> World:
    """Thirteen communes: met, not met for one reason or two, waiting with and without figures,
    left out of the year; of one no own figures are known."""
    world = decided_world(code)
    left_out = world.period.workflow.not_counted[0]
    sides = cycle([("decided", True), ("decided", False), ("submitted", None), (left_out, None)])
    place = world.office
    worse = world.other_dossier
    for number in range(COMMUNES - 2):
        status, met = next(sides)
        name, code = f"Phường Số {number}", f"9{number:04}"
        kind = "phường" if number % 2 else "xã"
        unit = w.unit(code, name, kind, place, world.office.valid_from)
        dossier = Assessment.objects.create(
            period=world.period,
            unit=unit,
            appraising_unit=place,
            status=status,
            met=met,
            decision=worse.decision if met is not None else None,
        )
        for column in (SELF, FINAL) if number % 3 else (FINAL,):
            if number != 2:
                copy_summary(worse, dossier, column, number)
    return world


def copy_summary(source: Assessment, to: Assessment, column: str, number: int) -> None:
    row = ColumnSummary.objects.get(assessment=source, column=column)
    row.pk, row._state.adding, row.assessment = None, True, to
    row.met = to.met
    conditions = row.conditions | {"DK1": number != 1, "DK2": number % 4 != 1}
    row.conditions = conditions
    row.total = row.total and row.total - number
    row.save()


def links_of(page: str) -> Iterator[tuple[str, dict[str, str], str]]:
    for year, query, text in LINK.findall(page):
        yield year, dict(parse_qsl(urlsplit(unescape(query)).query)), unescape(text).strip()


def rows_behind(world: World, words: dict[str, str], kept: dict[str, Matrix]):
    view = comparison.view_of(words.get("xem", ""))
    if view not in kept:
        by = w.acting(world.ha, w.moment(world.year + 1, 2, 10))
        by_indicator = view == comparison.INDICATORS
        kept[view] = matrix(world.period, by, by_indicator=by_indicator)
    found = kept[view]
    choice = comparison.read_choice(words, found)
    read = dict(parse_qsl(choice.query().removeprefix("?")))
    assert read == words, "a word of the link means nothing to the table"
    return found, comparison.show(found, choice).rows


def mean_shown(found: Matrix, rows, word: str) -> set[str]:
    """The mean of the column in these rows, as points and as a share of the maximum."""
    code, column, _ = word.rsplit(".", 2)
    number = next(n for n, node in enumerate(found.nodes) if node.code == code)
    place = {"tu-cham": 0, "chinh-thuc": 2}[column]
    figures = [row.cells[number][place] for row in rows]
    mean = Fraction(sum(figures, Decimal(0))) / len(figures)
    shown = share(mean, found.nodes[number].maximum or Decimal(0))
    return {format_points(half_up(mean, 2)), format_share(shown)}


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_every_figure_of_the_page_opens_the_rows_it_counts(code: str) -> None:
    world = busy_world(code)
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        page = w.signed_in(world.ha).get(f"/tong-quan/{world.year}/").content.decode()
    seen, kept = set(), {}
    for year, words, text in links_of(page):
        assert year == str(world.year)
        found, rows = rows_behind(world, words, kept)
        mean = words.get("khoang", "")
        if COUNT.fullmatch(text):
            assert len(rows) == int(text), (words, text)
            seen.add(words.get("ket-qua") or mean)
        elif mean and SHARE.fullmatch(text):
            assert text in mean_shown(found, rows, mean), (words, text)
            seen.add(mean)
    assert {"dat", "chua-dat", "chua-co", "da-co", "khong-danh-gia", "DK1", "DK2"} <= seen
    assert {"tong.chinh-thuc.co", "tong.tu-cham.co", "TC1.chinh-thuc.co", "2.1.tu-cham.co"} <= seen


def test_the_year_before_leads_to_its_own_rows_and_a_gap_to_the_lines_of_the_unit() -> None:
    world = decided_world()
    year = whole_year(world.period)
    found = beside(year, replace(year, number=2021))
    for side, number in (("before", 2021), ("now", 2022)):
        figures = [*found[side].values(), found["whole"][side]]
        figures += [getattr(row, side) for row in found["criteria"]]
        rows = [figure.rows for figure in figures if figure.rows]
        assert len(rows) >= 8
        assert all(row.startswith(f"/doi-chieu/{number}/") for row in rows)
    (gap,) = shown_gaps(world.period, year)
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        page = w.signed_in(world.ha).get(gap.page).content.decode()
    assert gap.own in page
    assert gap.final in page


def test_the_file_follows_the_filter_of_results() -> None:
    world = decided_world()
    address = matrix_address(world.year, ket_qua="DK1").replace("?", "bang.csv?")
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        text = w.signed_in(world.ha).get(address).content.decode()
    assert "Xã Ia Krêl" in text
    assert "Xã Ia Dơk" not in text
