"""What is done about results that were not met, and which lines would turn most of them."""

from collections.abc import Iterator, Mapping

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.remedies.queries import PlanRow
from tuphap.modules.assessments.remedies.views import found_communes, found_turning
from tuphap.outlets.exchange.lists.table import YEAR, YES, Line, ListTable


def _plans(request: PersonRequest, year: int) -> Iterator[Line]:
    _, _, kept, choice = found_communes(request, year)
    for row in kept[choice]:
        heirs = ", ".join(row.continued_by)
        counts = (row.measures, row.done, row.overdue)
        yield [row.dossier.unit.name, row.dossier.unit.code, heirs, *counts, _state(row)]


def _state(row: PlanRow) -> str:
    if not row.has_plan:
        return "Chưa có kế hoạch"
    if row.overdue:
        return "Quá hạn"
    return "Đã xong" if row.done == row.measures else "Đang làm"


def _lines(request: PersonRequest, year: int) -> Iterator[Line]:
    for row in found_turning(request, year)[2].lines:
        yield [row.code, row.name, len(row.below), len(row.alone)]


def _units(request: PersonRequest, year: int) -> Iterator[Line]:
    """One line per unit below the maximum: the names behind the counts."""
    found = found_turning(request, year)[2]
    steps = {
        (row.code, unit.id): number
        for number, row in enumerate(found.steps, 1)
        for unit in row.turned
    }
    never = {unit.id for unit in found.never}
    for row in found.lines:
        alone = {unit.id for unit in row.alone}
        for unit in row.below:
            yield [
                row.code,
                row.name,
                unit.name,
                unit.code,
                YES if unit.id in alone else None,
                steps.get((row.code, unit.id)),
                YES if unit.id in never else None,
            ]


def _steps(request: PersonRequest, year: int) -> Iterator[Line]:
    for number, row in enumerate(found_turning(request, year)[2].steps, 1):
        yield [number, row.code, row.name, len(row.turned), row.so_far]


REMEDIES: Mapping[str, ListTable] = {
    "khac-phuc": ListTable(
        "Khắc phục của các đơn vị chưa đạt",
        "remedies:communes",
        ("Đơn vị", "Mã", "Nay là", "Biện pháp", "Đã xong", "Quá hạn", "Tình trạng"),
        _plans,
        YEAR,
    ),
    "noi-dung-then-chot": ListTable(
        "Nội dung then chốt",
        "remedies:turning",
        ("Nội dung", "Tên", "Đơn vị chưa tối đa", "Riêng nó đủ để đạt"),
        _lines,
        YEAR,
    ),
    "don-vi-then-chot": ListTable(
        "Nội dung then chốt, từng đơn vị",
        "remedies:turning",
        (
            "Nội dung",
            "Tên",
            "Đơn vị chưa tối đa",
            "Mã",
            "Riêng nó đủ để đạt",
            "Đạt ở bước",
            "Không nội dung nào làm đổi kết quả",
        ),
        _units,
        YEAR,
    ),
    "buoc-then-chot": ListTable(
        "Nội dung then chốt, lần lượt từng bước",
        "remedies:turning",
        ("Bước", "Nội dung", "Tên", "Thêm đạt", "Cộng dồn"),
        _steps,
        YEAR,
    ),
}
