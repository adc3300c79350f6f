"""A second installation beside the one of the tests: its own database, empty and migrated."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.migrated import template

NAME = "tuphap_second"


@contextmanager
def second_database() -> Iterator[None]:
    """Within the block the program knows this one only; the first keeps its open transaction."""
    name = f"{NAME}_{os.getpid()}"
    copied = sql.SQL("create database {} template {}")
    dropped = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    server = make_conninfo(os.environ["DATABASE_URL"], dbname="postgres")
    first, second = connections["default"], connection.copy()
    second.settings_dict["NAME"] = name
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(dropped)
        admin.execute(copied.format(sql.Identifier(name), sql.Identifier(template())))
        connections["default"] = second
        try:
            yield
        finally:
            second.close()
            connections["default"] = first
            admin.execute(dropped)
