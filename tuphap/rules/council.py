"""The council of an appraising unit: when it may decide, and what its votes come to.

TT 09/2021/TT-BTP Điều 5 gives the council its task. How many members have to be there and how
votes are counted was not found in a source, so both are settings, empty until somebody enters
them; the tables below are only what can be chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Stance(StrEnum):
    """What a member says of the result that the figures give; none given is no stance."""

    MET = "met"
    NOT_MET = "not_met"
    ABSTAIN = "abstain"


STANCE_LABELS: Mapping[str, str] = {
    Stance.MET: "Đề nghị công nhận đạt chuẩn",
    Stance.NOT_MET: "Không đề nghị công nhận",
    Stance.ABSTAIN: "Không có ý kiến",
}


@dataclass(frozen=True)
class Share:
    """A part of the members: at least so much or, if `above`, more than it."""

    label: str
    part: Fraction
    above: bool = False

    def reached(self, count: int, of: int) -> bool:
        if of <= 0:
            return False
        found = Fraction(count, of)
        return found > self.part if self.above else found >= self.part

    def least(self, of: int) -> int:
        """The smallest count that reaches it; more than all where there is nobody."""
        return next((count for count in range(of + 1) if self.reached(count, of)), of + 1)


@dataclass(frozen=True)
class VotingRule:
    """`of_all`: counted among all who have a vote, else among those who take part."""

    share: Share
    of_all: bool

    @property
    def label(self) -> str:
        return self.share.label


_HALF, _TWO_THIRDS, _THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)

QUORUMS: Mapping[str, Share] = {
    "half": Share("Quá nửa số thành viên", _HALF, above=True),
    "two_thirds": Share("Từ hai phần ba số thành viên", _TWO_THIRDS),
    "three_quarters": Share("Từ ba phần tư số thành viên", _THREE_QUARTERS),
}
VOTING_RULES: Mapping[str, VotingRule] = {
    "half_taking_part": VotingRule(
        Share("Quá nửa số thành viên tham gia cho ý kiến", _HALF, above=True), of_all=False
    ),
    "half_all": VotingRule(Share("Quá nửa tổng số thành viên", _HALF, above=True), of_all=True),
    "two_thirds_taking_part": VotingRule(
        Share("Từ hai phần ba số thành viên tham gia cho ý kiến", _TWO_THIRDS), of_all=False
    ),
    "two_thirds_all": VotingRule(
        Share("Từ hai phần ba tổng số thành viên", _TWO_THIRDS), of_all=True
    ),
}


@dataclass(frozen=True)
class Ballot:
    """One member and one dossier. `recused`: belongs to the unit or appraised it, has no vote."""

    stance: Stance | None = None
    present: bool = False
    recused: bool = False


@dataclass(frozen=True)
class Tally:
    """`silent` were there and said nothing, `absent` neither came nor sent an opinion."""

    yes: int = 0
    no: int = 0
    abstained: int = 0
    silent: int = 0
    absent: int = 0
    recused: int = 0

    @property
    def taking_part(self) -> int:
        return self.yes + self.no + self.abstained + self.silent

    @property
    def everybody(self) -> int:
        return self.taking_part + self.absent

    @property
    def is_tie(self) -> bool:
        return self.yes == self.no > 0


class Reason(StrEnum):
    """Why a proposal is as it is."""

    VOTES = "votes"
    TIE = "tie"
    TOO_FEW = "too_few"
    CONDITIONS = "conditions"
    FIGURES_MISSING = "figures_missing"


@dataclass(frozen=True)
class Proposal:
    """`met` is None while the figures do not say; `failing` are the conditions that do not hold."""

    met: bool | None
    reason: Reason
    failing: tuple[str, ...] = ()


def tally(ballots: Iterable[Ballot]) -> Tally:
    counts = dict.fromkeys(Tally.__dataclass_fields__, 0)
    for ballot in ballots:
        counts[_kind(ballot)] += 1
    return Tally(**counts)


def votes_reach(counted: Tally, rule: VotingRule) -> bool:
    base = counted.everybody if rule.of_all else counted.taking_part
    return rule.share.reached(counted.yes, base)


def proposal(counted: Tally, rule: VotingRule, conditions: Mapping[str, bool | None]) -> Proposal:
    """Votes cannot make up for a condition that does not hold; a tie proposes nothing."""
    failing = tuple(code for code, holds in conditions.items() if holds is False)
    if failing:
        return Proposal(met=False, reason=Reason.CONDITIONS, failing=failing)
    if not conditions or None in conditions.values():
        return Proposal(met=None, reason=Reason.FIGURES_MISSING)
    if votes_reach(counted, rule):
        return Proposal(met=True, reason=Reason.VOTES)
    return Proposal(met=False, reason=Reason.TIE if counted.is_tie else Reason.TOO_FEW)


_KINDS = {Stance.MET: "yes", Stance.NOT_MET: "no", Stance.ABSTAIN: "abstained"}


def _kind(ballot: Ballot) -> str:
    if ballot.recused:
        return "recused"
    if ballot.stance is not None:
        return _KINDS[ballot.stance]
    return "silent" if ballot.present else "absent"
