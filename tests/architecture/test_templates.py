"""Pages obey the content security policy, come from here only, and escape what people typed."""

import re

from tests.architecture.source import calls, dotted, name_of, product_files, templates

FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "something from elsewhere": re.compile(
        r"<(?:script|link|img|iframe|source|video)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
    "unescaped value": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
# Texts marked as ready HTML, each read by a person: why it is safe.
READY_HTML = {
    "tuphap/foundation/ui/context.py": "a constant of ours",
    "tuphap/foundation/maps/squares.py": "squares at figures of ours, no text",
    "tuphap/modules/assessments/matrix/rows.py": "names pass html.escape, the rest is ours",
    "tuphap/modules/assessments/papers/code.py": "a QR code drawn as one path of figures",
    "tuphap/outlets/portal/structured.py": "a block of data; signs of markup are escaped",
    "tuphap/outlets/portal/rows.py": "220 rows without the engine; every value passes html.escape",
}


def test_templates_carry_no_script_no_style_and_no_raw_value() -> None:
    found = [
        f"{name_of(path)}:{text[: match.start()].count(chr(10)) + 1} {what}"
        for path in templates()
        for text in [path.read_text(encoding="utf-8")]
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_ready_html_is_on_the_reviewed_list() -> None:
    found = {
        name_of(path)
        for path in product_files()
        for call in calls(path)
        if dotted(call.func).split(".")[-1] in ("mark_safe", "SafeString")
    }
    assert found <= set(READY_HTML)
