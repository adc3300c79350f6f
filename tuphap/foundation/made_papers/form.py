"""A form of a paper: how it is called in addresses, and the two files that are filled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuphap.foundation.made_papers.models import PDF
from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.word import make_docx

Texts = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """`code` also names the two files of the form in its folder."""

    code: str
    folder: Path

    @property
    def typst(self) -> Path:
        return self.folder / f"{self.code}.typ"

    @property
    def word(self) -> Path:
        return self.folder / f"{self.code}.docx"

    def file(self, file_format: str, texts: Texts) -> bytes:
        return make_pdf(self.typst, texts) if file_format == PDF else make_docx(self.word, texts)


@dataclass(frozen=True)
class WordedForm(Form):
    """`title` and `texts` say in words what a payload holds; the second value that `texts` takes
    is the stamp of the copy."""

    title: Callable[[Mapping[str, Any]], str]
    texts: Callable[..., dict[str, Any]]
