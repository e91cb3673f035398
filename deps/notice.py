"""Writes NOTICE: the licence of each package of constraints.txt, from what is installed here.

`make notice` installs every extra first, so that all of them can be asked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """Throughline
Licensed under the Apache License, Version 2.0: see LICENSE.

It ships with none of the packages below; installing it installs them. Each comes under the licence
that its own metadata names. Made by `make notice` from the environment, never by hand.

"""


def locked(constraints: str) -> Iterator[tuple[str, str]]:
    """(name, version) of each package in the text of a lock file."""
    yield from re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", constraints, re.MULTILINE)


def licence(name: str) -> str:
    """What the package's metadata calls its licence. SystemExit when it is not installed."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        sys.exit(f"{name} is not installed: make notice installs everything first")

    def field(key: str) -> list[str]:
        return metadata.get_all(key) or []

    classified = [each.rsplit(" :: ", 1)[-1] for each in field("Classifier")
                  if each.startswith("License :: ")]  # fmt: skip
    # Some packages put the whole licence where its name belongs.
    short = [each for each in field("License") if each.strip() and len(each) <= 60]
    names = field("License-Expression") or short or [", ".join(classified)]
    return names[0].strip() or "see its own files"


def notice(constraints: str, before: str) -> str:
    """The whole text of NOTICE for the text of a lock file.

    What stood there of a version `before` stays: some packages are for another system alone, and
    cannot be asked here.
    """
    known = dict(re.findall(r"^(\S+ \S+): (.+)$", before, re.MULTILINE))
    rows = [(name, f"{name} {version}") for name, version in locked(constraints)]
    return HEAD + "".join(f"{row}: {known.get(row) or licence(name)}\n" for name, row in rows)


if __name__ == "__main__":
    lock, page = ROOT / "constraints.txt", ROOT / "NOTICE"
    text = notice(lock.read_text(encoding="utf-8"), page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")
