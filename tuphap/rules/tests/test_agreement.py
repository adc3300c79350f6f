"""Two judges: what textbooks say, and what holds whatever they say."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.agreement import agreement

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40)


def table(*rows: tuple[int, ...]) -> list[tuple[int, int]]:
    """Counts of the first (down) against the second (across), as books print them."""
    return [
        (a, b) for a, row in enumerate(rows) for b, count in enumerate(row) for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("pairs", "equal", "of", "kappa"),
    [
        # Fleiss, Levin, Paik (2003), table 18.1: two raters, three diagnoses, 100 patients.
        (table((75, 1, 4), (5, 4, 1), (0, 0, 10)), 89, 100, Fraction(23, 34)),
        # Fifty proposals read by two people, yes or no: 0.7 seen, 0.5 by chance.
        (table((20, 5), (10, 15)), 35, 50, Fraction(2, 5)),
        (table((0, 5), (5, 0)), 0, 10, Fraction(-1)),
        (table((3, 0), (0, 4)), 7, 7, Fraction(1)),
        (table((7,)), 7, 7, None),
        ([], 0, 0, None),
    ],
)
def test_what_textbooks_say(pairs, equal, of, kappa):
    found = agreement(pairs)
    assert (found.equal, found.of, found.kappa) == (equal, of, kappa)


@given(PAIRS)
def test_it_does_not_matter_who_was_first(pairs):
    assert agreement(pairs) == agreement([(b, a) for a, b in pairs])
    assert agreement(pairs) == agreement(reversed(pairs))


@given(PAIRS)
def test_the_share_lies_between_nothing_and_all_and_kappa_is_never_more(pairs):
    found = agreement(pairs)
    assert (found.share is None) == (not pairs)
    assert found.share is None or 0 <= found.share <= 1
    if found.kappa is not None:
        assert -1 <= found.kappa <= found.share
        assert (found.kappa == 1) == (found.share == 1)


@given(PAIRS)
def test_names_of_results_mean_nothing(pairs):
    assert agreement(pairs) == agreement([(f"x{a}", f"x{b}") for a, b in pairs])


@given(st.lists(st.integers(0, 3), min_size=1))
def test_kappa_is_unknown_exactly_where_both_only_ever_gave_one_result(values):
    assert (agreement([(v, v) for v in values]).kappa is None) == (len(set(values)) == 1)
