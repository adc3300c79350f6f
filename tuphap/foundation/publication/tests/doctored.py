"""Files that agree with their own hash and are no published copy, and what is said of each.

One table for the command and for the page in a visitor's browser.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from tuphap.foundation.publication.canonical import canonical_text
from tuphap.foundation.publication.tests.sample import results_payload, small_province


def sealed(payload: dict[str, Any], **beside: Any) -> str:
    """The file of a payload with the hash that is true for it."""
    text = canonical_text(payload)
    about = {
        "year": 2022,
        "number": 1,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "withdrawal": None,
        **beside,
    }
    return json.dumps(about, ensure_ascii=False)[:-1] + f',"payload":{text}}}'


def of_units(choose: Callable[[list[Any]], list[Any]]) -> str:
    """Other units, and a summary that fits them."""
    payload = small_province()
    return sealed(results_payload(choose(payload["units"]), payload["rule_set"], 2022))


def replaced(old: str, new: str) -> str:
    text = sealed(small_province())
    assert old in text
    return text.replace(old, new, 1)


WITHDRAWN = {"on": "2023-03-05", "reason": "Sai số liệu."}
AGAIN = " Tải lại tệp JSON từ trang Dữ liệu mở."
NO_FIGURE = "ở chỗ của một số nguyên; không bản công bố nào có giá trị như vậy."
# Name, the file, the sentence, and whether the figures of the file stand nevertheless.
DOCTORED: tuple[tuple[str, str, str, bool], ...] = (
    (
        "relabelled",
        sealed(small_province(), year=2023),
        "Tệp ghi năm 2023 nhưng số liệu bên trong là của năm 2022.",
        False,
    ),
    (
        "of no year",
        sealed({**small_province(), "year": None}, year=None),
        "Tệp ghi năm – nhưng số liệu bên trong là của năm –.",
        False,
    ),
    (
        "a unit twice",
        of_units(lambda units: [*units, units[0]]),
        "Đơn vị mã 23501 có 2 lần trong tệp; mỗi đơn vị chỉ có một kết quả trong một năm.",
        False,
    ),
    (
        "no unit",
        of_units(lambda units: []),
        "Tệp không có đơn vị nào nên không có kết quả nào để kiểm tra.",
        False,
    ),
    ("not a number", replaced('"units":5', '"units":NaN'), f"Tệp ghi “NaN” {NO_FIGURE}", False),
    (
        "endless",
        replaced('"units":5', '"units":-Infinity'),
        "Tệp ghi “-Infinity” " + NO_FIGURE,
        False,
    ),
    ("not whole", replaced('"units":5', '"units":5.0'), f"Tệp ghi “5.0” {NO_FIGURE}", False),
    (
        "two values of one name",
        replaced('"met":', '"m\\u0065t":true,"met":'),
        "Tệp ghi tên “met” hai lần trong cùng một mục nên có hai cách đọc.",
        False,
    ),
    (
        "withdrawn",
        sealed(small_province(), withdrawal=WITHDRAWN),
        "Tệp ghi bản này đã thu hồi ngày 05/03/2023, lý do: Sai số liệu. "
        "Không dùng bản này làm kết quả.",
        True,
    ),
    (
        "renumbered",
        sealed(small_province(), number=9),
        "Số bản và ngày công bố chỉ là lời của tệp, mã kiểm tra không bảo đảm hai điều đó. So mã "
        "vừa tính với mã của cùng số bản ở trang kết quả năm 2022 trên cổng công bố; hai mã khác "
        "nhau thì tệp này không phải bản đã công bố.",
        True,
    ),
)
