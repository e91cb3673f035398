"""Every command of the program, as its groups list them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

import throughline


def every_command() -> Iterator[tuple[tuple[str, ...], Any]]:
    """The words of each command and the command; those of a group with its name before theirs."""
    yield from _walk(typer.main.get_command(throughline.app), ())


def _walk(command: Any, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not hasattr(command, "list_commands"):
        yield before, command
        return
    for name in command.list_commands(None):
        yield from _walk(command.get_command(None, name), (*before, name))
