"""What holds for every template and every style sheet of our own."""

import re

import pytest

from tuphap.foundation.ui.tests.places import ROOT, STATIC, all_templates

OWN_CSS = sorted((STATIC / "css").glob("*.css"))
FORBIDDEN = {
    "a style attribute (the content security policy forbids it)": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an event attribute": r"\son[a-z]+\s*=\s*[\"']",
    "htmx script": r"\shx-on",
    "an inline script": r"<script(?![^>]*\b(?:src|type=\"application/json\")\b)[^>]*>",
    "an address elsewhere": r"(?:src|href)=\"(?:https?:)?//",
    "unescaped attributes of django-cotton": r"{{\s*attrs\s*}}",
}


def name(path):
    return str(path.relative_to(ROOT))


def without_comments(path):
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)


def test_every_template_is_short():
    assert [name(p) for p in all_templates() if len(without_comments(p).splitlines()) > 150] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [p for p in all_templates() if re.search(FORBIDDEN[what], without_comments(p))]
    assert [name(path) for path in found] == []


def cells(row: str) -> list[bool]:
    """For each cell of a row of a template whether it holds a figure."""
    return ["tp-num" in tag for tag in re.findall(r"<t[hd]\b[^>]*>", row)]


def test_heads_stand_over_their_figures():
    """Rows that are built by conditions have another number of cells, and are looked at by eye."""
    for path in all_templates():
        for table in re.findall(r"<table.*?</table>", path.read_text(), flags=re.S):
            head = re.search(r"<thead>(.*?)</thead>", table, flags=re.S)
            row = re.search(r"<tbody.*?<tr.*?</tr>", table, flags=re.S)
            if head and row and len(cells(head[1])) == len(cells(row[0])):
                assert cells(head[1]) == cells(row[0]), name(path)


@pytest.mark.parametrize("path", OWN_CSS, ids=name)
def test_style_sheet_keeps_the_manners_of_the_look(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert len(text.splitlines()) <= 500
    assert set(re.findall(r"font-weight:\s*([^;]+);", text)) <= {"400", "700"}
    assert not re.search(r"uppercase|small-caps|italic|letter-spacing|gradient\(", text)


@pytest.mark.parametrize("path", OWN_CSS, ids=name)
def test_own_classes_carry_the_prefix(path):
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", path.read_text(), flags=re.S)
    assert not {found for found in re.findall(r"\.([a-z][\w-]*)", text) if found[:3] != "tp-"}


def test_no_text_is_smaller_than_thirteen():
    for path in OWN_CSS:
        if path.name == "print.css":
            continue
        for size in re.findall(r"(?:font-size|--tp-size[\w-]*):\s*([\d.]+)rem", path.read_text()):
            assert float(size) * 16 >= 13, f"{path.name}: {size}rem"
