"""The four figures of a node: their places in a Cell, words in addresses, and names."""

from tuphap.modules.assessments.models import COLUMN_LABELS
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.rules.workflows.assessment import APPRAISED, FINAL

OWN, SEEN, DECIDED, MOVED = 0, 1, 2, 3  # places of a Cell
PLACES = (OWN, SEEN, DECIDED, MOVED)
KEYS = {OWN: "tu-cham", SEEN: "tham-tra", DECIDED: "chinh-thuc", MOVED: "chenh"}


def column_name(place: int, scale: str) -> str:
    return (own_column_name(scale), COLUMN_LABELS[APPRAISED], COLUMN_LABELS[FINAL], "Chênh")[place]


def own_column_name(scale: str) -> str:
    """The unit's own column is called by the word of its regime."""
    return SELF_WORDS[scale].capitalize()
