"""Makes the next seal. Rows get one only when no row before them can appear any more.

Numbers are drawn before a transaction ends, so a row may appear behind rows with higher numbers.
Each look notes how far a table is numbered and which transactions have begun; once all of those
have ended, everything up to the noted number is there or never will be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from tuphap.foundation.seals.chain import BEFORE_THE_FIRST, Part, digest_of
from tuphap.foundation.seals.models import Seal, SealedRows, SealedShape, SealMark
from tuphap.foundation.seals.tables import Sealed, sealed_tables

LOCK = "seals"
# Of one table under one seal; a table with a long past gets its seals one after the other.
MOST_ROWS = 20_000
# A name no column has: such a column would be meant instead of the row.
WHOLE_ROW = "sealed_row"
# Of the row as JSON with only the columns named, which PostgreSQL writes in one way.
ROW_HASH = (
    "sha256(convert_to((SELECT jsonb_object_agg(key, value)"
    " FROM jsonb_each(to_jsonb(sealed_row)) WHERE key = ANY(%s))::text, 'UTF8'))"
)
# Every transaction that writes holds a lock on its own number, named by its last 32 bits.
RUNNING = """
    SELECT coalesce(min(following - ((following - held.transactionid::text::bigint) & 4294967295)),
                    following),
           following
    FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS following) AS clock
    LEFT JOIN (
        SELECT transactionid FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'transactionid' AND granted AND mode = 'ExclusiveLock'
          AND (datname IS NULL OR datname = current_database())
    ) AS held ON true
    GROUP BY following
"""


@dataclass(frozen=True)
class Transactions:
    """All before `oldest` have ended; those from `next` on have not begun."""

    oldest: int
    next: int


@transaction.atomic
def seal(at: datetime) -> Seal | None:
    """None where nothing is to be sealed yet. Two at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
    known = {table.name: table for table in sealed_tables()}
    marks = _marks(known)
    now = _transactions()
    parts = [part for mark in marks if (part := _part(known[mark.table], mark, now))]
    _look_again(marks, known.values(), now)
    return _write(parts, at) if parts else None


def _marks(known: Mapping[str, Sealed]) -> list[SealMark]:
    SealMark.objects.bulk_create((SealMark(table=name) for name in known), ignore_conflicts=True)
    return list(SealMark.objects.filter(table__in=known).order_by("table"))


def _transactions() -> Transactions:
    """Those of this database: what runs in another one of the server cannot write here."""
    with connection.cursor() as cursor:
        cursor.execute(RUNNING)
        return Transactions(*cursor.fetchone())


def _part(table: Sealed, mark: SealMark, now: Transactions) -> Part | None:
    """Moves the mark; a part only where rows are found."""
    # A server that was set up anew counts transactions from the beginning: none of the old runs.
    if now.oldest < mark.seen_before_transaction <= now.next:
        return None
    if mark.seen <= mark.through:
        return None
    rows = hashes_between(table, table.columns, mark.through, mark.seen, MOST_ROWS)
    mark.through = max(rows) if len(rows) == MOST_ROWS else mark.seen
    if not rows:
        return None
    return Part(table.name, table.columns, mark.through, tuple(rows), b"".join(rows.values()))


def hashes_between(
    table: Sealed, columns: Iterable[str], after: int, through: int, most: int | None = None
) -> dict[int, bytes]:
    """SHA-256 of each row with a key in (after, through], by key, in order.

    Of the columns named only. The caller has set the time zone, which is part of a moment's text.
    """
    sql = (
        f"SELECT {table.quoted_key}, {ROW_HASH} FROM {table.quoted} AS {WHOLE_ROW}"  # noqa: S608 - our names
        f" WHERE {table.quoted_key} > %s AND {table.quoted_key} <= %s"
        f" ORDER BY {table.quoted_key} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(columns), after, through, most])
        return {key: bytes(found) for key, found in cursor.fetchall()}


def _look_again(marks: list[SealMark], tables: Iterable[Sealed], now: Transactions) -> None:
    numbered = _numbered(tables)
    for mark in marks:
        # A look that is still waited for stays: else a busy table would never be sealed.
        if mark.seen <= mark.through:
            mark.seen = numbered[mark.table]
            mark.seen_before_transaction = now.next
    SealMark.objects.bulk_update(marks, ["through", "seen", "seen_before_transaction"])


def _numbered(tables: Iterable[Sealed]) -> dict[str, int]:
    """The last number each sequence gave."""
    names = [(table.name, table.key) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, coalesce(pg_sequence_last_value("
            "pg_get_serial_sequence(quote_ident(name), key)::regclass), 0)"
            " FROM unnest(%s::text[], %s::text[]) AS found(name, key)",
            [[name for name, _ in names], [key for _, key in names]],
        )
        return dict(cursor.fetchall())


def _write(parts: list[Part], at: datetime) -> Seal:
    last = Seal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = bytes(last.digest) if last else BEFORE_THE_FIRST
    made = Seal.objects.create(
        number=number,
        sealed_at=at,
        previous=previous,
        digest=digest_of(number, at, previous, parts),
    )
    SealedRows.objects.bulk_create(
        SealedRows(
            seal=made,
            shape=_shape(part),
            table=part.table,
            through=part.through,
            keys=list(part.keys),
            hashes=part.hashes,
        )
        for part in parts
    )
    return made


def _shape(part: Part) -> SealedShape:
    return SealedShape.objects.get_or_create(table=part.table, columns=list(part.columns))[0]
