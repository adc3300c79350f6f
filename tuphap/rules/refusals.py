"""The one exception by which a rule says no, with the sentence for the person who asked."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """Why it is refused; the web answers with the HTTP status of the same line."""

    FORBIDDEN = "forbidden"  # 403: this person, whatever the state
    CONFLICT = "conflict"  # 409: not now, in this state
    INVALID = "invalid"  # 422: not with this input


class Refused(Exception):  # noqa: N818 - named after what happened, as people say it
    """A rule said no.

    `code` is for programs and tests, `sentence` is Vietnamese and says what to do next;
    `fields` maps a field name to the sentence that belongs beside it; `permission` is the one that
    was missing, so that the page can say who holds it.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        kind: Kind = Kind.FORBIDDEN,
        fields: Mapping[str, str] | None = None,
        permission: str = "",
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.kind = kind
        self.fields = dict(fields or {})
        self.permission = permission
