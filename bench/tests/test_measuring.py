"""Figures are only as good as the arithmetic below them."""

import pytest

from bench.measuring import Figure, alternately, at_least, at_most, median, percentile, spread


def test_median_is_not_moved_by_one_bad_run() -> None:
    assert median([3.0, 1.0, 900.0]) == 3.0
    assert median([4.0, 2.0]) == 3.0


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 50.0), (99, 99.0), (100, 100.0), (0.5, 1.0), (99.5, 100.0)]
)
def test_percentile_is_a_value_that_was_measured(percent: float, expected: float) -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, percent) == expected


def test_percentile_of_few_values_is_the_worst_of_them() -> None:
    assert percentile([5.0, 7.0], 99) == 7.0
    assert percentile([5.0], 1) == 5.0


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_percentile_refuses_what_has_none(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError):
        percentile(values, percent)


def test_spread_says_how_far_runs_lie_apart() -> None:
    assert spread([90.0, 100.0, 110.0]) == pytest.approx(0.2)
    assert spread([5.0, 5.0]) == 0.0
    assert spread([0.0]) == 0.0


def test_ratio_is_ours_as_a_multiple_of_the_floor() -> None:
    assert Figure("saves", "1/s", ours=250.0, floor=1000.0).ratio == 0.25
    assert Figure("memory", "MB", ours=180.0).ratio == 180.0
    assert Figure("nothing to compare", "1/s", ours=1.0, floor=0.0).ratio == float("inf")


@pytest.mark.parametrize(
    ("bound", "ours", "is_met"),
    [
        (at_least(0.25), 25.0, True),
        (at_least(0.25), 24.9, False),
        (at_most(3), 300.0, True),
        (at_most(3), 300.1, False),
        (None, 1.0, None),
    ],
)
def test_a_promise_is_kept_at_its_very_bound(bound, ours, is_met) -> None:
    assert Figure("x", "1/s", ours, floor=100.0, bound=bound).is_met is is_met


def test_floor_and_ours_take_turns() -> None:
    said: list[str] = []
    floor, ours = alternately(3, lambda: said.append("floor"), lambda: said.append("ours"))
    assert said == ["floor", "ours"] * 3
    assert len(floor) == len(ours) == 3
