"""All tables and nothing in them: migrated once per state of the migrations, copied from then on.

Each worker, each journey and each later run takes a copy, which costs a fraction of a second.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    Admin = psycopg.Connection[tuple[object, ...]]

BASE = Path(__file__).resolve().parents[1]
FAMILY = "migrated_"
# Of workers that start together one migrates and the others wait.
LOCK = 7_201_130


def template() -> str:
    """The name of the migrated database, made where it is missing; it is for copying only."""
    name = FAMILY + _state()[:16]
    server = make_conninfo(os.environ["DATABASE_URL"], dbname="postgres")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", [LOCK])
        if name not in _there(admin):
            _forget_earlier(admin)
            _make(admin, name)
    return name


def _state() -> str:
    """What the tables are made by: our migrations, and the packages that bring theirs."""
    files = sorted(BASE.glob("tuphap/**/migrations/*.py"))
    seen = hashlib.sha256()
    for path in (*files, BASE / "requirements-dev.lock", BASE / "tuphap/config/settings.py"):
        seen.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return seen.hexdigest()


def _there(admin: "Admin") -> list[str]:
    found = admin.execute(
        "select datname from pg_database where starts_with(datname, %s)", [FAMILY]
    )
    return [str(row[0]) for row in found]


def _forget_earlier(admin: "Admin") -> None:
    for name in _there(admin):
        with suppress(psycopg.errors.ObjectInUse):
            admin.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def _make(admin: "Admin", name: str) -> None:
    """Under another name until it is whole."""
    from django.core.management import call_command
    from django.db import connection

    half = f"{name}_half"
    admin.execute(sql.SQL("create database {}").format(sql.Identifier(half)))
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = half
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    whole = sql.SQL("alter database {} rename to {}")
    admin.execute(whole.format(sql.Identifier(half), sql.Identifier(name)))
