"""A short mark of what a person saw of a line, so that nothing else is accepted or overwritten."""

import hashlib
import re
from dataclasses import dataclass, replace

from tuphap.modules.assessments.lines.answers import Given, fields_of
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import SELF

_MARK = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class Sent:
    """A line as it came from a form, with the mark of what stood there when the form was made.

    `is_explained` is False where the form had no room for a sentence: what is stored stays.
    """

    given: Given
    mark: str
    is_explained: bool = True

    def wanted(self, stored: Given) -> Given:
        """What is to be written over `stored`."""
        if self.is_explained:
            return self.given
        return replace(self.given, explanation=stored.explanation)


def mark_of(column: str, compared: Given | None, own: Given | None) -> str:
    """Another one as soon as a figure or a word changes, or another column is in hand."""
    seen = [None if given is None else list(fields_of(given).values()) for given in (compared, own)]
    return hashlib.sha256(repr([column, *seen]).encode()).hexdigest()[:16]


def own_mark(given: Given | None) -> str:
    """Of a line on the unit's own sheet; one that was never written is as an empty one."""
    return mark_of(SELF, None, given or Given())


def require_mark(code: str, mark: str) -> None:
    """Without it nobody could tell whether the line was changed meanwhile."""
    if not _MARK.fullmatch(mark):
        raise Refused(
            "mark_missing",
            f"Lần gửi không cho biết nội dung {code} được mở ở phiên bản nào, nên chưa lưu gì. "
            "Tải lại trang rồi nhập lại.",
            Kind.INVALID,
        )
