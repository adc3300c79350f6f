"""The papers of a dossier: which there are, what they say, what they are made of."""

from pathlib import Path

from tuphap.foundation.made_papers.form import WordedForm
from tuphap.foundation.made_papers.kinds import PaperKind
from tuphap.modules.assessments.papers import comments_paper, report_paper, score_paper
from tuphap.modules.assessments.papers.models import Paper

FOLDER = Path(__file__).resolve().parent / "forms"
FORMS = {
    code: WordedForm(code, FOLDER, paper.title, paper.texts)
    for code, paper in (
        ("tong-hop", score_paper),
        ("bao-cao", report_paper),
        ("y-kien", comments_paper),
    )
}
KIND = PaperKind(Paper, FORMS)
