"""The one text of a payload, from which its SHA-256 is taken."""

import json
from typing import Any


def canonical_text(payload: dict[str, Any]) -> str:
    """One text for one content: keys in order, no spaces, letters as they are."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
