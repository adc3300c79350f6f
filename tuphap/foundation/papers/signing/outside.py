"""Having a PDF signed in a process of its own: no key and no passphrase in a web process's memory
for longer than it takes to hand it over, nothing written, an end after some seconds."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tuphap.foundation.papers.signing.faults import NotSigned
from tuphap.foundation.papers.signing.place import SigningPlace

DOOR = Path(__file__).with_name("door.py")
SECONDS = 25


def sign(
    pdf: bytes,
    code: str,
    passphrase: str,
    height: float,
    place: SigningPlace,
    trusted: Sequence[str] = (),
) -> bytes:
    """The signed bytes; NotSigned with the reason."""
    order = place.order(code, passphrase, height, trusted)
    with tempfile.TemporaryDirectory() as own:
        surroundings = {"LC_ALL": "C.UTF-8", "TMPDIR": own, "MALLOC_ARENA_MAX": "1"}
        try:
            ended = subprocess.run(
                [sys.executable, "-I", str(DOOR)],
                input=json.dumps(order).encode() + b"\n" + pdf,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**surroundings, **(order["token"] or {}).get("environment", {})},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotSigned("too_long") from None
    first, _, body = ended.stdout.partition(b"\n")
    fault = json.loads(first)["fault"] if first else "broken"
    if fault or not body:
        raise NotSigned(fault or "broken")
    return body
