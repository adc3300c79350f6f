"""What a made paper says, and running the queue's work, for tests."""

import io
import re

from docx import Document
from pypdf import PdfReader

from tuphap.foundation.made_papers.actions import make
from tuphap.foundation.made_papers.models import MadePaper
from tuphap.modules.assessments.tests.world import moment


def pdf_text(body: bytes) -> str:
    """White space as one space: where a line ends is the layout's business."""
    pages = PdfReader(io.BytesIO(bytes(body))).pages
    return plain(" ".join(page.extract_text() for page in pages))


def word_text(body: bytes) -> str:
    """Paragraphs, tables (nested ones have no place here), header and foot."""
    document = Document(io.BytesIO(bytes(body)))
    section = document.sections[0]
    parts = [document, section.header, section.first_page_header, section.first_page_footer]
    texts = [paragraph.text for part in parts for paragraph in part.paragraphs]
    for table in document.tables:
        for row in table.rows:
            texts += [cell.text for cell in row.cells]
    return plain(" ".join(texts))


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b]+", " ", text)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def made(paper: MadePaper) -> bytes:
    """As the worker does it."""
    make(paper._meta.label_lower, paper.pk, moment(2027, 1, 1))
    paper.refresh_from_db()
    assert paper.body is not None
    return bytes(paper.body)
