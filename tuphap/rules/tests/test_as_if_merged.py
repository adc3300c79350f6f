"""Old figures under today's borders: whole ways are added, the rest is named and left out."""

from tuphap.rules.as_if_merged import DIVIDED, NO_FIGURES, REASONS, Old, gather
from tuphap.rules.compared_figures import Pair
from tuphap.rules.years import Way

WAYS = {
    1: [Way(10, "10", True)],
    2: [Way(10, "10", True)],
    3: [Way(10, "10", False), Way(11, "11", False)],
    4: [Way(11, "11", False)],
    10: [Way(20, "20", True)],
}


def test_done_and_due_are_added_over_all_mergers():
    units = [
        Old(1, "Xã A", {"1.1.1": Pair(3, 4), "2.1.1": Pair(1, 1)}),
        Old(2, "Xã B", {"1.1.1": Pair(5, 6)}),
    ]
    found = gather(units, WAYS)
    assert set(found) == {20}
    assert found[20].added == ["Xã A", "Xã B"]
    assert found[20].sums == {"1.1.1": Pair(8, 10), "2.1.1": Pair(1, 1)}
    assert found[20].counted == {"1.1.1": 2, "2.1.1": 1}
    assert found[20].left_out == []


def test_parts_are_left_out_and_named_wherever_they_went():
    figures = {"1.1.1": Pair(3, 4)}
    found = gather([Old(3, "Xã C", figures), Old(4, "Xã D", figures)], WAYS)
    assert found[20].left_out == [("Xã C", REASONS[DIVIDED])]
    assert found[11].left_out == [("Xã C", REASONS[DIVIDED]), ("Xã D", REASONS[DIVIDED])]
    assert found[20].sums == found[11].sums == {}


def test_what_was_never_decided_is_left_out_and_what_never_changed_stays():
    found = gather([Old(2, "Xã B", {}), Old(5, "Xã E", {"1.1.1": Pair(1, 2)})], WAYS)
    assert found[20].left_out == [("Xã B", REASONS[NO_FIGURES])]
    assert found[5].sums == {"1.1.1": Pair(1, 2)}


def test_a_circle_of_ways_ends():
    ways = {1: [Way(2, "2", True)], 2: [Way(1, "1", True)]}
    assert set(gather([Old(1, "Xã A", {})], ways)) == {2}
