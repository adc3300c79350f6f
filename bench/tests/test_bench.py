"""The scripts run and produce figures. How fast anything was is never asked here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import report
from bench.__main__ import arguments, effort_of
from bench.measuring import Figure, at_least, at_most
from bench.run import Effort
from bench.table import PROMISES, chosen

BASE = Path(__file__).resolve().parents[2]
MANUAL = BASE / "docs" / "manual" / "bench.md"


def test_a_quick_run_leaves_figures(tmp_path: Path) -> None:
    """The cheapest script, with a database and a server of its own in the folder of the tests."""
    results = tmp_path / "results"
    command = [sys.executable, "-m", "bench", "--quick", "cold_start", "--results", str(results)]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "12. cold start to first page" in done.stdout
    content = json.loads((results / "cold_start.json").read_text(encoding="utf-8"))
    assert content["figures"][0]["ours"] > 0
    assert content["measured"]["cores"] == os.cpu_count()
    assert "process start to first page" in (results / "README.md").read_text(encoding="utf-8")


def test_every_promise_has_its_script_and_its_words_in_the_manual() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    for row in PROMISES:
        assert (BASE / "bench" / "promises" / f"{row.script}.py").is_file()
        assert f"| {row.number} | `{row.script}` |" in manual


def test_scripts_are_chosen_by_number_or_name() -> None:
    assert chosen([]) == PROMISES
    assert [row.number for row in chosen(["field_saved", "1"])] == [1, 5]
    with pytest.raises(SystemExit, match="Unknown"):
        chosen(["speed"])


def test_options_change_the_effort() -> None:
    usual = effort_of(arguments().parse_args([]))
    assert usual == Effort()
    longer = effort_of(arguments().parse_args(["--minutes", "60", "--rounds", "9"]))
    assert (longer.minutes, longer.rounds, longer.seconds) == (60, 9, usual.seconds)
    assert effort_of(arguments().parse_args(["--quick"])).is_quick


def test_the_table_says_what_was_met_and_what_was_missed() -> None:
    figures = [
        Figure("saves", "1/s", 300.0, 1000.0, at_least(0.25), "a note"),
        Figure("tail", "ms", 40.0, 10.0, at_most(3)),
        Figure("beside", "MB", 12345.6),
    ]
    lines = report.shown(PROMISES[0], figures).splitlines()
    assert [line.split()[-1] for line in lines[3:5]] == ["met", "MISSED"]
    assert "12,346" in lines[5]
    assert "saves: a note" in lines[6]


def test_results_are_files_that_can_be_read_again(tmp_path: Path) -> None:
    around = {
        "measured_at": "2026-11-22T05:00:00+00:00",
        "cores": 2,
        "python": "3.11",
        "postgresql": "18.0",
        "django": "5.2",
    }
    figures = [Figure("saves", "1/s", 300.0, 1000.0, at_least(0.25))]
    report.write(tmp_path, chosen(["sheet_saved"])[0], figures, around)
    report.write_summary(tmp_path, PROMISES)
    content = json.loads((tmp_path / "sheet_saved.json").read_text(encoding="utf-8"))
    assert content["figures"][0] == {
        "what": "saves",
        "unit": "1/s",
        "ours": 300.0,
        "floor": 1000.0,
        "note": "",
        "ratio": 0.3,
        "bound": "≥ 0.25",
        "met": True,
    }
    summary = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| 4 | saves [1/s] | 1,000 | 300 | 0.3 | ≥ 0.25 | yes | 2026-11-22, 2 cores" in summary
