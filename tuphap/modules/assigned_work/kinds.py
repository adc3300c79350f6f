"""What can be assigned; each kind is a measure by the same key, which a rule set may name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WorkKind:
    """`counted` stands after a figure; only what was done in time counts where `in_time`."""

    label: str
    counted: str
    in_time: bool
    done_label: str


KINDS: Mapping[str, WorkKind] = {
    "assigned_documents.issued_on_time": WorkKind(
        "Văn bản quy phạm pháp luật được giao ban hành",
        "văn bản được giao, ban hành đúng hạn",
        in_time=True,
        done_label="Ngày ban hành",
    ),
    "assigned_tasks.done": WorkKind(
        "Nhiệm vụ phổ biến, giáo dục pháp luật giao ngoài kế hoạch",
        "nhiệm vụ được giao, đã hoàn thành",
        in_time=False,
        done_label="Ngày hoàn thành",
    ),
}
IN_TIME = tuple(key for key, kind in KINDS.items() if kind.in_time)
