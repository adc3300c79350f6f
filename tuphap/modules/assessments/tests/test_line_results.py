"""All columns of a dossier line by line: who reads which, what moved, and why."""

import re
from datetime import date

import pytest
from django.test import Client

from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.moves import close_appraisal, move
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.tests.world import (
    APPRAISED,
    PASS_SET,
    POINTS_SET,
    acting,
    december,
    full_sheet,
    in_status,
    moment,
    save_entries,
    signed_in,
)
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
REASON = "Trang 3: hai tin đăng sau thời hạn."
LINE = {POINTS_SET: "2.1.1", PASS_SET: "1.3.1"}


def appraised(code=POINTS_SET):
    """Received; one line changed with a reason, the others as the unit has them."""
    world = in_status("under_review", code)
    own = {item: Given(given.answer) for item, given in full_sheet(world).items()}
    changed = {LINE[code]: Given(Answer(done=1, due=20), REASON)}
    by = acting(world.hung, december(world, 21))
    save_entries(world.dossier.pk, APPRAISED, own | changed, by=by)
    return world


def decided(code=POINTS_SET):
    world = appraised(code)
    close_appraisal(world.dossier.pk, by=acting(world.hung, december(world, 22)))
    if code == POINTS_SET:
        move(world.dossier.pk, "conclude", by=acting(world.thu, december(world, 23)))
    paper = DecisionPaper("214/QĐ-UBND", date(world.year + 1, 2, 7), "Chủ tịch")
    by = acting(world.minh, moment(world.year + 1, 2, 7))
    record_decision([world.dossier.pk], paper, by=by)
    return world


def page(world, person):
    return signed_in(person).get(f"/phieu/{world.dossier.pk}/tung-noi-dung/")


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


def heads(response) -> list[str]:
    found = re.search(r"<thead>(.*?)</thead>", response.content.decode(), re.S)
    return [plain(cell) for cell in re.findall(r"<th[^>]*>(.*?)</th>", found[1], re.S)]


def row(response, code: str) -> str:
    anchor = code.replace(".", "-")
    return re.search(rf'<tr id="nd-{anchor}">(.*?)</tr>', response.content.decode(), re.S)[1]


def cells(response, code: str) -> list[str]:
    return [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row(response, code), re.S)]


def test_the_province_reads_both_columns_the_difference_and_its_reason():
    world = appraised()
    response = page(world, world.ha)
    assert heads(response) == ["Nội dung", "Tự chấm", "Thẩm tra", "Chênh"]
    own, seen, difference = cells(response, "2.1.1")
    assert own.startswith("6,00 20/20")
    assert seen.startswith("0,00 1/20")
    assert difference == "−6,00"
    assert f"Lý do ở cột Thẩm tra: {REASON} ({world.hung.full_name})" in plain(
        row(response, "2.1.1")
    )
    assert cells(response, "1.1.1")[-1] == "0"


def test_an_option_is_told_beside_its_points_and_the_documents_lead_back_here():
    world = appraised()
    shown = page(world, world.ha)
    told = {
        item.code: any(option.text in plain(row(shown, item.code)) for option in options)
        for item in items_of(world.period)
        if item.content and (options := getattr(item.content.scoring, "options", ()))
    }
    assert told
    assert all(told.values()), told
    documents = f"/phieu/{world.dossier.pk}/tai-lieu/1.1.1/"
    shown = signed_in(world.ha).get(f"{documents}?tu=tung-noi-dung").content.decode()
    assert f"{world.dossier.unit.name} · năm {world.year}" in shown
    assert f'href="/phieu/{world.dossier.pk}/tung-noi-dung/#nd-1-1-1"' in shown
    plainly = signed_in(world.ha).get(f"{documents}?tu=x").content.decode()
    assert f'href="/phieu/{world.dossier.pk}/#nd-1-1-1"' in plainly


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_unit_reads_the_result_and_its_reason_once_it_is_decided(code):
    world = decided(code)
    response = page(world, world.mai)
    assert heads(response)[-3:] == ["Thẩm tra", "Chính thức", "Chênh"]
    assert REASON in plain(row(response, LINE[code]))
    # The council took the figure over: one change has one reason.
    assert row(response, LINE[code]).count(REASON) == 1
    assert (
        "tung-noi-dung" in signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    )


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_before_the_decision_the_unit_reads_its_own_column_only(code):
    world = appraised(code)
    response = page(world, world.mai)
    assert len(heads(response)) == 2
    assert REASON not in response.content.decode()
    assert "khi hồ sơ đã có quyết định" in plain(response.content.decode())


def test_in_the_regime_without_points_lines_are_met_or_not():
    world = decided(PASS_SET)
    own, seen, final, difference = cells(page(world, world.ha), "1.3.1")
    assert [side.split(" ")[0] for side in (own, seen, final)] == ["Đạt", "Chưa", "Chưa"]
    assert difference == "Khác"


def test_nobody_else_finds_the_page():
    world = decided()
    assert page(world, world.lan).status_code == 404
    assert Client().get(f"/phieu/{world.dossier.pk}/tung-noi-dung/").status_code == 302


def test_the_comparison_leads_there():
    world = decided()
    shown = signed_in(world.ha).get(f"/doi-chieu/{world.year}/").content.decode()
    assert f'href="/phieu/{world.dossier.pk}/tung-noi-dung/"' in shown


def test_a_page_of_all_lines_asks_few_questions(django_assert_max_num_queries):
    world = decided()
    client = signed_in(world.ha)
    with django_assert_max_num_queries(14):
        client.get(f"/phieu/{world.dossier.pk}/tung-noi-dung/")
