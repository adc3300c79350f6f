"""What lies in one dossier: its lines, documents, talk and history."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.desk.results import LineResult
from tuphap.modules.assessments.former_years.queries.brought_in import BroughtIn, brought_in
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.sides import Side
from tuphap.modules.assessments.lines.words import answer_words, name_of
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.comments import threads
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.queries.figure_history import figure_events, happenings
from tuphap.modules.assessments.queries.line_results import get_line_results
from tuphap.modules.assessments.second_appraisal.blind import require_sight
from tuphap.modules.assessments.shown import MET, NOT_MET
from tuphap.modules.assessments.views.figure_history import line_asked
from tuphap.modules.assessments.views.posting import comments_received
from tuphap.modules.assessments.views.sheet import found_history
from tuphap.modules.criteria.queries import parsed
from tuphap.outlets.exchange.lists.table import ID, Line, ListTable, moment, moment_or_none
from tuphap.outlets.exchange.tables import Cell
from tuphap.rules.rule_set import POINTS, display_name
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF

COLUMNS = (SELF, APPRAISED, FINAL)


def _sheet(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    """A column that this person may not read yet stays empty."""
    found = get_line_results(request.actor, pk)
    if listed := brought_in(found.assessment):
        yield from _listed(found.assessment, listed)
        return
    items = {item.code: item for item in items_of(found.assessment.period)}
    for group in found.groups:
        for line in group.lines:
            item = items[line.code]
            sides = dict(zip(found.columns, line.sides, strict=True))
            most = item.content.max_points if item.content else None
            cells = [cell for name in COLUMNS for cell in _side(item, sides.get(name))]
            yield [group.title, line.code, line.name, most, *cells, *_said(line, sides)]


def _listed(dossier: Assessment, found: BroughtIn) -> Iterator[Line]:
    """What a list says has no lines: its criteria, then what stands beside them."""
    rule_set, own = parsed(dossier.period.rule_set), found.sums.get(SELF)
    figures = found.sums[FINAL]
    for criterion in rule_set.criteria if rule_set.scale == POINTS else ():
        sides = _points(own, criterion.code), _points(figures, criterion.code)
        yield _listed_line(display_name(criterion), criterion.max_points, *sides)
    if rule_set.scale == POINTS:
        yield _listed_line(
            "Tổng điểm", rule_set.total_max, own.total if own else None, figures.total
        )
    yield _listed_line("Kết quả", None, None, MET if dossier.met else NOT_MET)
    beside = found.result
    for name, said in (
        ("Tổng in trong danh sách", beside.total),
        ("Mức độ hài lòng (%)", beside.satisfaction),
        ("Lý do in trong danh sách", beside.reason or None),
    ):
        if said is not None:
            yield _listed_line(name, None, None, said)


def _listed_line(name: str, most: Cell, own: Cell, official: Cell) -> Line:
    return [name, None, None, most, None, own, None, None, None, official, None, None, None, 0]


def _points(summary: ColumnSummary | None, code: str) -> Decimal | None:
    text = summary.scores.get(code) if summary else None
    return None if text is None else Decimal(text)


def _side(item: Item, side: Side | None) -> tuple[Cell, Cell]:
    if side is None:
        return None, None
    has_points = item.content is not None and item.content.max_points is not None
    return answer_words(item, side.given), side.value if has_points else side.figure


def _said(line: LineResult, sides: Mapping[str, Side | None]) -> tuple[Cell, Cell, Cell, int]:
    own = sides.get(SELF)
    reasons = {reason.column: reason.text for reason in line.reasons}
    why = (reasons.get(APPRAISED), reasons.get(FINAL))
    return own.explanation if own else None, *why, line.documents


def _documents(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    dossier = get_visible(request.actor, pk)
    found = current_evidence(dossier)
    for item in items_of(dossier.period):
        for row in found.get(item.code, ()):
            yield [
                item.code,
                name_of(item),
                row.title,
                row.url,
                row.file.size if row.file else None,
                row.version,
                moment(row.added_at),
                "; ".join(one.short for one in row.signed),
            ]


def _talk(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    """A line per thing said; a thread begins with its first words."""
    dossier = get_visible(request.actor, pk)
    require_sight(request.actor, dossier)
    for code, found in threads(request.actor, dossier).items():
        for thread in found:
            state = thread.status.label
            yield [code, thread.kind_label, thread.who, moment(thread.at), thread.text, state]
            for turn in thread.turns:
                yield [code, turn.label, turn.who, moment(turn.at), turn.text, state]


def _steps(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    for row in found_history(request, pk)[1]:
        change = row["change"]
        who, why = change.made_by_name, change.reason
        yield [moment(change.made_at), row["target"], row["late"], who, row["deed"], why]


def _figures(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    """A line per change; an event without any has a line of its own."""
    dossier, _, item = line_asked(request, pk)
    for row in happenings(dossier, list(figure_events(dossier, item))):
        told = [[turn.label, turn.before, turn.after] for turn in row.turns]
        for turn in told or [["", "", ""]]:
            yield [moment(row.at), row.code, row.name, row.deed, *turn, row.note, row.who]


def _received(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    for row in comments_received(request, get_visible(request.actor, pk)):
        yield [
            row.name,
            row.contact,
            moment(row.at),
            row.text,
            row.status.label,
            row.answer,
            row.answered_by,
            moment_or_none(row.answered_at),
        ]


DOSSIER: Mapping[str, ListTable] = {
    "phieu": ListTable(
        "Phiếu, từng nội dung",
        "assessments:line_results",
        (
            "Tiêu chí",
            "Nội dung",
            "Tên",
            "Tối đa",
            "Đơn vị: số liệu",
            "Đơn vị: kết quả",
            "Thẩm tra: số liệu",
            "Thẩm tra: kết quả",
            "Chính thức: số liệu",
            "Chính thức: kết quả",
            "Giải thích của đơn vị",
            "Lý do ở cột thẩm tra",
            "Lý do ở cột chính thức",
            "Số tài liệu",
        ),
        _sheet,
        ID,
    ),
    "tai-lieu": ListTable(
        "Tài liệu của hồ sơ",
        "assessments:sheet",
        (
            "Nội dung",
            "Tên",
            "Tài liệu",
            "Đường dẫn",
            "Dung lượng (byte)",
            "Bản số",
            "Thêm lúc",
            "Chữ ký số",
        ),
        _documents,
        ID,
    ),
    "trao-doi": ListTable(
        "Trao đổi về hồ sơ",
        "assessments:sheet_history",
        ("Nội dung", "Việc", "Ai", "Lúc", "Lời", "Trạng thái"),
        _talk,
        ID,
    ),
    "lich-su-ho-so": ListTable(
        "Lịch sử hồ sơ",
        "assessments:sheet_history",
        ("Thời điểm", "Chuyển sang", "Trễ", "Người thực hiện", "Việc", "Lý do"),
        _steps,
        ID,
    ),
    "lich-su-so-lieu": ListTable(
        "Lịch sử số liệu",
        "assessments:figure_history",
        (
            "Thời điểm",
            "Nội dung",
            "Tên",
            "Việc",
            "Thay đổi",
            "Trước",
            "Sau",
            "Ghi chú",
            "Người thực hiện",
        ),
        _figures,
        ID,
    ),
    "gop-y-niem-yet": ListTable(
        "Ý kiến góp ý khi niêm yết",
        "assessments:received",
        (
            "Người góp ý",
            "Liên hệ",
            "Gửi lúc",
            "Ý kiến",
            "Trạng thái",
            "Trả lời",
            "Người trả lời",
            "Trả lời lúc",
        ),
        _received,
        ID,
    ),
}
