"""The paper of a report for the queue: its form, and whose rows wait."""

from pathlib import Path

from tuphap.foundation.made_papers.form import Form
from tuphap.foundation.made_papers.kinds import PaperKind
from tuphap.modules.assessments.reports.models import ReportPaper
from tuphap.modules.assessments.reports.paper_text import FORM

FORMS = {FORM: Form(FORM, Path(__file__).resolve().parent / "forms")}
KIND = PaperKind(ReportPaper, FORMS)
