"""Only plain files are read: a pipe, socket or device would be waited for without end."""

from __future__ import annotations

from pathlib import Path

from graph.errors import InputError


def check_plain(path: Path) -> None:
    """InputError for what is there and is neither a file nor a folder."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise InputError(
            f"{path.name} is a pipe, socket or device, and would be waited for without end: put a"
            " plain file in its place"
        )
