"""Reading by the code of a line what belongs to it."""

from collections.abc import Mapping

from django import template

from tuphap.modules.assessments.desk.news import News
from tuphap.modules.assessments.lines.items import anchor
from tuphap.modules.assessments.queries.talk import LineTalk, Talk

register = template.Library()


@register.filter
def of_line(talk: Talk | str | None, code: str) -> LineTalk | None:
    """Nothing where a page has no talk at all."""
    return talk.lines.get(code) if isinstance(talk, Talk) else None


@register.filter
def wants_mending(talk: Talk | str | None, code: str) -> bool:
    line = of_line(talk, code)
    return line is not None and line.wants_mending


@register.filter
def new_on(news: News | None, code: str) -> str:
    return news.on(code) if news else ""


@register.filter
def line_anchor(code: str) -> str:
    return anchor(code)


@register.filter
def of(table: Mapping[str, str], name: str) -> str:
    return table.get(name, "")
