"""From stale mentions to derived people: propose, decide, write, derive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from graph import queries
from graph.identity import moves
from graph.people import derive_people, move, pages
from graph.store import Store
from ingest.resolve.plain import MODEL, Proposal


@dataclass(frozen=True, slots=True)
class Resolved:
    """How many mentions changed their person, and how many people were derived."""

    moved: int
    people: int


def resolve(
    store: Store,
    work: Path,
    progress: Callable[[int], None] = lambda _: None,
    *,
    mentions_went: bool = False,
) -> Resolved:
    """Decide every stale mention; a kill loses nothing.

    Does nothing when none is stale, unless `mentions_went`: one that is gone leaves no mark,
    and may have been what kept two others apart.
    """
    if not mentions_went and not store.read(queries.load("load/stale_count"))[0]["stale"]:
        return Resolved(0, 0)
    with Proposal(store, work) as proposal:
        families = proposal.families()
        changes = (change for family in families for change in moves(family, proposal.in_use))
        moved = move(store, changes)
        moved += move(store, ((mention, old, None) for mention, old in proposal.nobody()))
        for links in pages(proposal.lost_links()):
            store.write(queries.load("load/drop_resembles"), rows=[asdict(link) for link in links])
        for links in pages(proposal.new_links()):
            rows = [{**asdict(link), "model": MODEL} for link in links]
            store.write(queries.load("load/resemble"), rows=rows)
    return Resolved(moved, derive_people(store, progress))
