"""A server that falls behind is seen to wait, and what is not the page is counted."""

import subprocess
import sys
from typing import Any

import pytest

from bench import load, paced

PAGE = load.get("/")


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> None:
    """Each in turn, over and over."""
    left: list[Any] = []

    def fetch(port: int, request: bytes) -> tuple[int, bytes, bytes]:
        left[:] = left or list(answers)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(load, "fetch", fetch)
    monkeypatch.setattr(load, "HEAD_START", 0.0)


def test_what_is_not_the_page_is_counted_and_the_next_one_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answering(monkeypatch, (200, b"", b"page"), (503, b"", b"busy"), TimeoutError())
    monkeypatch.setattr(paced, "LINES", 1)
    asked = paced.paced(0, PAGE, 3000.0, 0.01)
    assert len(asked.times) == 30
    assert asked.wrong == ["status 503", "TimeoutError"] * 10


def test_time_is_counted_from_the_moment_a_request_was_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and a server that is late with each: the delays add up."""
    answering(monkeypatch, (200, b"", b"page"))
    monkeypatch.setattr(paced, "LINES", 1)
    now = [100.0]
    monkeypatch.setattr(paced.time, "monotonic", lambda: now[0])

    def late(*_: Any) -> tuple[int, bytes, bytes]:
        now[0] += 2.0
        return 200, b"", b"page"

    monkeypatch.setattr(load, "fetch", late)
    monkeypatch.setattr(paced.time, "sleep", lambda seconds: None)
    assert paced.paced(0, PAGE, 1.0, 3.0).times == [2.0, 3.0, 4.0]


def test_it_is_sent_from_a_process_without_django() -> None:
    words = "import sys, bench.paced; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
