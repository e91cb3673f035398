"""Many people at once: as they are, who do something every few seconds, and who never pause."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from dashboard.routes import address

CROWD = 20
EACH = 4
"""Pages that each of a flood opens, one after the other."""
PACED, PAUSE = 8, 5.0
"""Pages that each opens who works, and seconds that they look at one, on average."""


@dataclass
class Looks:
    """How long each took, in seconds, and what was no answer."""

    spent: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def flood(ask: Callable[[str], float], people: Sequence[tuple[str, str]]) -> Looks:
    """All at once, without a pause; `people` are ids and names to look at."""
    return _together(ask, people, EACH, 0)


def at_work(ask: Callable[[str], float], people: Sequence[tuple[str, str]]) -> Looks:
    """Each in their own time, as people read."""
    return _together(ask, people, PACED, PAUSE)


def _together(
    ask: Callable[[str], float], people: Sequence[tuple[str, str]], each: int, pause: float
) -> Looks:
    looks = Looks()

    def work(number: int) -> None:
        dice = random.Random(number)
        for turn in range(each):
            time.sleep(dice.uniform(0, 2 * pause))
            id_, name = people[(number * each + turn) % len(people)]
            text = quote(name or id_[:4])
            paths = ("/", address("person", id=id_, why="a test"), f"/search?q={text}")
            try:
                looks.spent.append(ask(paths[(number + turn) % 3]))
            except (OSError, RuntimeError) as error:
                looks.failed.append(str(error))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return looks
