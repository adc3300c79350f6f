"""What axe objects to on a page that is open in the browser; one place for all browser tests."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
MORE = (*TAGS, "best-practice")


def objections(
    page: Page, tags: tuple[str, ...] = TAGS, without: tuple[str, ...] = ()
) -> list[str]:
    """One sentence per place. Telling of all that is right would take longer than looking."""
    options = {
        "runOnly": list(tags),
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
    }
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
