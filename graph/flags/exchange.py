"""What was said of flags, for another engine: written out, and kept again under the same ids.

A flag that people or groups moved on keeps its id here, and has another where it is raised
anew: so a line names its key as well, what it is about now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags.dispositions import props_of
from graph.flags.key import flag_id
from graph.flags.life import SAID
from graph.queries import load

NAMES = tuple(
    "id flag key said who at why until force evidence digests answer rule state follows".split()
)
Line = dict[str, Any]


def export(store: Store) -> Iterator[Line]:
    """Every disposition, the first word first; instants as ISO text."""
    for row in store.read(load("system/flags/dispositions_all")):
        subjects = row["subjects"]
        key = flag_id(row["rule"], subjects) if subjects else row["flag"]
        line = {**row, "key": key, "at": row["at"].isoformat()}
        yield {name: line[name] for name in NAMES}


def import_dispositions(store: Store, lines: Sequence[Line]) -> tuple[int, list[Line]]:
    """Keep what is new; gives how much that was, and the lines whose flag is not here.

    The last word on a flag decides its state. A flag that is withdrawn here is not here.
    """
    known = {row["id"] for row in store.read(load("system/flags/dispositions_all"))}
    fresh = {line["id"]: line for line in lines if line["id"] not in known}
    flags = _flags(store, sorted({line[at] for line in fresh.values() for at in ("flag", "key")}))
    waiting = [line for line in fresh.values() if not {line["flag"], line["key"]} & flags.keys()]
    here = [
        {**line, "flag": line["flag"] if line["flag"] in flags else line["key"]}
        for line in fresh.values()
        if line not in waiting
    ]
    for line in sorted(here, key=lambda line: (_instant(line), line["id"])):
        _keep(store, line, last=flags[line["flag"]])
    return len(here), waiting


def _flags(store: Store, ids: Sequence[str]) -> dict[str, dt.datetime | None]:
    """Flag → when the last word on it was said."""
    query = load("system/flags/said")
    last = {}
    for batch in batches(ids):
        for row in store.read(query, ids=batch):
            if row["state"] != "withdrawn":
                last[row["id"]] = row["at"]
    return last


def _keep(store: Store, line: Line, last: dt.datetime | None) -> None:
    kept = (name for name in NAMES if name not in ("id", "key", "said", "at"))
    disposition = {name: line.get(name) for name in kept}
    disposition |= {"kind": line["said"]}
    asked = {"id": line["id"], "flag": line["flag"], "said": disposition, "at": line["at"]}
    if last is not None and _instant(line) <= last:
        store.write(load("write/flags/disposition_earlier"), **asked)
        return
    props = props_of(line["said"], disposition, _instant(line))
    store.write(load("write/flags/disposition"), **asked, props=props)


def _instant(line: Line) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(line["at"])
        known = line["said"] in SAID
    except ValueError:
        known = False
    if not known or at.tzinfo is None:
        raise InputError(
            f"disposition {line['id']} has no instant or word that is known: take a file that "
            "`throughline export-decisions` wrote."
        )
    return at
