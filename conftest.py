"""Tests run on a real PostgreSQL: the configured server, or the embedded one in a folder of theirs."""

import contextlib
import os
import secrets
from pathlib import Path

BASE = Path(__file__).resolve().parent
_stack = contextlib.ExitStack()

# Before Django reads its settings; workers of pytest-xdist inherit all of it.
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if not os.environ.get("PYTEST_XDIST_WORKER") and not os.environ.get("DATABASE_URL"):
    from tuphap.config import embedded_database

    data = Path(os.environ.get("TUPHAP_DATA") or BASE / ".data") / "test"
    data.mkdir(parents=True, exist_ok=True)
    os.environ["TUPHAP_DATA"] = str(data)
    os.environ["DATABASE_URL"] = _stack.enter_context(embedded_database.running(data))


def pytest_unconfigure() -> None:
    _stack.close()
