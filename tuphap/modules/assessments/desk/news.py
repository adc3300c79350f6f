"""What is new about a dossier in the words of the queue and the desk; plain values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from tuphap.rules.workflow import Workflow

RETURNED, SUBMITTED = "returned", "submitted"
NEVER_OPENED = "Mới: chưa mở lần nào"


@dataclass(frozen=True)
class Moved:
    """A move somebody else made."""

    source: str
    target: str
    at: datetime


@dataclass(frozen=True)
class News:
    """Since a moment: moves, lines of the unit with another figure or document, threads answered.

    `answered` names the line of each thread, so a line may stand in it twice.
    """

    since: datetime
    moves: tuple[Moved, ...] = ()
    lines: frozenset[str] = frozenset()
    answered: tuple[str, ...] = ()

    def on(self, code: str) -> str:
        """The mark beside a line of the desk; "" where nothing is new."""
        said = "có trả lời" if code in self.answered else ""
        return " · ".join(filter(None, ("vừa sửa" if code in self.lines else "", said)))


def news_words(found: News, workflow: Workflow, today: date) -> str:
    """“gửi lại hôm qua, 3 dòng sửa, 2 trả lời”; "" where nothing happened."""
    parts = [_move_words(found.moves[-1], workflow, today)] if found.moves else []
    if found.lines:
        parts.append(f"{len(found.lines)} dòng sửa")
    if found.answered:
        parts.append(f"{len(found.answered)} trả lời")
    return ", ".join(parts)


def _move_words(moved: Moved, workflow: Workflow, today: date) -> str:
    if moved.target == SUBMITTED:
        deed = "gửi lại" if moved.source == RETURNED else "gửi"
    elif moved.target == RETURNED:
        deed = "trả lại"
    else:
        deed = f"chuyển “{workflow.status(moved.target).label}”"
    return f"{deed} {day_words(timezone.localdate(moved.at), today)}"


def day_words(day: date, today: date) -> str:
    if day == today:
        return "hôm nay"
    if day == today - timedelta(days=1):
        return "hôm qua"
    return f"ngày {day:%d/%m/%Y}"
