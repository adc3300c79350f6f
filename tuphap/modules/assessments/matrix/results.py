"""Rows by their result, and by the condition they failed: words in an address.

Which side a unit stands on is said by the function that counts it (`rules/year_figures.py`).
"""

from collections.abc import Mapping

from tuphap.modules.assessments.queries.comparison import Matrix, Row
from tuphap.rules.conditions import numbered
from tuphap.rules.year_figures import LEFT_OUT, MET, NOT_MET, WAITING

# The words that go into addresses of other pages, too.
MET_WORD, NOT_MET_WORD, DECIDED_WORD = "dat", "chua-dat", "da-co"
WAITING_WORD, LEFT_OUT_WORD, ASSESSED_WORD = "chua-co", "khong-danh-gia", "danh-gia"
SIDES: Mapping[str, tuple[str, frozenset[str]]] = {
    MET_WORD: ("Đạt", frozenset({MET})),
    NOT_MET_WORD: ("Chưa đạt", frozenset({NOT_MET})),
    WAITING_WORD: ("Chưa có kết quả", frozenset({WAITING})),
    DECIDED_WORD: ("Đã có kết quả", frozenset({MET, NOT_MET})),
    LEFT_OUT_WORD: ("Không đánh giá trong năm", frozenset({LEFT_OUT})),
    ASSESSED_WORD: ("Có đánh giá trong năm", frozenset({MET, NOT_MET, WAITING})),
}


def results(matrix: Matrix) -> dict[str, str]:
    """What the filter offers: the sides, and the conditions that units failed."""
    codes = sorted({code for row in matrix.rows if row.result == NOT_MET for code in row.failed})
    sides = {word: label for word, (label, _) in SIDES.items()}
    return sides | {code: f"Chưa đạt, do {numbered(code).lower()}" for code in codes}


def has_result(row: Row, word: str) -> bool:
    if not word:
        return True
    if word in SIDES:
        return row.result in SIDES[word][1]
    return row.result == NOT_MET and word in row.failed
