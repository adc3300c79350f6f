"""What a unit does with its own sheet has one word per regime, on every page of that regime."""

import re
from html import unescape

import pytest

from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    acting,
    december,
    in_status,
    signed_in,
)
from tuphap.rules.content_scoring import Answer
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = pytest.mark.django_db

PAGES = [
    ("under_review", "mai", "/lam-viec/"),
    ("self", "mai", "/phieu/{pk}/"),
    ("self", "mai", "/phieu/{pk}/niem-yet/"),
    ("under_review", "mai", "/phieu/{pk}/lich-su/"),
    ("under_review", "hung", "/tham-tra/"),
    ("under_review", "hung", "/tham-tra/{pk}/"),
    ("self", "hung", "/tham-tra/{pk}/"),
    ("under_review", "ha", "/doi-chieu/{year}/"),
    ("under_review", "ha", "/doi-chieu/{year}/bang.csv"),
    ("under_review", "phuc", "/cong-bo/{year}/xem-truoc/"),
]
OTHER_WORD = {POINTS_SET: "tự đánh giá", PASS_SET: "tự chấm"}
SELF_STATUS = {POINTS_SET: "self_scoring", PASS_SET: "self_assessing"}


@pytest.mark.parametrize(("status", "who", "address"), PAGES)
@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_no_page_of_a_regime_uses_the_word_of_the_other(code, status, who, address):
    world = in_status(SELF_STATUS[code] if status == "self" else status, code)
    place = address.format(pk=world.dossier.pk, year=world.year)
    answer = signed_in(getattr(world, who)).get(place)
    assert answer.status_code == 200
    text = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).lower()
    assert OTHER_WORD[code] not in text


POINT_WORDS = ("chấm điểm", "lưu điểm", "cột điểm", "điểm thẩm tra", "đổi điểm")


@pytest.mark.parametrize("address", ["", "?sua=1.1.1", "tra-lai/"])
def test_the_desk_of_a_regime_without_points_speaks_of_results(address):
    world = in_status("under_review", PASS_SET)
    answer = signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/{address}")
    text = answer.content.decode().lower()
    assert answer.status_code == 200
    assert [word for word in POINT_WORDS if word in text] == []


def test_a_changed_result_without_reason_is_called_a_result():
    world = in_status("under_review", PASS_SET)
    save = {"1.1.1": Given(Answer(done=1, due=20))}
    with pytest.raises(Refused, match=r"Chưa có lý do thay đổi kết quả 1\.1\.1"):
        save_entries(world.dossier.pk, APPRAISED, save, by=acting(world.hung, december(world)))


def test_a_refusal_speaks_of_the_sheet_and_of_no_regime():
    world = in_status("self_assessing", PASS_SET)
    answer = signed_in(world.hung).post(f"/phieu/{world.dossier.pk}/niem-yet/", {})
    assert answer.status_code == 403
    assert "niêm yết kết quả của đơn vị" in answer.content.decode()
