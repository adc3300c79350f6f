"""People who are told something."""

from datetime import UTC, datetime

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.actions import Message, notify
from tuphap.foundation.notices.models import Notice, NoticeChoice, Way

AT = datetime(2023, 1, 13, 2, 30, tzinfo=UTC)  # 09:30 in Vietnam


def message(key: str = "returned:1", **words: str) -> Message:
    usual = {
        "title": "Hồ sơ năm 2022 của Xã K' Dang: yêu cầu bổ sung",
        "body": "Huyện Đăk Đoa trả lại hồ sơ.\nLý do: thiếu báo cáo < 2 trang & danh sách.",
        "address": "/lam-viec/",
    }
    return Message(key=key, **{**usual, **words})


def told(who: Person, key: str = "returned:1", at: datetime = AT, **words: str) -> Notice:
    notify([who], message(key, **words), at=at)
    return Notice.objects.get(person=who, key=key)


def wants(who: Person, way: Way) -> None:
    NoticeChoice.objects.update_or_create(person=who, defaults={"way": way})
