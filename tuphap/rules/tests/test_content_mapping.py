"""The mapping between rule sets names real contents which are counted in the same way."""

from tuphap.rules.content_mapping import forerunners
from tuphap.rules.rule_set import content, contents
from tuphap.rules.rule_set_file import shipped

EARLIER, LATER, OLDEST = shipped("25-2021"), shipped("27-2025"), shipped("619-2017")


def test_every_mapped_content_is_there_and_counts_in_the_same_way():
    found = forerunners(LATER, EARLIER)
    assert found
    for later, earlier in found.items():
        assert content(LATER, later).scoring.kind == content(EARLIER, earlier).scoring.kind
    assert len(set(found.values())) == len(found)


def test_within_a_set_each_content_goes_before_itself():
    assert forerunners(EARLIER, EARLIER) == {c.code: c.code for c in contents(EARLIER)}


def test_nothing_leads_back_or_to_a_set_without_contents():
    assert forerunners(EARLIER, LATER) == {}
    assert forerunners(EARLIER, OLDEST) == {}
