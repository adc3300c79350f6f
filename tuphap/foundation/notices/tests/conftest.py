"""Every test here begins with an empty queue, and leaves one."""

from collections.abc import Iterator

import pytest

from tuphap.foundation.jobs.tests import queue


@pytest.fixture(autouse=True)
def empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        yield
        return
    is_real = marker.kwargs.get("transaction", False)
    request.getfixturevalue("transactional_db" if is_real else "db")
    queue.clear()
    yield
    if is_real:
        queue.clear()
