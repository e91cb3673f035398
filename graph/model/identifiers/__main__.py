"""docs/identifiers.md: every kind of identifier, from its class.

Written by `python -m graph.model.identifiers > docs/identifiers.md`; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from graph.model.identifiers import KINDS, Kind

_OPENING = """# Identifiers

A number, mark or handle is kept as written and, beside it, in one form, its key: so two forces
that write it differently name one thing. What cannot be of its kind has no key, stays in the
record as written, and is remarked on. The search box takes any of these spellings.

An account's `kind`, in a record and in a mapping, is one of these words; its key begins with the
kind, and where it has a `service` (the social service, the document, the firm), goes on with it.
A phone, a vehicle and an address's postcode have fields of their own.

What says who somebody is helps to tell people: it is compared when records are joined into
people. What says only where somebody was, or who is watched, is a link of the graph and no more.
An identifier is one class in one file of `graph/model/identifiers/`.

This page is made from the classes: `python -m graph.model.identifiers > docs/identifiers.md`.

| kind | is | node | says | service |
|---|---|---|---|---|
"""


def markdown() -> str:
    """The whole page."""
    rows = "".join(_row(kind) for kind in KINDS.values())
    parts = (line for kind in KINDS.values() for line in _entry(kind))
    return f"{_OPENING}{rows}\n" + "\n".join(parts) + "\n"


def _row(kind: Kind) -> str:
    says = "who" if kind.says_who else "where, or who is watched"
    service = "yes" if kind.has_service else ""
    return f"| `{kind.name}` | {kind.caption} | `{kind.label}` | {says} | {service} |\n"


def _entry(kind: Kind) -> Iterator[str]:
    yield f"## {kind.caption[0].upper()}{kind.caption[1:]}"
    yield ""
    yield " ".join((kind.__doc__ or "").split())
    yield f"A remark says of anything else that it {kind.refusal}."
    yield ""
    yield "| as written | as kept |"
    yield "|---|---|"
    for example in kind.examples:
        service = f" with service `{example.service}`" if example.service else ""
        yield f"| `{example.written}`{service} | `{example.kept}` |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(markdown())
