"""What changes something acts once for each key of a form (R2)."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.template import engines
from django.test import RequestFactory

from tests.architecture.test_addresses import addresses
from tuphap.foundation.request_keys.keys import FIELD

# Requests that may come twice without harm, each with its reason.
MAY_COME_TWICE = {
    "tuphap.modules.assessments.views.desk.preview": "computes, saves nothing",
    "tuphap.modules.assessments.views.decisions.confirm": "shows what will happen, saves nothing",
    "tuphap.outlets.exchange.views.sheet_figures.paste": "shows what would change, saves nothing",
    "tuphap.modules.assessments.views.submit_link.ask_chair": "the key makes the code, so the same "
    "key finds its own link; the answer holds the code, which is kept nowhere",
    "tuphap.modules.assessments.views.submit_link.submit_link": "counts the try, which stays when "
    "the code is refused, and hands the sending to a function that acts once",
    "tuphap.modules.assessments.views.presence.sheet_open": "“still open”, said every half minute",
}
TAKES_A_FORM = re.compile(r'require_POST|"POST"|request\.POST')


def views() -> Iterator[Callable[..., Any]]:
    for _, view in addresses():
        if inspect.unwrap(view).__module__.startswith("tuphap."):
            yield view


def name_of(view: Callable[..., Any]) -> str:
    plain = inspect.unwrap(view)
    return f"{plain.__module__}.{plain.__qualname__}"


def test_every_view_that_takes_a_form_acts_once_per_key() -> None:
    """Put `@once_per_key` directly above the view, below `@faults_answered_by`; `@hands_to_once`
    on one that only hands its form to such a view."""
    found = {
        name_of(view)
        for view in views()
        if TAKES_A_FORM.search(inspect.getsource(inspect.unwrap(view)))
        and not getattr(view, "acts_once", False)
    }
    assert found - set(MAY_COME_TWICE) == set()


def test_the_list_of_exceptions_names_nothing_that_is_gone() -> None:
    assert set(MAY_COME_TWICE) <= {name_of(view) for view in views()}


def test_no_form_can_be_written_without_a_key() -> None:
    """The tag is Django's by name and ours by what it writes."""
    page = engines["django"].from_string("<form>{% csrf_token %}</form>{% csrf_token %}")
    keys = re.findall(f'name="{FIELD}" value="([^"]+)"', page.render({}, RequestFactory().get("/")))
    assert len(set(keys)) == 2
