"""Promise 3: the public page of 220 rows made anew, against ORM objects and a template loop.

Processor time of this process only. Both ways give the same page around the table and the same
rows in it, letter by letter; the floor reads the records as a page would that keeps no copy.
"""

import re
import time
from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from bench.measuring import Figure, alternately, at_most, median, spread
from bench.run import Figures, Run
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.ui.render import sprite
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.outlets.portal import render
from tuphap.outlets.portal.choosing import WHOLE
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.shelf import edition_of
from tuphap.rules.workflows.assessment import FINAL

PROMISED = 0.2
ROWS = re.compile(rb"<tbody>(.*?)</tbody>", re.DOTALL)


def measure(run: Run) -> Figures:
    copy = PublishedCopy.objects.filter(kind=RESULTS).order_by("-year", "-number")[0]
    loop = PageByLoop(copy)
    pages = made_anew(copy), loop.page()
    require_same_rows(*pages)
    floor, ours = alternately(
        run.effort.rounds,
        lambda: milliseconds_of(loop.page, run.effort.seconds / 2),
        lambda: milliseconds_of(lambda: made_anew(copy), run.effort.seconds / 2),
    )
    note = f"{len(copy.payload['units'])} rows, {len(pages[0]) // 1024} KB; "
    note += f"runs apart by {spread(ours):.0%}"
    return [Figure("processor time", "ms", median(ours), median(floor), at_most(PROMISED), note)]


def made_anew(copy: PublishedCopy) -> bytes:
    """Nothing of an earlier page is kept but the words of figures that return."""
    return render.results_page(Results(edition_of(copy), copy.payload), WHOLE)


class PageByLoop:
    """The same page, its rows as one writes them at first: records, one template, a loop."""

    def __init__(self, copy: PublishedCopy) -> None:
        self.copy = copy
        self.results = Results(edition_of(copy), copy.payload)
        self.criteria = [criterion["code"] for criterion in self.results.criteria]

    def page(self) -> bytes:
        rows = render_to_string(
            "bench/rows_by_loop.html", {"rows": self.records(), "sprite": sprite()}
        )
        usual, render.table_rows = render.table_rows, lambda *_, **__: mark_safe(rows)
        try:
            return render.results_page(self.results, WHOLE)
        finally:
            render.table_rows = usual

    def records(self) -> list[Assessment]:
        """In three queries; a page that asks for each row would make the floor too easy."""
        found = Assessment.objects.filter(
            period__year=self.copy.year, decision__isnull=False
        ).select_related("unit__parent", "decision")
        rows = list(found.order_by("unit__path"))
        sums = ColumnSummary.objects.filter(assessment__in=rows, column=FINAL)
        by_row = {summary.assessment_id: summary for summary in sums}
        for row in rows:
            summary = by_row[row.pk]
            row.total = summary.total
            row.cells = [summary.scores.get(code) for code in self.criteria]
            failed = [code for code, holds in summary.conditions.items() if holds is False]
            row.failed = [code.removeprefix("DK") for code in failed]
        return rows


def require_same_rows(ours: bytes, floor: bytes) -> None:
    """Two pages with different figures would not be comparable."""
    rows = [ROWS.search(page) for page in (ours, floor)]
    texts = [b"".join(row.group(1).split()) if row else b"" for row in rows]
    if not texts[0] or texts[0] != texts[1]:
        raise RuntimeError("The two pages do not hold the same rows.")


def milliseconds_of(make: Callable[[], bytes], seconds: float) -> float:
    """Processor time of one page, over as many as fit."""
    make()
    begun, until, made = time.process_time(), time.monotonic() + seconds, 0
    while time.monotonic() < until or not made:
        make()
        made += 1
    return (time.process_time() - begun) * 1000 / made
