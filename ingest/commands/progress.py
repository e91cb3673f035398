"""Shows on stderr how far long work has come, how fast and for how long yet; else silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ingest.night.costs import peak_mib

if TYPE_CHECKING:
    from ingest.night.costs import Show


class Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Of the whole step once it has ended."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.{0 if speed >= 10 else 1}f}/s" if speed else "")


class Memory(ProgressColumn):
    """The most memory that the program has held; the engine's is not among it."""

    def render(self, task: Task) -> Text:
        """As of now; blank for a step that has ended."""
        return Text("" if task.finished else f"{peak_mib():,} MiB")


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Show]:
    """A function of (step, number done, of how many where that is known): one line a step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(pulse_style="cyan"),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        Memory(),
    )
    console = Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    disable = quiet or not console.is_terminal
    with Progress(*columns, console=console, disable=disable, transient=True) as progress:

        def show(step: str, done: int, of: int | None = None) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=of)
            progress.update(tasks[step], completed=done, total=of)

        yield show
