"""The API against its own description: schemathesis draws requests from it that are sound, and such
that are not, and holds the answers to what is described: status, kind, fields, refusals.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi

from tuphap.config.wsgi import application
from tuphap.foundation.publication.tests.sample import publish, small_province
from tuphap.outlets.api.rate import Counter

pytestmark = pytest.mark.django_db
THERE = {"year": 2022, "code": "23501"}
# The same ones in each run, and as many as a second or two allow.
FEW = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr("tuphap.outlets.api.views.counter", Counter(10_000))
    publish(small_province())
    # The application is asked inside the transaction of the test, as Django's own client does it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(described: Any) -> list[Any]:
    return [found.ok() for found in described.get_all_operations()]


def hold(strategy: Any) -> set[int]:
    """Ask what the strategy draws; which statuses were seen."""
    seen: set[int] = set()

    @FEW
    @given(case=strategy)
    def ask(case: Any) -> None:
        answer = case.call_and_validate()
        seen.add(answer.status_code)
        if answer.status_code != 200:
            assert answer.json()["detail"].endswith(".")

    ask()
    return seen


def test_sound_requests_are_answered_as_described(described: Any) -> None:
    for operation in operations(described):
        there = {p.name: THERE[p.name] for p in operation.path_parameters}
        given_places = {"path_parameters": there} if there else {}
        assert 200 in hold(operation.as_strategy(GenerationMode.POSITIVE, **given_places))
        if there:
            assert 404 in hold(operation.as_strategy(GenerationMode.POSITIVE))


def test_others_are_refused_with_a_sentence(described: Any) -> None:
    narrowed = [one for one in operations(described) if list(one.iter_parameters())]
    assert len(narrowed) == 3
    for operation in narrowed:
        assert 422 in hold(operation.as_strategy(GenerationMode.NEGATIVE))
