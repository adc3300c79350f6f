"""Saves sent over HTTP, and the proof that each of them wrote what it says."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps


class Written:
    """How many rows of history came into being while the block ran."""

    def __init__(self) -> None:
        self.rows = 0

    def require(self, saves: int, lines: int) -> None:
        """Fewer rows than lines changed would mean that something else was measured."""
        if self.rows < saves * lines:
            raise RuntimeError(f"{saves} saves of {lines} lines wrote {self.rows} rows of history.")


@contextmanager
def counting_history() -> Iterator[Written]:
    written = Written()
    before = _count()
    yield written
    written.rows = _count() - before


def _count() -> int:
    return apps.get_model("assessments", "EntryHistory").objects.count()
