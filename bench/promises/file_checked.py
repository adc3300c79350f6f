"""Promise 17: a PDF of 10 MB looked at behind the fence, outside the web process.

Two of them: one of scanned pages (few objects, much picture), one of very many small objects.
The floor reads the same bytes and hashes them, in this process.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable
from typing import IO

from bench.measuring import Figure, alternately, at_most, median
from bench.run import Figures, Run
from tuphap.foundation.files import fence
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.limits import EVIDENCE
from tuphap.foundation.files.tests.largest import scanned_pdf, written_pdf

PROMISED_SECONDS, PROMISED_MEGABYTES = 5.0, 150.0
LINKS = 28_000  # so many give 10 MB
PAPERS: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("scanned pages", lambda: scanned_pdf(10)),
    ("28,000 small objects", lambda: written_pdf(LINKS)),
)


def measure(run: Run) -> Figures:
    rounds = 1 if run.effort.is_quick else run.effort.rounds
    return [figure for what, make in PAPERS for figure in figures(what, make(), rounds)]


def figures(what: str, content: bytes, rounds: int) -> Figures:
    with tempfile.TemporaryFile() as body:
        body.write(content)
        body.flush()
        answers: list[fence.Answer] = []
        floor, ours = alternately(rounds, lambda: hashed(body), lambda: checked(body, answers))
    note = f"{len(content) / 1024 / 1024:.1f} MB; hashed alone in {median(floor) * 1000:.0f} ms"
    kilobytes = max(answer.kilobytes for answer in answers)
    return [
        Figure(f"{what}: checked", "s", median(ours), bound=at_most(PROMISED_SECONDS), note=note),
        Figure(
            f"{what}: memory of the check",
            "MB",
            kilobytes / 1024,
            bound=at_most(PROMISED_MEGABYTES),
        ),
    ]


def hashed(body: IO[bytes]) -> float:
    body.seek(0)
    begun = time.perf_counter()
    hashlib.file_digest(body, "sha256")  # type: ignore[arg-type]
    return time.perf_counter() - begun


def checked(body: IO[bytes], answers: list[fence.Answer]) -> float:
    begun = time.perf_counter()
    answers.append(fence.ask(body, Request("check", "pdf", EVIDENCE.most_unpacked)))
    return time.perf_counter() - begun
