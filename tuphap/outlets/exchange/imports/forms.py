"""The form a file of former results is handed in with, and how its headings are explained."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField, offer
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.actions.decisions import DecisionPaper
from tuphap.modules.assessments.former_years.actions.batches import Wanted
from tuphap.modules.assessments.former_years.models import ANSWERS, KINDS, RESULTS
from tuphap.modules.assessments.former_years.queries.batches import (
    scopes_to_import,
    set_of_year,
    sets_to_import,
)
from tuphap.modules.assessments.period_form import WholeNumberField
from tuphap.modules.criteria.queries import notice
from tuphap.outlets.exchange.imports.shown import HeadingToExplain
from tuphap.rules.permissions import Actor

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999


class YearForm(forms.Form):
    """For which year, by which set, of which unit: asked with a file, and for one to fill in."""

    year = WholeNumberField(label="Năm đánh giá", least=EARLIEST_YEAR, most=LATEST_YEAR)
    rule_set = OneOfField(label="Bộ tiêu chí", widget=forms.Select, required=False)
    scope_unit = OneOfField(label="Phạm vi", widget=forms.Select)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "o-%s", **kwargs})
        self.sets = sets_to_import()
        self.scopes = {str(unit.pk): unit for unit in scopes_to_import(actor)}
        names = [(row.code, row.short_name) for row in self.sets]
        offer(self, "rule_set", [("", "Theo năm đánh giá"), *names])
        if unchecked := ", ".join(row.short_name for row in self.sets if notice(row)):
            self.fields["rule_set"].help_text = f"Chưa đối chiếu đủ với phụ lục: {unchecked}."
        first = [] if len(self.scopes) == 1 else [("", "Chọn đơn vị")]
        units = [(key, unit.name) for key, unit in self.scopes.items()]
        offer(self, "scope_unit", [*first, *units])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        year = data.get("year")
        if year and not data.get("rule_set") and set_of_year(year, self.sets) is None:
            sentence = f"Không có bộ tiêu chí nào nhận danh sách của năm {year}. Kiểm tra lại năm."
            self.add_error("year", sentence)
        return data

    def rule_set_code(self) -> str:
        """As chosen, else the set of the year; a form that is valid has one of them."""
        found = set_of_year(self.cleaned_data["year"], self.sets)
        return self.cleaned_data["rule_set"] or (found.code if found else "")

    def scope(self) -> Unit:
        return self.scopes[self.cleaned_data["scope_unit"]]


class UploadForm(YearForm):
    kind = OneOfField(label="Loại tệp", choices=KINDS, widget=forms.Select, initial=RESULTS)
    paper_number = WordsField(
        label="Số quyết định",
        max_length=40,
        help_text="Văn bản ban hành danh sách. Dòng có số, ngày riêng thì lấy theo dòng.",
    )
    paper_day = DayField(label="Ngày ký")
    paper_by = WordsField(label="Người quyết định", max_length=160)
    field_order = ("kind", "year", "rule_set", "scope_unit")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        # A form that was answered belongs to no paper.
        if self.data.get("kind") == ANSWERS:
            for name in ("paper_number", "paper_day", "paper_by"):
                self.fields[name].required = False

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        paper = None
        if data["kind"] == RESULTS:
            paper = DecisionPaper(data["paper_number"], data["paper_day"], data["paper_by"])
        return Wanted(data["kind"], data["year"], self.rule_set_code(), self.scope(), paper)


def choices_in(posted: QueryDict, headings: Iterable[HeadingToExplain]) -> dict[str, str]:
    """What was chosen for each heading shown, by its place on the page; nothing is no choice."""
    found = {}
    for place, heading in enumerate(headings):
        choice = posted.get(f"cot-{place}", "")
        if choice in {row.key for row in heading.choices}:
            found[heading.key] = choice
    return found
