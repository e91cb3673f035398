"""Each force's mapping against a sample of its export."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from deliveries import SAMPLES, sample

from graph.model.record import Party, Record
from ingest.delivery.feed import identify
from ingest.mapping.mapping import recognise


def _by_reference(name: str, work: Path) -> dict[str, Record]:
    return {item.record.reference: item.record for item in sample(name, work)[0]}


def _party(record: Record, ref: str) -> Party:
    return next(party for party in record.parties if party.ref == ref)


def _utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("name", "rows", "taken"),
    [
        ("northmarch_2025-03-01", 19, 18),
        ("eastvale_2025-03-01.csv", 2, 1),
        ("eastvale_orders_2025-03-01.csv", 2, 1),
        ("caldmoor_2025-03-01.jsonl", 5, 4),
        ("wexmouth_2025-03-01.xml", 3, 2),
        ("dunmere_2025-03-01.xlsx", 8, 7),
        ("southholt_2025-03-01.csv", 5, 4),
        ("southholt_orders_2025-03-01.json", 1, 1),
    ],
)
def test_every_row_of_a_sample_is_taken_or_refused(
    name: str, rows: int, taken: int, tmp_path: Path
) -> None:
    _, _, counts = sample(name, tmp_path)
    assert (counts.rows, counts.taken) == (rows, taken)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_delivery_is_recognised_and_dated_by_its_name(path: Path) -> None:
    info = identify(recognise(path), path)
    assert info.force == path.name.split("_")[0]
    assert info.extracted_at == "2025-03-01"
    assert len(info.id) == 64


def test_northmarch_joins_links_and_nominals(tmp_path: Path) -> None:
    record = _by_reference("northmarch_2025-03-01", tmp_path)["NM/00000001/25"]
    victim, suspect = _party(record, "N0001"), _party(record, "N0002")
    assert victim.roles == ("victim", "reporter")
    assert suspect.roles == ("suspect",)
    assert suspect.attribution == "possible"
    assert suspect.birth is not None
    assert suspect.birth.precision == "year"
    assert suspect.vehicles[0].vehicle.key == "QX51AOO"
    assert record.relations[0].kind == "former partner"
    assert record.incident is not None
    assert record.incident.offence_classes == ("8/66", "8/65", "58A")
    assert {thing.whose for thing in record.incident.involves} == {"suspect", "offender"}


def test_one_row_of_nominals_used_by_many_records_counts_once(tmp_path: Path) -> None:
    taken, _, counts = sample("northmarch_2025-03-01", tmp_path)
    uses = sum("nominals.csv:3" in item.source_rows for item in taken)
    assert uses == 3
    assert counts.rows == 19


def test_a_person_nobody_names_becomes_a_person_record(tmp_path: Path) -> None:
    record = _by_reference("northmarch_2025-03-01", tmp_path)["N0005"]
    assert record.kind == "person"
    assert record.recorded_at == _utc(2025, 3, 1)


def test_a_link_to_no_incident_is_refused(tmp_path: Path) -> None:
    _, refused, _ = sample("northmarch_2025-03-01", tmp_path)
    assert [(item.place, item.reason) for item in refused] == [
        ("links.csv:7", "belongs to no row of this delivery")
    ]


def test_an_unknown_role_makes_a_party_involved_and_is_kept(tmp_path: Path) -> None:
    taken, _, _ = sample("northmarch_2025-03-01", tmp_path)
    item = next(each for each in taken if each.record.reference == "NM/00000002/25")
    assert _party(item.record, "N0002").roles == ("involved",)
    assert ("role", "ZZZ") in item.record.also
    assert {remark.field for remark in item.remarks} == {"phone", "birth", "role"}


def test_a_formula_stays_the_text_that_it_is(tmp_path: Path) -> None:
    record = _by_reference("northmarch_2025-03-01", tmp_path)["NM/00000002/25"]
    assert record.incident is not None
    assert record.incident.summary == '=HYPERLINK("x")'
    assert record.incident.cancelled is True


def test_an_order_until_a_day_ends_at_the_midnight_after_it(tmp_path: Path) -> None:
    order = _by_reference("northmarch_2025-03-01", tmp_path)["O1"].order
    assert order is not None
    assert order.until == _utc(2027, 5, 3, 23)  # midnight in summer time
    assert order.protects[0].key == "at/2/14/qx9 4bl"


def test_eastvale_spreads_one_wide_row_over_its_parties(tmp_path: Path) -> None:
    record = _by_reference("eastvale_2025-03-01.csv", tmp_path)["EV25-0000001"]
    assert [party.ref for party in record.parties] == ["suspect1", "suspect2", "victim1"]
    name = _party(record, "suspect1").name
    assert name is not None
    assert (name.forename, name.middle, name.surname) == ("René", "Paul", "VAN DER HOLT")
    unknown = _party(record, "suspect2").name
    assert unknown is not None
    assert (unknown.written, unknown.surname) == ("MALE, 30s", "")
    born = _party(record, "victim1").birth
    assert born is not None
    assert (born.written, born.date) == ("01.01.1900", None)
    assert record.classification == "OFFICIAL-SENSITIVE"


def test_the_hour_that_autumn_gives_twice_covers_both_readings(tmp_path: Path) -> None:
    record = _by_reference("eastvale_2025-03-01.csv", tmp_path)["EV25-0000001"]
    assert record.incident is not None
    assert record.incident.occurred is not None
    assert record.incident.occurred.start == _utc(2024, 10, 27, 0, 30)
    assert record.incident.occurred.end == _utc(2024, 10, 27, 1, 31)


def test_the_hour_that_summer_time_skips_refuses_the_row(tmp_path: Path) -> None:
    _, refused, _ = sample("eastvale_2025-03-01.csv", tmp_path)
    assert refused[0].reason == "recorded_at is a local time that summer time skips"
    assert refused[0].raw.startswith("EV25-0000002;")


def test_an_order_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    _, refused, _ = sample("eastvale_orders_2025-03-01.csv", tmp_path)
    assert "kind" in refused[0].reason
    assert "parole" not in refused[0].reason


def test_caldmoor_takes_its_version_from_the_update_in_utc(tmp_path: Path) -> None:
    record = _by_reference("caldmoor_2025-03-01.jsonl", tmp_path)["25CAL1"]
    assert record.version == "2025-04-02T08:00:00+00:00"
    assert record.incident is not None
    assert record.incident.recorded_at == _utc(2025, 2, 1, 10)
    assert record.incident.victim_referred is None
    assert record.incident.risk_plan is False
    phones = [held.phone.key for held in _party(record, "P1").phones]
    assert phones == ["+447700900301", "+441632960001"]
    assert _party(record, "P2").accounts[0].account.key == "social/instagram/quiet.one"


def test_caldmoor_tells_calls_and_account_links_apart_by_type(tmp_path: Path) -> None:
    records = _by_reference("caldmoor_2025-03-01.jsonl", tmp_path)
    contact, link = records["C1"].contacts[0], records["L1"].account_links[0]
    assert contact.source.phone is not None
    assert contact.source.phone.key == "+447700900302"
    assert link.account.key == "email/q%40example.com"
    assert link.to.phone is not None


def test_wexmouth_reads_nested_elements_and_pads_its_version(tmp_path: Path) -> None:
    record = _by_reference("wexmouth_2025-03-01.xml", tmp_path)["WX1"]
    assert record.version == "000000000010"
    assert record.incident is not None
    assert record.incident.offence_classes == ("8Q", "58A", "8R")
    assert record.incident.summary == "Waited & watched."
    assert record.incident.behaviours[0].term == "watching"
    assert record.incident.behaviours[0].basis == "WCH"
    assert record.incident.involves[0].vehicle is not None
    assert record.incident.involves[0].vehicle.key == "VQ51OOO"
    assert _party(record, "3").kind == "organisation"
    assert [(tie.a, tie.b) for tie in record.relations] == [("2", "1")]


def test_dunmere_reads_real_dates_and_text_dates_alike(tmp_path: Path) -> None:
    record = _by_reference("dunmere_2025-03-01.xlsx", tmp_path)["22D/1/25"]
    assert record.recorded_at == _utc(2025, 7, 1, 8, 30)
    assert record.incident is not None
    assert record.incident.occurred is not None
    assert record.incident.occurred.start == _utc(2025, 6, 30, 21, 15)
    births = [party.birth.date for party in record.parties if party.birth]
    assert births == [dt.date(1985, 2, 3), dt.date(1984, 2, 3)]


def test_text_stays_text(tmp_path: Path) -> None:
    record = _by_reference("dunmere_2025-03-01.xlsx", tmp_path)["22D/1/25"]
    assert record.incident is not None
    assert record.incident.summary == "NA"
    assert record.incident.address is not None
    assert record.incident.address.house == "007"
    assert record.parties[0].nominal == "0042"
    assert record.parties[0].phones[0].phone.written == "07700900601"


def test_southholt_groups_the_rows_of_one_incident(tmp_path: Path) -> None:
    taken, refused, _ = sample("southholt_2025-03-01.csv", tmp_path)
    item = taken[0]
    assert len(item.source_rows) == 3
    assert _party(item.record, "02").roles == ("suspect", "reporter")
    assert ("NARRATIVE", "Notes left twice.") in item.record.also
    assert "NARRATIVE" in {remark.field for remark in item.remarks}
    assert item.record.incident is not None
    assert item.record.incident.occurred is not None
    assert item.record.incident.occurred.precision == "month"
    assert item.record.incident.occurred.end == _utc(2025, 2, 1)
    assert item.record.relations[0].b == "01"
    assert [each.reason for each in refused] == ["occurred is a date or time that does not exist"]
    assert taken[1].record.parties == ()


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_orders_name_incidents_as_the_graph_does(path: Path, tmp_path: Path) -> None:
    for record in _by_reference(path.name, tmp_path).values():
        for incident in record.order.arises_from if record.order else ():
            assert incident.startswith(f"{record.force}/")


def test_an_order_of_caldmoor_arises_from_an_incident_that_was_delivered(tmp_path: Path) -> None:
    record = _by_reference("caldmoor_2025-03-01.jsonl", tmp_path)["O7"]
    assert record.order is not None
    assert record.order.arises_from == ("caldmoor/25CAL1",)
