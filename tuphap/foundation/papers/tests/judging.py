"""What another program says of a signed paper."""

import os
import shutil
import subprocess
from pathlib import Path


def require_judged_sound(body: bytes, folder: Path) -> None:
    """`pdfsig` of poppler: sound as it is, and not with a byte changed."""
    program = shutil.which("pdfsig")
    if program is None:
        assert os.environ.get("REQUIRE_ALL") != "1"
        return
    spoilt = body.replace(b"/Lang", b"/Lanh", 1)
    for content, words in ((body, "Signature is Valid"), (spoilt, "Digest Mismatch")):
        place = folder / "judged.pdf"
        place.write_bytes(content)
        said = subprocess.run([program, "-nocert", place], capture_output=True, check=False)
        assert words in said.stdout.decode()
