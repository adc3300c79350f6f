"""python3 run.py bench [NAME …]: measures the promises of speed; exit status 1 where one is missed.

NAME is the number or the name of a script (bench/table.py); without one all are measured.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from bench import load, report, world
from bench.run import QUICK, Effort, Run
from bench.table import PROMISES, Promise, chosen


def main(words: list[str]) -> int:
    options = arguments().parse_args(words)
    if options.list:
        print("\n".join(f"{row.number:3} {row.script:16} {row.job}" for row in PROMISES))
        return 0
    promises = chosen(options.names)
    effort = effort_of(options)
    data = world.data_folder()
    # A quick run shows that the scripts work; its figures mean nothing and are kept apart.
    folder = options.results or (data / "results" if effort.is_quick else report.FOLDER)
    with world.world(data, fresh=options.fresh) as url, load.processes() as pool:
        missed = [row for row in promises if not measured(row, Run(effort, pool, url), folder)]
    report.write_summary(folder, PROMISES)
    if missed and not effort.is_quick:
        print("Missed: " + ", ".join(f"{row.number} {row.script}" for row in missed))
        return 1
    return 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="number or name of a script")
    parser.add_argument("--list", action="store_true", help="show the promises and stop")
    parser.add_argument("--quick", action="store_true", help="only show that the scripts work")
    parser.add_argument("--rounds", type=int, help="how often floor and ours take turns")
    parser.add_argument("--seconds", type=float, help="how long each turn is")
    parser.add_argument("--minutes", type=float, help="how long memory is watched, editors type")
    parser.add_argument("--results", type=Path, help="folder for the results")
    parser.add_argument("--fresh", action="store_true", help="begin with an empty database")
    return parser


def effort_of(options: argparse.Namespace) -> Effort:
    given = {name: getattr(options, name) for name in ("rounds", "seconds", "minutes")}
    usual = QUICK if options.quick else Effort()
    return replace(usual, **{name: value for name, value in given.items() if value is not None})


def measured(promise: Promise, run: Run, folder: Path) -> bool:
    """Whether everything it promises was kept."""
    if promise.needs_data:
        world.have_illustration_data()
    world.settle(run.database_url)
    around = report.circumstances(run.database_url, run.effort)
    figures = promise.measure()(run)
    print(report.shown(promise, figures), flush=True)
    report.write(folder, promise, figures, around)
    return all(figure.is_met is not False for figure in figures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
