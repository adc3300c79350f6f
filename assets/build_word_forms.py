"""The Word templates of all papers; `docxtpl` fills them. What they are made from: `word_forms/`.

`python assets/build_word_forms.py` writes them anew; an office may also change them in Word, as
long as the words in braces stay.
"""

from pathlib import Path

from word_forms import council, decision, dossier, report

ASSESSMENTS = Path(__file__).resolve().parents[1] / "tuphap/modules/assessments"
FOLDERS = {
    "papers/forms": dossier.PAPERS,
    "council/typeset": council.PAPERS,
    "decision_papers/forms": decision.PAPERS,
    "reports/forms": report.PAPERS,
}


def build_word_forms() -> None:
    for folder, papers in FOLDERS.items():
        for name, make in papers.items():
            make().save(ASSESSMENTS / folder / f"{name}.docx")


if __name__ == "__main__":
    build_word_forms()
