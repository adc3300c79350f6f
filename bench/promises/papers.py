"""Promise 10: a paper made of its texts, against Typst and docxtpl alone.

The paper is the longest one: every line of a submitted sheet. The floor makes the same file of
the same texts; ours also replaces letters the fonts lack and takes the day out of a Word file.
Processor time; what the worker waits for until the file is kept is shown beside it.
"""

import io
import itertools
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import typst
from docxtpl import DocxTemplate

from bench.measuring import Figure, alternately, at_most, median, spread
from bench.run import Figures, Run
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.made_papers.actions import make
from tuphap.foundation.made_papers.models import PDF, WORD
from tuphap.foundation.papers.letters import FONTS
from tuphap.foundation.papers.pdf import ROOT, STANDARD
from tuphap.modules.assessments.papers.actions import ask_paper
from tuphap.modules.assessments.papers.models import Paper, SubmittedCopy
from tuphap.modules.assessments.papers.table import FORMS, KIND

PROMISED = 1.1
LONGEST = "tong-hop"
PAPERS_A_ROUND = 8

Texts = dict[str, Any]
Making = Callable[[Texts], object]


def measure(run: Run) -> Figures:
    return [
        *compared(run, PDF, "paper as PDF, by Typst", typst_alone),
        *compared(run, WORD, "paper as Word, by docxtpl", docxtpl_alone),
    ]


def compared(run: Run, file_format: str, what: str, alone: Callable[[], Making]) -> Figures:
    """One by one in turns: a paper takes so little that a noisy second would meet one side only."""
    paper = a_paper(file_format)
    texts, floor = different(paper.data), alone()
    count = 3 if run.effort.is_quick else run.effort.rounds * PAPERS_A_ROUND
    bare, ours, kept = alternately(
        count,
        lambda: processor_time(floor, next(texts)),
        lambda: processor_time(lambda data: KIND.file(with_data(paper, data)), next(texts)),
        lambda: waiting_time(paper),
    )
    note = f"{count} papers each, apart by {spread(ours):.0%}"
    return [
        Figure(what, "ms", median(ours), median(bare), at_most(PROMISED), note),
        Figure("the same from its row to the kept file, waited for", "ms", median(kept)),
    ]


def different(texts: Texts) -> Iterator[Texts]:
    """Typst remembers what it laid out before; no two papers of a province are the same."""
    for number in itertools.count():
        rows = enumerate(texts["rows"])
        yield {**texts, "rows": [{**row, "score": f"{number},{n:02}"} for n, row in rows]}


def with_data(paper: Paper, texts: Texts) -> Paper:
    paper.data = texts
    return paper


def a_paper(file_format: str) -> Paper:
    """Of the newest copy of the illustration data, in the regime with the most lines."""
    copies = SubmittedCopy.objects.select_related("assessment__period")
    copy = copies.order_by("assessment__period__year", "-pk")[0]
    by = actor_for(Person.objects.order_by("pk")[0], datetime.now(UTC))
    return ask_paper(copy.assessment, LONGEST, file_format, copy=copy, by=by)


def typst_alone() -> Making:
    compiler = typst.Compiler(root=str(ROOT), font_paths=[str(FONTS)], ignore_system_fonts=True)
    form = str(FORMS[LONGEST].typst)

    def compile_form(texts: Texts) -> object:
        inputs = {"data": json.dumps(texts, ensure_ascii=False)}
        return compiler.compile(form, format="pdf", pdf_standards=STANDARD, sys_inputs=inputs)

    return compile_form


def docxtpl_alone() -> Making:
    def fill(texts: Texts) -> None:
        document = DocxTemplate(FORMS[LONGEST].word)
        document.render(texts, autoescape=True)
        document.save(io.BytesIO())

    return fill


def processor_time(making: Making, texts: Texts) -> float:
    """Of all threads of this process, in milliseconds."""
    begun = time.process_time()
    making(texts)
    return (time.process_time() - begun) * 1000


def waiting_time(paper: Paper) -> float:
    """What the worker does, commit included; it has no floor, because Typst alone keeps nothing."""
    Paper.objects.filter(pk=paper.pk).update(body=None, made_at=None)
    begun = time.perf_counter()
    if not make(paper._meta.label_lower, paper.pk, datetime.now(UTC)):
        raise RuntimeError("The paper was not made.")
    return (time.perf_counter() - begun) * 1000
