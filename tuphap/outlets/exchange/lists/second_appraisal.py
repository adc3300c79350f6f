"""The samples of the second appraisal, and how far both agree."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.second_appraisal.queries import get_sample, rows_of
from tuphap.modules.assessments.second_appraisal.views.samples import (
    drawing,
    found_samples,
    results,
)
from tuphap.outlets.exchange.lists.table import ID, YES, Line, ListTable, moment, moment_or_none


def _given(request: PersonRequest) -> Iterator[Line]:
    for row in found_samples(request)[0]:
        state = "Đã gửi" if row.sent_at else "Đang ghi" if row.answers else "Chưa bắt đầu"
        sent = moment_or_none(row.sent_at)
        yield [row.assessment.unit.name, row.sample.period.year, state, sent]


def _samples(request: PersonRequest) -> Iterator[Line]:
    for row in found_samples(request)[1]:
        drawn = (moment(row.drawn_at), row.drawn_by.full_name)
        yield [row.unit.name, row.period.year, *drawn]


def _drawn(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    for row in rows_of(get_sample(request.actor, pk)):
        person = row.person.full_name if row.person else None
        yield [row.assessment.unit.name, person, moment_or_none(row.sent_at)]


def _agreement(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    sample = get_sample(request.actor, pk)
    sent = [row for row in rows_of(sample) if row.sent_at]
    if not sent:
        return
    found = results(sample, sent)
    for row in [*found["indicators"], *found["sums"]]:
        share, kappa = row.found.share, row.found.kappa
        counts = (row.found.equal, row.found.of)
        yield [row.code, row.name, *counts, _rounded(share and 100 * share), _rounded(kappa)]


def _rounded(value: Fraction | None) -> Decimal | None:
    """As the page shows it: two decimals."""
    return None if value is None else Decimal(round(value * 100)).scaleb(-2)


def _differing(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    for row in rows_of(get_sample(request.actor, pk)):
        for line in row.compared["lines"] if row.sent_at and row.compared else ():
            sides = (line["first"], line["second"])
            words = [side[name] for side in sides for name in ("result", "figures", "reason")]
            yield [row.assessment.unit.name, line["code"], line["name"], *words]


def _order(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    sample = get_sample(request.actor, pk)
    for number, row in enumerate(drawing(sample, rows_of(sample)), 1):
        drawn = YES if row["drawn"] else None
        yield [number, row["name"], row["code"], row["mark"], drawn]


SECOND: Mapping[str, ListTable] = {
    "giao-tham-tra-lai": ListTable(
        "Hồ sơ được giao thẩm tra lại",
        "second_appraisal:index",
        ("Đơn vị", "Năm", "Tình trạng", "Gửi lúc"),
        _given,
    ),
    "mau-tham-tra-lai": ListTable(
        "Mẫu thẩm tra lại đã rút",
        "second_appraisal:index",
        ("Nơi thẩm tra", "Năm", "Rút lúc", "Người rút"),
        _samples,
    ),
    "ho-so-trong-mau": ListTable(
        "Hồ sơ trong mẫu thẩm tra lại",
        "second_appraisal:sample",
        ("Đơn vị", "Người thẩm tra lại", "Gửi lúc"),
        _drawn,
        ID,
    ),
    "muc-thong-nhat": ListTable(
        "Mức thống nhất giữa hai lần thẩm tra",
        "second_appraisal:sample",
        ("Chỉ tiêu", "Tên", "Giống nhau", "Số cặp", "Tỷ lệ (%)", "Kappa"),
        _agreement,
        ID,
    ),
    "noi-dung-khac-nhau": ListTable(
        "Nội dung khác nhau giữa hai lần thẩm tra",
        "second_appraisal:sample",
        (
            "Đơn vị",
            "Nội dung",
            "Tên",
            "Lần đầu",
            "Số liệu lần đầu",
            "Lý do lần đầu",
            "Lần hai",
            "Số liệu lần hai",
            "Lý do lần hai",
        ),
        _differing,
        ID,
    ),
    "thu-tu-rut-mau": ListTable(
        "Danh sách theo thứ tự rút",
        "second_appraisal:sample",
        ("Thứ tự", "Đơn vị", "Mã", "SHA-256 (đầu)", "Trong mẫu"),
        _order,
        ID,
    ),
}
