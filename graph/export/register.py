"""The register of serial perpetrators as a table, and the one way by which it leaves."""

from __future__ import annotations

from typing import Any

from graph.access.session import Session
from graph.explore.register import Entry, register
from graph.export.files import File
from graph.export.stamp import stamp_of
from graph.export.tables import zipped
from graph.flags.life import SAID
from graph.model.local_time import local

COLUMNS = (
    *("id", "name", "born", "on_register", "victims", "occasions", "incidents", "forces"),
    *("only_possible", "recorded_as", "first", "last", "since", "state", "reviewed"),
    *("reviewed_by", "reviewed_on", "also_flagged_by"),
)
NOTE = (
    "No register exists in law: these meet the proposed test, two occasions against two or more"
    " victims. It says nothing of how grave it was."
)


def row_of(entry: Entry) -> dict[str, Any]:
    """Somebody's line, by COLUMNS: counts, nobody harmed by name, no free text. Days are local."""
    found, word, props = entry.flag.columns, entry.review, entry.person.props
    return {
        "id": entry.person.id,
        "name": entry.person.name or "Name not known",
        "born": str(props.get("birth") or ""),
        "victims": found.get("victims"),
        "occasions": found.get("occasions"),
        "incidents": found.get("incidents"),
        "only_possible": found.get("possible"),
        "forces": ", ".join(found.get("forces") or ()),
        "recorded_as": ", ".join(found.get("classes") or ()),
        "first": _day(found.get("first")),
        "last": _day(found.get("last")),
        "since": _day(entry.flag.raised_at),
        "state": entry.flag.state,
        "reviewed": SAID[word["kind"]] if word else "",
        "reviewed_by": word["who"] if word else "",
        "reviewed_on": _day(word["at"]) if word else "",
        "also_flagged_by": ", ".join(entry.also),
    }


def take_out_register(session: Session) -> File:
    """The register, those taken off it too, as a CSV in a ZIP with its marking.

    The audit keeps that it left, before it does. AccessError when the role may not disclose.
    """
    session.audit.permit(session.viewer, "disclosure")
    whole = register(session)
    entries = (*whole.on, *whole.off)
    places = [entry.person.place for entry in entries]
    session.record("disclosure", asked="register", of=[list(place) for place in places])
    stamp = stamp_of(session, places, [whole.level], NOTE, sides=[id_ for _, id_ in places])
    rows = [
        {**row_of(entry), "on_register": "yes" if entry in whole.on else "taken off"}
        for entry in entries
    ]
    made = zipped({"register": (COLUMNS, rows)}, stamp)
    return File(f"throughline-register-{stamp.at:%Y%m%dT%H%M%SZ}.zip", "application/zip", made)


def _day(instant: Any) -> str:
    return f"{local(instant, ''):%Y-%m-%d}" if instant else ""
