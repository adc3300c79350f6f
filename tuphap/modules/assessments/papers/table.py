"""The papers of a dossier: which there are, how they are called in addresses, what makes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.word import make_docx
from tuphap.modules.assessments.papers import comments_paper, report_paper, score_paper
from tuphap.modules.assessments.papers.models import Paper
from tuphap.modules.assessments.papers.stamp import Stamp

FOLDER = Path(__file__).resolve().parent / "forms"

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """`code` stands in addresses and names the two files of the form; `texts` gives its words."""

    code: str
    title: Callable[[Payload], str]
    texts: Callable[[Payload, Stamp], dict[str, Any]]

    @property
    def typst(self) -> Path:
        return FOLDER / f"{self.code}.typ"

    @property
    def word(self) -> Path:
        return FOLDER / f"{self.code}.docx"


FORMS: Mapping[str, Form] = {
    form.code: form
    for form in (
        Form("tong-hop", score_paper.title, score_paper.texts),
        Form("bao-cao", report_paper.title, report_paper.texts),
        Form("y-kien", comments_paper.title, comments_paper.texts),
    )
}
FORMATS = {Paper.PDF: "PDF", Paper.WORD: "Word"}
CONTENT_TYPES = {
    Paper.PDF: "application/pdf",
    Paper.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def make(paper: Paper) -> bytes:
    """The file, from the texts the row holds."""
    form = FORMS[paper.form]
    if paper.format == Paper.PDF:
        return make_pdf(form.typst, paper.data)
    return make_docx(form.word, paper.data)
