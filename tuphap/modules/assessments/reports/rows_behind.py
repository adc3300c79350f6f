"""Figures as links to the rows they are made of: the table of comparison with its filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tuphap.modules.assessments.matrix.places import DECIDED, OWN
from tuphap.modules.assessments.matrix.results import (
    ASSESSED_WORD,
    DECIDED_WORD,
    LEFT_OUT_WORD,
    MET_WORD,
    NOT_MET_WORD,
    WAITING_WORD,
)
from tuphap.modules.assessments.matrix.spans import mean_word
from tuphap.modules.assessments.matrix.values import INDICATORS
from tuphap.rules.numbers import format_count
from tuphap.rules.year_figures import Average, Node, Totals


@dataclass(frozen=True)
class Linked:
    """A figure as it is shown and the address of its rows; a zero has none to look at."""

    text: str
    rows: str
    tone: str = ""

    def __str__(self) -> SafeString:
        if not self.rows:
            return format_html("{}", self.text)
        if self.tone:
            return format_html('<a class="{}" href="{}">{}</a>', self.tone, self.rows, self.text)
        return format_html('<a href="{}">{}</a>', self.rows, self.text)

    __html__ = __str__


def matrix_address(year: int, **words: str) -> str:
    """`ket_qua` stands for the word of the address that Python cannot spell."""
    address = reverse("assessments:comparison_year", args=[year])
    chosen = {name.replace("_", "-"): word for name, word in words.items() if word}
    return f"{address}?{urlencode(chosen)}" if chosen else address


def totals_linked(found: Totals, year: int, **words: str) -> Mapping[str, Linked]:
    """Each count of a row of totals; the rate is made of all that have a result."""
    counts = {
        "met": (found.met, MET_WORD),
        "not_met": (found.not_met, NOT_MET_WORD),
        "decided": (found.decided, DECIDED_WORD),
        "waiting": (found.waiting, WAITING_WORD),
        "left_out": (found.left_out, LEFT_OUT_WORD),
        "assessed": (found.assessed, ASSESSED_WORD),
    }
    linked = {
        name: Linked(
            format_count(count), matrix_address(year, **words, ket_qua=word) if count else ""
        )
        for name, (count, word) in counts.items()
    }
    return linked | {
        "not_met": replace(linked["not_met"], tone="tp-stop-text"),
        "met_rate": Linked(found.met_rate, linked["decided"].rows),
    }


def mean_rows(node: Node, year: int, place: int = DECIDED) -> str:
    """The units a mean is made of, the lowest first."""
    view = INDICATORS if node.parent else ""
    word = mean_word(node.code, place)
    return matrix_address(year, xem=view, khoang=word, xep=word.rpartition(".")[0])


def mean_linked(text: str, found: Average | None, year: int, place: int = DECIDED) -> Linked:
    """`found` is None for a node the year does not have."""
    units = (found.own_units if place == OWN else found.units) if found else 0
    return Linked(text, mean_rows(found.node, year, place) if found and units else "")
