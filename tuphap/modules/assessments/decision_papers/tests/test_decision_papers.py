"""The two papers of a decision: counts, wording, lists; frozen, and the same in PDF and Word."""

from dataclasses import replace
from datetime import date

import pytest

from tuphap.foundation.made_papers.models import PDF, WORD
from tuphap.modules.assessments.actions.decisions import record_decision
from tuphap.modules.assessments.actions.province_moves import unlock
from tuphap.modules.assessments.decision_papers import decision_text, queries, report_text
from tuphap.modules.assessments.decision_papers.models import DecisionCopy, DecisionPaper
from tuphap.modules.assessments.decision_papers.wording import Stamp, counted, reason_words
from tuphap.modules.assessments.models import ColumnSummary, Decision
from tuphap.modules.assessments.papers.tests import reading
from tuphap.modules.assessments.papers.tests.reading import pdf_text, squeezed, word_text
from tuphap.modules.assessments.tests.test_recording_decisions import PAPER, both_ready
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, World, acting, moment
from tuphap.rules.numbers import format_rate
from tuphap.rules.workflows.assessment import FINAL

GATE = "Trong năm đánh giá, không có cán bộ"


def decided(code: str = POINTS_SET, **failing: bool) -> tuple[World, Decision]:
    """One unit met and one did not: the gate, unless something else is said."""
    world = both_ready(code)
    other = ColumnSummary.objects.filter(assessment=world.other_dossier, column=FINAL)
    other.update(conditions=failing or {"DK1": True, "DK2": True, "DK3": False})
    day = date(world.year + 1, 2, 7)
    ids = [world.dossier.pk, world.other_dossier.pk]
    by = acting(world.minh, moment(world.year + 1, 2, 8))
    return world, record_decision(ids, replace(PAPER, signed_on=day), by=by)


def made(decision: Decision, form: str, file_format: str) -> bytes:
    paper = DecisionPaper.objects.get(copy__decision=decision, form=form, format=file_format)
    return reading.made(paper)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(200, 220, "90,9 %"), (1, 8, "12,5 %"), (1, 16, "6,3 %"), (2, 3, "66,7 %"), (0, 0, "–"),
     (3, 3, "100,0 %"), (0, 4, "0,0 %"), (1, 2000, "0,1 %")],
)  # fmt: skip
def test_rates_are_rounded_half_up_with_one_decimal(part, whole, shown):
    assert format_rate(part, whole).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.django_db
@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_recording_freezes_what_the_papers_say(code):
    failing = {"DK1": False} if code == PASS_SET else {}
    world, decision = decided(code, **failing)
    copy = DecisionCopy.objects.get(decision=decision)
    assert (counted(copy.payload["units"]).met, copy.payload["assessed"]) == (1, 2)
    assert DecisionPaper.objects.filter(copy=copy).count() == 4
    for kind, text_in in ((PDF, pdf_text), (WORD, word_text)):
        words = squeezed(text_in(made(decision, decision_text.FORM, kind)))
        office = "tỉnh Gia Lai" if code == PASS_SET else "huyện Đức Cơ"
        for sentence in (
            "Số: 214/QĐ-UBND",
            f"Công nhận 01 xã thuộc {office} đạt chuẩn",
            f"01 xã thuộc {office} chưa đủ điều kiện",
            "PHỤ LỤC I", "PHỤ LỤC II", "Xã Ia Dơk", "Xã Ia Krêl", copy.sha256,
            "Giám đốc Sở Tư pháp" if code == PASS_SET else "Trưởng Phòng Tư pháp",
        ):  # fmt: skip
            assert squeezed(sentence) in words
        assert "BẢNNHÁP" not in words
        report = squeezed(text_in(made(decision, report_text.FORM, kind)))
        assert squeezed("2 đơn vị đã có quyết định: 1 đơn vị đạt chuẩn (50,0 %)") in report
    assert world.dossier.decision == decision


@pytest.mark.django_db
def test_of_the_gate_only_its_number_and_the_words_of_the_law_are_printed():
    _, decision = decided()
    payload = DecisionCopy.objects.get(decision=decision).payload
    row = next(unit for unit in payload["units"] if unit["failing"])
    assert reason_words(payload, row).startswith(f"Điều kiện 3: {GATE}")
    assert set(row) == {"code", "name", "kind", "parent", "met", "total", "passed", "of",
                        "scores", "failing", "failed_indicators"}  # fmt: skip


@pytest.mark.django_db
def test_unlocking_later_changes_no_paper_of_the_old_decision():
    world, decision = decided()
    copy = DecisionCopy.objects.get(decision=decision)
    unlock(world.dossier.pk, "Sai số liệu.", by=acting(world.ha, moment(world.year + 1, 2, 9)))
    assert DecisionCopy.objects.get(decision=decision).sha256 == copy.sha256
    assert "Ia Dơk" in pdf_text(made(decision, decision_text.FORM, PDF))
    # Also where the copy would be made only now.
    names = [row["unit__name"] for row in queries.decided_rows(decision)]
    assert names == ["Xã Ia Dơk", "Xã Ia Krêl"]
    assert queries.unlocked_codes(decision) == [world.commune.code]


@pytest.mark.django_db
@pytest.mark.parametrize(("met", "articles"), [((True, True), 3), ((False, False), 3)])
def test_without_units_on_one_side_there_is_one_annex(met, articles):
    _, decision = decided()
    payload = DecisionCopy.objects.get(decision=decision).payload
    for unit, result in zip(payload["units"], met, strict=True):
        unit["met"] = result
    texts = decision_text.texts(payload, Stamp())
    assert len(texts["articles"]) == articles
    assert [annex["number"] for annex in texts["annexes"]] == ["PHỤ LỤC I"]
    assert texts["draft"] == "BẢN NHÁP"
