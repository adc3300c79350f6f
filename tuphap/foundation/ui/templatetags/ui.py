"""Tags that the components are made of."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tuphap.foundation.ui import render
from tuphap.foundation.ui.context import basis as page_basis

register = template.Library()

register.simple_tag(render.icon_html, name="icon")
register.simple_tag(render.status_html, name="status")
register.simple_tag(render.shape_html, name="shape")
register.simple_tag(render.flag_html, name="flag")
register.simple_tag(render.points_html, name="pill")
register.simple_tag(render.bar_html, name="bar")

EVIDENCE_ICONS = {
    "link": "link",
    "frozen": "lock",
    "scanning": "loader-2",
    "refused": "alert-circle",
    "missing": "alert-triangle",
    "add": "paperclip",
}
FILE_ICONS = {
    "pdf": "file-type-pdf",
    "xlsx": "file-spreadsheet",
    "xls": "file-spreadsheet",
    "ods": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "jpg": "photo",
    "jpeg": "photo",
    "png": "photo",
    "zip": "file-zip",
}
# A number such as 1.204,25 or 2.1.1 has no space after its point.
FULL_STOP = re.compile(r"(?<=\.) (?=\S)")
SAVE_LINES = {
    "saved": ("circle-check", "tp-line-ok"),
    "saving": ("loader-2", ""),
    "retry": ("alert-triangle", "tp-line-wait"),
    "offline": ("wifi-off", "tp-line-wait"),
    "errors": ("alert-circle", "tp-line-stop"),
    "readonly": ("lock", ""),
}
CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "tp-check"),
    (forms.RadioSelect, "tp-check"),
    (forms.CheckboxSelectMultiple, "tp-check"),
    (forms.Select, "tp-select"),
    (forms.Textarea, "tp-area"),
    (forms.FileInput, ""),
    (forms.DateInput, "tp-input tp-input-date"),
    (forms.NumberInput, "tp-input tp-input-num"),
)


@register.filter
def evidence_icon(state: str, name: str = "") -> str:
    """The icon of an evidence chip: by state, for a stored file by its ending."""
    return EVIDENCE_ICONS.get(state) or FILE_ICONS.get(name.rpartition(".")[2].lower(), "file-text")


@register.filter
def save_icon(state: str) -> str:
    return SAVE_LINES[state][0]


@register.filter
def save_class(state: str) -> str:
    return SAVE_LINES[state][1]


@register.filter
def stacked(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Places of the parts of a stacked bar, in per cent from the left."""
    rows = list(parts)
    whole = sum(Decimal(str(row["value"])) for row in rows)
    left = Decimal(0)
    placed = []
    for row in rows:
        value = Decimal(str(row["value"]))
        placed.append(
            {
                "x": render.share(left, whole),
                "width": render.share(value, whole),
                "css_class": row["css_class"],
            }
        )
        left += value
    return placed


@register.simple_tag
def passed_on(attrs: Any) -> SafeString:
    """Attributes that a component does not know itself, escaped.

    `{{ attrs }}` of django-cotton marks its text as safe, so a value given with `:name` could
    close the quotation mark.
    """
    known = attrs._exclude_from_str
    rest = [(key, value) for key, value in attrs.items() if key not in known]
    return format_html_join(
        "", ' {}="{}"', ((key, "" if value is True else value) for key, value in rest)
    )


@register.simple_tag
def control(field: BoundField, described_by: str = "") -> SafeString:
    """The control of a form field with our class and the ids of its hint and error."""
    widget = field.field.widget
    css_class = next(
        (name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "tp-input"
    )
    ids = [f"{field.auto_id}_goi_y"] if field.help_text else []
    ids += [f"{field.auto_id}_loi"] if field.errors else []
    ids += [described_by] if described_by else []
    attrs: dict[str, Any] = {"class": f"{css_class} {widget.attrs.get('class', '')}".strip()}
    attrs["aria-describedby"] = " ".join(ids) or False
    return field.as_widget(attrs=attrs)


@register.filter
def error_list(form: Any) -> list[dict[str, str]]:
    """Every error of a form in page order, for the summary above the title."""
    rows = [{"id": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        rows += [{"id": field.auto_id, "text": str(text)} for text in list(field.errors)[:1]]
    return rows


@register.simple_tag(takes_context=True)
def basis(context: template.Context) -> str:
    """Error 500 is rendered without context processors."""
    context.update(page_basis())
    return ""


@register.filter
def at(rows: Mapping[str, Any], key: str) -> Any:
    """What a table holds under a key; nothing where it does not have it."""
    return rows.get(key) if isinstance(rows, Mapping) else None


@register.filter
def first_sentence(text: str) -> str:
    """The title of a refusal; the rest follows as text."""
    return FULL_STOP.split(text, maxsplit=1)[0].rstrip(".")


@register.filter
def after_first_sentence(text: str) -> str:
    return [*FULL_STOP.split(text, maxsplit=1), ""][1]
