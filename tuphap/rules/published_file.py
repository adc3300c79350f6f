"""Reads a file that says it is a published copy, and names what its hash does not speak of.

The hash is taken from `payload` alone: year, number, day and withdrawal beside it are the word of
the file. `static/js/published-file.js` says the same in a browser, sentence by sentence.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused

AGAIN = "Tải lại tệp JSON từ trang Dữ liệu mở."
# Larger ones are not the same number in every program that reads them.
MOST_DIGITS = 15
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read_published(text: str) -> Any:
    """The one reading of the text; Refused where there are two, ValueError where there is none."""
    return json.loads(
        text,
        object_pairs_hook=_each_once,
        parse_constant=_no_number,
        parse_float=_no_number,
        parse_int=_whole,
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        _refuse(f"Tệp ghi tên {quoted(name)} hai lần trong cùng một mục nên có hai cách đọc.")
    return found


def _whole(text: str) -> int:
    return int(text) if len(text.lstrip("-")) <= MOST_DIGITS else _no_number(text)


def _no_number(text: str) -> NoReturn:
    _refuse(
        f"Tệp ghi {quoted(text)} ở chỗ của một số nguyên; không bản công bố nào có giá trị như vậy."
    )


def _refuse(sentence: str) -> NoReturn:
    raise Refused("not_a_copy", f"{sentence} {AGAIN}", Kind.INVALID)


def doubts(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What no published copy has, though its figures may agree with each other."""
    payload = data["payload"]
    found = []
    if data.get("year") != payload.get("year") or type(payload.get("year")) is not int:
        found.append(
            f"Tệp ghi năm {_year(data)} nhưng số liệu bên trong là của năm {_year(payload)}."
        )
    if not payload["units"]:
        found.append("Tệp không có đơn vị nào nên không có kết quả nào để kiểm tra.")
    found += _doubled(payload["units"])
    return tuple(found)


def _doubled(units: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f"Đơn vị mã {code} có {count} lần trong tệp; mỗi đơn vị chỉ có một kết quả trong một năm."
        for code, count in Counter(unit["code"] for unit in units).items()
        if count > 1
    ]


def notes(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the reader has to know and to compare, also where everything agrees."""
    told = data.get("withdrawal")
    return (
        *([_withdrawn(told)] if told else ()),
        "Số bản và ngày công bố chỉ là lời của tệp, mã kiểm tra không bảo đảm hai điều đó. So mã "
        f"vừa tính với mã của cùng số bản ở trang kết quả năm {_year(data['payload'])} trên cổng "
        "công bố; hai mã khác nhau thì tệp này không phải bản đã công bố.",
    )


def _withdrawn(told: Mapping[str, Any]) -> str:
    day = _DAY.fullmatch(str(told.get("on") or ""))
    on = f" ngày {day[3]}/{day[2]}/{day[1]}" if day else ""
    reason = str(told.get("reason") or "").strip().rstrip(".")
    why = f", lý do: {reason}" if reason else ""
    return f"Tệp ghi bản này đã thu hồi{on}{why}. Không dùng bản này làm kết quả."


def _year(told: Mapping[str, Any]) -> str:
    year = told.get("year")
    return str(year) if type(year) is int else "–"
