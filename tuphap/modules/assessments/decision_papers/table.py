"""The papers of a decision: how they are called in addresses, what they say, what makes them."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuphap.foundation.papers.pdf import make_pdf, place_in_pdf
from tuphap.foundation.papers.signature_field import with_signature_field
from tuphap.foundation.papers.word import make_docx
from tuphap.modules.assessments.decision_papers import decision_text, report_text
from tuphap.modules.assessments.decision_papers.models import DecisionCopy, DecisionPaper
from tuphap.modules.assessments.decision_papers.wording import Payload, Stamp
from tuphap.modules.assessments.papers.table import CONTENT_TYPES, FORMATS

FOLDER = Path(__file__).resolve().parent / "forms"
SIGNED_FORM = decision_text.FORM
__all__ = ["CONTENT_TYPES", "FORMATS", "FORMS", "SIGNED_FORM", "make", "stamp_of"]


@dataclass(frozen=True)
class Form:
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
    module.FORM: Form(module.FORM, module.title, module.texts)
    for module in (decision_text, report_text)
}


def stamp_of(copy: DecisionCopy) -> Stamp:
    return Stamp() if copy.is_draft else Stamp(copy.ordinal, copy.sha256)


def make(paper: DecisionPaper) -> None:
    """The file and its hash; of the paper that is signed also where there is room for that."""
    form = FORMS[paper.form]
    texts = form.texts(paper.copy.payload, stamp_of(paper.copy))
    if paper.format == DecisionPaper.WORD:
        body = make_docx(form.word, texts)
    else:
        body = make_pdf(form.typst, texts)
        if paper.form == SIGNED_FORM:
            paper.room = place_in_pdf(form.typst, texts, "<signature-room>")
            body = with_signature_field(body, paper.room)
    paper.body, paper.size = body, len(body)
    paper.sha256 = hashlib.sha256(body).hexdigest()
