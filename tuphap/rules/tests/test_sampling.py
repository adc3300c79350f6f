"""Samples: drawn again they are the same, and every kind gets its share."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.sampling import Size, drawn, in_order, places

CODES = st.sets(st.integers(10000, 99999).map(str), max_size=40)
FRAMES = st.dictionaries(
    st.integers(10000, 99999).map(str), st.sampled_from(["xã", "phường", "thị trấn"]), max_size=40
)
SIZES = st.builds(Size, st.integers(0, 60), st.booleans())


@pytest.mark.parametrize(
    ("size", "units", "expected"),
    [
        (Size(3), 13, 3),
        (Size(20), 13, 13),
        (Size(10, in_percent=True), 13, 2),
        (Size(100, in_percent=True), 13, 13),
        (Size(10, in_percent=True), 0, 0),
    ],
)
def test_how_many(size, units, expected):
    assert size.of(units) == expected


def test_the_order_is_that_of_sha_256_and_anybody_can_reckon_it():
    # printf '2022-a:23857' | sha256sum gives 4ec2…, of 23863 8afd…, of 23860 b18f…
    assert in_order("2022-a", ["23860", "23863", "23857"]) == ["23857", "23863", "23860"]


@given(FRAMES, SIZES, st.booleans())
def test_the_same_seed_gives_the_same_units_in_whatever_order_they_come(frame, size, by_kind):
    turned = dict(reversed(frame.items()))
    found = drawn(frame, "hạt", size, by_kind=by_kind)
    assert found == drawn(turned, "hạt", size, by_kind=by_kind)
    assert len(found) == len(set(found)) == size.of(len(frame))
    assert set(found) <= set(frame)


@given(CODES, st.text(max_size=8), st.text(max_size=8))
def test_a_smaller_sample_is_the_beginning_of_a_larger_one(codes, seed, other):
    frame = dict.fromkeys(codes, "xã")
    larger = drawn(frame, seed, Size(8), by_kind=False)
    assert larger[:3] == drawn(frame, seed, Size(3), by_kind=False)
    assert drawn(frame, seed, Size(8), by_kind=True) == larger


@given(FRAMES, SIZES)
def test_every_kind_gets_its_share_to_less_than_one_unit(frame, size):
    kinds, wanted = Counter(frame.values()), size.of(len(frame))
    shares = places(kinds, wanted)
    assert sum(shares.values()) == wanted
    for kind, count in kinds.items():
        assert 0 <= shares[kind] <= count
        assert abs(shares[kind] - Fraction(wanted * count, len(frame))) < 1
    taken = Counter(frame[code] for code in drawn(frame, "s", size, by_kind=True))
    assert all(taken[kind] == shares[kind] for kind in kinds)


def test_another_seed_gives_another_sample():
    frame = dict.fromkeys(map(str, range(100)), "xã")
    samples = {tuple(drawn(frame, str(seed), Size(5), by_kind=False)) for seed in range(20)}
    assert len(samples) == 20
