"""Fewer points for a line that looks the same, each point looked at once.

From a point that is kept one looks along the line as long as a single straight view passes near
all points between (the cone of Zhao and Saalfeld). Douglas and Peucker leave as many points of a
coast, but a line made for it costs them the square of its points.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
# A point may lie so far beside the view and so far behind its end; both together are the whole.
BESIDE, BEHIND = 0.9, 0.43


@dataclass
class _View:
    """From a kept point: the directions that pass near all points so far."""

    eye: Point
    close: float
    farthest: float = 0.0
    middle: float | None = None
    left: float = -math.pi
    right: float = math.pi

    def pass_by(self, point: Point) -> None:
        beside = BESIDE * self.close
        far = math.dist(self.eye, point)
        self.farthest = max(self.farthest, far)
        if far <= beside:
            return
        if self.middle is None:
            self.middle = self._direction(point)
        turn, half = self._turn(point), math.asin(beside / far)
        self.left, self.right = max(self.left, turn - half), min(self.right, turn + half)

    def reaches(self, point: Point) -> bool:
        if math.dist(self.eye, point) < self.farthest - BEHIND * self.close:
            return False
        return self.middle is None or self.left <= self._turn(point) <= self.right

    def _turn(self, point: Point) -> float:
        return math.remainder(self._direction(point) - (self.middle or 0.0), math.tau)

    def _direction(self, point: Point) -> float:
        return math.atan2(point[1] - self.eye[1], point[0] - self.eye[0])


def simpler(line: Sequence[Point], close: float) -> list[Point]:
    """Ends stay; what is left out lies within `close` of the line that remains.

    A closed line is cut at its point farthest from the start, so that it never falls into one.
    """
    if len(line) <= 4:
        return list(line)
    far = max(range(len(line)), key=lambda at: math.dist(line[at], line[0]))
    return [*_seen(line[: far + 1], close)[:-1], *_seen(line[far:], close)]


def _seen(line: Sequence[Point], close: float) -> list[Point]:
    kept = [line[0]]
    view = _View(line[0], close)
    for before, point in pairwise(line[1:]):
        view.pass_by(before)
        if not view.reaches(point):
            kept.append(before)
            view = _View(before, close)
    return [*kept, line[-1]] if len(line) > 1 else kept
