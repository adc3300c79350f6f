"""How often one address may ask: counted by the minute in each process, nothing is stored."""

import time
from collections import OrderedDict
from threading import Lock

PER_MINUTE = 120
WINDOW = 60.0
MOST_ADDRESSES = 10_000


class Counter:
    """Fixed windows. Of more addresses than are kept the oldest is forgotten."""

    def __init__(self, most: int = PER_MINUTE) -> None:
        self.most = most
        self._lock = Lock()
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, address: str, now: float | None = None) -> int:
        """0 where the request may pass, else the seconds until the next window."""
        now = time.monotonic() if now is None else now
        with self._lock:
            began, count = self._seen.pop(address, (now, 0))
            if now - began >= WINDOW:
                began, count = now, 0
            self._seen[address] = (began, count + 1)
            if len(self._seen) > MOST_ADDRESSES:
                self._seen.popitem(last=False)
        return 0 if count < self.most else max(1, int(WINDOW - (now - began) + 0.999))


counter = Counter()
