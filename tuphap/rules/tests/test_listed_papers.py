"""A line may name its own paper: one number has one day, in the file and in the system."""

from datetime import date
from decimal import Decimal

import pytest

from tuphap.rules.listed_columns import Beside
from tuphap.rules.listed_papers import Paper, PapersOfList, paper_faults_of
from tuphap.rules.listed_results import ListLine

OWN = Paper("214/QĐ-UBND", date(2020, 2, 7))


def line(row: int, number: str = "", day: date | None = None) -> ListLine:
    points = {"TC1": Decimal(15)}
    total = Decimal(15)
    own = {"paper_number": number, "paper_day": day}
    return ListLine(row, "Xã", "", "", points, {}, total, None, True, None, **own)


@pytest.mark.parametrize(
    ("lines", "recorded", "told"),
    [
        ([line(7), line(8, day=OWN.signed_on), line(9, "15/QĐ-UBND")], [], {}),
        ([line(7, "15/QĐ-UBND", date(2020, 2, 10))], [], {}),
        ([line(7, day=date(2020, 2, 8))], [], {7: "của danh sách có ngày ký 07/02/2020"}),
        ([line(7, "0214/qđ–ubnd", date(2020, 2, 8))], [], {7: "dòng này ghi ngày 08/02/2020"}),
        (
            [line(7, "15/QĐ", date(2020, 2, 8)), line(8, "15/QĐ", date(2020, 2, 9))],
            [],
            {7: "ngày khác ở dòng 8", 8: "ngày khác ở dòng 7"},
        ),
        (
            [line(7, "15/QĐ")],
            [Paper("15/QĐ", date(2020, 1, 3))],
            {7: "đã ghi trong hệ thống với ngày ký 03/01/2020"},
        ),
        ([line(7, "15/QĐ")], [Paper("15/QĐ", date(2019, 1, 3))], {}),
        ([line(7, "15/QĐ")], [Paper("15/QĐ", date(2019, 1, 3), of_this=True)], {7: "đã ghi"}),
        ([line(7, "15/QĐ", date(2018, 2, 8))], [], {7: "trước năm đánh giá 2019"}),
        ([line(7, "15/QĐ", date(2023, 3, 2))], [], {7: "sau ngày hôm nay"}),
        ([line(7, "15/QĐ", date(2019, 12, 31))], [], {7: "trước khi hết năm đánh giá 2019"}),
    ],
)
def test_a_number_has_one_day_that_fits_the_year(
    lines: list[ListLine], recorded: list[Paper], told: dict[int, str]
) -> None:
    columns = {Beside.PAPER_DAY: ("Ngày QĐ", 9), Beside.PAPER_NUMBER: ("Số QĐ", 8)}
    papers = PapersOfList(2019, date(2023, 3, 1), OWN, recorded, columns)
    faults = paper_faults_of(lines, papers)
    assert [fault.row for fault in faults] == list(told)
    for fault in faults:
        assert told[fault.row] in fault.sentence
        assert fault.place == (9 if fault.value.count("/") == 2 else 8)
        assert (fault.level == "warning") == ("hết năm" in fault.sentence)
