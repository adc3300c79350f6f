"""Published results while units change: nothing published moves, and old codes lead on."""

import hashlib
from datetime import date

import pytest
from django.test import Client

from tuphap.foundation.mergers.actions import apply_change, plan_change
from tuphap.foundation.publication.actions import canonical_text
from tuphap.foundation.publication.models import KeptPage, PublishedCopy
from tuphap.foundation.publication.tests.sample import pass_payload, publish, small_province, unit
from tuphap.foundation.units.models import Succession
from tuphap.modules.assessments.tests import world as worlds
from tuphap.outlets.portal.tests.test_pages import text_of
from tuphap.outlets.portal.years import _change
from tuphap.rules.permissions import Role
from tuphap.rules.unit_changes import HEADS

pytestmark = pytest.mark.django_db

BEGINS = date(2020, 1, 1)
CHANGES = [
    list(HEADS.values()),
    ["23503", "23900", "Xã Đức Cơ", "", "", "toàn bộ", "01/03/2026", "NQ 1"],
    ["23504", "23900", "Xã Đức Cơ", "", "", "một phần", "01/03/2026", "NQ 1"],
    ["23504", "23904", "Xã Ia Kla Mới", "", "", "một phần", "01/03/2026", "NQ 1"],
    ["23502", "23502", "Xã Trà Đa Mới", "", "", "toàn bộ", "01/03/2026", "NQ 1"],
]


@pytest.fixture
def province():
    """The units behind the sample's results of 2022, then the changes of 2026."""
    top = worlds.unit("64", "Tỉnh Gia Lai", "tỉnh", None, BEGINS)
    for row in small_province()["units"]:
        worlds.unit(row["code"], row["name"], row["kind"], top, BEGINS)
    ha = worlds.employ("Đỗ Thu Hà", top, Role.PROVINCE_OFFICER)
    return worlds.acting(ha, worlds.moment(2026, 2, 1))


def change(ha):
    planned, faults = plan_change(CHANGES, "x.csv", by=ha)
    assert faults == []
    apply_change(planned.pk, planned.plan_hash, by=ha)


def fingerprints():
    pages = KeptPage.objects.order_by("copy", "name", "release").values_list("body", flat=True)
    copies = PublishedCopy.objects.order_by("pk")
    texts = [text for copy in copies for text in (copy.canonical, canonical_text(copy.payload))]
    parts = [*(text.encode() for text in texts), *(bytes(page) for page in pages)]
    return [hashlib.sha256(part).hexdigest() for part in parts]


def test_nothing_published_changes_by_one_byte(province, client: Client):
    publish(small_province())
    pages = ("/", "/ket-qua/2022/", "/nhung/2022/")
    files = tuple(f"/du-lieu-mo/ket-qua-2022.{form}" for form in ("csv", "json"))
    before = {address: client.get(address).content for address in (*pages, *files)}
    kept = fingerprints()
    assert len(kept) >= 2 + len(pages)
    change(province)
    assert {address: client.get(address).content for address in before} == before
    assert fingerprints() == kept


def published_after(province):
    change(province)
    publish(small_province())
    payload = pass_payload()
    for row, code, name in zip(
        payload["units"], ("23900", "23904"), ("Xã Đức Cơ", "Xã Ia Kla Mới"), strict=True
    ):
        row.update(code=code, name=name)
    publish(payload)


def test_an_old_code_leads_to_its_only_successor_with_a_message(province, client: Client):
    published_after(province)
    answer = client.get("/ket-qua/2026/23503/")
    assert answer.headers["Location"] == "/ket-qua/2026/23900/?ma-cu=23503"
    shown = text_of(client.get(answer.headers["Location"]))
    assert "Mã 23503 thuộc Xã Ia Dơk trước ngày 01/03/2026; nay là Xã Đức Cơ." in shown
    for other in ("23501", "x", "9" * 11, ""):
        assert "trước ngày" not in text_of(client.get(f"/ket-qua/2026/23900/?ma-cu={other}"))[:900]


def test_several_successors_are_listed(province, client: Client):
    published_after(province)
    shown = text_of(client.get("/ket-qua/2026/23504/"))
    assert "Mã 23504 thuộc Xã Ia Kla trước ngày 01/03/2026; nay là: Xã Đức Cơ" in shown
    assert "Xã Ia Kla Mới mã 23904" in shown


def test_a_new_code_leads_back_to_those_of_the_time(province, client: Client):
    published_after(province)
    shown = text_of(client.get("/ket-qua/2022/23900/"))
    assert "Mã 23900 thuộc Xã Đức Cơ từ ngày 01/03/2026; trước đó là" in shown
    assert client.get("/ket-qua/2022/23904/").headers["Location"].endswith("23504/?ma-cu=23904")
    assert client.get("/ket-qua/2022/99999/").status_code == 404


def test_search_by_an_old_code_says_what_became_of_it(province, client: Client):
    published_after(province)
    shown = text_of(client.get("/ket-qua/?tim=23504"))
    assert "nay là Xã Đức Cơ (mã 23900), Xã Ia Kla Mới (mã 23904)." in shown


def test_years_stand_side_by_side_in_both_views(province, client: Client):
    published_after(province)
    then = text_of(client.get("/ket-qua/nhieu-nam/"))
    now = text_of(client.get("/ket-qua/nhieu-nam/?xem=hien-nay"))
    for shown in (then, now):
        assert "2022 5 4 1 80,0 % 25/2021/QĐ-TTg" in shown.replace("\xa0", " ")
        assert "Tổng 1/2 4/5" in shown
        assert "nên không so sánh điểm" in shown
        assert "2.6.1 Nội dung chưa rõ tên (chờ phụ lục)" in shown
        assert "None" not in shown
    assert "Đang xem như khi đó" in then
    assert "Huyện Đức Cơ – 3/3" in then
    assert "Đang xem theo đơn vị hiện nay" in now
    assert "Xã Ia Dơk , Xã Ia Kla (Huyện Đức Cơ) 1/1 2/2" in now
    assert "Thị trấn Chư Ty , Tỉnh Gia Lai – 1/1" in now
    assert "Xã Trà Đa Mới , Tỉnh Gia Lai gồm Xã Trà Đa (Thành phố Pleiku) – 0/1" in now
    assert "Có 1 đơn vị cũ như vậy" in now
    assert client.get("/ket-qua/nhieu-nam/?xem=khac").status_code == 404


def test_units_in_no_list_stand_for_themselves(client: Client):
    payload = small_province()
    payload["units"].append(unit(9, "Xã Lạ"))
    publish(payload)
    shown = text_of(client.get("/ket-qua/nhieu-nam/?xem=hien-nay"))
    assert "Chưa rõ đơn vị kế tục gồm" in shown
    assert "Xã Lạ" in shown


def test_units_that_ended_without_a_successor_are_no_units_of_today(province, client: Client):
    """Their results stay in the sums of both views."""
    published_after(province)
    Succession.objects.filter(predecessor__code="23502").delete()
    shown = text_of(client.get("/ket-qua/nhieu-nam/?xem=hien-nay"))
    assert "Chưa rõ đơn vị kế tục gồm Xã Trà Đa (Thành phố Pleiku) – 0/1" in shown
    assert "Tổng 1/2 4/5" in shown


def test_before_anything_is_published_the_page_says_so(client: Client):
    assert "Chưa có kết quả nào được công bố" in text_of(client.get("/ket-qua/nhieu-nam/"))


def test_a_unit_that_is_not_in_the_copy_is_told_from_no_unit(province, client: Client):
    publish(small_province())
    worlds.unit("23999", "Xã Ia Lang", "xã", None, BEGINS)
    answer = client.get("/ket-qua/2022/23999/")
    assert answer.status_code == 404
    assert "Chưa có kết quả công bố năm 2022" in text_of(answer)
    assert "Chưa có kết quả công bố" not in text_of(client.get("/ket-qua/2022/99999/"))


def test_search_by_an_old_name_says_what_became_of_it(province, client: Client):
    published_after(province)
    shown = text_of(client.get("/ket-qua/?tim=ia kla"))
    assert "Nay là Xã Đức Cơ (mã 23900), Xã Ia Kla Mới (mã 23904)" in shown
    shown = text_of(client.get("/ket-qua/2022/23503/"))
    assert "nhập thành Xã Đức Cơ (mã 23900)" in shown


def test_a_set_of_criteria_only_is_not_compared_line_by_line():
    former, points = ("619-2017", "619/QĐ-TTg", "points"), ("25-2021", "25/2021/QĐ-TTg", "points")
    assert _change(points, former).rows == ()
