"""The shipped settings with one more address, the smallest page Django can give, and a template."""

from pathlib import Path

from tuphap.config.settings import *  # noqa: F403
from tuphap.config.settings import TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).resolve().parent / "templates"]}]
