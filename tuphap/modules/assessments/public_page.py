"""The shape of a page where anybody may write: what was typed and is wrong, and when to wait."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse

from tuphap.foundation.access.faults import STATUS_OF
from tuphap.modules.assessments.public_words import CONTACT, LONGEST, NAME, TEXT, TOO_MANY
from tuphap.rules.refusals import Refused

AGAIN_AFTER_SECONDS = 3600


def answer_to(refused: Refused, page: Callable[[int], HttpResponse]) -> HttpResponse:
    """The page with its status; whoever sent too often is told when to come back."""
    status = 429 if refused.code == TOO_MANY else STATUS_OF[refused.kind]
    answer = page(status)
    if status == 429:
        answer.headers["Retry-After"] = str(AGAIN_AFTER_SECONDS)
    return answer


def form_context(
    sent: Mapping[str, str], faults: Mapping[str, str], boxes: Mapping[str, str]
) -> dict[str, Any]:
    """What was typed comes back only with faults; `boxes` are ticks by their name on the page."""
    typed = sent if faults else {}
    return {
        "faults": {_name(field): text for field, text in faults.items()},
        "errors": [{"id": f"o-{field}", "text": text} for field, text in faults.items()],
        "typed": {
            "name": typed.get(NAME, ""),
            "contact": typed.get(CONTACT, ""),
            "text": typed.get(TEXT, ""),
            **{name: field in typed for name, field in boxes.items()},
        },
        "longest": {_name(field): most for field, most in LONGEST.items()},
    }


def _name(field: str) -> str:
    """As a template can ask for it."""
    return field.replace("-", "_")
