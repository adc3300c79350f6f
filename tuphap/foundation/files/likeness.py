"""Whether a stored PDF is a document of ours with signatures added, and nothing else."""

import hashlib

from tuphap.foundation.files import fence
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.places import place_of_hash


def begins_with(sha256: str, base_sha256: str, base_size: int) -> bool:
    """The stored file has these very bytes at its beginning: one of its revisions is ours."""
    with place_of_hash(sha256).open("rb") as body:
        first = body.read(base_size)
    return len(first) == base_size and hashlib.sha256(first).hexdigest() == base_sha256


def only_signatures_added(sha256: str, base_size: int) -> bool:
    """What follows our bytes changes nothing that is read; asked after `begins_with`."""
    with place_of_hash(sha256).open("rb") as body:
        if body.seek(0, 2) == base_size:
            return True
        try:
            answer = fence.ask(body, Request("additions", "pdf", 0, base_size=base_size))
        except Unfit:
            return False
    return bool(answer.more["signatures_only"])
