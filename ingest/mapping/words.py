"""The part of docs/mapping.md that lists every word which a value may take, made from the code.

Written by `python -m ingest.mapping.words docs/mapping.md`, in its place; a test compares the two.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from graph.model import record
from graph.model.fields import plain_fields
from graph.model.identifiers import ACCOUNTS
from graph.model.reference import rows_on
from graph.model.vocabulary import Role
from ingest.mapping.proposals import did_you_mean

HEAD = "## Words"
_LAST = dt.date(2100, 1, 1)  # what is in force for good
_OPENING = f"""{HEAD}

A force's codes are turned into these words by tables of `[codes]`. They stand as they are here, in
this case. The list is made from the code: `python -m ingest.mapping.words docs/mapping.md`.

| of | key | words |
|---|---|---|"""
_PARTS: tuple[type[BaseModel], ...] = (
    *(record.Record, record.Grade, record.Incident, record.Involved, record.Order, record.Party),
    *(record.Residence, record.HeldPhone, record.Relation, record.Contact, record.AccountLink),
)
_NAMES: dict[type[BaseModel], str] = {
    record.HeldPhone: "phone, account, vehicle",
    record.AccountLink: "account link",
}
_ACCOUNTS = """
| an account's `kind` | written as | with a `service` |
|---|---|---|"""


def section() -> str:
    """The whole part, from its head to the next."""
    rows = [f"| {of} | `{key}` | {', '.join(words)} |" for of, key, words in _rows()]
    accounts = [
        f"| {name} | `{kind.examples[0].written}` | {kind.examples[0].service} |"
        for name, kind in sorted(ACCOUNTS.items())
    ]
    return "\n".join([_OPENING, *rows, _ACCOUNTS, *accounts, "", ""])


def _rows() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for part in _PARTS:
        name = _NAMES.get(part, part.__name__.lower())
        for field in plain_fields(part).values():
            if field.words:
                yield name, field.name, field.words
        if part is record.Party:
            yield name, "roles", get_args(Role)
        if part is record.Incident:
            yield "behaviour", "term", tuple(row["code"] for row in rows_on("behaviours", _LAST))


@cache
def every_word() -> frozenset[str]:
    """All words of all keys."""
    return frozenset(word for _, _, words in _rows() for word in words) | ACCOUNTS.keys()


def column_meant(column: str, known: Collection[str]) -> str:
    """What somebody meant who asked for a column that is not there: another, or a constant."""
    near = did_you_mean(column, known)
    constant = f': did you mean {{ value = "{column}" }}?' if column in every_word() else ""
    return near or constant


def put_in(page: str) -> str:
    """The page with this part as the code has it now."""
    return re.sub(
        rf"{HEAD}\n.*?(?=\n## )", lambda _: section().rstrip("\n") + "\n", page, flags=re.DOTALL
    )


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(put_in(path.read_text(encoding="utf-8")), encoding="utf-8")
