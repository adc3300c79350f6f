"""The papers of a decision: how they are called in addresses, what they say, what makes them."""

import hashlib
from pathlib import Path

from tuphap.foundation.made_papers.form import Texts, WordedForm
from tuphap.foundation.made_papers.kinds import PaperKind
from tuphap.foundation.made_papers.models import PDF
from tuphap.foundation.papers.pdf import place_in_pdf
from tuphap.foundation.papers.signing.field import with_signature_field
from tuphap.modules.assessments.decision_papers import decision_text, report_text
from tuphap.modules.assessments.decision_papers.models import DecisionCopy, DecisionPaper
from tuphap.modules.assessments.decision_papers.wording import Stamp

FOLDER = Path(__file__).resolve().parent / "forms"
SIGNED_FORM = decision_text.FORM
FORMS = {
    paper.FORM: WordedForm(paper.FORM, FOLDER, paper.title, paper.texts)
    for paper in (decision_text, report_text)
}


def stamp_of(copy: DecisionCopy) -> Stamp:
    return Stamp() if copy.is_draft else Stamp(copy.ordinal, copy.sha256)


def texts_of(paper: DecisionPaper) -> Texts:
    return FORMS[paper.form].texts(paper.copy.payload, stamp_of(paper.copy))


def finish(paper: DecisionPaper, texts: Texts, body: bytes) -> bytes:
    """With its hash; of the paper that is signed also where there is room for that."""
    if (paper.form, paper.format) == (SIGNED_FORM, PDF):
        paper.room = place_in_pdf(FORMS[SIGNED_FORM].typst, texts, "<signature-room>")
        body = with_signature_field(body, paper.room)
    paper.size, paper.sha256 = len(body), hashlib.sha256(body).hexdigest()
    return body


KIND = PaperKind(DecisionPaper, FORMS, texts_of, finish)
