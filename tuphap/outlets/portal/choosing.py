"""What a visitor chose to see of a table: filters, order and page, from fixed lists only (I4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from tuphap.outlets.portal.reading import Line, Results

ROWS_PER_PAGE = 50
MET, NOT_MET = "dat", "chua-dat"
RESULTS = {MET: "Đạt chuẩn", NOT_MET: "Chưa đạt"}
SORTS: Mapping[str, tuple[str, Callable[[Line], Any]]] = {
    "don-vi": ("tên đơn vị", lambda line: line.name_sort),
    "tong": ("kết quả tổng", lambda line: line.rank),
}


@dataclass(frozen=True)
class Choice:
    """`sort` is a key of SORTS, with “-” in front for the largest first; "" is the copy's order."""

    group: str = ""
    kind: str = ""
    result: str = ""
    sort: str = ""
    page: int = 1
    everything: bool = False

    @property
    def filtered(self) -> bool:
        return bool(self.group or self.kind or self.result)

    def query(self, **changes: Any) -> str:
        """The address of the same choice with changes; “?” included, empty for the whole table."""
        other = replace(self, **changes)
        values = {
            "nhom": other.group,
            "loai": other.kind,
            "ket-qua": other.result,
            "xep": other.sort,
            "trang": str(other.page) if other.page > 1 else "",
            "tat-ca": "1" if other.everything else "",
        }
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


DEFAULT = Choice()
WHOLE = Choice(everything=True)


def read_choice(params: Mapping[str, str], results: Results) -> Choice:
    """A choice as the address names it; a word that is in no list is a page that does not exist."""
    return Choice(
        group=_known(params.get("nhom", ""), results.group_by_code),
        kind=_known(params.get("loai", ""), results.kinds),
        result=_known(params.get("ket-qua", ""), RESULTS),
        sort=_sort(params.get("xep", "")),
        page=_page(params.get("trang", "1")),
        everything=params.get("tat-ca", "") == "1",
    )


def _known(word: str, words: Mapping[str, Any]) -> str:
    if word and word not in words:
        raise Http404
    return word


def _sort(word: str) -> str:
    _known(word.removeprefix("-"), SORTS)
    return word if word != "-" else ""


def _page(word: str) -> int:
    # A number of pages has few digits; int() of a long text would be slow work for nothing.
    if not (word.isascii() and word.isdigit() and len(word) <= 4 and int(word)):
        raise Http404
    return int(word)


@dataclass(frozen=True)
class Chosen:
    """The lines that are shown, and where they stand among those that fit."""

    lines: list[Line]
    first: int
    count: int
    pages: int

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def choose(results: Results, choice: Choice) -> Chosen:
    fitting = [line for line in results.lines if _fits(line, choice, results)]
    if choice.sort:
        _, key = SORTS[choice.sort.removeprefix("-")]
        fitting.sort(key=key, reverse=choice.sort.startswith("-"))
    if choice.everything:
        return Chosen(fitting, 1, len(fitting), 1)
    pages = max(1, -(-len(fitting) // ROWS_PER_PAGE))
    if choice.page > pages:
        raise Http404
    start = (choice.page - 1) * ROWS_PER_PAGE
    return Chosen(fitting[start : start + ROWS_PER_PAGE], start + 1, len(fitting), pages)


def _fits(line: Line, choice: Choice, results: Results) -> bool:
    return (
        choice.group in ("", line.group_code)
        and (not choice.kind or line.kind == results.kinds[choice.kind])
        and (not choice.result or line.met == (choice.result == MET))
    )
