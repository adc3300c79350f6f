"""Names of units: every sure way to write one is recognised, and no two are ever confused."""

import csv
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

import tuphap
from tuphap.rules.unit_name_sentences import sentence_of
from tuphap.rules.unit_names import (
    LONGEST_NAME,
    Ambiguous,
    Candidate,
    FormerUnit,
    How,
    KindWords,
    Matched,
    Suggested,
    UnitIndex,
    Unknown,
    Why,
    Written,
)
from tuphap.rules.vietnamese import fold

# As data/units/kinds.yaml has them.
COMMUNES = (
    KindWords("xã", ("xã",), ("x",)),
    KindWords("phường", ("phường",), ("p", "ph")),
    KindWords("thị trấn", ("thị trấn",), ("tt", "ttr")),
    KindWords("đặc khu", ("đặc khu",), ("đk",)),
)
KINDS = (
    *COMMUNES,
    KindWords("tỉnh", ("tỉnh",), ("t",)),
    KindWords("huyện", ("huyện",), ("h",)),
    KindWords("quận", ("quận",), ("q",)),
    KindWords("thị xã", ("thị xã",), ("tx",)),
    KindWords("thành phố thuộc tỉnh", ("thành phố",), ("tp",)),
)
UNITS = Path(tuphap.__file__).parent / "data" / "units"
TUL = Candidate(1, "23860", "Xã Ia Tul", "xã", "Huyện Ia Pa")
LAC = Candidate(2, "04906", "Thị trấn Yến Lạc", "thị trấn", "Huyện Na Rì")
THREE = Candidate(3, "23551", "Phường 3", "phường", "Thành phố Pleiku")
OTHER_THREE = Candidate(4, "23999", "Phường 3", "phường", "Thị xã An Khê")
DRAI = Candidate(5, "23538", "Xã Ia H' Drai", "xã", "Huyện Ia Pa")
HOA = Candidate(6, "00123", "Xã Hòa Phú", "xã", "Huyện Chư Păh")
PA = Candidate(7, "03001", "Phường Sa Pa", "phường", "Thị xã Sa Pa")
PAH = Candidate(8, "03002", "Phường Sa Pả", "phường", "Thị xã Sa Pa")
H_BONG = Candidate(9, "23968", "Xã H Bông", "xã", "Huyện Chư Sê")
DASHED = Candidate(10, "24778", "Phường Lâm Viên - Đà Lạt", "phường", "Tỉnh Lâm Đồng")
DUC = Candidate(11, "19753", "Phường Phường Đúc", "phường", "Thành phố Huế")
KY = Candidate(12, "20001", "Xã Mỹ Kỳ", "xã", "Huyện Ia Pa")
ALL = (TUL, LAC, THREE, OTHER_THREE, DRAI, HOA, PA, PAH, H_BONG, DASHED, DUC, KY)
OLD = FormerUnit("23800", "Xã Ia Kdăm", "xã", "Huyện Ia Pa", (1,))
SPLIT = FormerUnit("23801", "Xã Chư Mố", "xã", "Huyện Ia Pa", (1, 6))
GONE = FormerUnit("23802", "Xã Ia Broăi", "xã", "Huyện Ia Pa", ())
INDEX = UnitIndex(ALL, KINDS, (OLD, SPLIT, GONE))


def answer(name, above="", code=""):
    return INDEX.recognise(Written(name, above, code))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Xã Ia Tul", TUL),
        ("Ia Tul", TUL),
        ("X. Ia Tul", TUL),
        ("X.Ia Tul", TUL),
        ("XÃ IA TUL", TUL),
        ("xã  Ia\u00a0Tul ", TUL),
        ("UBND xã Ia Tul", TUL),
        ("12. Xã Ia Tul", TUL),
        ("Xã: Ia Tul", TUL),
        ("Xã Ia Tul (huyện Ia Pa)", TUL),
        ("Ia Tul, H. Ia Pa", TUL),
        ("TT Yến Lạc", LAC),
        ("TT. Yến Lạc", LAC),
        ("T.T. Yến Lạc", LAC),
        ("P.3 (TX An Khê)", OTHER_THREE),
        ("P. 3, An Khê", OTHER_THREE),
        ("P3 - TP. Pleiku", THREE),
        ("Phường 03, thành phố Pleiku", THREE),
        ("Ia H'Drai", DRAI),
        ("Ia H’Drai", DRAI),
        ("Ia HDrai", DRAI),
        ("Ia-H-Drai", DRAI),
        ("Xã Hoà Phú", HOA),
        (unicodedata.normalize("NFD", "Hoà Phú"), HOA),
        ("Phường Sa Pả", PAH),
        ("Phường Sa Pa", PA),
        ("H Bông", H_BONG),
        ("X. H Bông", H_BONG),
        ("Lâm Viên - Đà Lạt", DASHED),
        ("Phường Lâm Viên - Đà Lạt - Lâm Đồng", DASHED),
        ("Phường Đúc", DUC),
        ("Xã Mỹ Kỳ", KY),
    ],
)
def test_sure_ways_to_write_a_name(name, unit):
    found = answer(name)
    assert isinstance(found, Matched)
    assert found.unit is unit
    assert found.how in (How.NAME, How.SPELLING)
    assert sentence_of(found, Written(name)) == ""


@pytest.mark.parametrize(
    ("name", "why", "units"),
    [
        ("xa ia tul", Why.NO_ACCENTS, (TUL,)),
        ("Yen Lac", Why.NO_ACCENTS, (LAC,)),
        ("Hoa Phu", Why.NO_ACCENTS, (HOA,)),
        ("Xã Mĩ Kì", Why.I_OR_Y, (KY,)),
        ("Xã Yến Lạc", Why.OTHER_KIND, (LAC,)),
        ("Ia Tull", Why.ONE_LETTER, (TUL,)),
        ("Ia Tu", Why.ONE_LETTER, (TUL,)),
    ],
)
def test_a_guess_is_only_suggested(name, why, units):
    found = answer(name)
    assert found == Suggested(units, why)
    assert "Có thể là" in sentence_of(found, Written(name))


def test_the_unit_above_decides_between_equal_names():
    assert answer("Phường 3") == Ambiguous((THREE, OTHER_THREE))
    assert answer("Phường 3", "TP Pleiku") == Matched(THREE, How.NAME)
    assert answer("Phường 3", "II. THỊ XÃ AN KHÊ") == Matched(OTHER_THREE, How.NAME)
    assert answer("Phường 3", "An Khe") == Matched(OTHER_THREE, How.NAME)
    assert answer("Ia Tul", "Chư Sê") == Suggested((TUL,), Why.OTHER_ABOVE)
    assert answer("Ia Tul", "chưa rõ") == Matched(TUL, How.SPELLING)


def test_no_accents_at_all_may_be_either():
    assert answer("sa pa") == Ambiguous((PA, PAH))


def test_codes():
    assert answer("", code="23860") == Matched(TUL, How.CODE)
    assert answer("Ia Tul", code="23860") == Matched(TUL, How.CODE)
    assert answer("ia tul", code=" 23860.0 ") == Matched(TUL, How.CODE)
    assert answer("", code="4906") == Matched(LAC, How.CODE_WITHOUT_ZEROS)
    assert answer("", code="99999") == Unknown()
    assert answer("", code="x") == Unknown()
    assert answer("") == Unknown()
    found = answer("Yến Lạc", code="23860")
    assert found == Suggested((TUL, LAC), Why.CODE_DISAGREES)
    assert answer("Xã Nào Đó", code="23860") == Suggested((TUL,), Why.CODE_DISAGREES)
    assert answer("Phường 3", code="23551") == Matched(THREE, How.CODE)
    assert answer("Hoa Phu", code="123").how is How.CODE_WITHOUT_ZEROS
    assert "00123" in sentence_of(answer("", code="123"), Written("", code="123"))


def test_units_that_are_gone():
    assert answer("Ia Kdăm") == Matched(TUL, How.FORMER_NAME, OLD)
    assert answer("", code="23800") == Matched(TUL, How.FORMER_CODE, OLD)
    assert answer("Xã Chư Mố") == Ambiguous((TUL, HOA), SPLIT)
    assert answer("Xã Ia Broăi") == Unknown()
    said = Written("Ia Kdăm")
    assert sentence_of(answer("Ia Kdăm"), said) == "“Ia Kdăm”: tên cũ Xã Ia Kdăm, nay là Xã Ia Tul."
    assert "sắp xếp" in sentence_of(answer("Chư Mố"), Written("Chư Mố"))
    assert answer("Ia Kdăm", code="23800") == Matched(TUL, How.FORMER_CODE, OLD)


@pytest.mark.parametrize("name", ["Tổng cộng", "xã", "TT", "((", "-", "3", "Ủy ban nhân dân", "☂"])
def test_what_is_no_unit(name):
    assert not isinstance(answer(name), Matched)


def test_a_text_that_is_too_long_is_no_name():
    assert answer("a" * (LONGEST_NAME + 1)) == Unknown()
    assert "không có trong danh mục" in sentence_of(Unknown(), Written("a" * 300))


# --- the real units ---


def by_province(list_name):
    rows = list(csv.DictReader((UNITS / list_name).open(encoding="utf-8")))
    known = {row["code"]: row for row in rows}
    found = defaultdict(list)
    for number, row in enumerate(rows):
        if row["kind"] in {kind.kind for kind in COMMUNES}:
            top = row
            while top["parent_code"]:
                top = known[top["parent_code"]]
            above = known[row["parent_code"]]["name"]
            unit = Candidate(number, row["code"], row["name"], row["kind"], above)
            found[top["code"]].append(unit)
    return found.values()


SHORT = {row.kind: row.shorts[0].upper() for row in COMMUNES}


def ways(unit):
    """Written like this it must be found, alone in its province or said to be several."""
    bare = unit.name[len(unit.kind) + 1 :]
    yield Written(unit.name, unit.above), True
    yield Written(f"{SHORT[unit.kind]}. {bare.replace(chr(39), chr(8217))}, {unit.above}"), True
    yield Written(unicodedata.normalize("NFD", bare.upper())), False
    yield Written(fold(bare), unit.above), False


@pytest.mark.parametrize(("list_name", "every"), [("units-2022.csv", 1), ("units-2025-07.csv", 5)])
def test_no_two_real_units_are_confused(list_name, every):
    for units in by_province(list_name):
        index = UnitIndex(units, KINDS)
        for unit in units[::every]:
            for written, is_sure in ways(unit):
                found = index.recognise(written)
                if isinstance(found, Matched):
                    assert found.unit is unit
                else:
                    assert not is_sure, (written, found)
                    assert unit in found.units or len(found.units) == 5
            assert index.recognise(Written("", code=unit.code.lstrip("0"))).unit is unit
