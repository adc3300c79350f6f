"""The papers of a page: which are made, which are on the way, which may be asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tuphap.foundation.made_papers.models import FORMATS, MadePaper

# After so long a page says that it takes longer, and offers to ask once more.
PATIENCE = timedelta(minutes=1)
WAITING, LATE, MADE, NOT_ASKED = "waiting", "late", "made", "not_asked"


@dataclass(frozen=True)
class Addresses:
    """Where a file is asked for (by form and format; nowhere on some shelves), looked after and
    downloaded. `again`: what is made may be made anew, so its moment is shown."""

    progress: Callable[[MadePaper], str]
    download: Callable[[MadePaper], str]
    ask: Callable[[str, str], str] | None = None
    again: bool = False


@dataclass(frozen=True)
class Place:
    """One file of a form: there, on the way, or still to be asked for."""

    form: str
    format: str
    paper: MadePaper | None
    state: str
    at: Addresses

    @property
    def word(self) -> str:
        return FORMATS[self.format]

    @property
    def anchor(self) -> str:
        return f"giay-{self.form}-{self.format}"

    @property
    def ask_url(self) -> str:
        """ "" where there is nothing to ask for now."""
        idle = self.state in (NOT_ASKED, LATE) or (self.state == MADE and self.at.again)
        return self.at.ask(self.form, self.format) if self.at.ask and idle else ""

    @property
    def progress_url(self) -> str:
        return self.at.progress(self.paper) if self.paper and self.state == WAITING else ""

    @property
    def download_url(self) -> str:
        return self.at.download(self.paper) if self.paper and self.state == MADE else ""


@dataclass(frozen=True)
class ShownForm:
    title: str
    places: tuple[Place, ...]


def shelf(
    titles: Mapping[str, str], papers: Iterable[MadePaper], at: Addresses, now: datetime
) -> tuple[ShownForm, ...]:
    """Forms in the order of their titles; of several papers of one place the newest counts."""
    found = {(paper.form, paper.format): paper for paper in papers}
    return tuple(
        ShownForm(
            title,
            tuple(
                Place(form, kind, paper, state_of(paper, now), at)
                for kind in FORMATS
                for paper in [found.get((form, kind))]
            ),
        )
        for form, title in titles.items()
    )


def place(paper: MadePaper, at: Addresses, now: datetime) -> Place:
    return Place(paper.form, paper.format, paper, state_of(paper, now), at)


def state_of(paper: MadePaper | None, now: datetime) -> str:
    if paper is None:
        return NOT_ASKED
    if paper.made_at is not None:
        return MADE
    return LATE if now - paper.asked_at > PATIENCE else WAITING
