"""The door of the server in a journey: the application itself, on a clock the journey moves.

Every worker process reads the time from a file before it answers, so that one story can go through
a whole year: dates of steps, days of posting, sessions that ended meanwhile.
"""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import time_machine
from django.conf import settings
from time_machine import escape_hatch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuphap.config.settings")
# Files as they lie in `static/`: collecting and packing them takes longer than a journey.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

from tuphap.config import wsgi  # noqa: E402


class _Clock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._shown = path.read_text()
        self._hands = time_machine.travel(_moment(self._shown)).start()
        self._hands.move_to(self._now())

    def follow(self) -> None:
        wanted = self._path.read_text()
        with self._lock:
            if wanted != self._shown:
                self._shown = wanted
                self._hands.move_to(self._now())

    def _now(self) -> datetime:
        """Counted from when the clock was set, so that all processes read the same time."""
        since = escape_hatch.time.time() - self._path.stat().st_mtime
        return _moment(self._shown) + timedelta(seconds=since)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


_clock = _Clock(Path(os.environ["JOURNEY_CLOCK"]))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _clock.follow()
    return wsgi.application(environ, start_response)
