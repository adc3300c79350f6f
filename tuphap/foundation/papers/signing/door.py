"""The process that signs: the order and the passphrase come in by its input, the file goes out.

Started as `python -I door.py`; it writes no log, and nothing of it outlives the signature.
"""

import json
import os
import resource
import sys
from pathlib import Path


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    order = json.loads(sys.stdin.buffer.readline())
    pdf = sys.stdin.buffer.read()
    # What a module of a token prints is no part of the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
    from tuphap.foundation.papers.signing.faults import NotSigned
    from tuphap.foundation.papers.signing.pades import sign_pdf

    try:
        body, fault = sign_pdf(pdf, order), ""
    except NotSigned as error:
        body, fault = b"", str(error)
    answer.write(json.dumps({"fault": fault}).encode() + b"\n" + body)
    answer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
