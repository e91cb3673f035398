"""A row that a force's export got wrong, mended by a person and read by the next night."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from engines import cypher
from sessions import session_of

from graph.engine.store import Store
from graph.oversight.mending import open_reject, put_in_again
from ingest.night import night

SAMPLE = Path(__file__).parents[1] / "ingest" / "samples" / "northmarch_2025-03-01"
AS_OF = dt.datetime(2025, 3, 2, 2, tzinfo=dt.UTC)
FOUND = cypher("MATCH (i:Incident) WHERE i.occurred_from IS NOT NULL RETURN count(i) AS n",
               returns="n: int")  # fmt: skip
CAME = cypher("MATCH (d:Delivery) RETURN d.id AS id, d.file_name AS name, d.force AS force,"
              " d.rejects AS rejects ORDER BY name",
              returns="id: str, name: str, force: str, rejects: int")  # fmt: skip


def test_a_row_mended_on_a_page_is_a_record_after_the_next_night(
    embedded_store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / SAMPLE.name
    folder.mkdir()
    for file in SAMPLE.iterdir():
        text = file.read_text().replace("09/02/2025 22:40", "31/02/2025 22:40")
        (folder / file.name).write_text(text)
    session = session_of(embedded_store, folder=tmp_path)
    night.run(session, AS_OF, [folder])
    before = embedded_store.read(FOUND)[0]["n"]
    (came,) = embedded_store.read(CAME)
    row = open_reject(session, came["id"], "incidents.csv:2")
    assert row is not None
    cells = {**json.loads(row.text), "OCC_FROM": "09/02/2025 22:40"}
    file_name = put_in_again(session, came["id"], row.place, json.dumps(cells), "the log says so")
    done = night.run(session, AS_OF + dt.timedelta(days=1))
    assert not done.unread
    assert embedded_store.read(FOUND)[0]["n"] == before + 1
    mended, first = embedded_store.read(CAME)
    assert (mended["name"], mended["force"], mended["rejects"]) == (file_name, "northmarch", 0)
    assert first == came
    kept = embedded_store.settings.data / "deliveries" / mended["id"] / file_name
    assert json.loads(kept.read_text().splitlines()[0])["mended_by"] == session.viewer.who
