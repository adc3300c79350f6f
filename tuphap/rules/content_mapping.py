"""Which content of an earlier rule set counts the same things as one of a later set; dated data.

Within one rule set every content is its own forerunner. Between two sets only what the mapping
names; there are no points to compare (tcpl.md, section 0).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tuphap.rules.rule_set import RuleSet, contents
from tuphap.rules.rule_set_file import rows_from_yaml

MAPPINGS = Path(__file__).resolve().parent.parent / "data" / "content_mappings.yaml"


def forerunners(later: RuleSet, earlier: RuleSet) -> Mapping[str, str]:
    """Content code of the later set to that of the earlier one; empty where nothing is mapped."""
    if later.code == earlier.code:
        here = {content.code for content in contents(earlier)}
        return {c.code: c.code for c in contents(later) if c.code in here}
    return _shipped().get((later.code, earlier.code), {})


@cache
def _shipped() -> Mapping[tuple[str, str], Mapping[str, str]]:
    rows = rows_from_yaml(MAPPINGS.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            (str(row["later"]), str(row["earlier"])): MappingProxyType(dict(row["contents"]))
            for row in rows
        }
    )
