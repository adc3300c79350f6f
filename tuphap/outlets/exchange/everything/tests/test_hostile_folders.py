"""Damaged, lying and foreign folders: a sentence, and nothing written."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.everything.arriving import import_all
from tuphap.outlets.exchange.everything.leaving import export_all
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db
POSTS, LIST = "tables/accounts_post.csv", "files.csv"
A = "a" * 64


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """Of an installation with nothing in it."""
    folder = tmp_path_factory.mktemp("left") / "folder"
    with django_db_blocker.unblock():
        export_all(folder, w.moment(2023, 1, 1))
    return folder


def said(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def put(folder: Path, path: str, more: bytes, rows: int = 1) -> None:
    """More lines in a file, and a manifest that agrees with them."""
    data = (folder / path).read_bytes() + more
    (folder / path).write_bytes(data)
    told = json.loads((folder / "manifest.json").read_text())
    rows_of = [table for table in told["tables"] if table["path"] == path] or [told["files"]]
    rows_of[0]["sha256"] = hashlib.sha256(data).hexdigest()
    rows_of[0]["rows" if path != LIST else "count"] = rows
    said(folder, **told)


def tables_but(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        told = json.loads((folder / "manifest.json").read_text())["tables"]
        change(told)
        said(folder, tables=told)

    return damage


def link(folder: Path, name: str) -> None:
    real = folder.parent / "elsewhere"
    (folder / name).rename(real)
    (folder / name).symlink_to(real)


def listed(line: str) -> Callable[[Path], None]:
    return lambda folder: put(folder, LIST, line.encode())


def append(folder: Path, path: str, more: bytes) -> None:
    (folder / path).write_bytes((folder / path).read_bytes() + more)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "Thiếu tệp “manifest.json”"),
    "no JSON": (lambda f: (f / "manifest.json").write_text("{"), "không đọc được JSON"),
    "a list": (lambda f: (f / "manifest.json").write_text("[]"), "không phải một mục JSON"),
    "deep": (lambda f: (f / "manifest.json").write_text("[" * 99_999), "không đọc được JSON"),
    "another format": (lambda f: said(f, format="x"), "định dạng khác"),
    "a later format": (lambda f: said(f, format_version=2), "định dạng khác"),
    "empty said otherwise": (lambda f: said(f, null=""), "ô không có giá trị khác"),
    "another version": (lambda f: said(f, migrations=["x.0001"]), "không cùng phiên bản"),
    "no migrations": (lambda f: said(f, migrations=None), "thiếu mục migrations"),
    "no tables": (lambda f: said(f, tables={}), "thiếu mục tables"),
    "a table fewer": (tables_but(lambda t: t.pop()), "Danh sách bảng"),
    "a table twice": (tables_but(lambda t: t.append(t[0])), "ghi hai lần"),
    "a foreign table": (tables_but(lambda t: t.append({"name": "pg_authid"})), "pg_authid"),
    "path elsewhere": (tables_but(lambda t: t[0].update(path="../x.csv")), "tên tệp"),
    "a column more": (tables_but(lambda t: t[0]["columns"].append({"name": "x"})), "cột"),
    "rows of text": (tables_but(lambda t: t[0].update(rows="1")), "không phải số"),
    "rows that lie": (tables_but(lambda t: t[0].update(rows=5)), "có 0 dòng"),
    "no hash": (tables_but(lambda t: t[0].update(sha256="x")), "không đúng dạng SHA-256"),
    "a changed byte": (lambda f: append(f, POSTS, b"\n"), "đã bị đổi"),
    "a file of a table gone": (lambda f: (f / POSTS).unlink(), f"Thiếu tệp “{POSTS}”"),
    "a folder for a table": (
        lambda f: ((f / POSTS).unlink(), (f / POSTS).mkdir()), "không phải tệp"
    ),
    "a link for a table": (lambda f: link(f, POSTS), "là liên kết"),
    "a link for all tables": (lambda f: link(f, "tables"), "là liên kết"),
    "other heads": (lambda f: (f / POSTS).write_bytes(b"id,x\n"), "dòng tên cột khác"),
    "too many cells": (lambda f: put(f, POSTS, b"1,2,3,4,5,6,7,8,9\n"), "không vừa với bảng"),
    "a broken quote": (lambda f: put(f, POSTS, b'"1\n', 0), "không vừa với bảng"),
    "no files": (lambda f: said(f, files=None), "thiếu mục files"),
    "a changed list": (lambda f: append(f, LIST, b"x"), "đã bị đổi"),
    "out of the folder": (listed(f"{A},1,files/../../etc/passwd,x\n"), "Dòng 2 của files.csv"),
    "an absolute path": (listed(f"{A},1,/etc/passwd,x\n"), "Dòng 2 của files.csv"),
    "the path of another": (listed(f"{A},1,files/bb/{'b' * 64},x\n"), "Dòng 2 của files.csv"),
    "a file twice": (listed(f"{A},1,,x\n{A},1,,x\n"), "Dòng 3 của files.csv"),
    "no letters": (lambda f: put(f, LIST, b"\xff\n"), "không đọc được"),
    "a listed file gone": (listed(f"{A},1,files/aa/{A}.pdf,x\n"), "Thiếu tệp “files/aa"),
    "a file nobody has": (lambda f: put(f, LIST, f"{A},1,,x\n".encode(), 0), "không khớp"),
    "fewer files than said": (lambda f: put(f, LIST, f"{A},1,,x\n".encode(), 1), "có 0 tệp"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_folder_is_refused_and_nothing_is_written(
    name: str, empty_folder: Path, tmp_path: Path, settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    damage, sentence = WRONG[name]
    folder = tmp_path / "folder"
    shutil.copytree(empty_folder, folder)
    damage(folder)
    with pytest.raises(Refused) as refused:
        import_all(folder)
    assert sentence in refused.value.sentence
    assert not Unit.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_row_that_refers_to_nobody_takes_everything_back(
    empty_folder: Path, tmp_path: Path, settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "folder"
    shutil.copytree(empty_folder, folder)
    cells = {
        "id": "1",
        "person_id": "77",
        "unit_id": "78",
        "role": "x",
        "starts_on": "2023-01-01",
        "ends_with_unit": "f",
    }
    heads = (folder / POSTS).read_text().strip().split(",")
    put(folder, POSTS, (",".join(cells.get(head, r"\N") for head in heads) + "\n").encode())
    with pytest.raises(Refused, match="nối tới dòng không có"):
        import_all(folder)
    assert not Post.objects.exists()


def test_a_folder_changed_after_it_was_compared_is_still_refused(
    empty_folder: Path, tmp_path: Path, settings, monkeypatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "folder"
    shutil.copytree(empty_folder, folder)
    tables = "tuphap.outlets.exchange.everything.arriving.verify"
    monkeypatch.setattr(tables, lambda f, manifest: append(f, "tables/units_unit.csv", b"\n"))
    with pytest.raises(Refused, match="đã bị đổi"):
        import_all(folder)
