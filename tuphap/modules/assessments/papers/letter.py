"""The letter with a copy of all that was entered: what its template needs."""

from collections.abc import Mapping
from typing import Any

from django.template import Context, Engine

from tuphap.modules.assessments.lateness import late_words
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.papers.payload import files_of, has_points, sender_of
from tuphap.modules.assessments.papers.typed import typed_words
from tuphap.modules.assessments.papers.wording import maximum, points, score_words, verdict


def letter_context(copy: SubmittedCopy) -> dict[str, Any]:
    payload = copy.payload
    in_points = has_points(payload)
    return {
        "copy": copy,
        "year": payload["year"],
        "unit": payload["unit"]["name"],
        "typed": typed_words(payload),
        "late": late_words(payload.get("days_late", 0)),
        "sender": sender_of(payload),
        "office": payload["appraising_unit"]["name"],
        "illustration": payload["illustration"],
        "result": result_words(payload),
        "criteria": [_criterion(row, in_points) for row in payload["criteria"]],
        "gates": payload["gates"],
        "conditions": [{**row, "word": verdict(row["holds"])} for row in payload["conditions"]],
        "files": files_of(payload),
    }


def letter_text(context: Mapping[str, Any]) -> str:
    """A letter is plain text: nothing in it is read as markup, so nothing is escaped."""
    template = Engine.get_default().get_template("papers/letter.txt")
    return template.render(Context(dict(context), autoescape=False))


def result_words(payload: Mapping[str, Any]) -> str:
    """“89,875/100 điểm”, or how many indicators are met."""
    if has_points(payload):
        return f"{points(payload['total'])}/{maximum(payload['rule_set']['total_max'])} điểm"
    return f"{payload['passed']}/{payload['of']} chỉ tiêu đạt"


def _criterion(row: Mapping[str, Any], in_points: bool) -> dict[str, Any]:
    lines = [line for indicator in row["indicators"] for line in indicator["contents"]]
    return {
        "name": row["name"],
        "score": score_words(row["score"], in_points=in_points),
        "max": maximum(row["max_points"]) if in_points else "",
        "lines": [
            {**line, "score": score_words(line["score"], in_points=in_points)} for line in lines
        ],
    }
