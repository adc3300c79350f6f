"""Work around stored files, behind the answer."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.files import (
    looks,
    office_pages,
    previews,
    scanner,
    scanning,
    signing,
    sweeping,
)
from tuphap.foundation.jobs.waits import GROWING_WAITS


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep_broken_uploads", pass_context=False)
def sweep_broken_uploads(timestamp: int) -> int:
    """Safe to run twice; every ten minutes, so that nothing stays much longer than the hour."""
    return sweeping.sweep(timezone.now())


@app.task(retry=GROWING_WAITS, pass_context=False)
def scan_file(sha256: str) -> bool:
    """While the scanner is down this fails and is tried again after growing waits."""
    return scanning.scan(sha256, timezone.now())


@app.task(pass_context=False)
def lay_out_pages(sha256: str) -> bool:
    """Pages of a Word or Excel file; one that cannot be laid out is downloaded instead."""
    made = office_pages.make_pages(sha256)
    if made:
        previews.look_at(sha256)
    return made


@app.task(pass_context=False)
def look_at_file(sha256: str) -> bool:
    """The picture of the first page, made before anybody asks, and how it looks."""
    return previews.look_at(sha256)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="look_at_waiting_files", pass_context=False)
def look_at_waiting_files(timestamp: int) -> int:
    """Files from before, and those whose job was lost; so many each time."""
    return sum(previews.look_at(sha256) for sha256 in looks.not_looked_at())


@app.task(retry=GROWING_WAITS, pass_context=False)
def look_at_signatures(sha256: str) -> bool:
    """After the list of trusted certificates changed."""
    return signing.look_again(sha256)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="scan_waiting_files", pass_context=False)
def scan_waiting_files(timestamp: int) -> int:
    """Files whose own job gave up, or was lost, as soon as the scanner answers again."""
    if not scanner.is_connected():
        return 0
    waiting = scanning.forgotten(timezone.now())
    return sum(scanning.scan(sha256, timezone.now()) for sha256 in waiting)
