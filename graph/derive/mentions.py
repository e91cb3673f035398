"""People as one record writes them: the properties of a Mention."""

from __future__ import annotations

from typing import Any

from graph.derive.statements import level_of, only_traces
from graph.model.fields import plain_fields, props
from graph.model.identifiers import ACCOUNTS
from graph.model.record import Party, Record

OF_A_ROLE = ("ref", "kind", "attribution", "organisation_kind", "register_number")
"""What a party says that is no property of a mention: it is in its id, a link, an organisation."""
STATED = tuple(name for name in plain_fields(Party) if name not in OF_A_ROLE)
PROPERTIES = (
    *("record", "force", "name", "forename", "middle", "surname", "other_names", "birth"),
    *("birth_precision", "birth_written", "phones", "emails", "accounts", "addresses", "streets"),
    *("localities", "postcodes", "level", *STATED),
)
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


def mention_props(record: Record, party: Party) -> dict[str, Any]:
    """Every property of a Mention but its id; lists are sorted, absent values are None.

    A suspect of whom only traces are known has none: what he used stands with the incident.
    """
    if only_traces(record, party):
        party = party.model_copy(update={"phones": (), "accounts": ()})
    name, birth = party.name, party.birth
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
        "birth": birth.date.isoformat() if birth and birth.date else None,
        "birth_precision": birth.precision if birth else None,
        "birth_written": birth.written if birth else None,
        "phones": sorted({held.phone.key for held in party.phones if held.phone.key}),
        "emails": sorted(emails),
        "accounts": sorted(key for key in keys - emails if key),
        "addresses": sorted({home.key for home in homes if home.key}),
        "streets": sorted({f"{home.house} {home.street}".strip() for home in homes} - {""}),
        "localities": sorted({home.locality for home in homes if home.locality}),
        "postcodes": sorted({home.postcode for home in homes if home.postcode}),
        "level": level_of(record),
    }
