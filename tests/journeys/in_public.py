"""What everybody sees: nothing before the publication, then the published copy and no more."""

import csv
import io

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.story import Story
from tests.journeys.visit import Visit

FILES = ("csv", "json", "xlsx")


def nothing_is_there(story: Story) -> None:
    """Neither a page nor a file nor a word of the year."""
    visitor, year = story.visitor, story.regime.year
    pages = [f"/ket-qua/{year}/", f"/ket-qua/{year}/{story.regime.communes[0]}/", f"/nhung/{year}/"]
    files = [f"/du-lieu-mo/ket-qua-{year}.{form}" for form in FILES]
    for path in (*pages, *files):
        assert steps.status(visitor, path) == 404, path
    for path in ("/", "/ket-qua/", "/du-lieu-mo/"):
        assert visitor.open(path) == 200
        expect(visitor.page.locator("main")).not_to_contain_text(story.regime.names[0])
        expect(visitor.page.locator("main")).not_to_contain_text(f"năm {year}")
        visitor.look(f"chua-cong-bo-{path}")
    assert visitor.open(f"/ket-qua/{year}/") == 404
    visitor.look("chua-co-ket-qua-nam")


def everybody_sees_it(story: Story) -> None:
    regime, visitor = story.regime, story.visitor
    page = visitor.page
    visitor.open("/")
    visitor.look("trang-chu")
    visitor.open("/ket-qua/")
    visitor.look("cac-nam")
    visitor.open(f"/ket-qua/{regime.year}/")
    met, not_met, pending = regime.names
    expect(page.get_by_role("row").filter(has_text=met)).to_contain_text("Đạt")
    expect(page.get_by_role("row").filter(has_text=not_met)).to_contain_text("Chưa đạt")
    expect(page.locator("#bang")).not_to_contain_text(pending)
    visitor.look("ket-qua-nam")
    steps.follow(page, page.get_by_role("link", name=met).first)
    steps.heading(page, met)
    expect(page.locator("main")).to_contain_text("214/QĐ-UBND")
    visitor.look("ket-qua-don-vi-dat")
    visitor.open(f"/ket-qua/{regime.year}/{regime.communes[1]}/")
    visitor.look("ket-qua-don-vi-chua-dat")
    for path in ("/du-lieu-mo/", f"/nhung/{regime.year}/"):
        visitor.open(path)
        visitor.look(f"cong-khai-{path}")
    assert steps.status(visitor, f"/ket-qua/{regime.year}/{regime.communes[2]}/") == 404
    files_say_the_same(story, visitor)


def files_say_the_same(story: Story, visitor: Visit) -> None:
    regime = story.regime
    address = f"/du-lieu-mo/ket-qua-{regime.year}"
    text = visitor.page.request.get(f"{address}.csv").body().decode("utf-8-sig")
    rows = {row["unit_name"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == set(regime.names[:2])
    figures = [rows[regime.names[0]][name] for name in regime.published]
    assert figures == list(regime.published.values())
    assert [rows[name]["met"] for name in regime.names[:2]] == ["1", "0"]
    found = visitor.page.request.get(f"{address}.json").json()
    summary = found["payload"]["summary"]
    assert (summary["units"], summary["met"], summary["not_met"]) == (2, 1, 1)
    assert visitor.page.request.get(f"{address}.xlsx").body()[:2] == b"PK"
