"""The two lists of units as rows of a table, the same for PDF and Word."""

from collections.abc import Sequence
from typing import Any

from tuphap.modules.assessments.decision_papers.wording import (
    Payload,
    Unit,
    has_points,
    reason_words,
    result_words,
    score,
    unit_name,
)


def met_list(payload: Payload, units: Sequence[Unit]) -> dict[str, Any]:
    """With the points of each criterion, as lists of the earlier regime have them."""
    in_points = has_points(payload)
    criteria = payload["rule_set"]["criteria"] if in_points else []
    return {
        "columns": ["STT", "Tên đơn vị", result_column(payload)],
        "criteria": [f"Tiêu chí {number}" for number in range(1, len(criteria) + 1)],
        "together": f"Điểm từng tiêu chí, từ 1 đến {len(criteria)}",
        "rows": [
            {
                "cells": [str(number), unit_name(row), result_words(payload, row)],
                "scores": scores,
                "together": "; ".join(scores),
            }
            for number, row in enumerate(units, 1)
            for scores in [[score(row["scores"].get(one["code"])) for one in criteria]]
        ],
    }


def not_met_list(payload: Payload, units: Sequence[Unit]) -> dict[str, Any]:
    return {
        "columns": ["STT", "Tên đơn vị", result_column(payload), "Điều kiện chưa đạt"],
        "rows": [
            [str(number), unit_name(row), result_words(payload, row), reason_words(payload, row)]
            for number, row in enumerate(units, 1)
        ],
    }


def result_column(payload: Payload) -> str:
    return "Tổng số điểm" if has_points(payload) else "Chỉ tiêu đạt"
