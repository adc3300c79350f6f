"""Finding papers that wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tuphap.foundation.made_papers.kinds import kinds

# What is older was left behind by a worker that ended.
LEFT_BEHIND = timedelta(minutes=10)


def left_behind(now: datetime) -> Iterator[tuple[str, int]]:
    """Of every kind: its model, and the rows not made for too long."""
    for model, kind in kinds().items():
        rows = kind.model._default_manager.filter(
            made_at__isnull=True, asked_at__lt=now - LEFT_BEHIND
        )
        for paper_id in rows.values_list("pk", flat=True):
            yield model, paper_id
