"""Random cells, names, dates and headings: no exception but the listed ones, and nothing guessed.

RECOGNISER_EXAMPLES says how many are tried of each kind.
"""

import os
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tuphap.rules.numbers import LONGEST_FIGURE, parse_count, parse_decimal
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.score_cells import CellFault, read_count, read_date, read_points, read_verdict
from tuphap.rules.score_headers import Meaning, meaning_below, meaning_of, vocabulary_of
from tuphap.rules.score_heading_rows import find_heading
from tuphap.rules.tests.test_unit_names import ALL, GONE, KINDS, OLD, SPLIT
from tuphap.rules.unit_name_sentences import sentence_of
from tuphap.rules.unit_names import (
    Ambiguous,
    Matched,
    Suggested,
    UnitIndex,
    Unknown,
    Written,
    key_of,
)

EXAMPLES = settings(
    max_examples=int(os.environ.get("RECOGNISER_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
VOCABULARY = vocabulary_of(shipped("619-2017"))
INDEX = UnitIndex(ALL, KINDS, (OLD, SPLIT, GONE))

FIGURES = st.text(st.sampled_from("0123456789,. -−+%eE\u00a0\u202f０１９／/٣²∞xNaN()"), max_size=35)
DAYS = st.text(st.sampled_from("0123456789/-. T:２０"), max_size=14)
SAID = (
    "Xã xã P. TT Ia Tul Yến Lạc 3 03 Phường ( ) - , huyện TX An Khê Sa Pa Pả H Bông ’ ' Tỉnh UBND"
    " \u0301 Điểm tiêu chí TC1 TC 2.1 1.2.1 tổng Tổng điểm Kết quả / 10 II"
)
WORDS = st.sampled_from(SAID.split())
PHRASES = st.lists(WORDS | st.text(max_size=3), max_size=8).flatmap(
    lambda words: st.sampled_from((" ", "", "\u00a0")).map(lambda sign: sign.join(words))
)
TEXTS = PHRASES | st.text(max_size=60)
CELLS = (
    FIGURES
    | TEXTS
    | DAYS
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
    | st.none()
)


@EXAMPLES
@example(cell="1.001", maximum=Decimal(1))
@given(cell=CELLS, maximum=st.none() | st.integers(1, 2000).map(Decimal))
def test_a_cell_is_read_or_its_fault_is_told(cell, maximum):
    readers = (
        lambda: read_points(cell, maximum),
        lambda: read_verdict(cell),
        lambda: read_count(cell, "Số"),
        lambda: read_date(cell, "Ngày"),
    )
    for kind, read in zip((Decimal, bool, int, date), readers, strict=True):
        try:
            found = read()
        except CellFault as fault:
            assert fault.sentence.endswith(".")  # noqa: PT017 - both ends are right
        else:
            assert isinstance(found, kind)
            assert not isinstance(found, Decimal) or found.is_finite()


@EXAMPLES
@given(text=FIGURES | TEXTS)
def test_figures_are_read_exactly_or_refused(text):
    for read in (parse_decimal, parse_count):
        try:
            found = read(text, "Số")
        except Refused as refused:
            assert refused.sentence.endswith(".")  # noqa: PT017 - both ends are right
        else:
            assert found >= 0
            assert len(text) <= LONGEST_FIGURE
            assert not set(text) & set("eENaxX∞²٣()/+")


@EXAMPLES
@given(text=TEXTS, parent=TEXTS, row=st.lists(CELLS, max_size=6))
def test_a_heading_has_a_meaning_or_none(text, parent, row):
    found = meaning_of(text, VOCABULARY)
    assert found is None or isinstance(found, Meaning)
    meaning_below(text, parent, meaning_of(parent, VOCABULARY), VOCABULARY)
    find_heading([row, [text, parent, *row], row], VOCABULARY)


@EXAMPLES
@given(name=TEXTS, above=TEXTS, code=st.just("") | FIGURES | st.text(max_size=8))
def test_a_name_is_matched_only_by_what_it_says(name, above, code):
    written = Written(name, above, code)
    found = INDEX.recognise(written)
    assert isinstance(found, Matched | Suggested | Ambiguous | Unknown)
    assert isinstance(sentence_of(found, written), str)
    if isinstance(found, Matched) and not code.strip() and found.former is None:
        # All letters and tones of the name stand in what was written.
        bare = found.unit.name[len(found.unit.kind) + 1 :]
        assert key_of(bare) in key_of(name)
