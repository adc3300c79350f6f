"""A report of a year: written on computed figures, frozen whole, corrected by the next number."""

import hashlib
import io
import json
from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.db import Error, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from tuphap.foundation.audit.models import Event
from tuphap.foundation.made_papers.models import PDF, WORD
from tuphap.foundation.request_keys.keys import FIELD
from tuphap.modules.assessments.models import ColumnSummary
from tuphap.modules.assessments.papers.tests import reading
from tuphap.modules.assessments.papers.tests.reading import pdf_text, squeezed, word_text
from tuphap.modules.assessments.reports import actions, page, programmes
from tuphap.modules.assessments.reports.models import MINISTRY, PROVINCE, Report, ReportPaper
from tuphap.modules.assessments.reports.parts import HEADINGS, default_texts, headings_of
from tuphap.modules.assessments.reports.plain_year import from_plain
from tuphap.modules.assessments.reports.tests.test_overview import decided_world, text_of
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, World
from tuphap.modules.assessments.versions import VERSION
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.year_figures import totals

pytestmark = pytest.mark.django_db
SAID = "Đề nghị bố trí thêm kinh phí."


def by(world: World, who: str = "ha", day: int = 20) -> Actor:
    return w.acting(getattr(world, who), w.moment(world.year + 1, 2, day))


def draft_of(world: World, addressee: str = PROVINCE, reason: str = "") -> Report:
    return actions.begin_report(world.period, addressee, reason, by=by(world))


def frozen_of(world: World, addressee: str = PROVINCE, reason: str = "") -> Report:
    draft = draft_of(world, addressee, reason)
    actions.write_report(draft.pk, {"proposals": SAID}, draft.version, by=by(world))
    return actions.freeze_report(draft.pk, draft.version + 1, by=by(world, "phuc"))


def now_met(world: World) -> None:
    """What the figures rest on changes: the second unit is decided otherwise."""
    dossier = world.other_dossier
    type(dossier).objects.filter(pk=dossier.pk).update(met=True)
    sums = ColumnSummary.objects.filter(assessment=dossier, column=FINAL)
    sums.update(conditions=dict.fromkeys(sums.get().conditions, True))


# --- writing ---


def test_parts_nobody_wrote_follow_the_figures_and_written_ones_stay() -> None:
    world = decided_world()
    draft = draft_of(world)
    said = default_texts(page.payload_of(draft, by(world).at))
    assert "1 đơn vị đạt chuẩn (50,0" in said["results"]
    texts = {**said, "limits": "Một đơn vị thiếu điểm."}
    draft = actions.write_report(draft.pk, texts, 1, by=by(world))
    assert draft.texts == {"limits": "Một đơn vị thiếu điểm."}
    now_met(world)
    shown = {p.key: p for p in page.shown_parts(draft, page.payload_of(draft, by(world).at))}
    assert "2 đơn vị đạt chuẩn (100,0" in shown["results"].text
    assert shown["limits"].text == "Một đơn vị thiếu điểm."
    assert (shown["limits"].moved, shown["results"].moved) == (True, False)


def test_a_second_window_overwrites_nothing_and_sees_both_texts() -> None:
    world = decided_world()
    draft = draft_of(world)
    actions.write_report(draft.pk, {"proposals": "Của người trước."}, 1, by=by(world))
    sent = {VERSION: "1", "proposals": "Của người sau.", FIELD: "a" * 32}
    with time_machine.travel(by(world).at):
        answer = w.signed_in(world.ha).post(f"/bao-cao/ban/{draft.pk}/", sent)
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Của người sau.</textarea>" in shown
    assert "Bản mới trên hệ thống" in shown
    assert "Của người trước." in shown
    assert Report.objects.get().texts == {"proposals": "Của người trước."}


def test_a_ticked_box_gives_the_part_back_to_the_figures() -> None:
    world = decided_world()
    draft = draft_of(world)
    actions.write_report(draft.pk, {"proposals": SAID, "limits": "x"}, 1, by=by(world))
    sent = {VERSION: "2", "proposals": SAID, "limits": "x", "tu-lap-limits": "1", FIELD: "b" * 32}
    with time_machine.travel(by(world).at):
        assert w.signed_in(world.ha).post(f"/bao-cao/ban/{draft.pk}/", sent).status_code == 302
    assert Report.objects.get().texts == {"proposals": SAID}


def test_a_text_too_long_is_refused_by_its_name_and_stays_on_the_page() -> None:
    world = decided_world()
    draft = draft_of(world)
    sent = {VERSION: "1", "limits": "dài " * 2500, FIELD: "c" * 32}
    with time_machine.travel(by(world).at):
        answer = w.signed_in(world.ha).post(f"/bao-cao/ban/{draft.pk}/", sent)
    assert answer.status_code == 422
    assert f"{HEADINGS['limits']}: dài 9.999 ký tự, tối đa 8.000" in text_of(answer)
    assert "dài dài dài" in text_of(answer)


# --- freezing ---


def test_a_frozen_report_keeps_texts_and_figures_whatever_changes_later() -> None:
    world = decided_world()
    frozen = frozen_of(world)
    now_met(world)
    frozen.refresh_from_db()
    assert hashlib.sha256(frozen.canonical.encode()).hexdigest() == frozen.sha256
    assert json.loads(frozen.canonical) == frozen.payload
    kept = totals(from_plain(frozen.payload["figures"]).units)
    assert (frozen.number, kept.met, kept.not_met) == (1, 1, 1)
    assert frozen.payload["texts"]["proposals"] == SAID
    assert "(50,0" in frozen.payload["texts"]["results"]
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        Report.objects.filter(pk=frozen.pk).update(reason="đổi")
    assert Event.objects.filter(kind="report_frozen").count() == 1
    kept = ReportPaper.objects.filter(report=frozen)
    assert {(paper.format, paper.made_at) for paper in kept} == {(PDF, None), (WORD, None)}


def test_a_correction_has_the_next_number_and_a_reason_that_is_printed() -> None:
    world = decided_world()
    first = frozen_of(world)
    with pytest.raises(Refused, match="lý do"):
        draft_of(world)
    now_met(world)
    draft = draft_of(world, reason="Sửa kết quả xã Ia Krêl")
    assert draft.texts == {"proposals": SAID}
    second = actions.freeze_report(draft.pk, draft.version, by=by(world, "phuc", 21))
    assert (second.number, second.replaces_id) == (2, first.pk)
    words = page.paper_texts(second, second.frozen_at)["about"]
    assert words == "(Bản đính chính, thay bản số 01: Sửa kết quả xã Ia Krêl)"
    assert draft_of(world, MINISTRY).number is None


@pytest.mark.parametrize(("who", "code"), [("ha", "no_role"), ("hung", "no_role"), ("phuc", "")])
def test_who_publishes_freezes(who: str, code: str) -> None:
    world = decided_world()
    draft = draft_of(world)
    try:
        actions.freeze_report(draft.pk, 1, by=by(world, who))
        found = ""
    except Refused as refused:
        found = refused.code
    assert found == code
    with pytest.raises(Refused):
        actions.begin_report(world.period, MINISTRY, by=by(world, "phuc"))


def test_what_changed_after_it_was_read_is_not_frozen() -> None:
    world = decided_world()
    draft = draft_of(world)
    actions.write_report(draft.pk, {"proposals": SAID}, 1, by=by(world))
    with pytest.raises(Refused, match="vừa được sửa"):
        actions.freeze_report(draft.pk, 1, by=by(world, "phuc"))
    actions.give_up_report(draft.pk, 2, by=by(world))
    assert Report.objects.count() == 0


# --- pages, papers, file ---


@pytest.mark.parametrize(("who", "status"), [("hung", 404), ("mai", 404), ("ha", 200)])
def test_reports_are_seen_from_the_scope_only(who: str, status: int) -> None:
    world = decided_world()
    pk = draft_of(world).pk
    with time_machine.travel(by(world).at):
        client = w.signed_in(getattr(world, who))
        pages = (f"/bao-cao/{world.year}/", f"/bao-cao/ban/{pk}/", f"/bao-cao/ban/{pk}/bang.xlsx")
        assert [client.get(address).status_code for address in pages] == [status] * 3


def test_the_way_on_the_pages_from_beginning_to_the_files() -> None:
    world = decided_world()
    with time_machine.travel(by(world).at):
        ha, phuc = w.signed_in(world.ha), w.signed_in(world.phuc)
        address = f"/bao-cao/{world.year}/"
        begun = ha.post(address, {"addressee": MINISTRY, FIELD: "d" * 32})
        assert "Chốt báo cáo" in text_of(ha.get(begun.url))
        confirm = text_of(phuc.get(f"{begun.url}chot/"))
        assert "bản số 01" in confirm
        made, empty = confirm.split("Đoạn còn trống, không in:")
        assert "I. Tổ chức thực hiện" in made
        assert "IV. Đề xuất, kiến nghị" in empty
        done = phuc.post(f"{begun.url}chot/", {VERSION: "1", FIELD: "e" * 32}, follow=True)
        assert Report.objects.get().sha256 in text_of(done)
        for kind in (PDF, WORD):
            asked = f"{begun.url}giay-to/bao-cao-nam/{kind}/"
            assert ha.post(asked, {FIELD: uuid4().hex}).status_code == 302
        wrong = {"addressee": MINISTRY, "reason": " ", FIELD: "f" * 32}
        assert "Chưa có lý do đính chính" in text_of(ha.post(address, wrong))
        download_and_read(ha)


def download_and_read(client: Client) -> None:
    texts = {PDF: pdf_text, WORD: word_text}
    report = Report.objects.get()
    for paper in ReportPaper.objects.all():
        words = squeezed(texts[paper.format](reading.made(paper)))
        assert squeezed("IV. Đề xuất") not in words, paper.format
        for expected in ("SỞ TƯ PHÁP", "BÁO CÁO", "50,0 %", "Xã Ia Krêl", "Điều kiện 1",
                         "chỉ tiêu 18.4", report.sha256, "- Bộ Tư pháp;"):  # fmt: skip
            assert squeezed(expected) in words, (paper.format, expected)
    answer = client.get(f"/bao-cao/ban/{report.pk}/bang.xlsx")
    assert "bao-cao-nam-2022-bo-tu-phap-01.xlsx" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name("Theo loại").to_python()
    assert rows[1] == ["xã", 2, 1, 50, 1, 0, 0]
    assert rows[-1][1:4] == [2, 1, 50]


def test_without_points_reasons_name_indicators_and_the_unknown_item_is_told() -> None:
    world = decided_world(PASS_SET)
    texts = page.paper_texts(draft_of(world), by(world).at)
    (row,) = texts["annexes"]["not_met"]["rows"]
    assert row[-1].replace("\N{NO-BREAK SPACE}", " ") == "Điều kiện 1 (chưa đạt chỉ tiêu 2.1)"
    assert texts["annexes"]["new_rural"] == []
    assert "chưa lập danh sách" in texts["parts"]["new_rural"][0]
    assert texts["tables"]["groups"] is None
    assert texts["annexes"]["met"]["columns"][2] == "Loại"


def test_years_under_other_rules_stand_beside_without_points() -> None:
    world = decided_world()
    payload = page.payload_of(draft_of(world), by(world).at)
    other = payload["figures"] | {"year": 2021, "rule_set": "27-2025", "scale": "pass"}
    texts = default_texts(payload | {"before": other})
    assert "không so sánh điểm" in texts["beside"]
    same = default_texts(payload | {"before": payload["figures"] | {"year": 2021}})
    assert "tỷ lệ đạt không đổi" in same["beside"]


def test_a_year_that_is_not_the_last_one_is_named_as_what_it_is() -> None:
    world = decided_world()
    payload = page.payload_of(draft_of(world), by(world).at)
    heads, texts = {}, {}
    for year in (world.year - 1, world.year - 4):
        older = payload | {"before": payload["figures"] | {"year": year}}
        heads[year], texts[year] = headings_of(older)["beside"], default_texts(older)["beside"]
    assert heads == {2021: "II.3. So với năm 2021",
                     2018: "II.3. So với năm 2018, năm gần nhất trước đó có số liệu"}  # fmt: skip
    assert "không có số liệu năm 2021" in texts[2018]
    assert "không có số liệu" not in texts[2021]


def test_means_tell_that_they_hold_units_without_a_decision() -> None:
    world = decided_world()
    payload = page.payload_of(draft_of(world), by(world).at)
    figures = payload["figures"]
    first = {**figures["units"][0], "met": None}
    waiting = payload | {"figures": figures | {"units": [first, *figures["units"][1:]]}}
    assert "2 đơn vị có số chính thức)" in default_texts(payload)["averages"]
    assert "gồm cả 1 đơn vị chưa có quyết định" in default_texts(waiting)["averages"]


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_a_year_comes_back_from_its_plain_values(code: str) -> None:
    world = decided_world(code)
    values = page.payload_of(draft_of(world), by(world).at)["figures"]
    year = from_plain(json.loads(json.dumps(values)))
    assert replace(year, units=()).nodes
    assert [unit.met for unit in year.units] == [True, False]


def test_every_programme_has_its_mark_and_source() -> None:
    rows = [row for year in (2017, 2022, 2026) for row in programmes.programmes_of(year)]
    assert [row.item for row in rows] == ["18.5", "18.4", "16", None]
    assert all(row.source and row.status for row in rows)
    assert [row.concludes for row in rows] == [True, True, False, False]
