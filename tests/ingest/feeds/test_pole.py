"""The POLE data, read whole where it stands beside the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from deliveries import everything

from ingest.delivery.feed import Accepted, Refused
from ingest.draft.draft import draft_of
from ingest.mapping.mapping import load_mapping, recognise

POLE = Path(__file__).parents[4] / "shared" / "data" / "pole"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not POLE.is_dir(), reason="no POLE data: put it in ../shared/data/pole"),
]


@pytest.fixture(scope="module")
def pole(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Accepted], list[Refused]]:
    taken, refused, _ = everything(recognise(POLE), POLE, tmp_path_factory.mktemp("pole"))
    return taken, refused


def _of(pole: tuple[list[Accepted], list[Refused]], kind: str) -> list[Accepted]:
    return [item for item in pole[0] if item.record.kind == kind]


def test_every_crime_person_and_call_is_a_record(
    pole: tuple[list[Accepted], list[Refused]],
) -> None:
    kinds = Counter(item.record.kind for item in pole[0])
    assert kinds == {"incident": 28_762, "person": 369, "contacts": 534}


def test_no_row_is_lost(pole: tuple[list[Accepted], list[Refused]]) -> None:
    rows = sum(len(path.read_bytes().splitlines()) - 1 for path in POLE.glob("*.csv"))
    places = {place for item in pole[0] for place in item.source_rows}
    assert rows == len(places) + len(pole[1])
    assert {item.reason for item in pole[1]} == {"belongs to no row of this delivery"}


def test_what_is_left_over_are_nodes_that_nothing_is_related_to(
    pole: tuple[list[Accepted], list[Refused]],
) -> None:
    used = ("Crime", "Person", "PhoneCall", "Phone", "Email", "PARTY_TO", "KNOWS", "FAMILY_REL",
            "CALLER", "CALLED", "HAS_PHONE", "HAS_EMAIL", "CURRENT_ADDRESS", "OCCURRED_AT",
            "INVESTIGATED_BY")  # fmt: skip
    left = Counter(item.place.split(".")[2] for item in pole[1])
    assert not set(used) & set(left)


def test_crimes_have_their_type_place_and_officer(
    pole: tuple[list[Accepted], list[Refused]],
) -> None:
    crimes = [item.record for item in _of(pole, "incident")]
    types = Counter(crime.incident.title for crime in crimes if crime.incident)
    assert types["Violence and sexual offences"] == 8_765
    assert types["Possession of weapons"] == 236
    where = Counter(
        crime.incident.address.written
        for crime in crimes
        if crime.incident and crime.incident.address
    )
    assert where["Piccadilly"] == 166
    assert all(crime.incident and crime.incident.latitude for crime in crimes)
    assert all("investigated_by.officer.badge_no" in dict(crime.also) for crime in crimes)


def test_a_person_in_a_crime_is_involved_in_no_stated_role(
    pole: tuple[list[Accepted], list[Refused]],
) -> None:
    parties = [party for item in _of(pole, "incident") for party in item.record.parties]
    assert len(parties) == 55
    assert {party.roles for party in parties} == {("involved",)}


def test_people_have_phones_mail_homes_and_ties(
    pole: tuple[list[Accepted], list[Refused]],
) -> None:
    people = [item.record for item in _of(pole, "person")]
    own = [record.parties[0] for record in people]
    assert sum(len(party.phones) for party in own) == 328
    assert sum(len(party.accounts) for party in own) == 328
    assert sum(len(party.residences) for party in own) == 368
    kinds = Counter(tie.kind for record in people for tie in record.relations)
    assert kinds["sibling"] == 52
    assert kinds["parent"] == 103
    assert kinds["lives with"] == 80


def test_a_call_joins_two_phones_that_people_hold(
    pole: tuple[list[Accepted], list[Refused]],
) -> None:
    held = {p.phone.key for item in _of(pole, "person") for p in item.record.parties[0].phones}
    calls = [item.record.contacts[0] for item in _of(pole, "contacts")]
    ends = {end.phone.key for call in calls for end in (call.source, call.target) if end.phone}
    assert None not in ends
    assert ends <= held
    assert Counter(call.kind for call in calls).keys() == {"call", "text"}


def test_a_draft_of_it_reads_its_crimes_people_and_who_had_to_do_with_what(tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(draft_of([POLE]), encoding="utf-8")
    taken, refused, counts = everything(load_mapping(tmp_path / "draft.toml"), POLE, tmp_path)
    kinds = Counter(item.record.kind for item in taken)
    assert kinds == {"incident": 28_762, "person": 369}
    assert len(refused) < counts.rows / 1_000
    crimes = [item.record for item in taken if item.record.incident]
    assert sum(len(crime.parties) for crime in crimes) == 55
    places = Counter(
        crime.incident.address.written
        for crime in crimes
        if crime.incident and crime.incident.address
    )
    assert places["Piccadilly"] == 166
