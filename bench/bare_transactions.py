"""What the database must at least do to keep a sheet or a field: tables without anything else.

Kept connections, prepared statements, one statement for all lines; no rights, no rules, no history.
`row_by_row` is the same transaction as a plain program writes it: 22 statements, none prepared.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.pool import Pool

import psycopg

from bench.load import HEAD_START, Answers, together

CONNECTIONS = 4
SHEETS_EACH = 4
LINES = 20
EXPLANATION = "Sổ theo dõi và báo cáo năm lưu tại trụ sở, có danh sách kèm theo."

TABLES = """
    create schema if not exists bare;
    create table if not exists bare.line (
        sheet int, item text, done bigint, due bigint, explanation text,
        points numeric(7, 3), written_by bigint, written_at timestamptz, primary key (sheet, item)
    );
    create table if not exists bare.total (
        sheet int primary key, total numeric(7, 3), scores jsonb
    );
    create table if not exists bare.event (
        id bigint generated always as identity primary key,
        at timestamptz, person bigint, sheet int, what jsonb
    );
    truncate bare.event;
"""
SAVE_LINES = """
    insert into bare.line
    select %s, item, done, due, %s, 1.5, 7, %s
    from unnest(%s::text[], %s::bigint[], %s::bigint[]) as given (item, done, due)
    on conflict (sheet, item) do update set
        done = excluded.done, due = excluded.due, explanation = excluded.explanation,
        points = excluded.points, written_by = excluded.written_by, written_at = excluded.written_at
"""
SAVE_LINE = """
    insert into bare.line values (%s, %s, %s, %s, %s, 1.5, 7, %s)
    on conflict (sheet, item) do update set
        done = excluded.done, due = excluded.due, explanation = excluded.explanation,
        points = excluded.points, written_by = excluded.written_by, written_at = excluded.written_at
"""
SAVE_TOTAL = """
    insert into bare.total values (%s, %s, %s)
    on conflict (sheet) do update set total = excluded.total, scores = excluded.scores
"""
SAVE_EVENT = "insert into bare.event (at, person, sheet, what) values (%s, 7, %s, %s)"
ITEMS = [f"{number // 4 + 1}.{number % 4 + 1}.1" for number in range(LINES)]
SCORES = json.dumps(dict.fromkeys(ITEMS, "1.5"))

Save = Callable[["psycopg.Connection[tuple[object, ...]]", int, int], None]


def make_tables(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLES)


def whole_sheet(
    connection: "psycopg.Connection[tuple[object, ...]]", sheet: int, turn: int
) -> None:
    """22 rows: twenty lines, their sum, one event."""
    now = datetime.now(UTC)
    done, due = [turn + number for number in range(LINES)], [turn + 100] * LINES
    with connection.transaction():
        connection.execute(SAVE_LINES, (sheet, EXPLANATION, now, ITEMS, done, due))
        connection.execute(SAVE_TOTAL, (sheet, turn % 100, SCORES))
        connection.execute(SAVE_EVENT, (now, sheet, SCORES))


def row_by_row(connection: "psycopg.Connection[tuple[object, ...]]", sheet: int, turn: int) -> None:
    """The same 22 rows, each by a statement of its own."""
    now = datetime.now(UTC)
    connection.prepare_threshold = None
    with connection.transaction():
        for number, item in enumerate(ITEMS):
            values = (sheet, item, turn + number, turn + 100, EXPLANATION, now)
            connection.execute(SAVE_LINE, values)
        connection.execute(SAVE_TOTAL, (sheet, turn % 100, SCORES))
        connection.execute(SAVE_EVENT, (now, sheet, SCORES))


def one_row(connection: "psycopg.Connection[tuple[object, ...]]", sheet: int, turn: int) -> None:
    now = datetime.now(UTC)
    item = [ITEMS[turn % LINES]]
    connection.execute(SAVE_LINES, (sheet, EXPLANATION, now, item, [turn], [turn + 100]))


SAVES: dict[str, Save] = {
    "whole_sheet": whole_sheet,
    "row_by_row": row_by_row,
    "one_row": one_row,
}


def measure(pool: Pool, url: str, save: str, seconds: float) -> Answers:
    begin = time.monotonic() + HEAD_START
    jobs = [(url, save, number, begin, seconds) for number in range(CONNECTIONS)]
    return together(pool.starmap(run, jobs), seconds)


def run(url: str, save: str, number: int, begin: float, seconds: float) -> Answers:
    """What one process with its connection does."""
    answers = Answers(seconds)
    save_one, turn = SAVES[save], 0
    with psycopg.connect(url, autocommit=True, prepare_threshold=1) as connection:
        time.sleep(max(0.0, begin - time.monotonic()))
        while (started := time.monotonic()) < begin + seconds:
            save_one(connection, number * SHEETS_EACH + turn % SHEETS_EACH, turn)
            answers.times.append(time.monotonic() - started)
            turn += 1
    return answers
