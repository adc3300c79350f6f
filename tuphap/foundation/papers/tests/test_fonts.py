"""The fonts in the repository are those of the manifest and have every Vietnamese letter."""

import hashlib
import json
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from tuphap.foundation.papers.letters import FONTS, MISSING, known_letters, printable

MANIFEST = json.loads((FONTS / "manifest.json").read_text())["packages"][0]
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING HOOK ABOVE}", "\N{COMBINING TILDE}"]
TONES += ["\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DOT BELOW}"]
SMALL = "bcdđghklmnpqrstvxfjwz" + "".join(
    normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES
)
SIGNS = "0123456789.,;:!?()/%+-–−“”…≥≤₫×\N{NO-BREAK SPACE}•"
STYLES = sorted(FONTS.glob("*.ttf"))


def test_the_files_are_those_of_the_manifest():
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONTS.iterdir()
        if path.name != "manifest.json"
    }
    assert found == MANIFEST["sha256"]
    assert MANIFEST["licence"] == "OFL-1.1"
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_every_style_has_every_vietnamese_letter(path):
    drawn = TTFont(path).getBestCmap()
    wanted = SMALL + SMALL.upper() + SIGNS
    assert [sign for sign in wanted if ord(sign) not in drawn] == []


def test_there_are_four_styles():
    assert len(STYLES) == 4


def test_the_list_of_letters_is_what_all_styles_have():
    common = set.intersection(*(set(TTFont(path).getBestCmap()) for path in STYLES))
    listed = {ord(sign) for sign in known_letters()}
    assert listed <= common
    assert {ord(sign) for sign in SMALL + SMALL.upper() + SIGNS} <= listed


def test_what_no_style_has_is_shown_as_missing():
    assert printable("Tốt 👍\x00\ue000") == f"Tốt {MISSING}{MISSING}{MISSING}"
    assert printable("hai\r\ndòng") == "hai\ndòng"
    assert MISSING in known_letters()


def test_letters_are_put_together():
    apart = normalize("NFD", "Ễ Ậ Ữ")
    assert printable(apart) == "Ễ Ậ Ữ"
