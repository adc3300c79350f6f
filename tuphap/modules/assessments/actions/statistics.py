"""Making the statistics of a period: once for all who look, never for a page."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tuphap.modules.assessments.models import ContentStatistics, Period
from tuphap.modules.assessments.queries.statistics import (
    Counted,
    counted_lines,
    stale_periods,
)
from tuphap.rules.compared_figures import FIGURES
from tuphap.rules.outliers import spread


@transaction.atomic
def make_statistics(period: Period, *, at: datetime) -> int:
    """How many rows there are now. Two at once wait for one another, the later one wins."""
    Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    rows = list(_rows(period, counted_lines(period), at))
    ContentStatistics.objects.filter(period=period).delete()
    ContentStatistics.objects.bulk_create(rows)
    return len(rows)


def refresh_statistics(at: datetime) -> int:
    """For each period into which something was sent since; how many of them."""
    periods = stale_periods()
    for period in periods:
        make_statistics(period, at=at)
    return len(periods)


def _rows(period: Period, lines: Iterable[Counted], at: datetime) -> Iterator[ContentStatistics]:
    values: dict[tuple[str, str, str], list[Decimal]] = {}
    for line in lines:
        for key, figure in FIGURES.items():
            value = figure.value(line.pair)
            if value is not None:
                values.setdefault((line.kind, line.item, key), []).append(value)
    for (kind, item, key), found in values.items():
        among = spread(found)
        assert among  # a group has at least one value
        yield ContentStatistics(
            period=period,
            kind=kind,
            item=item,
            figure=key,
            n=among.n,
            mean=among.mean,
            std=among.std,
            median=among.median,
            mad=among.mad,
            as_of=at,
        )
