"""Vietnamese days and figures, in forms and in templates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template

NARROW = "\N{NO-BREAK SPACE}"


def shown(source, **values):
    return Template("{% load vi %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24/02/2022", date(2022, 2, 24)),
        ("02/03/2022", date(2022, 3, 2)),
        ("2-3-2022", date(2022, 3, 2)),
        ("2022-03-02", date(2022, 3, 2)),
    ],
)
def test_days_are_read_as_vietnamese_write_them(typed, meant):
    assert forms.DateField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["30/02/2022", "02/24/2022", "24/02/22", "hôm nay"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v|points }}", Decimal("1204.25"), "1.204,25"),
        ("{{ v|points }}", "8.25", "8,25"),
        ("{{ v|points }}", None, "–"),
        ("{{ v|points_pill }}", Decimal("6.00"), "6"),
        ("{{ v|points_pill }}", Decimal("4.5"), "4,50"),
        ("{{ v|points_pill }}", Decimal("0.875"), "0,875"),
        ("{{ v|points_pill }}", None, "–"),
        ("{{ v|points_short }}", Decimal("2.50"), "2,5"),
        ("{{ v|percent }}", Decimal("95.93"), f"95,93{NARROW}%"),
        ("{{ v|percent }}", "100", f"100{NARROW}%"),
        ("{{ v|percent }}", None, "–"),
        ("{{ v|count }}", 1204, "1.204"),
        ("{{ v|count }}", 0, "0"),
        ("{{ v|count }}", "", "–"),
        ("{{ v|difference }}", Decimal("-19.25"), "−19,25"),
        ("{{ v|difference }}", Decimal("0.00"), "0"),
        ("{{ v|difference:'·' }}", Decimal(0), "·"),
        ("{{ v|day }}", date(2022, 2, 24), "24/02/2022"),
        ("{{ v|day }}", datetime(2022, 2, 23, 20, tzinfo=UTC), "24/02/2022"),
        ("{{ v|day }}", None, "–"),
        ("{{ v|moment }}", datetime(2023, 1, 13, 2, 30, tzinfo=UTC), "13/01/2023 09:30"),
        ("{{ v|moment }}", None, "–"),
        (
            "{{ v|moment_in_words }}",
            datetime(2023, 1, 13, 2, 30, tzinfo=UTC),
            "lúc 09:30, 13/01/2023",
        ),
        ("{{ v }}", Decimal("1204.25"), "1204,25"),
        ("{{ v }}", date(2022, 2, 24), "24/02/2022"),
    ],
)
def test_figures_and_days_are_shown(source, value, text):
    assert shown(source, v=value) == text
