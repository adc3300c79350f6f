"""What is said of the signatures of a file: one sentence each, the worst first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone


@dataclass(frozen=True)
class Signed:
    """`tone` is ok, wait or stop; `short` stands on a line, `sentence` on the page of the file."""

    tone: str
    short: str
    sentence: str


def words_of(signatures: Iterable[Mapping[str, Any]], asked_on: date | None) -> tuple[Signed, ...]:
    order = {"stop": 0, "wait": 1, "ok": 2}
    return tuple(sorted((_one(row, asked_on) for row in signatures), key=lambda s: order[s.tone]))


def _one(row: Mapping[str, Any], asked_on: date | None) -> Signed:
    who = row["signer"] or "không rõ người ký"
    at = datetime.fromisoformat(row["signed_at"]) if row["signed_at"] else None
    when = f"lúc {timezone.localtime(at):%H:%M, %d/%m/%Y}" if at else "không ghi giờ ký"
    if not row["intact"]:
        return Signed(
            "stop",
            "chữ ký số sai",
            f"Chữ ký số của {who} không còn đúng: nội dung đã đổi sau khi ký.",
        )
    if not row["whole"]:
        return Signed(
            "stop",
            "đổi sau khi ký",
            f"{who} ký {when}, nhưng chữ ký không gồm cả tệp: có phần thêm vào sau khi ký.",
        )
    if at is not None and at > timezone.now():
        return Signed(
            "stop",
            "giờ ký chưa tới",
            f"Thời điểm ký {timezone.localtime(at):%H:%M, %d/%m/%Y} của {who} chưa tới, "
            "kiểm tra lại.",
        )
    if not row["trusted"]:
        return Signed(
            "wait",
            "chưa tin cậy",
            f"{who} ký {when}. Nơi cấp chứng thư ({row['issuer']}) chưa có trong danh sách tin cậy "
            "của tỉnh.",
        )
    if at is not None and asked_on is not None and timezone.localdate(at) > asked_on:
        return Signed(
            "wait", "ký sau hạn", f"{who} ký {when}, sau hạn {asked_on:%d/%m/%Y}. Chữ ký đúng."
        )
    stamp = " Giờ ký có dấu thời gian." if row["stamped"] else ""
    return Signed("ok", "đã ký số", f"{who} ký {when}. Chữ ký đúng, gồm cả tệp.{stamp}")
