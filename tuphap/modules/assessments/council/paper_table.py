"""The council's papers: how they are called in addresses, and the files that are filled."""

from pathlib import Path

from tuphap.foundation.made_papers.form import Form
from tuphap.foundation.made_papers.kinds import PaperKind
from tuphap.modules.assessments.council.models import CouncilPaper
from tuphap.modules.assessments.council.paper_texts import (
    MINUTES_TITLE,
    OPINION_TITLE,
    SUMMARY_TITLE,
)

FOLDER = Path(__file__).resolve().parent / "typeset"
OPINION, SUMMARY, MINUTES = "phieu-y-kien", "tong-hop-y-kien", "bien-ban"
OF_OPINION = {OPINION: OPINION_TITLE}
OF_MEETING = {SUMMARY: SUMMARY_TITLE, MINUTES: MINUTES_TITLE}
FORMS = {code: Form(code, FOLDER) for code in (*OF_OPINION, *OF_MEETING)}
KIND = PaperKind(CouncilPaper, FORMS)
