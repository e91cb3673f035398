"""How much a process has had written."""

from __future__ import annotations

from collections.abc import Sequence

from graph.engine.store import Step


class Written:
    """Counts the rows that are sent to be written: nodes, links and marks, changed or not."""

    def __init__(self) -> None:
        self.rows = 0

    def note(self, steps: Sequence[Step]) -> None:
        """A statement without rows, such as one that notes a night, counts as one."""
        for _, params in steps:
            lists = (len(value) for value in params.values() if isinstance(value, list))
            self.rows += max(1, *lists, 0)
