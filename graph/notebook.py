"""The graph in an analyst's notebook: answers as DataFrames, surroundings as networkx graphs.

    with Notebook("mine", purpose="review of repeat suspects") as book:
        suspects = book.ask("repeat_suspects", limit=20)
        around = book.network(suspects.person_id[0])
        book.structure(around).head()

Clearance, victim safety and audit hold here as everywhere.
"""

from __future__ import annotations

import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import networkx as nx
import pandas as pd

from graph.access.audit import open_audit
from graph.access.here import viewer_here
from graph.access.session import Session
from graph.changes.opening import open_store
from graph.errors import InputError
from graph.explore import alike as alike_
from graph.explore import answers as explore
from graph.explore import asking
from graph.explore.chart import Chart
from graph.explore.frames import frame, parameter, table
from graph.explore.network import network_of
from graph.explore.structure import structure
from graph.export.files import save, take_out
from graph.identity.why import Why, why
from graph.settings import Settings

HITS = ("label", "id", "name", "matched", "people")
MENTIONS = (
    *("id", "name", "birth", "nominal", "sex", "role"),
    *("force", "kind", "reference", "recorded_at", "record"),
)
NOBODY = "nobody has this id, or none that you may see: search for the name"


class CutWarning(UserWarning):
    """An answer is only the first part of what there is."""


class Notebook:
    """A data folder, open to one person for one purpose. Close it, or use it in a `with`."""

    def __init__(
        self,
        data: str | Path | None = None,
        *,
        purpose: str,
        who: str | None = None,
        clearance: int | None = None,
    ) -> None:
        settings = Settings.load(Path(data) if data is not None else None)
        viewer = viewer_here(settings, purpose, clearance, name=who)
        self._session = Session(open_store(settings), open_audit(settings), viewer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the engine go; the notebook is of no use after."""
        self._session.store.close()

    def ask(self, name: str | Path, /, **given: Any) -> pd.DataFrame:
        """The answer to a question or rule, its columns typed as its file declares them.

        `name` is a question's name, or the path of a file with one of your own. Parameters may be
        Series, arrays and values out of them. Instants are UTC. A CutWarning says where the answer
        ends at the question's limit.
        """
        query = asking.question(name, self._session.store.settings)
        typed = {key: parameter(value) for key, value in given.items()}
        rows = asking.ask(self._session, query, typed)
        if cut := asking.cut(query, typed, rows):
            warnings.warn(f"{cut}: give a higher one for more", CutWarning, stacklevel=2)
        return frame(query, rows)

    def search(self, text: str) -> pd.DataFrame:
        """Whoever or whatever answers to a text, best first: label, id, name, matched, people.

        `people` are the ids of those behind a number or place.
        """
        hits = explore.search(self._session, text)
        rows = [
            {
                **dict(
                    zip(HITS, (*hit.element.place, hit.element.name, hit.matched), strict=False)
                ),
                "people": [row["person"] for row in hit.people],
            }
            for hit in hits
        ]
        return table(rows, HITS)

    def mentions(self, person_id: str) -> pd.DataFrame:
        """How records write a person, oldest first: id, name, birth, nominal, force, and more."""
        person = explore.person(self._session, person_id)
        if person is None:
            raise InputError(NOBODY)
        rows = [{"id": row["mention"], **row} for row in person.mentions]
        return table(rows, MENTIONS, instants=["recorded_at"])

    def alike(self, incident_id: str, most: int = alike_.MOST) -> pd.DataFrame:
        """The incidents most like this one: id, bits, chance, solved, distance, days, shared.

        A column `bits_…` for each term. InputError before a night has learnt from solved pairs.
        """
        rows = [
            {**plain, **{f"bits_{name}": bits for name, bits in plain.pop("terms").items()}}
            for plain in map(asdict, alike_.alike(self._session, incident_id, most))
        ]
        return table(rows, tuple(rows[0]) if rows else ("id", "bits"))

    def why(self, a: str, b: str) -> Why:
        """Why two mentions or people are one person, or are not; `reason` is the answer."""
        return why(self._session, a, b)

    def network(
        self, person_id: str, depth: int = 2, most: int = explore.MOST_NODES
    ) -> nx.MultiGraph:
        """What lies within `depth` links (1 to 4) of a person, `most` nodes of it.

        A node is (label, id) and has `label`, `name` and its properties; an edge has `type`, its
        properties, `starts_at`, and `possible` where no record states it as a fact. All of them
        are text, numbers or truth, so that the graph can be written in any format. A CutWarning
        says what was left out. InputError when nobody has this id that the viewer may see.
        """
        return network_of(self._around(person_id, depth, most))

    def take_out(
        self, person_id: str, file: str | Path, format: str, depth: int = 2, note: str = ""
    ) -> None:
        """Write what `network` gives to a file, in one of the formats of graph/export/files.py.

        The marking stands inside, the file is nobody's but yours (mode 0600), and the audit keeps
        that it left. FileExistsError when the file is there.
        """
        chart = self._around(person_id, depth, explore.MOST_NODES)
        save(take_out(self._session, chart, format, note=note), Path(file))

    def _around(self, person_id: str, depth: int, most: int) -> Chart:
        chart = explore.neighbourhood(self._session, person_id, depth, most)
        if chart is None:
            raise InputError(NOBODY)
        if chart.left_out:
            warnings.warn(
                f"{chart.left_out:,} nodes and links are left out: ask for more than most={most},"
                " or less deep",
                CutWarning,
                stacklevel=3,
            )
        return chart

    @staticmethod
    def structure(network: nx.Graph) -> pd.DataFrame:
        """Who stands between whom in a network that `network` gave, and its groups.

        A row for each node, the most central first: label, id, name, links, between, group.
        """
        return structure(network)
