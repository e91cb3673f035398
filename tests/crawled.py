"""A suspect and where whom he harmed can be reached, for those who crawl to it from his side."""

from __future__ import annotations

import json
from typing import Any

from small_graph import Node, Tie, incident, record

SECRETS = {
    "her home": "Address/her-home", "her home, written another way": "Address/her-house",
    "the flat of her mother": "Address/mothers-flat", "her work": "Address/her-work",
    "her school": "Address/her-college", "a home that an order protects": "Address/refuge",
    "the neighbour's home": "Address/next-door", "her number": "Phone/+447700900201",
    "the neighbour's number": "Phone/+447700900202", "her mother's number": "Phone/+447700900203",
    "a number named as hers": "Phone/+447700900204", "her mail": "Account/email/her@mail.example",
    "what her mail is recovered by": "Phone/+447700900205", "her car": "Vehicle/HE24RCA",
    "her employer": "Organisation/larkfield",
    "the number of who reported it": "Phone/+447700900207",
}  # fmt: skip
WORDS = "seen at 9 Hidden Row"
PEOPLE = ("sam", "her", "mother", "ned", "nell", "his-mother", "friend", "other", "far")
COLUMNS = {
    "suspect_id": "sam", "victim_id": "her", "organisation_ids": ["larkfield"], "close_ids": [],
    "ties": ["employer"], "classes": ["8L"], "first": "2025-03-01T20:00:00Z",
    "last": "2025-03-03T20:00:00Z",
}  # fmt: skip
FLAG: Node = ("Flag", "flag-1", {
    "rule": "third_party_targets", "subjects": ["sam", "her"], "state": "new", "why": "",
    "sentence": "", "explanation": "Employers that were targeted: 'larkfield'", "night": "n",
    "columns": json.dumps(COLUMNS), "raised_at": "2025-03-09T02:00:00Z",
    "changed_at": "2025-03-09T02:00:00Z", "evidence": ["r1"],
})  # fmt: skip
HIDDEN_FROM_HIM = frozenset({"her", "other"})
"""Whose pages tell where they are: the crawler must not ask about them."""


def graph() -> tuple[list[Node], list[Tie]]:
    nodes: list[Node] = [("Person", id_, {"name": id_.title()}) for id_ in PEOPLE]
    for id_ in (*SECRETS.values(), "Address/his-home", "Phone/+447700900206", "Address/pub"):
        label, _, key = id_.partition("/")
        props = (
            {"lines": f"{key} 9 Hidden Row", "postcode": "ZZ1 1AA"} if label == "Address" else {}
        )
        nodes.append((label, key, {**props, "level": 0}))
    nodes += [
        incident(f"f/{n}", n, title=WORDS, summary=WORDS, latitude=52.1, longitude=-1.2)
        for n in range(1, 6)
    ]
    # Damage at her home and to her car, without a victim: the words say where it was.
    nodes += [
        incident(f"f/{n}", n, title=WORDS, summary=WORDS, latitude=52.1, longitude=-1.2)
        for n in (6, 7)
    ]
    nodes.append(FLAG)
    nodes.append(("Order", "f/O1", {"kind": "SPO", "reference": "O1", "conditions": WORDS}))
    content = {"parties": [{"ref": "v", "roles": ["victim"]}], "incident": {"summary": WORDS}}
    nodes.append(record("r2", content))
    nodes += [record("r1", content), ("Mention", "m-her", {"name": "Her", "force": "f"})]
    i = [f"Incident/f/{n}" for n in range(8)]
    told = [
        *(("Person/sam", "SUSPECT_IN", each) for each in i[1:4]),
        *(("Person/her", "VICTIM_OF", each) for each in i[1:4]),
        ("Person/ned", "REPORTED", i[1]), ("Person/nell", "WITNESS_TO", i[2]),
        ("Person/sam", "VICTIM_OF", i[4]), ("Person/her", "SUSPECT_IN", i[4]),  # what he says back
        ("Person/other", "VICTIM_OF", i[5]), ("Person/sam", "SUSPECT_IN", i[5]),
        ("Person/sam", "SUSPECT_IN", i[6]), (i[6], "AT", "Address/her-home"),
        ("Person/sam", "SUSPECT_IN", i[7]), (i[7], "INVOLVES", "Vehicle/HE24RCA"),
        ("Organisation/larkfield", "VICTIM_OF", i[3]),  # the suspect turned on her employer
        (i[1], "AT", "Address/her-house"), (i[2], "AT", "Address/her-home"),
        (i[3], "AT", "Address/pub"), ("Person/friend", "WORKS_AT", "Address/pub"),
        ("Person/sam", "SUBJECT_OF", "Order/f/O1"), ("Order/f/O1", "PROTECTS", "Person/her"),
        ("Order/f/O1", "PROTECTS", "Address/refuge"), ("Order/f/O1", "ARISES_FROM", i[1]),
        ("Person/her", "LIVES_AT", "Address/her-home"),
        ("Person/her", "WORKS_AT", "Address/her-work"),
        ("Person/her", "STUDIES_AT", "Address/her-college"),
        ("Person/her", "WORKS_FOR", "Organisation/larkfield"),
        ("Organisation/larkfield", "LIVES_AT", "Address/her-work"),
        ("Person/her", "USES", "Phone/+447700900201"),
        ("Person/her", "USES", "Account/email/her@mail.example"),
        ("Account/email/her@mail.example", "LINKED_TO", "Phone/+447700900205"),
        ("Person/her", "DRIVES", "Vehicle/HE24RCA"),
        ("Person/mother", "LIVES_AT", "Address/mothers-flat"),
        ("Person/mother", "USES", "Phone/+447700900203"),
        ("Person/ned", "LIVES_AT", "Address/next-door"),
        ("Person/ned", "USES", "Phone/+447700900207"),
        ("Person/nell", "LIVES_AT", "Address/next-door"),
        ("Person/nell", "USES", "Phone/+447700900202"),
        ("Person/sam", "LIVES_AT", "Address/his-home"),
        ("Person/his-mother", "LIVES_AT", "Address/his-home"),
        ("Person/her", "LIVES_AT", "Address/his-home"),  # she lived with him
        ("Person/sam", "USES", "Phone/+447700900206"),
        ("Person/his-mother", "USES", "Phone/+447700900206"),
        ("Person/far", "WORKS_AT", "Address/her-work"),
        ("Person/friend", "USES", "Phone/+447700900206"),
    ]  # fmt: skip
    links: list[Tie] = [
        (start, kind, end, {"key": f"{n}", "records": ["r1"]})
        for n, (start, kind, end) in enumerate(told)
    ]
    links.append((i[2], "INVOLVES", "Phone/+447700900204", {"whose": "victim", "key": "w"}))
    contact = {"id": "c1", "kind": "call", "at": "2025-03-01T10:00:00Z", "key": "c"}
    links.append(("Phone/+447700900206", "CONTACTED", "Phone/+447700900201", contact))
    links.append(("Person/her", "RELATED_TO", "Person/mother", {"kind": "parent", "key": "k"}))
    links.append(("Person/sam", "RELATED_TO", "Person/his-mother", {"kind": "parent", "key": "l"}))
    links += [("Record/r1", "ABOUT", each, {}) for each in (*i[1:3], "Address/her-home")]
    links += [("Record/r2", "ABOUT", i[4], {}), ("Record/r2", "MENTIONS", "Mention/m-her", {})]
    links += [
        ("Record/r1", "MENTIONS", "Mention/m-her", {"role": "victim"}),
        ("Mention/m-her", "REFERS_TO", "Person/her", {}),
    ]
    links += [("Flag/flag-1", "ON", f"Person/{who}", {}) for who in ("sam", "her")]
    return nodes, links


def leaks(answer: Any) -> set[str]:
    text = repr(answer)
    ids = {what: id_.partition("/")[2] for what, id_ in SECRETS.items()}
    found = {what for what, id_ in ids.items() if f"'{id_}'" in text or f'"{id_}"' in text}
    found |= {"her employer"} if "targeted: larkfield" in text else set()
    return found | ({"free text"} if WORDS in text or "52.1" in text else set())
