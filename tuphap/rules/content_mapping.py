"""Which content of an earlier rule set counts the same things as one of a later set; dated data.

Within one rule set every content is its own forerunner. Between two sets only what the mapping
names; there are no points to compare (tcpl.md, section 0).
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tuphap.rules.rule_set import RuleSet, contents
from tuphap.rules.rule_set_file import shipped_mappings


def forerunners(later: RuleSet, earlier: RuleSet) -> Mapping[str, str]:
    """Content code of the later set to that of the earlier one; empty where nothing is mapped."""
    if later.code == earlier.code:
        here = {content.code for content in contents(earlier)}
        return {c.code: c.code for c in contents(later) if c.code in here}
    return _shipped().get((later.code, earlier.code), {})


@cache
def _shipped() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return MappingProxyType(
        {
            (row["later"], row["earlier"]): MappingProxyType(row["contents"])
            for row in shipped_mappings()
        }
    )
