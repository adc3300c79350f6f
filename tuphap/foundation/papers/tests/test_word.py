"""A paper as Word file: filled, escaped, the same bytes for the same data."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tuphap.foundation.papers.word import make_docx


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    document = Document()
    document.add_paragraph("{{ text }}")
    document.sections[0].header.paragraphs[0].text = "{{ text }}"
    path = tmp_path_factory.mktemp("word") / "mau.docx"
    document.save(path)
    return path


def words_in(body: bytes) -> str:
    return Document(io.BytesIO(body)).paragraphs[0].text


def test_it_says_what_it_was_given(template):
    body = make_docx(template, {"text": "Ễ Ậ Ữ ₫ <b>&amp; {{ 1 + 1 }} {% raw %}"})
    assert words_in(body) == "Ễ Ậ Ữ ₫ <b>&amp; {{ 1 + 1 }} {% raw %}"
    assert Document(io.BytesIO(body)).sections[0].header.paragraphs[0].text.startswith("Ễ Ậ Ữ ₫")


def test_the_same_data_give_the_same_bytes(template):
    body = make_docx(template, {"text": "a"})
    assert body == make_docx(template, {"text": "a"})
    parts = zipfile.ZipFile(io.BytesIO(body)).infolist()
    assert {part.date_time[0] for part in parts} == {1980}
    assert parts[0].filename == "[Content_Types].xml"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_a_file(template, words):
    words_in(make_docx(template, {"text": words}))
