"""Mentions as the graph has them, and rows of a small invented town, for tests of identity."""

from __future__ import annotations

import random
from typing import Any

from ingest.resolve.features import Row, features

BLANK: dict[str, Any] = dict.fromkeys(
    "force nominal roll forename middle surname birth birth_place occupation".split()
) | dict.fromkeys(
    "other_names phones emails accounts addresses streets localities postcodes".split(), ()
)


def mention(id_: str, name: str = "", born: str | None = None, **more: Any) -> dict[str, Any]:
    """A mention as the graph has it."""
    forename, _, surname = name.partition(" ")
    precision = {4: "year", 7: "month"}.get(len(born or ""), "day")
    said = {"id": id_, "forename": forename, "surname": surname, "birth": born}
    return {**BLANK, "force": "ashmere", **said, "birth_precision": precision, **more}


def row(id_: str, name: str = "", born: str | None = None, **more: Any) -> Row:
    return features(mention(id_, name, born, **more))[0]


def generated(count: int) -> list[Row]:
    """Rows with names, dates and contact points of a small town, slips included."""
    draw = random.Random(7)
    fore, sur = (
        ("sam", "samuel", "ann", "anne", "joy", "ivo", "j"),
        ("pike", "pyke", "reed", "marsh"),
    )
    found = []
    for n in range(count):
        given_, surname = draw.choice(fore), draw.choice(sur)
        day = f"19{draw.randint(70, 79)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        if n % 11 == 0:
            given_, surname = surname, given_
        more: dict[str, Any] = {
            "phones": [f"+4477009000{draw.randint(0, 60):02d}"] if n % 3 else [],
            "addresses": [f"{draw.randint(1, 60)} mill lane"] if n % 4 else [],
            "postcodes": [f"AB1 {draw.randint(1, 9)}CD"] if n % 4 else [],
            "streets": [f"{draw.randint(1, 60)} mill lane"] if n % 4 else [],
            "localities": ["ashmere"] if n % 4 else [],
            "emails": [f"email/{given_}{draw.randint(1, 9)}%40example.com"] if n % 5 == 0 else [],
            "nominal": f"N{draw.randint(1, 90)}" if n % 6 == 0 else None,
            "birth_place": draw.choice(("ashmere", "ferndale", None)),
            "occupation": draw.choice(("baker", "clerk", None)),
        }
        found.append(row(f"m{n}", f"{given_} {surname}", day if n % 7 else day[:7], **more))
    return found
