"""A place for one journey: its own database, real units, people with passwords, and a server."""

import csv
import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import psycopg
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

import tuphap
from tuphap.config import launch
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.calendar.actions import load_holidays
from tuphap.foundation.units.actions import load_epochs
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.tests.world import document_of
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.rules.permissions import Role

UNIT_LISTS = Path(tuphap.__file__).parent / "data" / "units"
# A province with one district and three communes of it, and what they became.
COMMUNES = {"23857", "23860", "23863"}
KEPT_UNITS = {"64", "52", "631", *COMMUNES, "23866", "23869"}
PASSWORD = "mot-cau-du-dai-de-nho"
COPY_TRIES = 4


@dataclass(frozen=True)
class Town:
    address: str
    clock: Path

    def at(self, moment: str) -> None:
        """“2022-12-05 09:00”, the clock on the wall in Vietnam."""
        text = f"{moment}+07:00"
        # The same moment again goes on from there: time never runs backwards in between.
        if not self.clock.exists() or self.clock.read_text() != text:
            # In one step: a process of the server may read at any moment.
            fresh = self.clock.with_suffix(".neu")
            fresh.write_text(text)
            fresh.replace(self.clock)

    def now(self) -> float:
        """Seconds since 1970 as the clock on the wall shows them now."""
        set_to = datetime.fromisoformat(self.clock.read_text()).timestamp()
        return set_to + time.time() - self.clock.stat().st_mtime


@contextmanager
def town(
    empty: str, folder: Path, now: str, *, demo: bool = False, settled: bool = True
) -> Iterator[Town]:
    """A copy of the empty database; settled: with real units and rule sets, not yet people."""
    with own_database(f"{empty}_town", empty) as url:
        load_holidays(2022, 2027)
        if settled:
            load_epochs(small_lists(folder / "units"))
            for code in ("25-2021", "27-2025"):
                load_rule_set(document_of(code), at=datetime.fromisoformat(f"{now}+07:00"))
        with server(url, folder, now, demo=demo) as place:
            yield place


@contextmanager
def own_database(name: str, template: str = "template1") -> Iterator[str]:
    """A database in which everything is really committed; inside the block Django works in it."""
    address = os.environ["DATABASE_URL"]
    usual = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as admin:
        _drop(admin, name)
        _copy(admin, template, name)
        connection.settings_dict["NAME"] = name
        try:
            yield make_conninfo(address, dbname=name)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            _drop(admin, name)


def _copy(admin: "psycopg.Connection[tuple[object, ...]]", template: str, name: str) -> None:
    # On a busy machine a session that was closed, or the vacuum, may linger in the template.
    leave = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    for _ in range(COPY_TRIES - 1):
        admin.execute(leave, [template])
        with suppress(psycopg.errors.ObjectInUse):
            admin.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
            return
    admin.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(admin: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    words = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    admin.execute(words.format(sql.Identifier(name)))


def small_lists(folder: Path) -> Path:
    """The official lists, cut to a few units; names, codes and days are the real ones."""
    folder.mkdir(parents=True)
    shutil.copy(UNIT_LISTS / "epochs.yaml", folder)
    for path in UNIT_LISTS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as source:
            head, *rows = list(csv.reader(source))
        with (folder / path.name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([head, *(row for row in rows if _kept(path.name, row))])
    return folder


def _kept(file_name: str, row: list[str]) -> bool:
    wanted = {
        "units-2025-07.csv": KEPT_UNITS - {"23860", "23863"},
        "succession-2025-07.csv": COMMUNES,
    }
    return row[0] in wanted.get(file_name, KEPT_UNITS - {"23866", "23869"})


@contextmanager
def server(url: str, folder: Path, now: str, *, demo: bool) -> Iterator[Town]:
    """Granian with its worker processes, as in a real installation."""
    port = free_port()
    place = Town(f"http://127.0.0.1:{port}", folder / "clock")
    place.at(now)
    kept = dict(os.environ)
    os.environ |= {
        "DATABASE_URL": url,
        "TUPHAP_DATA": str(folder),
        "TUPHAP_DEMO": "1" if demo else "0",
        "JOURNEY_CLOCK": str(place.clock),
    }
    try:
        process = launch.start(_command(port))
    finally:
        os.environ.clear()
        os.environ.update(kept)
    try:
        assert launch.answers(port, process), "the server did not start"
        yield place
    finally:
        launch.stop([process])


def _command(port: int) -> list[str]:
    words = launch.server_command(port)
    return [*words[:-1], "tests.journeys.served:application"]


def free_port() -> int:
    """Drawn by the system: the server shares its port, so two that start together could meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def password_hash() -> str:
    """As the server makes them. Once: it is meant to take its time."""
    return make_password(PASSWORD, hasher=Argon2PasswordHasher())


def employ(name: str, unit_code: str, *roles: Role, on: str) -> Person:
    """Somebody who can log in with PASSWORD; the post begins with the unit."""
    day = datetime.fromisoformat(on).date()
    unit = Unit.objects.filter(code=unit_code, valid_from__lte=day).latest("valid_from")
    email = f"{secrets.token_hex(3)}.{roles[0].value}@example.gov.vn"
    person = Person.objects.create(email=email, full_name=name, password=password_hash())
    for role in roles:
        Post.objects.create(
            person=person,
            unit=unit,
            role=role.value,
            starts_on=unit.valid_from,
            ends_on=unit.valid_to,
        )
    return person
