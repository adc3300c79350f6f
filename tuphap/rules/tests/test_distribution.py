"""Five numbers, a mean and counts by range, against figures worked out by hand."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.distribution import distribution, ranges


def test_ten_equal_ranges_and_the_last_holds_the_maximum() -> None:
    spans = ranges(Decimal(30), counted=False)
    assert [(span.low, span.high) for span in spans[:2]] == [(0, 3), (3, 6)]
    assert [span.holds(Decimal(30)) for span in spans] == [False] * 9 + [True]
    assert [span.holds(Decimal(3)) for span in spans[:2]] == [False, True]


def test_what_is_counted_has_a_range_for_each_number() -> None:
    spans = ranges(Decimal(3), counted=True)
    assert [[span.holds(Decimal(n)) for n in range(4)].index(True) for span in spans] == [
        0,
        1,
        2,
        3,
    ]


def test_quartiles_lie_between_figures_by_proportion() -> None:
    spans = ranges(Decimal(10), counted=False)
    found = distribution(
        [Decimal(1), Decimal(2), Decimal(4), Decimal(10), None], Decimal(10), spans
    )
    assert (found.n, found.least, found.most, found.at_maximum) == (4, 1, 10, 1)
    assert (found.first_quartile, found.median, found.third_quartile) == (
        Decimal("1.75"),
        3,
        Decimal("5.5"),
    )
    assert found.mean == Decimal("4.25")
    assert found.counts == (0, 1, 1, 0, 1, 0, 0, 0, 0, 1)


def test_of_nothing_nothing_is_known() -> None:
    found = distribution([None], Decimal(10), ranges(Decimal(10), counted=False))
    assert (found.n, found.median, found.mean, sum(found.counts)) == (0, None, None, 0)


@given(st.lists(st.integers(0, 4000).map(lambda n: Decimal(n) / 1000), min_size=1, max_size=40))
def test_every_figure_is_counted_once_and_quartiles_are_in_order(values: list[Decimal]) -> None:
    found = distribution(values, Decimal(4), ranges(Decimal(4), counted=False))
    assert sum(found.counts) == len(values)
    five = [found.least, found.first_quartile, found.median, found.third_quartile, found.most]
    assert five == sorted(five)
