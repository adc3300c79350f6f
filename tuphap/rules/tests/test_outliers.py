"""Scores against a spread: what moves them, what does not, and when there is none."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tuphap.rules.outliers import (
    LEAST_UNITS,
    Spread,
    is_far,
    modified_z,
    spread,
    z_score,
)

VALUES = st.lists(st.integers(-10_000, 10_000).map(Decimal), min_size=2, max_size=40)
CLOSE = Decimal("0.001")


def of(*values):
    found = spread(Decimal(value) for value in values)
    assert found
    return found


def test_the_figures_of_a_spread():
    assert of(2, 4, 4, 4, 5, 5, 7, 9) == Spread(
        8, Decimal(5), Decimal("2.138090"), Decimal("4.5"), Decimal("0.5")
    )


def test_nothing_has_no_spread_and_one_value_no_width():
    assert spread([]) is None
    assert of(7) == Spread(1, Decimal(7), Decimal(0), Decimal(7), Decimal(0))


def test_without_width_there_is_no_score():
    assert z_score(Decimal(9), of(5, 5, 5)) is None
    assert modified_z(Decimal(9), of(5, 5, 5, 8)) is None
    assert z_score(Decimal(9), of(5, 5, 5, 8)) is not None


@pytest.mark.parametrize(
    ("value", "among", "expected"),
    [
        (40, [*range(90, 100), 40], True),  # by the modified z
        (90, [*range(90, 100), 40], False),
        (40, [*range(90, 99), 40], False),  # ten units are too few
        (40, [100] * 30 + [40], True),  # MAD 0: by z
        (40, [100] * 6 + [40] * 5, False),  # MAD 0, and many say so
    ],
)
def test_far_is_far_among_enough_others(value, among, expected):
    assert is_far(Decimal(value), of(*among), LEAST_UNITS) == expected


@given(st.decimals(-1000, 1000, places=4), st.integers(1, 60))
def test_equal_values_raise_no_alarm(value, count):
    among = spread([value] * count)
    assert among
    assert (among.std, among.mad) == (0, 0)
    assert not is_far(value, among, 1)


@given(VALUES, st.integers(-1000, 1000).map(Decimal))
def test_a_shift_of_all_changes_no_score(values, by):
    before, after = spread(values), spread(value + by for value in values)
    for score in (z_score, modified_z):
        _same(score(values[0], before), score(values[0] + by, after))


@given(VALUES, st.integers(2, 50).map(Decimal))
def test_another_unit_of_measure_changes_no_score(values, by):
    before, after = spread(values), spread(value * by for value in values)
    for score in (z_score, modified_z):
        _same(score(values[0], before), score(values[0] * by, after))


@given(VALUES)
def test_mirrored_values_score_the_other_way(values):
    before, after = spread(values), spread(-value for value in values)
    for score in (z_score, modified_z):
        mirrored = score(-values[0], after)
        _same(score(values[0], before), None if mirrored is None else -mirrored)


@given(VALUES)
def test_no_value_of_few_lies_far_by_z(values):
    """Why LEAST_UNITS is what it is: among ten, three deviations cannot be reached."""
    assume(len(values) < LEAST_UNITS)
    among = spread(values)
    assert all(abs(z_score(value, among) or 0) < 3 for value in values)


def _same(first, second):
    assert (first is None) == (second is None)
    if first is not None:
        assert abs(first - second) < CLOSE * (1 + abs(first))
