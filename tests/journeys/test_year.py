"""A whole year through the pages, once for each regime: opened, filled, appraised, published."""

import pytest

from tests.journeys import at_the_commune, at_the_desk, at_the_province, in_public
from tests.journeys.kinds import CLOSELY_IN_A_YEAR, kind_of
from tests.journeys.story import PASS, POINTS, Story

pytestmark = pytest.mark.browser


@pytest.mark.xdist_group("year-by-points")
def test_a_year_by_points(build, visit):
    story = Story(POINTS, build(POINTS.days["open"]), visit)
    the_whole_year(story)
    seen = story.visit.on_telephones | story.visitor.on_telephones
    assert CLOSELY_IN_A_YEAR - {kind_of(path) for path in seen} == set()


@pytest.mark.xdist_group("year-by-pass")
def test_a_year_by_met_and_not_met(build, visit):
    the_whole_year(Story(PASS, build(PASS.days["open"], demo=True), visit))


def the_whole_year(story: Story) -> None:
    at_the_province.opens_the_year(story)
    at_the_commune.fills_the_sheet(story)
    at_the_commune.adds_evidence_and_posts(story)
    at_the_commune.another_posts_not_met(story)
    at_the_commune.both_send(story)
    at_the_desk.returns_one(story)
    at_the_commune.mends_and_sends_again(story)
    at_the_desk.closes_both(story)
    if story.regime.council:
        at_the_desk.council_concludes(story)
    at_the_desk.records_the_decision(story)
    at_the_province.compares(story)
    in_public.nothing_is_there(story)
    at_the_province.publishes(story)
    in_public.everybody_sees_it(story)
    at_the_commune.sees_it_published(story)
