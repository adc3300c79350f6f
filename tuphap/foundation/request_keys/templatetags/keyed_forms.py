"""`{% csrf_token %}` with the key of the form beside it: no form can be written without one.

Among the built-in tags (`settings.TEMPLATES`), in the place of Django's own.
"""

from typing import Any
from uuid import uuid4

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from tuphap.foundation.request_keys.keys import FIELD

register = template.Library()


class _KeyedForm(CsrfTokenNode):
    def render(self, context: template.Context) -> Any:
        token = super().render(context)
        key = format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())
        return token and token + key


@register.tag
def csrf_token(parser: Any, token: Any) -> _KeyedForm:
    return _KeyedForm()
