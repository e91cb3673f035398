"""Drops what is derived and derives it again from the records that are kept.

Mentions stay tied to their people, so ids, and every flag and judgement on them,
survive; people themselves are derived anew because every mention is left stale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from graph import queries
from graph.batches import batches
from graph.derive.mentions import BLANK
from graph.derive.spool import in_order
from graph.derive.versions import Step, apply_versions, elements_of, supersede, versions
from graph.engine.store import Store
from graph.model.schema import ENTITIES
from graph.settings import Settings

PAGE = 500
DROP_PAGE = 5_000


def rebuild(store: Store, progress: Callable[[int], None] = lambda _: None) -> int:
    """Rebuild everything but people, who are left stale. Returns the number of records read.

    A killed rebuild is finished by running it again.
    """
    for label in ENTITIES.split():
        if label != "Person":
            _drop(store, label)
    store.write(queries.load("write/people/drop_lost"))
    done = 0
    keys = in_order(
        (row["key"] for row in store.stream(queries.load("system/records/keys"))),
        unique=True,
    )
    for page in batches(keys, PAGE):
        store.write_all(_page(store, page))
        done += len(page)
        progress(done)
    return done


def unfinished(settings: Settings) -> Path:
    """The mark of a rebuild that has begun and not ended."""
    return settings.data / "rebuild.unfinished"


def _drop(store: Store, label: str) -> None:
    query = queries.load("write/elements/drop_label", label=label)
    while store.write(query, size=DROP_PAGE)[0]["gone"]:
        pass


def _page(store: Store, keys: list[str]) -> list[Step]:
    histories = {
        key: {id_: replace(version, current=False) for id_, version in history.items()}
        for key, history in versions(store, keys).items()
    }
    ids = [id_ for history in histories.values() for id_ in history]
    change = supersede(histories)
    return [
        (queries.load("write/records/reset"), {"ids": ids}),
        (queries.load("write/mentions/blank"), {"ids": ids, "blank": BLANK}),
        *apply_versions(store, change, elements_of(store, change)),
    ]
