"""Why a unit did not meet the standard, in sentences with figures. Needs no database."""

from datetime import datetime
from typing import Any

import pytest
from django.template.loader import render_to_string

from tuphap.foundation.publication.tests.sample import (
    HANOI,
    pass_payload,
    points_payload,
    unit,
)
from tuphap.outlets.portal.lost_points import Lost
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.shelf import Edition
from tuphap.outlets.portal.unit_conditions import MOST_LINES, ConditionRow, condition_rows
from tuphap.outlets.portal.unit_criteria import criterion_row

EDITION = Edition(1, 2022, 1, datetime(2023, 2, 21, tzinfo=HANOI), "0" * 64, "")


def rows_of(payload: dict[str, Any], place: int, lost: tuple[Lost, ...] = ()) -> list[ConditionRow]:
    results = Results(EDITION, payload)
    told = results.units[place]
    criteria = [criterion_row(criterion, told, results) for criterion in results.criteria]
    return condition_rows(told, results, criteria, lost)


def said(rows: list[ConditionRow]) -> list[tuple[int, str, str]]:
    return [
        (row.number, reason.place, reason.words.replace("\N{NO-BREAK SPACE}", " "))
        for row in rows
        for reason in row.reasons
    ]


@pytest.mark.parametrize(
    ("failing", "expected"),
    [
        (unit(1), []),
        (unit(1, lost="30"), [(1, "tong", "Tổng điểm 70,00, cần từ 80 điểm.")]),
        (
            # A hair below the level is never rounded up to it.
            unit(1, lost="45.01", met=False, failed_conditions=["DK1", "DK2"]),
            [
                (1, "tong", "Tổng điểm 54,99, cần từ 80 điểm."),
                (2, "tieu-chi-2", "Tiêu chí 2 đạt 49,99 % số điểm tối đa, cần từ 50 %."),
            ],
        ),
        (unit(1, met=False, failed_conditions=["DK3"]), []),
    ],
)
def test_each_failed_condition_gives_its_figures(
    failing: dict[str, Any], expected: list[tuple[int, str, str]]
) -> None:
    assert said(rows_of(points_payload([failing]), 0)) == expected


def test_under_met_or_not_met_the_contents_are_named() -> None:
    short = tuple(Lost(f"1.2.{n}", f"Việc {n}", "", "", "") for n in range(1, MOST_LINES + 3))
    count, first, *_, rest = said(rows_of(pass_payload(), 1, short))
    assert count == (1, "tieu-chi", "2/3 chỉ tiêu đạt, cần đạt tất cả.")
    assert first == (1, "noi-dung-1.2.1", "Chưa đạt 1.2.1 Việc 1")
    assert rest == (1, "mat-diem", "Và 2 dòng khác chưa đạt.")


def test_a_copy_without_figures_names_the_indicators() -> None:
    assert said(rows_of(pass_payload(), 1))[1:] == [(1, "tieu-chi-1", "Chưa đạt 1.2 Chỉ tiêu 1.2")]


def test_a_failed_gate_is_told_by_its_wording_with_a_link_to_its_place() -> None:
    failing = unit(1, met=False, failed_conditions=["DK3"])
    rows = rows_of(points_payload([failing]), 0)
    shown = render_to_string("portal/_reasons.html", {"conditions": rows})
    assert '<a href="#dieu-kien-3">Điều kiện 3</a>' in shown
    assert "“Không có người đứng đầu bị kỷ luật”" in shown
    assert "Điều kiện 1" not in shown
    assert 'id="dieu-kien-3"' in render_to_string("portal/_conditions.html", {"conditions": rows})
