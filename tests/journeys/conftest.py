"""Places and windows for the journeys; the browser is that of `tests/surroundings.py`."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests.journeys.town import Town, own_database, town
from tests.journeys.visit import Visit
from tests.migrated import template


@pytest.fixture(scope="session")
def empty_database(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """All tables and nothing in them, to be copied; one per worker of pytest-xdist."""
    name = f"journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock(), own_database(name, template()):
        yield name


@pytest.fixture
def build(
    empty_database: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Town]]:
    """Builds the town of a test."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())

        def build_town(now: str, **settings: bool) -> Town:
            folder = tmp_path_factory.mktemp("town")
            return stack.enter_context(town(empty_database, folder, now, **settings))

        yield build_town


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens windows; at the end none of them may have seen anything wrong."""
    opened: list[Visit] = []

    def open_window(town: Town, **kind: Any) -> Visit:
        opened.append(Visit(browser, town, **kind))
        return opened[-1]

    yield open_window
    faults = [fault for window in opened for fault in window.faults]
    for window in opened:
        window.close()
    assert not faults, "\n".join(faults)
