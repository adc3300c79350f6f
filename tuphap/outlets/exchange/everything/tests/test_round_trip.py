"""What leaves one installation stands in another as it was, byte for byte."""

import csv
import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.everything.catalogue import LEFT_OUT, LEFT_OUT_COLUMNS, tables
from tuphap.outlets.exchange.everything.tests.second import second_database

pytestmark = pytest.mark.django_db
ODD = '\\N, "=1+1"\n\\.\n'
CONTENT = b"%PDF-1.7 nothing but bytes"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def a_world() -> w.World:
    world = w.in_status("decided")
    publish_period(
        world.period, expected_number=1, by=w.acting(world.phuc, w.moment(world.year + 1, 2, 9))
    )
    Person.objects.create(email="n@x.vn", full_name=ODD, telephone="", password="argon2$hashed")
    keep_file("bien ban=1+1.PDF", CONTENT)
    return world


def keep_file(name: str, content: bytes) -> StoredFile:
    digest = hashlib.sha256(content).hexdigest()
    place = place_of_hash(digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return StoredFile.objects.create(
        name=name, content_type="application/pdf", size=len(content), sha256=digest,
        stored_at=w.moment(2023, 1, 1),
    )  # fmt: skip


def csv_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv")}


def test_a_folder_read_in_and_written_again_is_the_same_to_the_byte(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "first"
    world = a_world()
    missing = keep_file("mất.pdf", b"gone")
    place_of_hash(missing.sha256).unlink()
    dossiers = Assessment.objects.count()
    left, told = tmp_path / "left", StringIO()
    call_command("export_all", left, stdout=told, stderr=told)
    assert "“mất.pdf” đã mất hoặc hỏng" in told.getvalue()
    assert hashlib.sha256((left / "manifest.json").read_bytes()).hexdigest() in told.getvalue()
    with second_database():
        settings.MEDIA_ROOT = tmp_path / "second"
        call_command("import_all", left, stdout=StringIO())
        assert Assessment.objects.count() == dossiers
        assert PublishedCopy.objects.get().payload["year"] == world.year
        odd = Person.objects.get(email="n@x.vn")
        assert (odd.full_name, odd.telephone, odd.last_login) == (ODD, "", None)
        assert not odd.has_usable_password()
        assert place_of_hash(SHA256).read_bytes() == CONTENT
        again = tmp_path / "again"
        call_command("export_all", again, stdout=StringIO(), stderr=StringIO())
        assert csv_files(again) == csv_files(left)
        the_installation_goes_on(left)
    assert len(csv_files(left)) == len(tables()) + 1


def the_installation_goes_on(left: Path) -> None:
    """Numbers go on, triggers guard again, nothing fills passwords in, and it is not empty."""
    highest = Event.objects.order_by("-pk").first()
    assert highest is not None
    assert highest.kind == "exported"
    assert Event.objects.filter(pk__lt=highest.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT column_default FROM information_schema.columns"
            " WHERE table_name = 'accounts_person' AND column_name = 'password'"
        )
        assert cursor.fetchone() == (None,)
    with pytest.raises(CommandError, match="đã có dữ liệu"):
        call_command("import_all", left)


def test_the_folder_explains_itself(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "first"
    a_world()
    left = tmp_path / "left"
    call_command("export_all", left, stdout=StringIO())
    manifest = json.loads((left / "manifest.json").read_text())
    by_name = {table["name"]: table for table in manifest["tables"]}
    person = by_name["accounts_person"]
    assert person["rows"] == Person.objects.count()
    assert person["sha256"] == hashlib.sha256((left / person["path"]).read_bytes()).hexdigest()
    assert [c["meaning"] for c in person["columns"] if c["name"] == "full_name"] == ["họ và tên"]
    assert "password" not in {column["name"] for column in person["columns"]}
    assert b"hashed" not in (left / person["path"]).read_bytes()
    unit = next(c for c in by_name["accounts_post"]["columns"] if c["name"] == "unit_id")
    assert unit["refers_to"] == "units_unit.id"
    assert {table["name"] for table in manifest["left_out"]["tables"]} == set(LEFT_OUT)
    assert [rules["code"] for rules in manifest["rule_sets"]] == ["25-2021"]
    rows = list(csv.DictReader((left / "files.csv").open(encoding="utf-8")))
    assert [row["name"] for row in rows] == ["bien ban=1+1.PDF"]
    assert (left / rows[0]["path"]).read_bytes() == CONTENT
    readme = (left / "README.txt").read_text()
    assert all(f"  {name}: {reason}" in readme for name, reason in LEFT_OUT.items())
    with pytest.raises(CommandError, match="không trống"):
        call_command("export_all", left)


def test_every_table_of_the_database_is_taken_or_left_with_a_reason() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    taken = {table.name: table for table in tables()}
    assert there == set(taken) | set(LEFT_OUT)
    assert {table for table, _ in LEFT_OUT_COLUMNS} <= set(taken)
    targets = {
        (table.name, field.related_model._meta.db_table)
        for table in taken.values()
        for field in table.fields
        if field.is_relation
    }
    assert [pair for pair in targets if pair[1] in LEFT_OUT] == []
