"""What a file that is read may hold at the most (K9)."""

from dataclasses import dataclass

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
