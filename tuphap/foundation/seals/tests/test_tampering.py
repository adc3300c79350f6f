"""Every kind of tampering with sealed rows is found, and the first broken place is named.

Whoever tampers here has all rights in the database: no trigger and no reference stands in the way.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.audit.models import Event
from tuphap.foundation.seals.actions import seal_and_keep
from tuphap.foundation.seals.chain import Part, digest_of
from tuphap.foundation.seals.models import Seal, SealedRows
from tuphap.foundation.seals.tables import sealed_tables
from tuphap.foundation.seals.verifying import verify
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.tests.world import (
    SELF,
    acting,
    december,
    make_world,
    save_entries,
    start,
)
from tuphap.rules.content_scoring import Answer

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2022, 12, 20, 3, tzinfo=UTC)
JOURNAL, STATUSES, FIGURES = "audit_event", "workflow_statuschange", "assessments_entryhistory"
KEYS = {JOURNAL: "id", STATUSES: "id", FIGURES: "pgh_id"}
# What another value of a type is, whatever it was.
OTHER = {
    "integer": "coalesce({0}, 0) + 1",
    "bigint": "coalesce({0}, 0) + 1",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 microsecond'",
    "date": "coalesce({0}, current_date) + 1",
    "boolean": "NOT coalesce({0}, false)",
    "jsonb": """coalesce({0}, '{{}}') || '{{"x": 1}}'""",
    "inet": "coalesce({0}, '10.0.0.1') + 1",
    "uuid": "gen_random_uuid()",
    "numeric": "coalesce({0}, 0) + 0.01",
    "character varying": "CASE {0} WHEN 'x' THEN 'y' ELSE 'x' END",
    "text": "CASE {0} WHEN 'x' THEN 'y' ELSE 'x' END",
    "ARRAY": "array_append({0}, 'x')",
}


@pytest.fixture
def heads(settings, tmp_path) -> Path:
    settings.SEAL_HEADS_FOLDER = tmp_path / "heads"
    return settings.SEAL_HEADS_FOLDER


def seal_twice(at: datetime) -> None:
    """The first look notes how far there are rows, the next one seals them."""
    seal_and_keep(at)
    seal_and_keep(at + timedelta(minutes=1))


def journal(count: int, at: datetime) -> None:
    for number in range(count):
        record("refused", at=at, subject=f"Việc {number}", detail={"sentence": "Không được."})


def moved_to(status: str) -> None:
    StatusChange.objects.create(
        record_kind="x", record_id="1", move="m", source="s", target=status, made_at=NOW
    )


@pytest.fixture
def sealed(heads) -> None:
    """Four rounds of seals; in the journal one number is skipped and stays empty."""
    world = make_world()
    start(world)
    for done in range(3):
        line = {"1.2.1": Given(Answer(done=done, due=5))}
        save_entries(world.dossier.pk, SELF, line, by=acting(world.mai, december(world, 2)))
        journal(3, NOW)
        moved_to("filling")
        seal_twice(NOW + timedelta(minutes=2 * done))
    with transaction.atomic():
        journal(1, NOW)
        transaction.set_rollback(True)
    journal(2, NOW)
    seal_twice(NOW + timedelta(minutes=8))


@contextmanager
def tampering() -> Iterator[None]:
    """Undone afterwards, so that the next one meets the same rows."""
    with transaction.atomic():
        sql("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def sql(words: str, values: object = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return list(cursor.fetchall()) if cursor.description else []


def keys_of(table: str) -> list[int]:
    key = KEYS[table]
    return [int(str(row[0])) for row in sql(f"SELECT {key} FROM {table} ORDER BY {key}")]


# --- the kinds of tampering: a name, the deed, and what the first sentence has to say ---

Deed = tuple[Callable[[], object], str]


def column_changes() -> dict[str, Deed]:
    """Each column of the three tables, in the middle row."""
    found = {}
    for table in sealed_tables():
        if table.name not in KEYS:
            continue
        middle = keys_of(table.name)[len(keys_of(table.name)) // 2]
        types = dict(
            sql(
                "SELECT column_name, data_type FROM information_schema.columns"
                " WHERE table_name = %s",
                [table.name],
            )
        )
        for column in table.columns:
            if column == table.key:
                continue
            name = f'"{column}"'
            other = OTHER[str(types[column])].format(name)
            words = f"UPDATE {table.name} SET {name} = {other} WHERE {table.key} = {middle}"
            said = f"Bảng {table.name}, dòng {middle}: nội dung khác"
            found[f"change {table.name}.{column}"] = (lambda words=words: sql(words), said)
    return found


def row_deeds() -> dict[str, Deed]:
    found: dict[str, Deed] = {}
    for table, key in KEYS.items():
        keys = keys_of(table)
        first, last = keys[0], keys[-1]
        places = {"first": first, "second": keys[1], "middle": keys[len(keys) // 2], "last": last}
        for name, place in places.items():
            words = f"DELETE FROM {table} WHERE {key} = {place}"
            said = f"Bảng {table}, dòng {place}: không còn"
            found[f"delete {name} of {table}"] = (lambda words=words: sql(words), said)
        for name, place in {"before the first": first - 1, "negative": -7}.items():
            said = f"Bảng {table}, dòng {place}: thêm vào"
            found[f"insert {name} in {table}"] = (copied(table, last, place), said)
        found[f"swap contents in {table}"] = (renumbered(table, first, last), f"dòng {first}: nội")
        found[f"renumber in {table}"] = (moved(table, keys[1], -3), "dòng -3: thêm vào")
        found[f"empty {table}"] = (lambda t=table: sql(f"DELETE FROM {t}"), f"dòng {first}: không")
        words = f"DELETE FROM {table} WHERE {key} > {keys[-3]}"
        found[f"cut the end of {table}"] = (lambda words=words: sql(words), f"dòng {keys[-2]}: ")
    skipped = missing_number(keys_of(JOURNAL))
    said = f"dòng {skipped}: thêm vào"
    found["insert into a skipped number"] = (copied(JOURNAL, keys_of(JOURNAL)[0], skipped), said)
    return found


def missing_number(keys: list[int]) -> int:
    return next(key + 1 for key in keys if key + 1 not in keys)


def copied(table: str, source: int, place: int) -> Callable[[], object]:
    key = KEYS[table]
    words = (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object(%s, %s))).*"
        f" FROM {table} t WHERE {key} = %s"
    )
    return lambda: sql(words, [key, place, source])


def moved(table: str, source: int, place: int) -> Callable[[], object]:
    key = KEYS[table]
    return lambda: sql(f"UPDATE {table} SET {key} = {place} WHERE {key} = {source}")


def renumbered(table: str, one: int, other: int) -> Callable[[], object]:
    def deed() -> None:
        for source, place in ((one, -9), (other, one), (-9, other)):
            moved(table, source, place)()

    return deed


def seal_deeds() -> dict[str, Deed]:
    last = Seal.objects.order_by("-number").values_list("number", flat=True)[0]
    changes = {
        "sealed_at": "sealed_at + interval '1 minute'",
        "previous": "sha256(previous)",
        "digest": "sha256(digest)",
    }
    parts = {
        "table": "\"table\" || 'x'",
        "through": "through + 1",
        "keys": "keys[2:]",
        "hashes": "substring(hashes FROM 2)",
        "shape_id": "(SELECT max(id) FROM seals_sealedshape WHERE id <> shape_id)",
    }
    found: dict[str, Deed] = {}
    for number in (1, 2, last):
        for column, other in changes.items():
            words = f"UPDATE seals_seal SET {column} = {other} WHERE number = {number}"
            found[f"change {column} of seal {number}"] = (lambda w=words: sql(w), f"số {number} ")
        words = f"DELETE FROM seals_seal WHERE number = {number}"
        found[f"delete seal {number}"] = (lambda w=words: sql(w), f"niêm phong số {number}")
        for column, other in parts.items():
            words = f'UPDATE seals_sealedrows SET "{column}" = {other} WHERE seal_id = {number}'
            found[f"change {column} under seal {number}"] = (lambda w=words: sql(w), f"{number} bị")
        words = f"DELETE FROM seals_sealedrows WHERE seal_id = {number}"
        found[f"delete what is under seal {number}"] = (lambda w=words: sql(w), f"{number} bị")
    found["change the columns that were sealed"] = (
        lambda: sql("UPDATE seals_sealedshape SET columns = columns[2:]"), "số 1 bị sửa",
    )  # fmt: skip
    for number in (1, 2, 3):
        found[f"forge the chain from seal {number} on"] = (forged(number), f"số {number} khác mã")
        cut = last - number + 1
        found[f"cut the last {number} seals with their rows"] = (cut_from(cut), f"số {cut}, có")
    return found


def forged(number: int) -> Callable[[], object]:
    """The best that can be done inside: rows changed, and every seal from there computed anew."""

    def deed() -> None:
        part = SealedRows.objects.filter(seal=number).first()
        assert part is not None
        sql(
            "UPDATE seals_sealedrows SET hashes = sha256(hashes) || substring(hashes FROM 33)"
            " WHERE id = %s",
            [part.pk],
        )
        previous = bytes(Seal.objects.get(number=number).previous)
        for seal in Seal.objects.filter(number__gte=number).order_by("number"):
            rows = SealedRows.objects.filter(seal=seal).select_related("shape")
            parts = [
                Part(r.table, tuple(r.shape.columns), r.through, tuple(r.keys), bytes(r.hashes))
                for r in rows
            ]
            digest = digest_of(seal.number, seal.sealed_at, previous, parts)
            sql(
                "UPDATE seals_seal SET previous = %s, digest = %s WHERE number = %s",
                [previous, digest, seal.number],
            )
            previous = digest

    return deed


def cut_from(number: int) -> Callable[[], object]:
    """Seals, what is under them, and the marks as if nothing had been there."""

    def deed() -> None:
        for part in SealedRows.objects.filter(seal__gte=number):
            key = next(t.key for t in sealed_tables() if t.name == part.table)
            sql(f"DELETE FROM {part.table} WHERE {key} = ANY(%s)", [part.keys])
            sql('DELETE FROM seals_sealmark WHERE "table" = %s', [part.table])
        sql("DELETE FROM seals_sealedrows WHERE seal_id >= %s", [number])
        sql("DELETE FROM seals_seal WHERE number >= %s", [number])

    return deed


def test_a_hundred_kinds_of_tampering_are_all_found(sealed):
    assert verify(NOW).faults == ()
    deeds: Mapping[str, Deed] = {**column_changes(), **row_deeds(), **seal_deeds()}
    missed = []
    for name, (deed, sentence) in deeds.items():
        with tampering():
            deed()
            faults = verify(NOW).faults
        if not faults or not any(sentence in fault.sentence for fault in faults):
            missed.append((name, sentence, [fault.sentence for fault in faults]))
    assert missed == []
    assert len(deeds) >= 100
    assert verify(NOW).faults == ()


def test_lines_outside_are_compared_too(sealed, heads):
    path = next(heads.glob("*.txt"))
    whole = path.read_text()
    first, *rest = whole.splitlines(keepends=True)
    for doctored, sentence in (
        (first.replace(first.split()[1], "0" * 64) + "".join(rest), "Dấu niêm phong số 1 khác mã"),
        ("không đọc được\n" + "".join(rest), "dòng 1: không đọc được"),
        (whole + f"99 {'0' * 64} 2022-12-20T03:00:00+00:00\n", "Thiếu dấu niêm phong số 99"),
    ):
        path.write_text(doctored, encoding="ascii", errors="replace")
        assert sentence in verify(NOW).faults[0].sentence
    path.write_text(whole)
    assert verify(NOW).faults == ()


def test_the_first_broken_place_comes_first(sealed):
    first, last = keys_of(JOURNAL)[0], keys_of(FIGURES)[-1]
    with tampering():
        sql(f"DELETE FROM {FIGURES} WHERE pgh_id = {last}")
        sql(f"DELETE FROM {JOURNAL} WHERE id = {first}")
        found = [fault.sentence for fault in verify(NOW).faults]
    assert found[0].startswith(f"Bảng {JOURNAL}, dòng {first}")
    assert found[1].startswith(f"Bảng {FIGURES}, dòng {last}")


def test_the_journal_holds_what_happened_after_the_seals(sealed):
    """Rows that are new are no break; they wait for the next seal."""
    before = verify(NOW).rows
    journal(2, NOW)
    assert verify(NOW).faults == ()
    seal_twice(NOW + timedelta(minutes=20))
    assert verify(NOW + timedelta(minutes=20)).rows == before + 2
    assert Event.objects.count() > 2
