"""The page of figures under today's borders: a calculation, from what is decided and in reach."""

from http import HTTPStatus

import pytest

from tuphap.foundation.mergers.actions import apply_change, plan_change
from tuphap.modules.assessments.tests import world as worlds
from tuphap.rules.unit_changes import HEADS

pytestmark = pytest.mark.django_db

CHANGES = [
    list(HEADS.values()),
    ["23860", "23999", "Xã Đức Cơ", "xã", "", "toàn bộ", "01/03/2023", "NQ"],
    ["23863", "23999", "Xã Đức Cơ", "xã", "", "một phần", "01/03/2023", "NQ"],
    ["23863", "23863", "Xã Ia Krêl", "xã", "", "một phần", "01/03/2023", "NQ"],
]
ADDRESS = "/doi-chieu/2022/tinh-gop/"


def test_decided_figures_are_added_and_parts_are_named():
    world = worlds.make_world()
    worlds.decide(world)
    ha = worlds.acting(world.ha, worlds.moment(2023, 2, 20))
    change, _ = plan_change(CHANGES, "x.csv", by=ha)
    apply_change(change.pk, change.plan_hash, by=ha)
    client = worlds.signed_in(world.ha)
    page = client.get(ADDRESS).content.decode()
    assert "Số tính gộp, không phải kết quả chính thức." in page
    assert "Xã Ia Krêl: chỉ một phần đi vào, không chia được số liệu" in page
    detail = client.get(f"{ADDRESS}?don-vi=23999").content.decode()
    assert "Cộng từ: Xã Ia Dơk." in detail
    assert "(20/20)" in detail
    assert "Không có số liệu nào để cộng" in client.get(f"{ADDRESS}?don-vi=23863").content.decode()
    for address in (f"{ADDRESS}?don-vi=1", "/doi-chieu/2021/tinh-gop/"):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert worlds.signed_in(world.mai).get(ADDRESS).status_code == HTTPStatus.FORBIDDEN
