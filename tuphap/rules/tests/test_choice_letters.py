"""Choices are lettered as in Vietnamese law, and letters are read as they were typed."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest

from tuphap.rules.choice_letters import LETTERS, as_letter, keys_by_letter, letters_of
from tuphap.rules.content_scoring import Answer
from tuphap.rules.numbers import example_up_to
from tuphap.rules.rule_set import ChooseAtLeast, InvalidRuleSet, contents, parse
from tuphap.rules.rule_set_file import shipped, shipped_document
from tuphap.rules.rule_set_rows import Option
from tuphap.rules.score_figures import _answer_in_one_cell

TEN = tuple(Option(f"k{number}", "Việc") for number in range(30))


def test_the_law_knows_no_f_j_w_z_and_has_đ_behind_d() -> None:
    assert "".join(LETTERS) == "abcdđeghiklmnopqrstuvxy"
    assert [*letters_of(TEN[:8]).values()] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    assert letters_of(TEN)["k23"] == "24"


def test_letters_of_the_data_win() -> None:
    own = (replace(TEN[0], letter="A1"), TEN[1])
    assert letters_of(own) == {"k0": "A1", "k1": "b"}
    assert keys_by_letter(own)[as_letter(" a1 ")] == "k0"


@pytest.mark.parametrize(("cell", "chosen"), [("a, c, Đ", "ace"), ("d", "d"), ("a; f", None)])
def test_a_table_of_scores_reads_the_same_letters(cell, chosen) -> None:
    (content,) = (c for c in contents(shipped("27-2025")) if isinstance(c.scoring, ChooseAtLeast))
    expected = None if chosen is None else Answer(chosen=frozenset(chosen))
    assert _answer_in_one_cell(content, cell) == expected


def test_a_rule_set_with_one_letter_twice_does_not_come_in() -> None:
    document = deepcopy(dict(shipped_document("27-2025")))
    rows = [
        content["scoring"]["options"]
        for criterion in document["criteria"]
        for indicator in criterion["indicators"]
        for content in indicator["contents"]
        if content["scoring"]["kind"] == ChooseAtLeast.kind
    ]
    rows[0][0]["letter"] = "Đ"
    with pytest.raises(InvalidRuleSet, match=r"2\.5\.1: chữ “đ” ghi 2 lần"):
        parse(document)


@pytest.mark.parametrize(("most", "said"), [("10", "7,50"), ("2.5", "1,88"), ("100", "75,00")])
def test_an_example_fits_its_bounds(most, said) -> None:
    assert example_up_to(Decimal(most)) == said
