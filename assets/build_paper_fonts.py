"""The fonts of the papers: Tinos whole, in four styles, and a list of the letters all of them have.

Tinos has the widths of the face offices write with, and every Vietnamese letter. Papers are made
with these files only; letters they lack are known beforehand, because PDF/A takes no empty boxes.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont

PACKAGE = "@expo-google-fonts/tinos"
STYLES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
TARGET = Path(__file__).resolve().parents[1] / "tuphap" / "foundation" / "papers" / "fonts"


def build_paper_fonts(packages: Path) -> None:
    source = packages / PACKAGE
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for style in STYLES:
        name = f"Tinos_{style}.ttf"
        shutil.copyfile(source / style / name, TARGET / name)
    shutil.copyfile(source / "LICENSE_FONT", TARGET / "OFL.txt")
    letters = set.intersection(*(letters_of(path) for path in TARGET.glob("*.ttf")))
    (TARGET / "letters.txt").write_text("\n".join(ranges(letters)) + "\n")
    write_manifest(json.loads((source / "package.json").read_text())["version"])


def letters_of(path: Path) -> set[int]:
    """Signs with a glyph; control characters have one in some fonts and mean nothing on paper."""
    return {code for code in TTFont(path).getBestCmap() if category(chr(code))[0] != "C"}


def ranges(codes: Iterable[int]) -> Iterator[str]:
    """“0041-005A”: first and last of each unbroken row."""
    ordered = sorted(codes)
    first = last = ordered[0]
    for code in [*ordered[1:], -1]:
        if code == last + 1:
            last = code
            continue
        yield f"{first:04X}-{last:04X}"
        first = last = code


def write_manifest(version: str) -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(TARGET.iterdir())
    }
    entry = {"name": PACKAGE, "version": version, "licence": "OFL-1.1", "sha256": found}
    text = json.dumps({"packages": [entry]}, indent=2, ensure_ascii=False)
    (TARGET / "manifest.json").write_text(text + "\n")
