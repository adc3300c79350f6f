"""Fewer points for a line that looks the same (Douglas and Peucker), without recursion."""

from collections.abc import Sequence

Point = tuple[float, float]


def simpler(line: Sequence[Point], close: float) -> list[Point]:
    """Ends stay; a point stays where leaving it out would move the line by more than `close`.

    A closed line is cut at its point farthest from the start, so that it never falls into one.
    """
    if len(line) <= 4:
        return list(line)
    far = max(range(len(line)), key=lambda at: _apart(line[at], line[0]))
    keep = {0, far, len(line) - 1}
    open_parts = [(0, far), (far, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        worst = max(range(first + 1, last), key=lambda at: _off(line[at], line[first], line[last]))
        if _off(line[worst], line[first], line[last]) > close**2:
            keep.add(worst)
            open_parts += [(first, worst), (worst, last)]
    return [line[at] for at in sorted(keep)]


def _apart(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _off(point: Point, start: Point, end: Point) -> float:
    """Squared distance from the stretch between two points."""
    width, height = end[0] - start[0], end[1] - start[1]
    long = width**2 + height**2
    if not long:
        return _apart(point, start)
    share = ((point[0] - start[0]) * width + (point[1] - start[1]) * height) / long
    share = min(max(share, 0.0), 1.0)
    return _apart(point, (start[0] + share * width, start[1] + share * height))
