"""Every hostile file gets its documented answer, inside the bounds of the reading process."""

import io
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from django.template import Context, Engine

from tuphap.outlets.exchange import workbook_file, workbook_process
from tuphap.outlets.exchange.book import RULES, Book
from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.reading_faults import SENTENCES
from tuphap.outlets.exchange.reading_limits import LIMITS
from tuphap.outlets.exchange.tests.hostile_books import HOSTILE, PLAIN, ROWS, Hostile
from tuphap.outlets.exchange.tests.largest_books import province_book
from tuphap.outlets.exchange.tests.sheets import as_csv
from tuphap.rules.refusals import Kind, Refused

PAGE = Engine().from_string("{{ text }}")


def understood(rows) -> int:
    return max((len(row) for row in rows), default=0)


def read_here(data: bytes, monkeypatch) -> Book:
    """The same code without its process: for what cannot take memory or time."""

    def lines(_file: int, _stopped: object, answers: int) -> Iterator[bytes]:
        def chosen() -> int:
            return os.read(answers, 1)[0]

        for line in workbook_process.answer(io.BytesIO(data), LIMITS, chosen):
            yield line.encode()

    monkeypatch.setattr(workbook_file, "lines_of", lines)
    return read_book(data, understood)


def test_so_many_were_thought_of() -> None:
    assert len(HOSTILE) >= 60
    assert len({case.what for case in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.what)
def test_each_gets_its_answer(case: Hostile, monkeypatch) -> None:
    data = case.make()
    try:
        book = read_book(data, understood) if case.apart else read_here(data, monkeypatch)
    except Refused as refused:
        assert refused.code == case.answer  # noqa: PT017 - both ends are answers
        assert refused.kind is Kind.INVALID  # noqa: PT017
        require_calm(refused.sentence)
    else:
        assert tuple(note.code for note in book.notes) == case.answer
        for found in book.notes:
            require_calm(found.sentence)


def require_calm(sentence: str) -> None:
    """A sentence that says what to do, holds no sign nobody sees, and is text on a page."""
    assert sentence.isprintable()
    assert sentence.endswith(".")
    assert len(sentence) < 300
    assert "<" not in PAGE.render(Context({"text": sentence}))


def test_every_answer_of_the_tables_can_be_had() -> None:
    """A code nobody can meet is a promise nobody keeps; the rest is below or in other tests."""
    answers = {case.answer for case in HOSTILE if isinstance(case.answer, str)}
    notes = {code for case in HOSTILE if isinstance(case.answer, tuple) for code in case.answer}
    assert set(SENTENCES) - answers == {"file_too_large", "too_long", "stopped"}
    assert set(RULES) == notes


# --- bounds of the process ---


def test_the_process_is_bound_before_it_reads(monkeypatch) -> None:
    """Bytes of memory, seconds of the processor, no file written, no network: the kernel's."""
    seen: list[list[str]] = []
    real = subprocess.Popen

    def watched(words, **more):
        seen.append(words)
        return real(words, **more)

    monkeypatch.setattr(subprocess, "Popen", watched)
    assert read_book(PLAIN, understood).form == "xlsx"
    ((_, isolated, script, parent, limits, _),) = seen
    assert (isolated, Path(script).name, parent) == ("-I", "workbook_process.py", str(os.getpid()))
    assert '"megabytes": 300' in limits
    assert LIMITS.megabytes <= 300
    source = Path(script).read_text(encoding="utf-8")
    assert source.index("powers.bound(") < source.index("for line in answer(")


@pytest.mark.parametrize("make", [PLAIN.__getitem__, lambda _: province_book(2000, 100)])
def test_the_process_tells_what_it_held(make) -> None:
    with tempfile.TemporaryFile() as body:
        body.write(make(slice(None)))
        body.seek(0)
        *_, end = workbook_file.lines_of(body.fileno(), None)
    assert 0 < json.loads(end)["end"] < LIMITS.megabytes * 1024


def test_a_reading_that_takes_too_long_is_ended(monkeypatch) -> None:
    monkeypatch.setattr(workbook_file, "LIMITS", replace(LIMITS, seconds=0))
    assert refused_and_gone(PLAIN, monkeypatch) == "too_long"


def test_a_reading_can_be_stopped(monkeypatch) -> None:
    assert refused_and_gone(PLAIN, monkeypatch, stopped=lambda: True) == "stopped"


def refused_and_gone(data: bytes, monkeypatch, **more) -> str:
    """The code of the refusal; the process is gone when it is known, and no file is left."""
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remembered(*words, **named):
        started.append(real(*words, **named))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)
    files = len(os.listdir("/proc/self/fd"))
    with pytest.raises(Refused) as refused:
        read_book(data, understood, **more)
    (process,) = started
    assert process.returncode is not None
    assert len(os.listdir("/proc/self/fd")) == files
    return refused.value.code


def test_a_process_that_dies_without_a_word_is_a_damaged_file(monkeypatch, tmp_path) -> None:
    script = tmp_path / "dies.py"
    script.write_text("import os, signal\nprint('[[1]]', flush=True)\nos.kill(os.getpid(), 9)\n")
    monkeypatch.setattr(workbook_file, "PROCESS", script)
    assert refused_and_gone(PLAIN, monkeypatch) == "damaged"


def test_a_process_that_does_not_start_is_a_fault_of_ours(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(workbook_file, "PROCESS", tmp_path / "nowhere.py")
    with pytest.raises(RuntimeError):
        read_book(PLAIN, understood)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("Tên xã;TC1\nLai Uyên;29,63\n", [["Tên xã", "TC1"], ["Lai Uyên", "29,63"]]),
        ('Tên xã,TC1\n\n"Lai, Uyên;",1\n,\n', [["Tên xã", "TC1"], [], ["Lai, Uyên;", "1"]]),
    ],
)
def test_text_is_read_apart_by_the_delimiter_that_is_right(data: str, shown) -> None:
    """Through the real process; which delimiter is right is said by whoever knows headings."""
    assert read_book(data.encode(), understood).sheets[0].rows == shown


@pytest.mark.parametrize(
    ("figure", "form", "first_year", "shown"),
    [
        (43850.385451, "dd/mm/yyyy hh:mm", 1900, datetime(2020, 1, 20, 9, 15, 3)),
        (43850.385451, "dd/mm/yyyy", 1900, datetime(2020, 1, 20, 9, 15, 3)),
        (43850.0000001, "dd/mm/yyyy hh:mm", 1900, date(2020, 1, 20)),
        (43849.9999999, "dd/mm/yyyy hh:mm", 1900, date(2020, 1, 20)),
        (43850, "dd/mm/yyyy", 1900, date(2020, 1, 20)),
        (61, "dd/mm/yyyy", 1900, date(1900, 3, 1)),
        (42388, "dd/mm/yyyy", 1904, date(2020, 1, 20)),
        (42388.385451, "dd/mm/yyyy hh:mm", 1904, datetime(2020, 1, 20, 9, 15, 3)),
        (0.385451, "hh:mm", 1900, "09:15:03"),
        (1.25, "[h]:mm", 1900, "30:00:00"),
        (-0.25, "[h]:mm", 1900, "-06:00:00"),
        (43850.385451, "0.00", 1900, Decimal("43850.385451")),
    ],
)
def test_days_keep_the_time_of_day_they_have(
    figure: float, form: str, first_year: int, shown, monkeypatch
) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"date_1904": first_year == 1904}) as book:
        sheet = book.add_worksheet("A")
        sheet.write_number(0, 0, figure, book.add_format({"num_format": form}))
    read = read_here(data.getvalue(), monkeypatch)
    cell = read.sheets[0].rows[0][0]
    assert (type(cell), cell) == (type(shown), shown)
    assert [note.code for note in read.notes] == (["times"] if type(shown) is datetime else [])


def test_signs_of_control_never_reach_the_database(monkeypatch) -> None:
    """NUL would be refused by it; a backslash that only looks like one stays."""
    data = next(c.make() for c in HOSTILE if c.what.startswith("signs of control"))
    (sheet,) = read_here(data, monkeypatch).sheets
    assert sheet.rows[1][1] == "a�b\r \\u0000"


def test_rows_keep_their_numbers_and_cells_their_types() -> None:
    by_csv = read_book(as_csv(ROWS), understood)
    by_xlsx = read_book(PLAIN, understood)
    assert [len(sheet.rows) for sheet in (*by_csv.sheets, *by_xlsx.sheets)] == [2, 2]
    assert [str(cell) for cell in by_xlsx.sheets[0].rows[1]] == [
        cell.replace(",", ".") for cell in by_csv.sheets[0].rows[1]
    ]
