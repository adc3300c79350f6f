"""The door for the server (granian)."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuphap.config.settings")
django.setup(set_prefix=False)


class Request(WSGIRequest):
    """Reads UTF-8 only: Django decodes by whatever codec a client names, and some codecs raise.

    A foreign encoding is then refused with a page (`access/border.py`).
    """

    def _set_content_type_params(self, environ: dict[str, Any]) -> None:
        try:
            kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except ValueError:  # longer than any real one
            kind, parameters = "", {}
        self.content_type, self.content_params = kind, parameters


class Handler(WSGIHandler):
    request_class = Request


application = Handler()
