"""A worker as it runs in production, on the database of the test."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

WORDS = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]


def surroundings(data: Path, **more: str) -> dict[str, str]:
    """The letters of this worker go into `data`, unless `more` names a mail server."""
    here = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    (data / "static").mkdir(exist_ok=True)
    return {
        **os.environ,
        "DATABASE_URL": here,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tuphap.config.settings",
        "TUPHAP_DATA": str(data),
        "TUPHAP_SITE_ADDRESS": "https://tcpl.example.vn",
        **more,
    }


def work(data: Path, **more: str) -> None:
    """Everything that can be done now is done."""
    environment = surroundings(data, **more)
    done = subprocess.run(
        WORDS, env=environment, cwd=settings.BASE, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def start(data: Path, **more: str) -> "subprocess.Popen[bytes]":
    """One that the test will end itself."""
    return subprocess.Popen(WORDS, env=surroundings(data, **more), cwd=settings.BASE)
