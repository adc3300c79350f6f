"""What the province alone does to a dossier, in every regime: take it out of a year, unlock it.

Practice: a unit that is cleared or merged is not assessed and leaves the number of units (HCMC
2020, three wards); a unit asks for its closed figures to be put right (Gia Lai, terms of use 3).
"""

from collections.abc import Iterable

from tuphap.rules.workflow import Move, Status, Tone

EXEMPT, READMIT, UNLOCK = "exempt", "readmit", "unlock"
NOT_ASSESSED = Status("not_assessed", "Không đánh giá", Tone.GREY, is_counted=False)


def leaving_the_year(open_statuses: Iterable[str], begins: str) -> tuple[Move, ...]:
    """Out of every step before the decision; back in at the first one, with all that was typed."""
    out = tuple(
        Move(
            EXEMPT,
            "Đưa ra khỏi kỳ đánh giá",
            status,
            NOT_ASSESSED.code,
            "assessment.exempt",
            needs_reason=True,
        )
        for status in open_statuses
    )
    back = Move(
        READMIT,
        "Đưa trở lại kỳ đánh giá",
        NOT_ASSESSED.code,
        begins,
        "assessment.exempt",
        needs_reason=True,
    )
    return (*out, back)


def unlocking(closed_statuses: Iterable[str], target: str) -> tuple[Move, ...]:
    """Closed figures are opened at the step in which the final column is written."""
    return tuple(
        Move(
            UNLOCK,
            "Mở lại số liệu đã chốt",
            status,
            target,
            "assessment.unlock",
            needs_reason=True,
        )
        for status in closed_statuses
    )
