"""The synthetic region: what is written, and whether its truth is true of it."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from delivered import Seen, read_all
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from ingest.synthetic import generate as generating
from ingest.synthetic.export import dunmere, wexmouth
from ingest.synthetic.generate import Press, generate
from ingest.synthetic.noise import noise
from ingest.synthetic.people import registration
from ingest.synthetic.places import FORCES, capacity, place
from ingest.synthetic.plan import Plan
from ingest.synthetic.plant import FAMILIES, each_family, plan_region
from ingest.synthetic.region import Region, nominal
from ingest.synthetic.truth import Truth

START = dt.date(2023, 1, 1)
SIZE = 600
RULES = {
    "course_of_conduct",
    "unrecorded_stalking",
    "charged_as_lesser",
    "cross_force_suspect",
    "serial_perpetrator",
    "order_breach",
    "on_notice",
    "unknown_suspect",
    "alias_accounts",
    "escalation",
    "protection_gap",
    "third_party_targets",
    "reciprocal_allegation",
    "follows_the_move",
    "disclosure_question",
    "neighbour_dispute",
}
PERMITTED = re.compile(
    r"07700900\d{3}|071\d{8}|01632960\d{3}|011[3-8]4960\d{3}|02079460\d{3}|08081570\d{3}"
)
AREAS = ("QX", "ZV", "XJ", "VQ", "JZ", "QV")
REAL_NAMES = (
    "Metropolitan|Cumbria|Lancashire|Merseyside|Manchester|Cheshire|Northumbria|Durham|Yorkshire|"
    "Humberside|Cleveland|Midlands|Staffordshire|Mercia|Warwickshire|Derbyshire|Nottingham|"
    "Lincolnshire|Leicester|Northampton|Cambridge|Norfolk|Suffolk|Bedford|Hertford|Essex|"
    "Thames Valley|Hampshire|Surrey|Kent|Sussex|Devon|Cornwall|Avon|Somerset|Gloucester|"
    "Wiltshire|Dorset|Gwent|Dyfed|London|Birmingham|Leeds|Bristol"
)


@dataclass
class Written:
    folder: Path
    region: Region
    summary: dict[str, Any]
    seen: dict[str, Seen]

    def truth(self, name: str) -> list[dict[str, Any]]:
        lines = (self.folder / "truth" / name).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def lines(self) -> list[dict[str, Any]]:
        return self.truth("cases.jsonl") + self.truth("negatives.jsonl")


def write(folder: Path, size: int = SIZE, seed: int = 7) -> Written:
    region = Region(seed, size, START, 365)
    summary = generate(region, plan_region(region), folder)
    return Written(folder, region, summary, {})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    made = write(tmp_path_factory.mktemp("region"))
    made.seen = read_all(made.folder / "deliveries")
    return made


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(
    written: Written, tmp_path: Path
) -> None:
    assert contents(write(tmp_path / "again").folder) == contents(written.folder)
    other, first = contents(write(tmp_path / "other", seed=8).folder), contents(written.folder)
    assert other["truth/mentions.jsonl"] != first["truth/mentions.jsonl"]


def test_every_force_delivers_and_the_numbers_add_up(written: Written) -> None:
    assert set(written.seen) == set(FORCES)
    assert sum(len(seen.incidents) for seen in written.seen.values()) == SIZE
    assert written.summary["incidents"] == SIZE


def test_each_mention_of_the_truth_is_in_the_deliveries_and_each_delivered_party_in_the_truth(
    written: Written,
) -> None:
    told: dict[str, set[tuple[str, str, str]]] = {force: set() for force in FORCES}
    for line in written.truth("mentions.jsonl"):
        told[line["force"]].add((line["kind"], line["reference"], line["party"]))
    for force in FORCES:
        assert told[force] == written.seen[force].parties


def test_every_person_of_the_truth_is_described_once(written: Written) -> None:
    people = [line["id"] for line in written.truth("people.jsonl")]
    mentioned = {line["person"] for line in written.truth("mentions.jsonl")}
    assert len(people) == len(set(people)) == written.summary["people"]
    assert set(people) == {who for who in mentioned if who and who.startswith("p")}


def test_planted_incidents_and_orders_really_appear_and_in_the_order_of_occurrence(
    written: Written,
) -> None:
    for line in written.lines():
        for name in line["incidents"]:
            force, _, reference = name.partition("/")
            assert reference in written.seen[force].incidents, line["id"]
        for name in line["orders"]:
            issuer, _, reference = name.partition("/")
            assert reference in written.seen[issuer].orders, line["id"]


def test_the_cast_of_a_case_is_what_the_mentions_say(written: Written) -> None:
    people: dict[str, set[str]] = {}
    for line in written.truth("mentions.jsonl"):
        if line["kind"] == "incident":
            name = f"{line['force']}/{line['reference']}"
            people.setdefault(name, set()).add(line["person"])
    for line in written.truth("cases.jsonl"):
        for expected in line["expects"]:
            if expected["rule"] == "course_of_conduct":
                for name in expected.get("incidents", ()):
                    assert set(expected["subjects"]) <= people[name], line["id"]


def test_contacts_that_show_a_breach_are_delivered(written: Written) -> None:
    wanted = {
        contact
        for line in written.truth("cases.jsonl")
        for expected in line["expects"]
        for contact in expected.get("contacts", ())
    }
    assert wanted
    assert wanted <= written.seen["caldmoor"].contacts


def test_every_rule_has_planted_cases_and_a_hard_negative(written: Written) -> None:
    expected = {each["rule"] for line in written.lines() for each in line["expects"]}
    imitated = {rule for line in written.lines() for rule in line["imitates"]}
    assert expected == RULES
    assert imitated == RULES


def test_no_line_expects_what_it_only_imitates(written: Written) -> None:
    for line in written.lines():
        expected = {each["rule"] for each in line["expects"]}
        assert not expected & set(line["imitates"]), line["id"]
        assert not set(line["allows"]) & set(line["imitates"]), line["id"]


def test_cases_share_no_cast(written: Written) -> None:
    owner: dict[str, str] = {}
    for line in written.lines():
        for person in {*line["suspects"], *line["victims"]}:
            assert owner.setdefault(person, line["id"]) == line["id"]


def test_there_are_sixty_of_each_family_in_a_large_region_and_mostly_noise() -> None:
    assert each_family(50_000) >= 60
    assert each_family(500) == 1
    assert each_family(1_000_000) <= 300
    assert each_family(1_000_000) * len(FAMILIES) * 5 < 100_000


def test_a_record_that_changed_is_delivered_again_with_a_later_version(written: Written) -> None:
    for seen in written.seen.values():
        again = [dates for dates in seen.incidents.values() if len(dates) > 1]
        assert again
        assert all(dates == sorted(set(dates)) for dates in again)


def test_a_delivery_never_knows_more_than_its_day(written: Written) -> None:
    for path in (written.folder / "deliveries").glob("caldmoor_*.jsonl"):
        extracted = path.stem.removeprefix("caldmoor_")
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            instants = [record["recorded_at"], record.get("updated_at")]
            if record["type"] == "incident":
                instants += [record["occurred"]["from"], (record["outcome"] or {}).get("at")]
            assert all(each[:10] <= extracted for each in instants if each), record["ref"]


def test_updates_follow_one_another_in_time(written: Written) -> None:
    versions: dict[str, list[str]] = {}
    for path in sorted((written.folder / "deliveries").glob("caldmoor_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["type"] == "incident":
                utc = dt.datetime.fromisoformat(record["updated_at"]).astimezone(dt.UTC)
                versions.setdefault(record["ref"], []).append(utc.isoformat())
    assert any(len(each) > 1 for each in versions.values())
    assert all(each == sorted(set(each)) for each in versions.values())


def test_every_phone_is_of_a_range_that_nobody_has(written: Written) -> None:
    phones = set().union(*(seen.phones for seen in written.seen.values()))
    assert len(phones) > 100
    for phone in phones:
        digits = re.sub(r"\D", "", phone)
        national = "0" + re.sub(r"^(0044|44|0)", "", digits)
        assert PERMITTED.fullmatch(national), phone


def test_no_real_force_or_place_is_named_and_every_postcode_is_invented(
    written: Written,
) -> None:
    text = (written.folder / "deliveries" / "caldmoor_2023-06-01.jsonl").read_text("utf-8")
    text += (written.folder / "deliveries" / "wexmouth_2023-06-01.xml").read_text("utf-8")
    text += (written.folder / "deliveries" / "northmarch_2023-06-01/incidents.csv").read_text()
    text += (written.folder / "deliveries" / "eastvale_2023-06-01.csv").read_text("cp1252")
    text += (written.folder / "deliveries" / "southholt_2023-06-01.csv").read_text("utf-16")
    assert not re.search(rf"\b({REAL_NAMES})\b", text)
    postcodes = re.findall(r"\b([A-Z]{1,2})\d{1,2} \d[A-Z]{2}\b", text)
    assert postcodes
    assert set(postcodes) <= set(AREAS)
    assert not re.search(r"@(?!example\.(com|org|net))[\w-]+\.\w+", text)


def test_noise_alone_makes_no_course_of_conduct() -> None:
    region = Region(3, 3000, START, 365)
    pairs: list[Any] = []
    for slot in range(3000):
        incident = noise(region, slot)
        suspects = [party.person for party in incident.roles("suspect") if party.person]
        victims = [p.person for p in incident.roles("victim") if not p.organisation]
        pairs += itertools.product(suspects, victims)
    assert len(pairs) > 300
    assert len(pairs) == len(set(pairs))


def test_most_noise_has_no_suspect_and_the_mix_is_wide() -> None:
    region = Region(3, 1000, START, 365)
    incidents = [noise(region, slot) for slot in range(1000)]
    named = [each for each in incidents if any(party.person for party in each.roles("suspect"))]
    assert 0.2 < len(named) / len(incidents) < 0.5
    assert len({each.classes[0] for each in incidents}) > 12
    births = [party.birth for each in incidents for party in each.parties if party.person]
    assert 0.02 < sum(birth is None for birth in births) / len(births) < 0.4


def test_a_million_incidents_are_made_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def noted(region: Region, slot: int) -> Any:
        made.append(slot)
        return noise(region, slot)

    monkeypatch.setattr(generating, "noise", noted)
    region = Region(1, 1_000_000, START, 365)
    with Truth(tmp_path / "truth") as truth:
        press = Press(region, Plan(), truth)
        incidents = iter(press.batch(11, "caldmoor").incidents)
        assert not made
        next(incidents)
        assert len(made) == 1
        next(incidents)
        assert len(made) == 2


def test_a_workbook_and_an_xml_file_are_split_before_they_grow_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Written
) -> None:
    monkeypatch.setattr(dunmere, "PART_INCIDENTS", 5)
    monkeypatch.setattr(wexmouth, "PART_BYTES", 4000)
    made = write(tmp_path / "split")
    names = {path.name for path in (made.folder / "deliveries").iterdir()}
    assert "dunmere_2023-06-01_2.xlsx" in names
    assert "wexmouth_2023-06-01_2.xml" in names
    split = read_all(made.folder / "deliveries")
    for force in ("dunmere", "wexmouth"):
        assert split[force].incidents == written.seen[force].incidents
        assert split[force].parties == written.seen[force].parties
        assert split[force].orders == written.seen[force].orders


def test_a_folder_that_holds_a_region_is_refused(written: Written) -> None:
    with pytest.raises(InputError, match="already holds"):
        generate(written.region, Plan(), written.folder)


@given(st.integers(0, 9_000_000), st.integers(0, 9_000_000))
def test_different_people_have_different_numbers_and_vehicles(one: int, two: int) -> None:
    if one != two:
        assert registration(one) != registration(two)
        numbers = {
            nominal("caldmoor", each, again) for each in (one, two) for again in (False, True)
        }
        assert len(numbers) == 4


@given(st.sampled_from(FORCES), st.integers(0, 10**6), st.integers(0, 10**6))
def test_different_houses_have_different_addresses(force: str, one: int, two: int) -> None:
    if one % capacity(force) != two % capacity(force):
        first, second = place(force, one), place(force, two)
        assert (first.line(), first.postcode) != (second.line(), second.postcode)
