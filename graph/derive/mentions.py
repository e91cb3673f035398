"""People as one record writes them: the properties of a Mention."""

from __future__ import annotations

import datetime as dt
from typing import Any

from graph.derive.statements import marking_of, only_traces
from graph.model.fields import plain_fields, props
from graph.model.identifiers import ACCOUNTS
from graph.model.record import Party, Record

OF_A_ROLE = ("ref", "kind", "attribution", "organisation_kind", "register_number")
"""What a party says that is no property of a mention: it is in its id, a link, an organisation."""
STATED = tuple(name for name in plain_fields(Party) if name not in OF_A_ROLE)
PROPERTIES = (
    *("record", "force", "name", "forename", "middle", "surname", "other_names", "birth"),
    *("birth_precision", "birth_written", "birth_digits", "birth_refused", "phones", "emails"),
    *(
        "accounts",
        "addresses",
        "streets",
        "localities",
        "postcodes",
        "level",
        "compartments",
        *STATED,
    ),
)
OLDEST = 120
"""Years that nobody grows older than."""
_THERE = frozenset({"suspect", "victim"})
"""Roles of who was born when it happened; a report of long ago may come from somebody younger."""
BLANK = dict.fromkeys(PROPERTIES)


def mention_rows(record: Record, *, current: bool) -> list[dict[str, Any]]:
    """Rows of `write/mentions/mention`; one that does not support the graph lends no wording."""
    return [
        {
            "record": record.id,
            "id": record.mention_id(party),
            "role": "+".join(party.roles),
            "props": mention_props(record, party) if current else {},
        }
        for party in record.parties
        if party.kind == "person"
    ]


def _refused(record: Record, party: Party) -> str | None:
    """Why nobody whom this record names can have been born then; None where one may be.

    A list of people (a register, a census) tells of no day, and may well name the dead.
    """
    if party.birth is None or party.birth.date is None or record.kind == "person":
        return None
    happened = record.incident.occurred if record.incident else None
    first = (happened.end if happened else record.recorded_at).date()
    last = first if _THERE & set(party.roles) else max(first, record.recorded_at.date())
    if party.birth.date > last + dt.timedelta(days=1):
        return "is after what the record tells of"
    early = first.year - party.birth.date.year > OLDEST
    return f"is over {OLDEST} years before what the record tells of" if early else None


def mention_props(record: Record, party: Party) -> dict[str, Any]:
    """Every property of a Mention but its id; lists are sorted, absent values are None.

    A suspect of whom only traces are known has none: what he used stands with the incident.
    """
    if only_traces(record, party):
        party = party.model_copy(update={"phones": (), "accounts": ()})
    name, birth = party.name, party.birth
    refused = _refused(record, party)
    dated = birth is not None and birth.date is not None and refused is None
    accounts = [each.account for each in party.accounts if ACCOUNTS[each.account.kind].says_who]
    keys = {account.key for account in accounts}
    emails = {key for key in keys if key and key.startswith("email/")}
    homes = [r.address for r in party.residences if r.kind == "home"]
    plain = props(party)
    return {
        **{name: plain[name] for name in STATED},
        "record": record.key,
        "force": record.force,
        "name": (name.written or None) if name else None,
        "forename": (name.forename or None) if name else None,
        "middle": (name.middle or None) if name else None,
        "surname": (name.surname or None) if name else None,
        "other_names": [other.written for other in party.other_names],
        "birth": birth.date.isoformat() if birth and birth.date and dated else None,
        "birth_precision": birth.precision if birth and dated else None,
        "birth_written": birth.written if birth else None,
        "birth_digits": (birth.digits or None) if birth and dated else None,
        "birth_refused": refused,
        "phones": sorted({held.phone.key for held in party.phones if held.phone.key}),
        "emails": sorted(emails),
        "accounts": sorted(key for key in keys - emails if key),
        "addresses": sorted({home.key for home in homes if home.key}),
        "streets": sorted({f"{home.house} {home.street}".strip() for home in homes} - {""}),
        "localities": sorted({home.locality for home in homes if home.locality}),
        "postcodes": sorted({home.postcode for home in homes if home.postcode}),
        **marking_of(record).props(),
    }
