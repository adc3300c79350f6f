"""The data folder of the bench: its own database, migrated, with the illustration data."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command

from tuphap.config import embedded_database, launch

BASE = Path(__file__).resolve().parents[1]
# Without these nothing that is written is safe, and every rate would be a fairy tale.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def data_folder() -> Path:
    """A folder of its own inside the data folder: a bench never touches real records."""
    return Path(os.environ.get("TUPHAP_DATA") or BASE / ".data").resolve() / "bench"


@contextmanager
def world(data: Path, *, fresh: bool = False) -> Iterator[str]:
    """Migrated, and Django set up in this process; yields the address of the database."""
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    os.environ["TUPHAP_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    launch.prepare_data_folder()
    (data / "demo").touch()
    with embedded_database.running(data) as url:
        # Whatever server the environment names: it is not to be measured, and not to be filled.
        os.environ["DATABASE_URL"] = url
        require_durable(url)
        django.setup()
        call_command("migrate", verbosity=0)
        launch.collect_static()
        yield url


def require_durable(url: str) -> None:
    with psycopg.connect(url) as connection:
        for name, wanted in DURABLE.items():
            found = connection.execute(f"show {name}").fetchone()
            if found != (wanted,):
                raise RuntimeError(
                    f"PostgreSQL: {name} is {found}, measured is only with {wanted}."
                )


def have_illustration_data() -> None:
    call_command("demo_data", if_empty=True)


def settle(url: str) -> None:
    """Statistics and a checkpoint, so that neither falls into a measurement."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")
