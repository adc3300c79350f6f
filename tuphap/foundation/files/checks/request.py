"""What the fence is asked, and what it answers, in values that JSON can carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """`job` is one of those in door.py; `kind` what the ending claims."""

    job: str
    kind: str
    most_unpacked: int
    page: int = 1
    widest: int = 0
    anchors: tuple[str, ...] = ()
    asked_on: str = ""
    program: str = ""
    base_size: int = 0


@dataclass(frozen=True)
class Facts:
    """`pages` is 0 where nobody knows before the file is shown."""

    pages: int = 0
    signed: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
