"""What talks to a stranger is given up after a while: a time-out of each step ends no drip."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, act: Callable[[], T]) -> T:
    """What `act` gives; TimeoutError when it takes longer.

    It is left to itself then, in a thread that ends with the program.
    """
    return _begun(act).result(seconds)


def as_long_as(patient: Callable[[], bool], act: Callable[[], T], tick: float) -> T:
    """What `act` gives; TimeoutError once `patient`, asked every `tick` seconds, says no.

    It is left to itself then, as by `within`.
    """
    done = _begun(act)
    while True:
        try:
            return done.result(tick)
        except TimeoutError:
            if done.done() or not patient():
                raise


def _begun(act: Callable[[], T]) -> Future[T]:
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(act())
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            done.set_exception(error)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name="deadline", daemon=True).start()
    return done
