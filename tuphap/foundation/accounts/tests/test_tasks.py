"""Ended sessions go; done by a worker as it runs in production."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from tuphap.foundation.accounts.tasks import clear_ended_sessions

pytestmark = pytest.mark.django_db


def session(key: str, hours: int) -> None:
    ends = timezone.now() + timedelta(hours=hours)
    Session.objects.create(session_key=key, session_data="", expire_date=ends)


def keys() -> list[str]:
    return list(Session.objects.values_list("session_key", flat=True))


def test_only_ended_sessions_go_and_twice_is_once():
    session("ended", -1)
    session("open", 1)
    assert clear_ended_sessions(timestamp=0) == 1
    assert clear_ended_sessions(timestamp=0) == 0
    assert keys() == ["open"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it():
    session("ended", -1)
    session("open", 1)
    clear_ended_sessions.defer(timestamp=0)
    here = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": here,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tuphap.config.settings",
    }
    words = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
    done = subprocess.run(
        words, env=environment, cwd=settings.BASE, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert keys() == ["open"]
