"""The parts: text is escaped, states are told apart, fields carry their hints and errors."""

from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from tuphap.foundation.ui import render

HOSTILE = '"><script>alert(1)</script>'


def made(source, **values):
    html = Template("{% load ui %}" + CottonCompiler().process(source)).render(Context(values))
    return " ".join(html.split())


@pytest.mark.parametrize(
    "source",
    [
        '<c-status :label="text" tone="red" />',
        '<c-status label="{{ text }}" tone="red" />',
        '<c-button :title="text">{{ text }}</c-button>',
        '<c-button href="{{ text }}" data-x="{{ text }}">x</c-button>',
        '<c-evidence :name="text" :note="text" />',
        '<c-figure-pair id="a" :value_done="text" :error="text" :label_due="text" />',
        '<c-field id="a" :label="text" :error="text" :hint="text"></c-field>',
        '<c-options id="a" :legend="text" :options="rows" />',
        '<c-breadcrumb :items="rows" />',
        '<c-error-summary :errors="rows" />',
        '<c-stepper :steps="rows" />',
        '<c-page-title :title="text" :sub="text" />',
        '<c-note :title="text">{{ text }}</c-note>',
        '<c-empty :title="text">{{ text }}</c-empty>',
        '<c-flag letter="T" :label="text" />',
        '<c-figure :label="text" :value="text" :unit="text" />',
        '<c-icon name="search" :label="text" />',
    ],
)
def test_text_of_people_is_escaped(source):
    rows = [{"id": "a", "text": HOSTILE, "label": HOSTILE, "url": HOSTILE, "when": HOSTILE}]
    html = made(source, text=HOSTILE, rows=rows)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("value", "state"), [("6", "full"), ("4.50", "part"), ("0", "zero"), (None, "none")]
)
def test_points_pill_shows_its_state(value, state):
    points = Decimal(value) if value else None
    html = made('<c-points :value="v" :max="m" />', v=points, m=Decimal(6))
    assert f"tp-points-{state}" in html


def test_result_in_words_replaces_points():
    html = made('<c-points word="Chưa đạt" state="zero" />')
    assert "tp-points-zero" in html
    assert "Chưa đạt" in html
    assert "/" not in html.replace("</span>", "")


@pytest.mark.parametrize("tone", render.SHAPES)
def test_status_has_a_shape_besides_its_colour(tone):
    html = render.status_html("Đạt chuẩn", tone)
    assert render.SHAPES[tone] in html
    assert f"tp-tone-{tone}" in html


def test_component_and_function_give_the_same_status():
    html = made('<c-status label="Đạt chuẩn" tone="green" />')
    assert html == render.status_html("Đạt chuẩn", "green")


def test_unavailable_button_stays_focusable_and_says_why():
    html = made('<c-button unavailable="1" why="ly-do">Gửi hồ sơ</c-button>')
    assert 'aria-disabled="true"' in html
    assert 'aria-describedby="ly-do"' in html
    assert 'type="button"' in html
    assert " disabled" not in html


def test_component_takes_nothing_from_the_page_around_it():
    html = made("<c-note>đã gửi</c-note>", title="lạc", tone="red")
    assert "lạc" not in html
    assert "red" not in html


def test_width_of_a_bar_has_a_point_and_stays_inside():
    html = made('<c-bar :value="v" :max="100" :mark="80" />', v=Decimal("84.25"))
    assert 'width="84.25"' in html
    assert 'x1="80.00"' in html
    assert 'width="100.00"' in made('<c-bar :value="130" :max="100" />')
    assert 'width="0"' in made('<c-bar :value="v" :max="100" />', v=None)


class Registration(forms.Form):
    address = forms.EmailField(label="Thư điện tử công vụ", help_text="Mỗi đơn vị một địa chỉ.")
    note = forms.CharField(label="Ghi chú", required=False)


def test_field_is_wired_to_its_hint_and_error():
    form = Registration({"address": "gmail.com"})
    form.is_valid()
    html = made('<c-field :field="f" />', f=form["address"])
    assert 'aria-describedby="id_address_goi_y id_address_loi"' in html
    assert 'aria-invalid="true"' in html
    assert 'for="id_address"' in html
    assert html.index('id="id_address_loi"') < html.index("<input")


def test_field_that_may_stay_empty_says_so():
    assert "(không bắt buộc)" in made('<c-field :field="f" />', f=Registration()["note"])


def test_error_summary_links_to_the_fields_in_page_order():
    form = Registration({"address": "gmail.com"})
    form.add_error("note", "Ghi chú quá dài.")
    html = made('<c-error-summary :form="f" />', f=form)
    assert "Còn 2 chỗ phải sửa" in html
    assert html.index("#id_address") < html.index("#id_note")
    assert made('<c-error-summary :form="f" />', f=Registration()) == ""


def test_differing_words_are_marked_and_escaped():
    left, right = render.differing_html("Chỉ tính 40/42.", "Chỉ tính <b>41/42.")
    assert left == 'Chỉ tính <ins class="tp-differs">40/42.</ins>'
    assert right == 'Chỉ tính <ins class="tp-differs">&lt;b&gt;41/42.</ins>'
