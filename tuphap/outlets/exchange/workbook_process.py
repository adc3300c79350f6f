"""The process that reads one workbook: from standard input, to lines of JSON.

A line is a row of cells, or an object: the form, a sheet, a note, a refusal, the end. Limits bind
it before any reader is loaded, so a hostile file can end this process and nothing else.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

BASE = Path(__file__).resolve().parents[3]


def main() -> None:
    sys.path.insert(0, str(BASE))
    from tuphap.foundation.files.checks import powers
    from tuphap.outlets.exchange.reading_limits import Limits

    limits = Limits(**json.loads(sys.argv[2]))
    powers.end_with_parent(int(sys.argv[1]))
    powers.bound(limits.seconds, limits.megabytes * powers.MEGABYTE)
    powers.leave_network()
    _load()
    sys.addaudithook(powers.refuse_event)
    with os.fdopen(0, "rb", closefd=False) as body, os.fdopen(1, "wb", closefd=False) as out:
        for line in answer(body, limits):
            out.write(line.encode())
            out.write(b"\n")
        out.write(json.dumps({"end": powers.most_memory()}).encode() + b"\n")
    # No tidying up: whatever a broken file left behind ends here.
    os._exit(0)


def _load() -> None:
    """Before the hook, so that what follows needs no file but the one it was given."""
    import python_calamine  # noqa: F401

    from tuphap.outlets.exchange import workbook_cells  # noqa: F401


def answer(body: BinaryIO, limits: Any) -> Iterator[str]:
    """Lines for one workbook; whatever goes wrong in it is a line, too."""
    import python_calamine

    from tuphap.foundation.files.checks.reasons import Unfit
    from tuphap.outlets.exchange import workbook_cells

    try:
        yield from workbook_cells.lines(body, limits)
    except Unfit as unfit:
        yield json.dumps({"unfit": unfit.code, "values": unfit.values})
    except python_calamine.PasswordError:
        yield _unfit("password")
    except (OverflowError, MemoryError):
        yield _unfit("too_many_cells")
    except (BrokenPipeError, GeneratorExit):
        raise
    except BaseException:  # the reader's own panics are no ordinary exceptions
        yield _unfit("damaged")


def _unfit(code: str) -> str:
    return json.dumps({"unfit": code, "values": {}})


if __name__ == "__main__":
    main()
