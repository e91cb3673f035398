"""One case of an invented town for tests of what leaves: hers, and everything that must not.

Vera is who things were done to, by Sam. Olive is another whom he harmed, Nell a neighbour who saw
it, Joan Vera's mother. PLANTED are words that must be in nothing that leaves.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from small_graph import Tie, write
from small_records import deliver, incident, order, person

from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.derive.people import derive_people, move
from graph.engine.store import Store
from graph.model.record import Record

PLANTED = (
    *("Olive", "Marsh", "Nell", "Frost", "Joan", "Larkfield", "Bakery", "Hidden Row", "Quiet Lane"),
    *(
        "Next Door",
        "ZZ1",
        "900201",
        "900202",
        "900203",
        "900204",
        "olive@",
        "vera@",
        "OL1VE",
        "52.1",
    ),
    *("HE24RCA", "Serial perpetrator", "serial", "two victims", "Thornbury"),
)
TOWN = "Thornbury"
BY_DAY = {"precision": "hour", "zone": "Europe/London"}


def _home(written: str) -> dict[str, Any]:
    return {
        "address": {
            "written": written,
            "street": written.partition(",")[0].lstrip("0123456789 "),
            "house": written.partition(" ")[0],
            "locality": TOWN,
            "postcode": "ZZ1 1AA",
            "key": written,
        }
    }


VERA = {
    "residences": [_home("4 Quiet Lane, ZZ1 1AA")],
    "phones": [{"phone": {"written": "07700 900202", "key": "+447700900202"}}],
    "accounts": [
        {"account": {"kind": "email", "written": "vera@example.com", "key": "email/vera%40e"}}
    ],
    "vehicles": [{"vehicle": {"written": "HE24RCA", "key": "HE24RCA"}}],
    "employers": [{"name": "Larkfield Bakery"}],
}
OLIVE = {
    "residences": [_home("9 Hidden Row, ZZ1 1AB")],
    "phones": [{"phone": {"written": "07700 900201", "key": "+447700900201"}}],
    "employers": [{"name": "Larkfield Bakery"}],
}


def vera(role: str = "victim", **more: Any) -> dict[str, Any]:
    return person("Vera Stone", role, ref="vera", **{**VERA, **more})


def sam(role: str = "suspect") -> dict[str, Any]:
    return person("Sam Pike", role, ref="sam", residences=[_home("1 Next Door, ZZ1 1AC")])


def olive(role: str = "victim") -> dict[str, Any]:
    return person("Olive Marsh", role, ref="olive", **OLIVE)


def nell() -> dict[str, Any]:
    return person("Nell Frost", "witness", ref="nell", phone="+447700900203")


def case(reference: str, *parties: dict[str, Any], day: int = 1, **more: Any) -> Record:
    start = dt.datetime(2025, 1, day, 20, tzinfo=dt.UTC)
    occurred = {"start": start, "end": start + dt.timedelta(hours=1), **BY_DAY}
    place = {"written": "9 Hidden Row", "street": "Hidden Row", "locality": TOWN, "key": "hidden"}
    told = {
        "occurred": occurred,
        "address": place,
        "latitude": 52.1,
        "longitude": -1.2,
        "rationale": "told Olive Marsh at 9 Hidden Row",
        "behaviours": [{"term": "following", "basis": "followed from 9 Hidden Row"}],
    }
    return incident(reference, *parties, day=day, **{**told, **more})


def town() -> list[Record]:
    """What the force delivered."""
    tie = [{"a": "sam", "b": "vera", "kind": "former partner"}]
    return [
        case("1", sam(), vera(), nell(), day=1, summary="He followed her home.", relations=tie),
        case("2", sam(), vera(), day=2, summary="Then he went to Olive and waited.", outcome="16"),
        case("3", sam(), vera(), day=3, summary="Seen at 9 Hidden Row, two victims."),
        case("4", sam(), olive(), day=4, summary="He followed her home."),
        case("5", sam(), vera(), olive(), day=5, title="to both of them"),
        case("6", sam(), vera(), day=6, grade={"handling": "C"}),
        case("7", sam(), vera(), day=7, grade={"handling": "P", "conditions": "only to the court"}),
        case("8", sam(), vera(), day=8, classification="SECRET"),
        case("9", sam(), vera(), day=9, classification="OFFICIAL-SENSITIVE"),
        case("10", sam("victim"), vera("suspect"), day=10, summary="He says that she rang him."),
        order("O1", sam("subject"), vera("protected"), olive("protected"),
              protects=[{"written": "9 Hidden Row", "key": "hidden"}], service="served",
              served_at="2025-01-11T10:00:00Z", start="2025-01-11T10:00:00Z",
              conditions="Not to go to 9 Hidden Row."),
        order("O2", sam("subject"), olive("protected"), conditions="Not to ring Olive."),
    ]  # fmt: skip


PEOPLE = {"vera": "p-vera", "sam": "p-sam", "olive": "p-olive", "nell": "p-nell"}


def mentions(records: list[Record], ref: str) -> list[str]:
    return [
        record.mention_id(party)
        for record in records
        for party in record.parties
        if party.ref == ref
    ]


def fill(store: Store) -> list[Record]:
    """The town in a graph, who is who decided, and three flags on it."""
    records = town()
    deliver(store, "d1", *records)
    move(store, [(m, None, id_) for ref, id_ in PEOPLE.items() for m in mentions(records, ref)])
    derive_people(store)
    by = {record.reference: record.id for record in records}
    for rule, people, on in (
        ("course_of_conduct", ("p-sam", "p-vera"), ("1", "2")),
        ("order_breach", ("p-sam",), ("1", "O1")),
        ("serial_perpetrator", ("p-sam",), ("1", "2")),
        ("escalation", ("p-sam", "p-vera"), ("1", "4")),
        ("protection_gap", ("p-sam", "p-vera", "p-olive"), ("1", "2")),
    ):
        flag(store, rule, people, tuple(by[each] for each in on))
    return records


def flag(store: Store, rule: str, people: tuple[str, ...], records: tuple[str, ...]) -> None:
    columns = {"suspect_id": people[0], "victim_id": people[-1]}
    props = {
        "rule": rule, "subjects": list(people), "subject_labels": ["Person"] * len(people),
        "state": "new", "why": "", "night": "n",
        "sentence": "Olive Marsh", "explanation": "", "columns": json.dumps(columns),
        "raised_at": "2025-02-01T02:00:00Z", "changed_at": "2025-02-01T02:00:00Z",
        "evidence": list(records),
    }  # fmt: skip
    links: list[Tie] = [(f"Flag/{rule}", "ON", f"Person/{each}", {}) for each in people]
    links += [(f"Flag/{rule}", "CITES", f"Record/{each}", {}) for each in records]
    write(store, [("Flag", rule, props)], links)


def with_accounts(store: Store) -> None:
    """Accounts in the store's folder: Haven is a support service, cleared to OFFICIAL."""
    accounts = Accounts(store.settings.accounts)
    if accounts.exist():
        return
    accounts.add(Account("root", "administrator", 0, system="nobody"))
    accounts.add(Account("Haven", "support", 0))
    accounts.add(Account("Refuge", "support", 1))


def session_for(store: Store, name: str, role: str, clearance: int = 3) -> Session:
    audit = Audit(store.settings.data / "audit.sqlite")
    return Session(store, audit, Viewer(name, role, "a test", clearance, name))
