"""Quorum, votes and the proposal; both ways, and for any order of votes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.council import (
    QUORUMS,
    VOTING_RULES,
    Ballot,
    Reason,
    Stance,
    Tally,
    proposal,
    tally,
    votes_reach,
)

HOLD = {"DK1": True, "DK2": True, "DK3": True}
YES, NO, NONE = (Ballot(stance, present=True) for stance in Stance)
SILENT, AWAY = Ballot(present=True), Ballot()
BY_PAPER, OUT = Ballot(Stance.MET), Ballot(Stance.MET, present=True, recused=True)


@pytest.mark.parametrize(
    ("quorum", "there", "of", "reached", "least"),
    [
        ("two_thirds", 5, 7, True, 5),
        ("two_thirds", 4, 7, False, 5),
        ("two_thirds", 6, 9, True, 6),
        ("half", 4, 7, True, 4),
        ("half", 4, 8, False, 5),
        ("half", 5, 8, True, 5),
        ("three_quarters", 6, 8, True, 6),
        ("three_quarters", 5, 7, False, 6),
        ("half", 0, 0, False, 1),
    ],
)
def test_a_quorum_is_an_exact_share(
    quorum: str, there: int, of: int, reached: bool, least: int
) -> None:
    assert QUORUMS[quorum].reached(there, of) is reached
    assert QUORUMS[quorum].least(of) == least


def test_every_ballot_is_counted_in_one_place() -> None:
    counted = tally([YES, YES, NO, NONE, SILENT, AWAY, BY_PAPER, OUT])
    assert counted == Tally(yes=3, no=1, abstained=1, silent=1, absent=1, recused=1)
    assert (counted.taking_part, counted.everybody) == (6, 7)


@pytest.mark.parametrize(
    ("rule", "ballots", "reached"),
    [
        ("half_taking_part", [YES] * 5 + [NO, AWAY], True),
        ("half_taking_part", [YES] * 3 + [NO] * 3 + [AWAY], False),  # a tie is no majority
        ("half_taking_part", [YES] * 3 + [NO] * 2 + [AWAY] * 2, True),
        ("half_taking_part", [YES] * 3 + [NONE] * 3, False),  # who abstains took part
        ("half_taking_part", [YES] * 2 + [SILENT] * 2, False),
        ("half_taking_part", [BY_PAPER] * 2 + [NO], True),  # paper takes part as well
        ("half_all", [YES] * 3 + [NO] * 2 + [AWAY] * 2, False),
        ("half_all", [YES] * 4 + [AWAY] * 3, True),
        ("two_thirds_taking_part", [YES] * 4 + [NO] * 2 + [AWAY], True),
        ("two_thirds_taking_part", [YES] * 3 + [NO] * 2, False),
        ("two_thirds_all", [YES] * 4 + [NO] * 2 + [AWAY], False),
        ("two_thirds_all", [YES] * 5 + [NO] * 2, True),
        ("half_all", [YES, NO, OUT], False),  # who is recused counts nowhere
        ("half_all", [YES, OUT], True),
        ("half_all", [OUT], False),
        ("half_taking_part", [], False),
    ],
)
def test_votes_reach_by_the_rule(rule: str, ballots: list[Ballot], reached: bool) -> None:
    assert votes_reach(tally(ballots), VOTING_RULES[rule]) is reached


@pytest.mark.parametrize(
    ("ballots", "conditions", "met", "reason", "failing"),
    [
        ([YES] * 6 + [NO], HOLD, True, Reason.VOTES, ()),
        ([YES] * 7, {**HOLD, "DK3": False}, False, Reason.CONDITIONS, ("DK3",)),
        ([NO] * 7, {**HOLD, "DK1": False}, False, Reason.CONDITIONS, ("DK1",)),
        ([YES] * 7, {**HOLD, "DK2": None}, None, Reason.FIGURES_MISSING, ()),
        ([YES] * 7, {"DK1": False, "DK2": None}, False, Reason.CONDITIONS, ("DK1",)),
        ([YES] * 7, {}, None, Reason.FIGURES_MISSING, ()),
        ([YES] * 3 + [NO] * 3 + [AWAY], HOLD, False, Reason.TIE, ()),
        ([YES] * 2 + [NO] * 5, HOLD, False, Reason.TOO_FEW, ()),
        ([AWAY] * 7, HOLD, False, Reason.TOO_FEW, ()),
    ],
)
def test_the_proposal_follows_from_conditions_and_votes(
    ballots: list[Ballot],
    conditions: dict[str, bool | None],
    met: bool | None,
    reason: Reason,
    failing: tuple[str, ...],
) -> None:
    found = proposal(tally(ballots), VOTING_RULES["half_taking_part"], conditions)
    assert (found.met, found.reason, found.failing) == (met, reason, failing)


BALLOTS = st.lists(
    st.builds(Ballot, st.none() | st.sampled_from(Stance), st.booleans(), st.booleans()),
    max_size=12,
)
RULES = st.sampled_from(sorted(VOTING_RULES))


@given(BALLOTS, RULES, st.randoms())
def test_the_order_of_votes_does_not_matter(ballots, rule, random) -> None:
    mixed = random.sample(ballots, len(ballots))
    assert tally(mixed) == tally(ballots)
    assert votes_reach(tally(mixed), VOTING_RULES[rule]) is votes_reach(
        tally(ballots), VOTING_RULES[rule]
    )


@given(BALLOTS, RULES, st.integers(min_value=0, max_value=12), st.booleans())
def test_one_more_yes_never_takes_a_proposal_away(ballots, rule, place, present) -> None:
    """Neither of somebody who said otherwise, nor of a further member."""
    before = proposal(tally(ballots), VOTING_RULES[rule], HOLD)
    yes = Ballot(Stance.MET, present)
    after = [
        proposal(tally(changed), VOTING_RULES[rule], HOLD)
        for changed in ([*ballots, yes], [*ballots[:place], yes, *ballots[place + 1 :]])
    ]
    assert not before.met or all(found.met for found in after)
