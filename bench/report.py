"""The table on the screen and the files in bench/results."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from bench.measuring import Figure
from bench.run import Effort
from bench.table import Promise

FOLDER = Path(__file__).resolve().parent / "results"
HEAD = ("figure", "floor", "ours", "ratio", "promise", "")
PACKAGES = ("django", "granian", "psycopg")


def shown(promise: Promise, figures: Iterable[Figure]) -> str:
    title = f"{promise.number}. {promise.job}\n   against: {promise.against}; {promise.promise}"
    lines = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    rows = "\n".join("   " + _row(line, widths) for line in lines)
    notes = "".join(f"\n   {figure.what}: {figure.note}" for figure in figures if figure.note)
    return f"{title}\n{rows}{notes}\n"


def _cells(figure: Figure) -> tuple[str, ...]:
    words = {True: "met", False: "MISSED", None: ""}
    return (
        f"{figure.what} [{figure.unit}]",
        "–" if figure.floor is None else number(figure.floor),
        number(figure.ours),
        "–" if figure.floor is None else f"{figure.ratio:.3f}",
        str(figure.bound or ""),
        words[figure.is_met],
    )


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (
        cell.ljust(width) if at in (0, 5) else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()


def number(value: float) -> str:
    """Three or four digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def circumstances(url: str, effort: Effort) -> dict[str, Any]:
    with psycopg.connect(url) as connection:
        row = connection.execute("show server_version").fetchone()
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "postgresql": row[0] if row else "",
        **{name: version(name) for name in PACKAGES},
        "rounds": effort.rounds,
        "seconds": effort.seconds,
    }


def write(
    folder: Path, promise: Promise, figures: Iterable[Figure], around: Mapping[str, Any]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            **{name: value for name, value in asdict(figure).items() if name != "bound"},
            "ratio": round(figure.ratio, 4),
            "bound": str(figure.bound or ""),
            "met": figure.is_met,
        }
        for figure in figures
    ]
    wanted = {"number": promise.number, "job": promise.job, "against": promise.against}
    content = {**wanted, "promise": promise.promise, "figures": rows, "measured": dict(around)}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / f"{promise.script}.json").write_text(text + "\n", encoding="utf-8")


def write_summary(folder: Path, promises: Iterable[Promise]) -> None:
    """One table of all that lies in the folder, also of earlier runs."""
    lines = [
        "# Results\n",
        "Written by `python3 run.py bench`; what each line means: docs/manual/bench.md.\n",
        "| # | figure | floor | ours | ratio | promise | met | measured |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for promise in promises:
        path = folder / f"{promise.script}.json"
        if path.exists():
            lines += _summary_lines(json.loads(path.read_text(encoding="utf-8")))
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _summary_lines(content: Mapping[str, Any]) -> list[str]:
    around = content["measured"]
    when = (
        f"{around['measured_at'][:10]}, {around['cores']} cores, Python {around['python']}, "
        f"PostgreSQL {around['postgresql']}, Django {around['django']}"
    )
    words = {True: "yes", False: "NO", None: ""}
    return [
        f"| {content['number']} | {row['what']} [{row['unit']}] "
        f"| {'–' if row['floor'] is None else number(row['floor'])} | {number(row['ours'])} "
        f"| {'–' if row['floor'] is None else row['ratio']} | {row['bound']} "
        f"| {words[row['met']]} | {when} |"
        for row in content["figures"]
    ]
