"""What people read: accents placed as in “hòa”, calm sentences, no pronoun for the reader."""

import re
from pathlib import Path

from tests.architecture.source import BASE, files, name_of, product_files, sentences, templates

# “hoà”, “khoẻ”, “thuý” with the mark on the second vowel; “toàn”, “quý” are right as they are.
OLD_STYLE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])(?![a-zA-Zà-ỹÀ-Ỹđ])", re.IGNORECASE)
# These two speak about old accent placement.
ABOUT_ACCENTS = {"tuphap/rules/vietnamese.py", "tests/architecture/test_vietnamese_text.py"}
UNCALM = re.compile(
    r"\b(bạn|quý vị|anh/chị|vui lòng|xin lỗi|rất tiếc)\b|[à-ỹ]\w* ?!(?!=)", re.IGNORECASE
)


def own_texts() -> list[Path]:
    """Our own words; lists of units keep the spelling of their decisions."""
    top = [BASE / name for name in ("README.md", "README.vi.md", "CHANGELOG.md")]
    found = files("*.md", "*.html", "*.txt", "*.yaml", roots=("tuphap", "docs"))
    found += files("*.py", roots=("tuphap",)) + files("*.js", roots=("static/js",))
    return [path for path in [*top, *found] if path.exists()]


def test_accents_stand_where_the_new_spelling_puts_them() -> None:
    found = [
        f"{name_of(path)}:{number} {match.group()}"
        for path in own_texts()
        if name_of(path) not in ABOUT_ACCENTS and "tests" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := OLD_STYLE.search(line))
    ]
    assert found == []


def test_the_pattern_knows_both_spellings() -> None:
    assert all(OLD_STYLE.search(word) for word in ("hoà giải", "sức khoẻ", "Thuỷ", "UỶ BAN"))
    assert not any(OLD_STYLE.search(word) for word in ("hòa giải", "toàn", "quý", "Ủy ban"))


def test_sentences_are_calm() -> None:
    in_code = [
        f"{name_of(path)}:{line} {match.group()}"
        for path in product_files()
        for line, text in sentences(path)
        if (match := UNCALM.search(text))
    ]
    in_pages = [
        f"{name_of(path)}:{number} {match.group()}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := UNCALM.search(line))
    ]
    assert in_code + in_pages == []
