"""The offence classes of the region, their subcodes and titles, and the noise they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.synthetic.wordlists import table


@dataclass(frozen=True, slots=True)
class Offence:
    """A class (8Q), a subcode (8/66), and how often it occurs in noise (`share`, in parts)."""

    cls: str
    sub: str
    title: str
    kind: str
    share: int
    crimed: bool
    texts: tuple[str, ...]


@cache
def offences() -> dict[str, Offence]:
    """Every offence by its class."""
    rows = table("offences")["offence"]
    return {
        row["class"]: Offence(
            cls=row["class"],
            sub=row["sub"],
            title=row["title"],
            kind=row["kind"],
            share=row["share"],
            crimed=row.get("crimed", True),
            texts=tuple(row["texts"]),
        )
        for row in rows
    }


def subcode(cls: str) -> str:
    """The subcode that a force which records subcodes writes for a class."""
    return offences()[cls].sub
