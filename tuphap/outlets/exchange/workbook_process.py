"""The process that reads one workbook or text file: from standard input, to lines of JSON.

A line holds rows of cells, or is an object: the form, a sheet, a note, a refusal, the end; of text
files also the beginning by each delimiter, of which the parent chooses one. Limits bind it before
any reader is loaded, so a hostile file can end this process and nothing else.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

BASE = Path(__file__).resolve().parents[3]
ASKS = '{"tried"'


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
    answers = sys.argv[3]
    with os.fdopen(0, "rb", closefd=False) as body, os.fdopen(1, "wb", closefd=False) as out:
        for line in answer(body, limits, lambda: _chosen(answers)):
            out.write(line.encode())
            out.write(b"\n")
            if line.startswith(ASKS):
                out.flush()
        out.write(json.dumps({"end": powers.most_memory()}).encode() + b"\n")
    # No tidying up: whatever a broken file left behind ends here.
    os._exit(0)


def _chosen(answers: str) -> int:
    """One byte from the parent: the place of the right delimiter."""
    return os.read(int(answers), 1)[0]


def _load() -> None:
    """Before the hook, so that what follows needs no file but the one it was given."""
    import python_calamine  # noqa: F401

    from tuphap.outlets.exchange import delimited_text, workbook_cells  # noqa: F401


def answer(body: BinaryIO, limits: Any, chosen: Callable[[], int]) -> Iterator[str]:
    """Lines for one file; whatever goes wrong in it is a line, too."""
    import python_calamine

    from tuphap.foundation.files.checks.reasons import Unfit
    from tuphap.outlets.exchange import delimited_text, workbook_cells
    from tuphap.outlets.exchange.reading_limits import is_workbook

    try:
        beginning = body.read(4)
        body.seek(0)
        if is_workbook(beginning):
            yield from workbook_cells.lines(body, limits)
        else:
            yield from delimited_text.lines(body, limits, chosen)
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
