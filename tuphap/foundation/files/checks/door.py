"""The process behind the fence: takes off every power, reads one file, answers one line of JSON.

Started as `python -I door.py` with the request on standard input and the file as an open
descriptor, so it never opens a path a person gave (N2).
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[4]


def main() -> None:
    sys.path.insert(0, str(BASE))
    from tuphap.foundation.files.checks import powers

    parent, order = int(sys.argv[1]), json.loads(sys.stdin.buffer.read())
    powers.end_with_parent(parent)
    powers.bound(order["seconds"], order["megabytes"] * powers.MEGABYTE, order["written"])
    powers.leave_network()
    try:
        answer = _answer(order)
    except MemoryError:
        answer = {"unfit": "check_too_big", "values": {"megabytes": order["megabytes"]}}
    sys.stdout.write(json.dumps({**answer, "kilobytes": powers.most_memory()}))
    sys.stdout.flush()
    # No tidying up: whatever a broken file left behind ends here.
    os._exit(0)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    from tuphap.foundation.files.checks.jobs import JOBS
    from tuphap.foundation.files.checks.powers import refuse_event
    from tuphap.foundation.files.checks.reasons import Unfit
    from tuphap.foundation.files.checks.request import Request

    request = Request(**order["request"])
    job = JOBS[request.job]()
    sys.addaudithook(refuse_event)
    with os.fdopen(order["file"], "rb") as body:
        try:
            facts = job(body, request, order["out"])
        except Unfit as unfit:
            return {"unfit": unfit.code, "values": unfit.values}
        except MemoryError:
            raise
        except Exception:
            # A reader that stumbles has met a broken file.
            return {"unfit": "file_broken", "values": {}}
    return {"pages": facts.pages, "signed": facts.signed, "more": dict(facts.more)}


if __name__ == "__main__":
    main()
