"""The papers of a dossier as its pages show them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from tuphap.foundation.made_papers import shelf as shelves
from tuphap.foundation.made_papers.shelf import Addresses, ShownForm
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.models import Paper, SubmittedCopy
from tuphap.modules.assessments.papers.table import FORMS


def shelf(
    payload: Mapping[str, Any],
    papers: Iterable[Paper],
    dossier: Assessment,
    copy: SubmittedCopy | None,
    now: datetime,
) -> tuple[ShownForm, ...]:
    titles = {code: form.title(payload) for code, form in FORMS.items()}
    return shelves.shelf(titles, papers, addresses_of(dossier, copy), now)


def addresses_of(dossier: Assessment, copy: SubmittedCopy | None) -> Addresses:
    """What was submitted does not change, so its papers are made once."""
    name, key = ("receipt_paper_ask", copy.number) if copy else ("paper_ask", dossier.pk)
    return Addresses(
        progress=lambda paper: reverse("assessments:paper_progress", args=[dossier.pk, paper.pk]),
        download=lambda paper: reverse("assessments:paper_download", args=[dossier.pk, paper.pk]),
        ask=lambda form, kind: reverse(f"assessments:{name}", args=[key, form, kind]),
        again=copy is None,
    )


def file_mark(dossier: Assessment, copy: SubmittedCopy | None) -> str:
    """“tong-hop-2022-23860-01.pdf”; a draft says so."""
    return copy.number if copy else f"{dossier.period.year}-{dossier.unit.code}-ban-nhap"
