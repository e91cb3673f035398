"""An address that failed too often waits, whichever way it came."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

FAILURES, WINDOW, ADDRESSES = 10, 60.0, 10_000
"""So many failures of one address within so many seconds make it wait; how many are kept."""


class Slowing:
    """How often each address failed of late. Its memory is bounded; accounts lock by themselves."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def failed(self, address: str) -> None:
        """Note that somebody at this address was turned away."""
        times = self._failures.setdefault(address, deque(maxlen=FAILURES))
        times.append(self._now())
        self._failures.move_to_end(address)
        while len(self._failures) > ADDRESSES:
            self._failures.popitem(last=False)

    def wait(self, address: str) -> float:
        """Seconds for which this address must wait; 0 or less when it need not."""
        times = self._failures.get(address)
        if times is None or len(times) < FAILURES:
            return 0.0
        return times[0] + WINDOW - self._now()
