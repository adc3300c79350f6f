"""The comparison of ledgers and history finds what it is there to find."""

from uuid import UUID

import pytest

from bench.promises.editors import Compared, compared

LINE, OTHER = (UUID(int=1), "1.1.1"), (UUID(int=1), "2.1.1")


@pytest.mark.parametrize(
    ("told", "written", "found"),
    [
        ([1, 4, 9], [1, 4, 9], Compared(0, 0)),
        ([1, 4, 9], [1, 9], Compared(1, 0)),
        ([1, 4], [], Compared(2, 0)),
        ([1, 4], [1, 4, 4], Compared(0, 1)),
        ([1, 4], [1, 3, 4], Compared(0, 1)),
        ([1, 4], [4, 1], Compared(0, 1)),
        ([], [7], Compared(0, 1)),
    ],
)
def test_what_was_acknowledged_is_there_once_and_in_order(told, written, found) -> None:
    assert compared({LINE: told}, {LINE: written}) == found
    # What is right elsewhere makes up for nothing.
    both = compared({LINE: told, OTHER: [5]}, {LINE: written, OTHER: [5]})
    assert both == found


def test_a_figure_in_another_line_is_lost_here_and_unknown_there() -> None:
    assert compared({LINE: [1]}, {OTHER: [1]}) == Compared(lost=1, unknown=1)
