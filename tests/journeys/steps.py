"""What people do on the pages, in their words; used by several journeys."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.journeys.visit import Visit
from tuphap.modules.assessments.lines.answers import GATE_PASSES
from tuphap.modules.assessments.tests.world import best_answer
from tuphap.rules.content_scoring import Answer
from tuphap.rules.rule_set import contents
from tuphap.rules.rule_set_file import shipped

Lines = Mapping[str, Answer]
PROOF = "Lưu tại sổ theo dõi của công chức tư pháp - hộ tịch."


def best_lines(code: str) -> dict[str, Answer]:
    """For every content the figures that give all points, or pass."""
    return {content.code: best_answer(content) for content in contents(shipped(code))}


def line(page: Page, code: str) -> Locator:
    """A line of the sheet."""
    return page.locator(f"[data-line='{code}']")


def type_answer(page: Page, code: str, answer: Answer) -> None:
    """Leaves the last field with Tab, as people do; the line saves itself then."""
    fields = {
        "done": answer.done,
        "due": answer.due,
        "assigned_on": answer.assigned_on and f"{answer.assigned_on:%d/%m/%Y}",
        "done_on": answer.done_on and f"{answer.done_on:%d/%m/%Y}",
    }
    named = {name: value for name, value in fields.items() if value is not None}
    for name, value in named.items():
        page.locator(f"[name='{code}-{name}']").fill(str(value))
    if named:
        page.locator(f"[name='{code}-{list(named)[-1]}']").press("Tab")
    for key in filter(None, (answer.option, *answer.chosen)):
        page.locator(f"[name^='{code}-'][value='{key}']").check()


def answer_lines(
    page: Page, lines: Lines, *, gates: tuple[str, ...] = (), proof_asked: bool = False
) -> None:
    for code, answer in lines.items():
        type_answer(page, code, answer)
        if proof_asked:
            explain(page, code)
    for code in gates:
        type_answer(page, code, Answer(option=GATE_PASSES))
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc")


def explain(page: Page, code: str) -> None:
    """Where there is no document, the line says where the proof lies."""
    place = line(page, code)
    if not place.get_by_label(f"Giải thích cho {code}").is_visible():
        # The answer to the figures may move the line just then; the key stays where it is pressed.
        place.locator("summary", has_text="Giải thích").press("Enter")
    place.get_by_label(f"Giải thích cho {code}").fill(PROOF)
    place.get_by_label(f"Giải thích cho {code}").press("Tab")


def accept_the_rest(page: Page, verb: str) -> None:
    """One by one: each line is looked at before it is accepted."""
    # A line that was just saved is swapped in: its buttons come and go once more.
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    buttons = page.get_by_role("button", name=re.compile(f"^{verb} "))
    names = [str(button.get_attribute("aria-label")) for button in buttons.all()]
    for number, name in enumerate(names, start=1):
        page.get_by_role("button", name=name, exact=True).click()
        expect(buttons).to_have_count(len(names) - number)


def press(page: Page, name: str) -> None:
    """A button or a link that looks like one, which leads to a page."""
    button = page.get_by_role("button", name=name, exact=True)
    follow(page, button.or_(page.get_by_role("link", name=name, exact=True)).first)


def follow(page: Page, link: Locator) -> None:
    """Goes on when the next page is there, so that nobody looks at the one before."""
    with page.expect_navigation():
        link.click()


def press_starting(page: Page, start: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{start}")).click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def status(visit: Visit, path: str) -> int:
    """Asked in the same session, without leaving the page."""
    return visit.page.request.get(path).status
