"""How things of a dossier are said on screen.

Once it is decided, the result takes the place of its status.
"""

from dataclasses import dataclass

from tuphap.rules.rule_set import PASS, POINTS
from tuphap.rules.workflow import Tone, Workflow
from tuphap.rules.workflows.imported import IMPORTED

MET, NOT_MET = "Đạt chuẩn", "Chưa đạt chuẩn"
DECIDED = "decided"


# What a unit does with its own sheet; one word per regime, by the scale of its rule set.
SELF_WORDS = {POINTS: "tự chấm", PASS: "tự đánh giá"}


@dataclass(frozen=True)
class ShownStatus:
    label: str
    tone: Tone


def shown_status(workflow: Workflow, status: str, met: bool | None) -> ShownStatus:
    """“Đạt chuẩn” or “Chưa đạt chuẩn” instead of “Đã quyết định”; other statuses as they are."""
    if status in (DECIDED, IMPORTED.code) and met is not None:
        return ShownStatus(MET, Tone.GREEN) if met else ShownStatus(NOT_MET, Tone.RED)
    step = workflow.status(status)
    return ShownStatus(step.label, step.tone)
