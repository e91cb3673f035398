"""What a person is told to look at first, and how the digest says why."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines import empty
from sessions import flags_seen
from tiny_graph import write
from whole_way import canonical, incident, party, well

from graph.engine.store import Store
from graph.flags import upkeep as flags
from graph.flags.store import Flag
from graph.model.reference import reference
from ingest.night import digest
from ingest.night.night import Night
from ingest.night.ranking import HOW, Ranked, ranked

NIGHT = dt.datetime(2025, 2, 1, 2, tzinfo=dt.UTC)
GRAPH = """
sam Person name=Sam
rob Person name=Rob
tim Person name=Tim
vera Person name=Vera
i1 Incident occurred_from=2024-12-01T10:00
i2 Incident occurred_from=2024-12-03T10:00
i3 Incident occurred_from=2024-12-02T10:00
i4 Incident occurred_from=2024-12-04T10:00
i5 Incident occurred_from=2024-08-02T10:00
i6 Incident occurred_from=2024-08-20T10:00
r-i4 Record kind=incident recorded_at=2025-01-31T20:00
sam SUSPECT_IN i1 i2
rob SUSPECT_IN i3 i4
tim SUSPECT_IN i5 i6
vera VICTIM_OF i1 i2 i3 i4 i5 i6
o1 Order kind=SPO effect=prohibits service=served served_at=2024-12-10T10:00 until=2026-01-01T00:00
sam SUBJECT_OF o1
"""


def rank(store: Store) -> list[Ranked]:
    flags.review(store, NIGHT)
    found = [(flag, "new") for flag in flags_seen(store, rule="course_of_conduct")]
    table = reference(NIGHT.date())["urgency"]
    return ranked(store, found, NIGHT - dt.timedelta(days=1), NIGHT, table)


def test_an_order_in_force_comes_before_a_report_last_night_and_that_before_a_time_limit(
    store: Store,
) -> None:
    write(store, GRAPH)
    found = rank(store)
    assert [each.flag.subjects[0] for each in found] == ["sam", "rob", "tim"]
    assert [each.reasons[0] for each in found] == [
        "an order in force (SPO)",
        "1 new report",
        "six months since the last incident end in 18 days",
    ]
    assert all(each.reasons[-1].endswith("within 7 days") for each in found)


def test_an_order_that_is_over_or_was_not_served_presses_nobody(embedded_store: Store) -> None:
    for other in ("until=2025-01-01T00:00", "until=2026-01-01T00:00 service=unknown"):
        graph = GRAPH.replace("until=2026-01-01T00:00", other)
        if "unknown" in other:
            graph = graph.replace("service=served ", "")
        empty(embedded_store)
        write(embedded_store, graph)
        assert all(
            "order" not in reason for each in rank(embedded_store) for reason in each.reasons
        )


def test_a_certain_breach_comes_before_a_possible_one_and_a_notice_or_note_after_it(
    embedded_store: Store,
) -> None:
    write(
        embedded_store,
        """
        i1 Incident occurred_from=2025-01-05T10:00
        i2 Incident occurred_from=2025-01-01T00:00 occurred_to=2025-02-01T00:00 precision=month
        i3 Incident occurred_from=2025-01-06T10:00
        sam SUSPECT_IN i1
        rob SUSPECT_IN i2
        tim SUSPECT_IN i3
        vera VICTIM_OF i1 i2 i3
        o1 Order kind=SPO effect=prohibits status=made service=served served_at=2025-01-03T10:00
        o2 Order kind=SPO effect=prohibits status=made service=served served_at=2025-01-03T10:00
        o3 Order kind=PIN effect=notice status=made service=served served_at=2025-01-03T10:00
        sam SUBJECT_OF o1
        rob SUBJECT_OF o2
        tim SUBJECT_OF o3
        o1 PROTECTS vera
        o2 PROTECTS vera
        o3 PROTECTS vera
        """,
    )
    flags.review(embedded_store, NIGHT)
    found = [(flag, "new") for flag in flags_seen(embedded_store)]
    note = [(replace(flag, id="~", state="note"), "new") for flag, _ in found[:1]]
    table = reference(NIGHT.date())["urgency"]
    first = ranked(embedded_store, [*note, *found], NIGHT - dt.timedelta(days=1), NIGHT, table)
    assert [each.flag.rule for each in first[:3]] == ["order_breach", "order_breach", "on_notice"]
    assert [each.reasons[0] for each in first[:2]] == ["a breach", "a possible breach"]
    assert not any("breach" in reason for reason in first[2].reasons)
    assert first[-1].reasons[-1] == "a note: what speaks against it outweighs it"


@pytest.fixture
def told(data: Path, tmp_path: Path) -> dict[str, Any]:
    sam, ann = (
        party("Sam <b>Pike", "suspect", nominal="N1"),
        party("Ann Reed", "victim", nominal="N2"),
    )
    days = [incident(f"A{n}", sam, ann, at=f"2024-01-{n:02d}T10:00:00Z") for n in (1, 3, 5)]
    file = canonical(tmp_path / "canonical_2024-02-01.jsonl", days)
    well("ingest", file, "--data", data)
    page = tmp_path / "digest.html"
    asked = ("night", "--data", data, "--as-of", "2024-01-06", "--digest", page)
    text = well(*asked).out
    first = page.read_text()
    again = well(*asked, "--json").data
    return {"text": text, "page": first, "again": again}


def test_the_digest_as_data_has_its_words_in_the_file_and_not_in_what_is_printed(
    data: Path, tmp_path: Path
) -> None:
    pike = party("Sam Pike", "suspect", nominal="N1"), party("Ann Reed", "victim", nominal="N2")
    days = [incident(f"A{n}", *pike, at=f"2024-01-{n:02d}T10:00:00Z") for n in (1, 3, 5)]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", days), "--data", data)
    file = tmp_path / "digest.json"
    asked = ("night", "--data", data, "--as-of", "2024-01-06", "--digest", file, "--json")
    printed, kept = well(*asked).data["first"], json.loads(file.read_text())["first"]
    assert [each["id"] for each in printed] == [each["id"] for each in kept]
    assert all("Sam Pike" in each["sentence"] for each in kept)
    assert all(each.keys().isdisjoint({"sentence", "explanation"}) for each in printed)


def test_one_of_each_kind_is_told_and_how_many_are_like_it() -> None:
    blank = dict.fromkeys(Flag.__dataclass_fields__, "")

    def of(id_: str, rule: str, reason: str) -> Ranked:
        return Ranked(Flag(**{**blank, "id": id_, "rule": rule}), "new", (reason,))  # type: ignore[arg-type]

    first = [of(f"a{n}", "escalation", f"{n + 1} new reports") for n in range(12)]
    first.append(of("b", "on_notice", "1 new reports"))
    lines = digest._first(digest.Morning(Night("n", NIGHT), first=first, left_out=3))
    assert [line.split(",")[0] for line in lines if line[:1].isdigit()] == [
        "1. flag a0",
        "2. flag b",
    ]
    assert "   1 new reports; and 11 like it" in lines
    assert "and 3 more: `throughline flags`" in lines


def test_the_digest_says_what_to_look_at_first_and_how_it_ranked(told: dict[str, Any]) -> None:
    assert "course of conduct: 1 new" in told["text"]
    assert "To look at first:" in told["text"]
    assert "1 new report; an answer is wanted within 7 days" in told["text"]
    assert HOW in told["text"]
    assert told["again"]["first"] == []
    assert told["again"]["ranked_by"] == HOW


def test_the_page_stands_alone_and_shows_what_is_written_as_text(
    data: Path, tmp_path: Path, told: dict[str, Any]
) -> None:
    well("night", "--data", data, "--as-of", "2024-01-06", "--digest", tmp_path / "none.html")
    assert "No flag is new" in (tmp_path / "none.html").read_text()
    assert "http" not in told["page"]
    assert "prefers-color-scheme: dark" in told["page"]
    assert "Sam &lt;b&gt;Pike" in told["page"]
