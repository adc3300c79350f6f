"""The documents drawn from tables in the code: what the law asks for can be read without code.

Plain text from plain tables, so that two runs give the same bytes. Written and compared by the
command `generate_docs`; it lives in config because only config may know every part.
"""

from collections.abc import Iterator

from tuphap.rules.four_eyes import FOUR_EYES, NEVER_ABOUT_OWN_UNIT
from tuphap.rules.permissions import (
    PERMISSIONS,
    ROLE_GRANTS,
    Role,
    Where,
)
from tuphap.rules.workflow import Move, Status, Tone, Workflow
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF, TABLES
from tuphap.rules.workflows.comment import COMMENT_WORKFLOWS
from tuphap.rules.workflows.feedback import FEEDBACK
from tuphap.rules.workflows.public_comment import PUBLIC_COMMENT

NOTICE = "<!-- Drawn by `python3 run.py fix documents`; changes here are lost. -->"
COLUMNS = {SELF: "tự chấm", APPRAISED: "thẩm tra", FINAL: "chính thức"}
TONES = {
    Tone.GREY: "○",
    Tone.BLUE: "◐",
    Tone.AMBER: "▲",
    Tone.PLUM: "◆",
    Tone.GREEN: "✓",
    Tone.RED: "✕",
    Tone.GOLD: "■",
}
PLACES = {
    Where.OWN_UNIT: "đúng đơn vị của hồ sơ",
    Where.APPRAISING_UNIT: "đúng đơn vị thẩm tra hồ sơ",
    Where.ABOVE: "đơn vị đó hoặc đơn vị bên trên",
}
GUARDS = {
    "self_complete": "phiếu tự chấm đủ số liệu và tài liệu",
    "in_time": "chưa quá hạn gửi (nếu kỳ không nhận hồ sơ gửi sau hạn)",
    "posting_over": "hết thời gian niêm yết",
    "lines_confirmed": "mỗi dòng có người phụ trách xác nhận (nếu kỳ yêu cầu)",
    "differences_explained": "số khác số của hệ thống đều có giải thích",
    "comments_answered": "mọi ý kiến góp ý đã có trả lời",
    "units_paper": "có bản quét bản giấy của đơn vị",
    "signed_scan": "có bản quét phiếu lãnh đạo đã ký",
    "returns_answered": "mọi nội dung được yêu cầu bổ sung đã có trả lời",
    "appraised_complete": "cột thẩm tra đủ số liệu",
    "final_complete": "cột chính thức đủ số liệu",
    "council_done": "Hội đồng đã họp về số liệu này và đề nghị (nơi có lập Hội đồng)",
}


def documents() -> dict[str, str]:
    """File name in `docs/workflows` to its text."""
    pages = {f"{code}.md": workflow_page(table) for code, table in TABLES.items()}
    pages |= {f"{table.code}.md": workflow_page(table) for table in COMMENT_WORKFLOWS.values()}
    pages |= {f"{table.code}.md": workflow_page(table) for table in (PUBLIC_COMMENT, FEEDBACK)}
    pages["permissions.md"] = permissions_page()
    return pages


def workflow_page(table: Workflow) -> str:
    return _text(
        f"# {table.code}: {table.title}",
        NOTICE,
        "```mermaid\n" + "\n".join(_diagram(table)) + "\n```",
        "## Bước",
        _table(
            ("Mã", "Tên", "Dấu", "Cột được ghi"),
            (_status_row(status) for status in table.statuses),
        ),
        "## Chuyển bước",
        _table(
            ("Từ", "Việc", "Đến", "Vai trò", "Lý do", "Điều kiện"),
            (_move_row(table, move) for move in table.moves),
        ),
        "Cặp (bước, việc) không có trong bảng đều bị từ chối.",
    )


def permissions_page() -> str:
    return _text(
        "# Quyền và vai trò",
        NOTICE,
        "Quyền có được qua vị trí công tác: người × đơn vị × vai trò × thời gian.",
        _table(
            ("Quyền", "Việc", "Vị trí công tác ở", "Ghi", "Vai trò"),
            (
                (f"`{code}`", rule.label, PLACES[rule.where], _yes(rule.writes), _holders(code))
                for code, rule in PERMISSIONS.items()
            ),
        ),
        "## Vai trò",
        _table(
            ("Mã", "Tên", "Quyền"),
            ((f"`{role}`", role.label, _codes(ROLE_GRANTS[role])) for role in Role),
        ),
        "## Bốn mắt",
        "Người đã làm việc ở cột phải không làm việc ở cột trái trên cùng hồ sơ.",
        _table(
            ("Việc", "Không làm nếu đã"),
            (
                (PERMISSIONS[code].label, "; ".join(PERMISSIONS[one].label for one in earlier))
                for code, earlier in FOUR_EYES.items()
            ),
        ),
        "Người có vị trí công tác tại một đơn vị không làm các việc sau với hồ sơ của đơn vị đó: "
        + "; ".join(PERMISSIONS[code].label for code in NEVER_ABOUT_OWN_UNIT)
        + ".",
    )


def _diagram(table: Workflow) -> Iterator[str]:
    yield "stateDiagram-v2"
    for status in table.statuses:
        yield f'    state "{status.label}" as {status.code}'
    yield f"    [*] --> {table.initial.code}"
    for move in table.moves:
        yield f"    {move.source} --> {move.target}: {move.label}"
    left = {move.source for move in table.moves}
    for status in table.statuses:
        if status.code not in left:
            yield f"    {status.code} --> [*]"


def _status_row(status: Status) -> tuple[str, ...]:
    columns = ", ".join(COLUMNS[column] for column in status.writable)
    return f"`{status.code}`", status.label, TONES[status.tone], columns or "–"


def _move_row(table: Workflow, move: Move) -> tuple[str, ...]:
    return (
        table.status(move.source).label,
        move.label,
        table.status(move.target).label,
        _holders(move.needs),
        "bắt buộc" if move.needs_reason else "–",
        "; ".join(GUARDS[guard] for guard in move.guards) or "–",
    )


def _holders(permission: str) -> str:
    return "; ".join(role.label for role in Role if permission in ROLE_GRANTS[role]) or "–"


def _codes(permissions: tuple[str, ...]) -> str:
    return ", ".join(f"`{code}`" for code in permissions)


def _yes(value: bool) -> str:
    return "có" if value else "–"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _text(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"
