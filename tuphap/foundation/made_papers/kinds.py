"""What a module brings so that the queue can make its papers, by the model of their rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from tuphap.foundation.made_papers.form import Form, Texts
from tuphap.foundation.made_papers.models import MadePaper


def kept_texts(paper: Any) -> Texts:
    texts: Texts = paper.data
    return texts


def as_it_is(paper: Any, texts: Texts, body: bytes) -> bytes:
    return body


@dataclass(frozen=True)
class PaperKind:
    """`texts` are those of a row; `finish` may add to a file, and note on the row what it did."""

    model: type[MadePaper]
    forms: Mapping[str, Form]
    texts: Callable[[Any], Texts] = kept_texts
    finish: Callable[[Any, Texts, bytes], bytes] = as_it_is

    def file(self, paper: MadePaper) -> bytes:
        texts = self.texts(paper)
        body = self.forms[paper.form].file(paper.format, texts)
        return self.finish(paper, texts, body)


def kind_of(model: str) -> PaperKind | None:
    """None for a module that this installation does not have, or has no more."""
    return _listed(tuple(settings.PAPER_KINDS)).get(model)


def kinds() -> Mapping[str, PaperKind]:
    return _listed(tuple(settings.PAPER_KINDS))


@cache
def _listed(paths: tuple[str, ...]) -> Mapping[str, PaperKind]:
    found: list[PaperKind] = [import_string(path) for path in paths]
    return {kind.model._meta.label_lower: kind for kind in found}
