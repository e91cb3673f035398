"""What a filtered search found, as a table: its rows, and the one way by which they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from graph.access.session import Session
from graph.explore.filtered import Found, filtered
from graph.explore.filters import ROLE_WORDS
from graph.export.files import File
from graph.export.stamp import stamp_of
from graph.export.tables import zipped
from graph.model.local_time import local

COLUMNS = {
    "Incident": (*("Reference", "Force", "When", "Offence", "Behaviours", "Outcome", "People"),),
    "Person": ("Name", "Born", "Roles", "Incidents", "Forces", "First", "Last"),
    "Order": ("Reference", "Force", "Kind", "Status", "From", "Until", "People"),
}
"""The columns of each kind. Days are local, and sorted as texts they are sorted by time."""
_EXACT = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def row_of(one: Found) -> dict[str, Any]:
    """The columns of one thing that was found; no free text, no place."""
    element, props = one.element, one.element.props
    if element.label == "Person":
        return {
            "Name": element.name or "Name not known",
            "Born": str(props.get("birth") or ""),
            "Roles": ", ".join(ROLE_WORDS[role] for role in one.roles),
            "Incidents": one.times,
            "Forces": ", ".join(one.forces),
            "First": _day(one.first),
            "Last": _day(one.last),
        }
    people = "; ".join(
        f"{ROLE_WORDS[each['role']]}: {each['name'] or each['id']}" for each in one.people
    )
    if element.label == "Order":
        zone = str(props.get("zone") or "")
        return {
            "Reference": element.name,
            "Force": props.get("issuer") or "",
            "Kind": props.get("kind") or "",
            "Status": props.get("status") or "",
            "From": _day(props.get("served_at") or props.get("from"), zone),
            "Until": _last(props.get("until"), zone),
            "People": people,
        }
    return {
        "Reference": element.name,
        "Force": props.get("force") or "",
        "When": _when(props),
        "Offence": ", ".join(props.get("offence_classes") or ()),
        "Behaviours": ", ".join(props.get("behaviours") or ()),
        "Outcome": str(props.get("outcome") or ""),
        "People": people,
    }


def take_out_found(session: Session, text: str, given: Mapping[str, str]) -> File:
    """What a filtered search finds, as a CSV in a ZIP with its marking.

    The audit keeps that it left, before it does. InputError for a filter that cannot be read;
    AccessError when the role may not disclose.
    """
    session.audit.permit(session.viewer, "disclosure")
    findings = filtered(session, text, given)
    session.record(
        "disclosure",
        asked="filtered search",
        of=[list(one.element.place) for one in findings.found],
        text=text,
        filters={name: value for name, value in given.items() if value},
    )
    places = [one.element.place for one in findings.found]
    people = {("Person", str(each["id"])) for one in findings.found for each in one.people}
    note = "More may be like the search than this file holds." if findings.cut else ""
    stamp = stamp_of(session, {*places, *people}, [findings.level], note)
    columns = ("id", *COLUMNS[findings.kind])
    rows = [{"id": one.element.id, **row_of(one)} for one in findings.found]
    made = zipped({findings.kind.lower(): (columns, rows)}, stamp)
    return File(f"throughline-search-{stamp.at:%Y%m%dT%H%M%SZ}.zip", "application/zip", made)


def _day(instant: dt.datetime | str | None, zone: str = "") -> str:
    return f"{local(instant, zone):%Y-%m-%d}" if instant else ""


def _last(end: dt.datetime | None, zone: str) -> str:
    """The local day on which the last instant before an end lies."""
    return _day(end - dt.timedelta(microseconds=1), zone) if end else ""


def _when(props: Mapping[str, Any]) -> str:
    """When it began by the clocks there, no more exactly than it is known."""
    zone, start = props.get("zone"), props.get("occurred_from")
    if not start:
        return f"{_day(props.get('recorded_at'), zone or '')} recorded"
    return f"{local(start, zone):{_EXACT.get(str(props.get('precision')), '%Y-%m-%d %H:%M')}}"
