"""The council's papers: how they are called in addresses, what fills and what makes them."""

from dataclasses import dataclass
from pathlib import Path

from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.word import make_docx
from tuphap.modules.assessments.council.models import CouncilPaper
from tuphap.modules.assessments.council.paper_texts import (
    MINUTES_TITLE,
    OPINION_TITLE,
    SUMMARY_TITLE,
)

FOLDER = Path(__file__).resolve().parent / "typeset"
OPINION, SUMMARY, MINUTES = "phieu-y-kien", "tong-hop-y-kien", "bien-ban"


@dataclass(frozen=True)
class Form:
    """`code` stands in addresses and names the two files of the form."""

    code: str
    title: str

    @property
    def typst(self) -> Path:
        return FOLDER / f"{self.code}.typ"

    @property
    def word(self) -> Path:
        return FOLDER / f"{self.code}.docx"


FORMS = {
    form.code: form
    for form in (
        Form(OPINION, OPINION_TITLE),
        Form(SUMMARY, SUMMARY_TITLE),
        Form(MINUTES, MINUTES_TITLE),
    )
}
OF_MEETING = (SUMMARY, MINUTES)


def make(paper: CouncilPaper) -> bytes:
    """The file, from the texts the row holds."""
    form = FORMS[paper.form]
    if paper.format == CouncilPaper.PDF:
        return make_pdf(form.typst, paper.data)
    return make_docx(form.word, paper.data)
