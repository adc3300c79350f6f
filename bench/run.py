"""What every script is given: how long it may measure, and on what."""

from dataclasses import dataclass
from multiprocessing.pool import Pool

from bench.measuring import Figure

Figures = list[Figure]


@dataclass(frozen=True)
class Effort:
    """How many rounds of floor and ours, how many seconds each; `minutes` is for what may grow."""

    rounds: int = 5
    seconds: float = 4.0
    minutes: float = 3.0
    is_quick: bool = False


QUICK = Effort(rounds=1, seconds=0.4, minutes=0.05, is_quick=True)


@dataclass(frozen=True)
class Run:
    effort: Effort
    pool: Pool
    database_url: str
