"""Who may not, though the post would permit it; and who may in place of the unit (W5)."""

from collections.abc import Mapping

TYPES = "assessment.type_for_unit"
_FOR_THE_UNIT = ("assessment.fill", "assessment.submit", "assessment.submit_for_chair", TYPES)

# Whoever types a dossier for a unit without a line may do these on it as if of the unit.
STANDS_IN: tuple[str, ...] = (
    "assessment.fill",
    "assessment.post",
    "assessment.submit",
    "assessment.submit_for_chair",
    "posting.answer",
)

# Four eyes (W5): who did the second may not do the first on the same record.
FOUR_EYES: Mapping[str, tuple[str, ...]] = {
    "assessment.receive": _FOR_THE_UNIT,
    "assessment.appraise": _FOR_THE_UNIT,
    "assessment.return": (TYPES,),
    "assessment.conclude": ("assessment.appraise", TYPES),
    "assessment.decide": ("assessment.appraise", TYPES),
    "council.give_opinion": ("assessment.appraise", TYPES),
    "second.answer": ("assessment.appraise", *_FOR_THE_UNIT),
    "agency.answer": (TYPES,),
    "assessment.confirm_typed": (TYPES,),
    "assessment.publish": ("assessment.appraise",),
    "assessment.withdraw": ("assessment.ask_withdrawal",),
}

# Nobody decides about a unit he belongs to (W5), whatever posts he holds above it besides.
NEVER_ABOUT_OWN_UNIT: tuple[str, ...] = (
    "assessment.type_for_unit",
    "assessment.receive",
    "assessment.return",
    "assessment.appraise",
    "assessment.conclude",
    "council.give_opinion",
    "second.answer",
    "agency.answer",
    "assessment.decide",
    "assessment.extend",
    "assessment.exempt",
    "assessment.unlock",
)
