"""The papers of a dossier as its pages show them: which are made, which are on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.models import Paper, SubmittedCopy
from tuphap.modules.assessments.papers.table import FORMATS, FORMS

# After so long a page says that it takes longer, and offers to ask once more.
PATIENCE = timedelta(minutes=1)
WAITING, LATE, MADE, NOT_ASKED = "waiting", "late", "made", "not_asked"


@dataclass(frozen=True)
class Place:
    """One file of a form: there, on the way, or still to be asked for."""

    form: str
    format: str
    word: str
    paper: Paper | None
    state: str

    @property
    def anchor(self) -> str:
        return f"giay-{self.form}-{self.format}"


@dataclass(frozen=True)
class ShownForm:
    title: str
    places: tuple[Place, ...]


def shelf(
    payload: Mapping[str, Any], papers: Iterable[Paper], now: datetime
) -> tuple[ShownForm, ...]:
    """All forms in their order; of several papers of one place the newest counts."""
    found = {(paper.form, paper.format): paper for paper in papers}
    return tuple(
        ShownForm(
            form.title(payload),
            tuple(
                place(code, file_format, found.get((code, file_format)), now)
                for file_format in FORMATS
            ),
        )
        for code, form in FORMS.items()
    )


def place(form: str, file_format: str, paper: Paper | None, now: datetime) -> Place:
    return Place(form, file_format, FORMATS[file_format], paper, _state(paper, now))


def file_name(dossier: Assessment, paper: Paper, copy: SubmittedCopy | None) -> str:
    """“tong-hop-2022-23860-01.pdf”; a draft says so."""
    mark = copy.number if copy else f"{dossier.period.year}-{dossier.unit.code}-ban-nhap"
    return f"{paper.form}-{mark}.{paper.format}"


def _state(paper: Paper | None, now: datetime) -> str:
    if paper is None:
        return NOT_ASKED
    if paper.made_at is not None:
        return MADE
    return LATE if now - paper.asked_at > PATIENCE else WAITING
