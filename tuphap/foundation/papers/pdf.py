"""Papers as PDF: a form in Typst, its texts handed over as JSON, the fonts of this folder only.

The form is a file of the project. What people wrote comes in as data and is never markup, so it
can neither run nor read anything (X5, X8, N2). PDF/A-2a: kept for good, readable aloud.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tuphap
from tuphap.foundation.papers.letters import FONTS, printable_all

if TYPE_CHECKING:
    import typst

ROOT = Path(tuphap.__file__).resolve().parent
STANDARD: Final = "a-2a"


def make_pdf(form: Path, data: Mapping[str, Any]) -> bytes:
    """The same data give the same bytes; `form` lies below the package."""
    words = json.dumps(printable_all(data), ensure_ascii=False)
    made = _compiler().compile(
        str(form), format="pdf", pdf_standards=STANDARD, sys_inputs={"data": words}
    )
    assert isinstance(made, bytes)  # one file: the format is PDF
    return made


@cache
def _compiler() -> "typst.Compiler":
    """Kept: it has read the fonts. Loaded where papers are made, not in every web process."""
    import typst

    no_packages = str(FONTS)  # nothing is fetched: a form names files of the project only
    return typst.Compiler(
        root=str(ROOT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        package_path=no_packages,
        package_cache_path=no_packages,
    )


def place_in_pdf(form: Path, data: Mapping[str, Any], label: str) -> dict[str, float]:
    """What the form says of a place by `metadata` under this label: page, and lengths in points."""
    import typst

    words = json.dumps(printable_all(data), ensure_ascii=False)
    found = typst.query(
        str(form), label, field="value", one=True, root=str(ROOT), font_paths=[str(FONTS)],
        ignore_system_fonts=True, sys_inputs={"data": words}, package_path=str(FONTS),
        package_cache_path=str(FONTS),
    )  # fmt: skip
    place: dict[str, float] = json.loads(found)
    return place
