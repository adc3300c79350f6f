"""What a file that is read may hold at the most (K9)."""

from dataclasses import dataclass

from tuphap.foundation.files.checks.reasons import Unfit

MEGABYTE = 1024 * 1024
MOST_BYTES = 10_000_000
MOST_PASTED = 400_000  # letters of a pasted block; three bytes each still fit into one request


@dataclass(frozen=True)
class Limits:
    """`box` counts the cells up to the last filled row and column, empty ones as well.

    `megabytes` is the address space of the reading process, so more is never held.
    """

    unpacked: int = 64 * MEGABYTE
    rows: int = 20_000
    columns: int = 300
    cells: int = 500_000
    box: int = 2_000_000
    text: int = 20_000_000
    sheets: int = 100
    seconds: int = 20
    megabytes: int = 300


LIMITS = Limits()
# So many rows in a line of the reading process: each line costs the encoder a start.
AT_ONCE = 100
ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0"


def is_workbook(beginning: bytes) -> bool:
    """By its first bytes; everything else is text, or refused."""
    return beginning.startswith((ZIP_MARK, OLE_MARK))


class Budget:
    """Cells and letters that may still come; the limits hold for all sheets together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells, self.text = limits.cells, limits.text

    def spend(self, cells: int, text: int) -> None:
        self.cells -= cells
        self.text -= text
        if self.cells < 0:
            raise Unfit("too_many_cells")
        if self.text < 0:
            raise Unfit("too_much_text")
