"""What a force nests, packs into one cell and dates arrives by a mapping alone."""

from __future__ import annotations

import json
from pathlib import Path

from deliveries import everything

from graph.model.record import Record
from ingest.mapping.mapping import load_mapping

MAPPING = Path(__file__).with_name("tarn.toml")
INCIDENT = {
    "ref": "T1",
    "at": "2025-05-02",
    "from": "20250501",
    "to": "20250531",
    "class": "8L",
    "grade": "B2",
    "place": {"no": "12", "street": "Mill Row", "town": "Ashmere", "e": "530000", "n": "180000"},
    "online": ["instagram:quiet_kite", "snap:kite9"],
    "people": [
        {
            "n": 1,
            "nominal": "19000101",
            "role": "victim",
            "who": "Rook, Ada / 01.02.1980",
            "ties": [{"to": 2, "is": "ex", "since": "2020-01-01"}],
        },
        {
            "n": 2,
            "nominal": "77",
            "role": "suspect",
            "who": "Lark, Ben / 19000101",
            "numbers": [
                {"no": "07700 900123", "first_seen": "01.03.2024", "last_seen": "31.05.2025"},
                {"no": "07700 900124"},
            ],
            "accounts": [
                {
                    "id": "instagram:quiet_kite",
                    "first_seen": "01.03.2024",
                    "recoveries": ["07700 900555", "kite@example.com"],
                },
                {"id": "snap:kite9", "last_seen": "01.04.2025", "recoveries": []},
            ],
        },
    ],
}
BARE = {"at": "2025-05-02", "class": "NC", "grade": "-", "people": []}


def test_all_that_is_nested_packed_and_dated_arrives(tmp_path: Path) -> None:
    path = tmp_path / "tarn_2025-06-01.jsonl"
    path.write_text("\n".join(map(json.dumps, (INCIDENT, BARE, {**BARE, "people": [{"n": 9}]}))))
    taken, refused, _ = everything(load_mapping(MAPPING), path, tmp_path)
    assert refused == []
    remarks = [[remark.about for remark in item.remarks] for item in taken]
    assert remarks == [[], ["reference"], ["reference"]]
    assert taken[1].record.reference.partition("~")[0] == path.name
    assert "~" not in taken[2].record.reference.partition("~")[2], "another row has another mark"
    _check(taken[0].record)
    second = taken[1].record.incident
    assert second is not None
    assert second.crimed is False


def _check(record: Record) -> None:
    ada, ben = record.parties
    assert (record.grade.source, record.grade.information) == ("2", "B")
    assert [str(each.birth and each.birth.date) for each in (ada, ben)] == ["1980-02-01", "None"]
    assert (ada.nominal, ben.nominal) == ("", "77")
    assert [(str(each.start)[:10], str(each.end)[:10]) for each in ben.phones] == [
        ("2024-03-01", "2025-05-31"),
        ("None", "None"),
    ]
    assert [each.account.key for each in ben.accounts] == [
        "social/instagram/quiet_kite",
        "social/snap/kite9",
    ]
    assert [(each.a, each.b, each.kind, bool(each.start)) for each in record.relations] == [
        ("1", "2", "former partner", True)
    ]
    targets = [each.to.phone or each.to.account for each in record.account_links]
    assert [each and each.key for each in targets] == ["+447700900555", "email/kite%40example.com"]
    assert record.incident is not None
    assert record.incident.occurred is not None
    assert record.incident.occurred.precision == "month"
    assert len(record.incident.involves) == 2
    assert record.incident.address is not None
    assert round(record.incident.address.latitude or 0, 3) == 51.504
