"""Which worker of pytest-xdist runs what: a whole file or group, and what takes long first.

What a file makes once is then made once, and at the end nobody waits for one long story.
"""

from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling

BASE = Path(__file__).resolve().parents[1]
# Longest first; the others follow as they are collected.
LONG = (
    "tests/journeys/test_year.py",
    "tests/journeys/test_every_page.py",
    "tests/journeys/test_district.py",
    "tuphap/modules/assessments/tests/test_desk_in_browser.py",
    "tuphap/modules/assessments/tests/test_nothing_lost_in_browser.py",
    "tuphap/outlets/demo/tests",
    "bench/tests/test_bench.py",
    "tuphap/foundation/access/tests/test_nasty_input.py",
    "tuphap/foundation/notices/tests/test_real_worker.py",
    "tuphap/config/tests",
    "tuphap/modules/assessments/tests/test_many_communes.py",
    "tuphap/foundation/units/tests/test_country.py",
    "tuphap/modules/assessments/tests/test_killed_uploads.py",
    "tests/journeys/test_behind_nginx.py",
)


class WholeFiles(LoadGroupScheduling):
    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        # Not by the number of tests: the longest stories are one test each.
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return str(super()._split_scope(nodeid)).split("::")[0]


def by_length(item: pytest.Item) -> int:
    """The place in the queue; the order within a file and among the others stays."""
    path = item.path.relative_to(BASE).as_posix()
    found = (place for place, long in enumerate(LONG) if path.startswith(long))
    return next(found, len(LONG))
