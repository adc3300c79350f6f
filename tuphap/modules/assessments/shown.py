"""How a dossier's status is said on screen: once it is decided, the result takes its place."""

from dataclasses import dataclass

from tuphap.rules.workflow import Tone, Workflow

MET, NOT_MET = "Đạt chuẩn", "Chưa đạt chuẩn"
DECIDED = "decided"


@dataclass(frozen=True)
class ShownStatus:
    label: str
    tone: Tone


def shown_status(workflow: Workflow, status: str, met: bool | None) -> ShownStatus:
    """“Đạt chuẩn” or “Chưa đạt chuẩn” instead of “Đã quyết định”; other statuses as they are."""
    if status == DECIDED and met is not None:
        return ShownStatus(MET, Tone.GREEN) if met else ShownStatus(NOT_MET, Tone.RED)
    step = workflow.status(status)
    return ShownStatus(step.label, step.tone)
