"""`{% may "assessment.fill" subject as allowed %}`: the question of rules/permissions in a page."""

from django import template
from django.template.context import Context

from tuphap.rules import permissions
from tuphap.rules.permissions import Subject

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, subject: Subject | None = None) -> bool:
    """Whether the person who reads the page may; without a subject: anywhere at all."""
    return permissions.may(context["request"].actor, permission, subject)
