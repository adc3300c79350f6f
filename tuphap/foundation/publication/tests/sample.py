"""Published copies for tests: plain factory functions, figures as a payload holds them."""

from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tuphap.foundation.publication.actions import publish_copy
from tuphap.foundation.publication.kinds import RESULTS, RESULTS_SCHEMA
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.rules.permissions import Actor

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MAXIMA = {"TC1": "10", "TC2": "90"}
GROUPS = [
    {"code": "622", "name": "Thành phố Pleiku", "short_name": "TP. Pleiku", "kind": "thành phố"},
    {"code": "631", "name": "Huyện Đức Cơ", "short_name": "H. Đức Cơ", "kind": "huyện"},
]


def ha(at: datetime | None = None) -> Actor:
    """Hà of the province; the right to publish is the module's business."""
    return Actor(None, "Hà", (), at or datetime(2023, 2, 21, 9, 30, tzinfo=HANOI))


def column(scores: dict[str, str], met: bool) -> dict[str, Any]:
    total = sum((Decimal(scores[code]) for code in MAXIMA), Decimal(0))
    return {"total": str(total), "met": met, "scores": scores}


def unit(
    number: int, name: str = "", group: str | None = "622", lost: str = "0", **more: Any
) -> dict[str, Any]:
    """A unit that gave itself full marks and lost some of criterion 2; met from 80."""
    own = {"TC1": "10", "1.1": "10", "TC2": "90", "2.1": "90"}
    left = str(Decimal(90) - Decimal(lost))
    final = {**own, "TC2": left, "2.1": left}
    met = Decimal(lost) <= 20
    return {
        "code": f"{23500 + number:05d}",
        "name": name or f"Xã Số {number}",
        "kind": "xã",
        "group_code": group,
        "self": column(own, True),
        "appraised": column(final, met),
        "final": column(final, met),
        "difference": str(-Decimal(lost)),
        "met": met,
        "failed_conditions": [] if met else ["DK1"],
        "decision": {
            "number": "214/QĐ-UBND",
            "signed_on": "2023-02-07",
            "decided_by": "Chủ tịch Ủy ban nhân dân",
        },
        **more,
    }


def results_payload(
    units: list[dict[str, Any]], rule_set: dict[str, Any], year: int
) -> dict[str, Any]:
    met = sum(row["met"] for row in units)
    totals = [Decimal(row["final"]["total"]) for row in units if row["final"]["total"]]
    groups = {row["group_code"] for row in units}
    return {
        "schema": RESULTS_SCHEMA,
        "year": year,
        "scope": {"code": "64", "name": "Tỉnh Gia Lai"},
        "units_on": f"{year}-12-31",
        "illustration": True,
        "rule_set": deepcopy(rule_set),
        "groups": [dict(row) for row in GROUPS if row["code"] in groups],
        "summary": {
            "units": len(units),
            "met": met,
            "not_met": len(units) - met,
            "average": f"{sum(totals) / len(totals):.2f}" if totals else None,
            "pending": 0,
        },
        "units": units,
    }


def criterion(code: str, name: str, maximum: str | None, *indicators: str) -> dict[str, Any]:
    rows = [{"code": i, "name": f"Chỉ tiêu {i}", "max_points": maximum} for i in indicators]
    return {"code": code, "name": name, "max_points": maximum, "indicators": rows}


def condition(code: str, text: str, kind: str, value: str | None) -> dict[str, Any]:
    return {"code": code, "text": text, "short_name": text, "kind": kind, "value": value}


POINTS_SET = {
    "code": "25-2021",
    "name": "25/2021/QĐ-TTg",
    "title": "Quy định về xã, phường, thị trấn đạt chuẩn tiếp cận pháp luật",
    "scale": "points",
    "total_max": "100",
    "notice": "Bộ tiêu chí 25/2021/QĐ-TTg chưa đối chiếu đủ với phụ lục.",
    "unit_kinds": ["xã", "phường", "thị trấn"],
    "criteria": [
        criterion("TC1", "Ban hành văn bản", "10", "1.1"),
        criterion("TC2", "Tiếp cận thông tin", "90", "2.1"),
    ],
    "conditions": [
        condition("DK1", "Tổng số điểm từ 80 điểm trở lên", "min_total", "80"),
        condition("DK2", "Từng tiêu chí từ 50%", "min_percent_of_each_criterion", "50"),
        condition("DK3", "Không có người đứng đầu bị kỷ luật", "boolean_gate", None),
    ],
}
PASS_SET = {
    "code": "27-2025",
    "name": "27/2025/QĐ-TTg",
    "title": "Quy định về xã, phường, đặc khu đạt chuẩn tiếp cận pháp luật",
    "scale": "pass",
    "total_max": None,
    "notice": "",
    "unit_kinds": ["xã", "phường", "đặc khu"],
    "criteria": [
        criterion("TC1", "Ban hành văn bản", None, "1.1", "1.2"),
        criterion("TC2", "Hòa giải", None, "2.1"),
    ],
    "conditions": [condition("DK1", "Đủ các chỉ tiêu", "all_indicators_pass", None)],
}


def points_payload(units: list[dict[str, Any]], year: int = 2022) -> dict[str, Any]:
    return results_payload(units, POINTS_SET, year)


def pass_payload(year: int = 2026) -> dict[str, Any]:
    """Met / not met: three indicators, two units directly below the province."""
    return results_payload([pass_unit(1, "111"), pass_unit(2, "101")], PASS_SET, year)


def pass_unit(number: int, marks: str) -> dict[str, Any]:
    """`marks` is "1" or "0" for each indicator of the final column; the unit itself saw all met."""
    met = "0" not in marks
    final = pass_column(marks, met)
    return unit(number, group=None) | {
        "self": pass_column("111", True),
        "appraised": final,
        "final": final,
        "difference": None,
        "met": met,
        "failed_conditions": [] if met else ["DK1"],
    }


def pass_column(marks: str, met: bool) -> dict[str, Any]:
    one, two, three = marks
    first = "1" if one + two == "11" else "0"
    scores = {"TC1": first, "1.1": one, "1.2": two, "TC2": three, "2.1": three}
    return {
        "total": None,
        "met": met,
        "scores": scores,
        "passed": str(marks.count("1")),
        "of": str(len(marks)),
    }


def publish(payload: dict[str, Any], note: str = "", at: datetime | None = None) -> PublishedCopy:
    return publish_copy(RESULTS, payload["year"], payload, by=ha(at), note=note)


def small_province(year: int = 2022) -> dict[str, Any]:
    """Five communes in two districts; four met."""
    return points_payload(
        [
            unit(1, "Phường Yên Đỗ", kind="phường"),
            unit(2, "Xã Trà Đa", lost="30"),
            unit(3, "Xã Ia Dơk", group="631", lost="2.25"),
            unit(4, "Xã Ia Kla", group="631", lost="12"),
            unit(5, "Thị trấn Chư Ty", group="631", kind="thị trấn"),
        ],
        year,
    )
