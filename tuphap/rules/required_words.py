"""Words everybody will read: there, where they are wanted, and no longer than a page can carry."""

from tuphap.rules.numbers import format_count
from tuphap.rules.refusals import Kind, Refused


def require_words(
    words: str, field: str, *, called: str, missing: str, longest: int, wanted: bool = True
) -> str:
    """The words without spaces around them. `called` opens the sentence on length, `missing` is
    the whole sentence where nothing was written."""
    words = words.strip()
    if wanted and not words:
        raise Refused(f"{field}_missing", missing, Kind.INVALID, {field: missing})
    if len(words) > longest:
        sentence = (
            f"{called} dài {format_count(len(words))} ký tự, "
            f"tối đa {format_count(longest)}. Rút gọn lại."
        )
        raise Refused(f"{field}_too_long", sentence, Kind.INVALID, {field: sentence})
    return words
