"""A chronology leaves: complete, numbered alike in each format, nothing in it that must not be."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import pytest
import shared_case
import typer
from shared_case import PLANTED, case, vera
from small_graph import Tie, write
from small_records import deliver
from typer.testing import CliRunner

from graph.access.session import Session
from graph.commands.report import register
from graph.derive.people import derive_people, move
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.report.chronology import chronology, harmed_by
from graph.report.document import Document
from graph.report.facts import Chronology
from graph.report.files import FORMATS, report, take_out_report
from graph.report.points import occasions, points

PLACES = tuple(word for word in PLANTED if word not in ("two victims", "serial"))
"""What says where anybody is, and who else was harmed."""
TOLD = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "5"), ("5", "9")]
"""(number, reference) of what may leave: 6, 7 and 8 are sensitive, 4 is towards another."""


def breach(store: Store, records: list[Any]) -> None:
    by = {record.reference: record.id for record in records}
    columns = {
        "suspect_id": "p-sam", "order_id": "court/O1", "possibly": True,
        "incident_ids": ["ashford/9", "ashford/4"],
        "contacts": [{"id": "c", "kind": "call", "at": "2025-01-12T20:05:00Z"}],
    }  # fmt: skip
    for name, rests in (("told", ("9", "O1")), ("hidden", ("6", "O1"))):
        props = {
            "rule": "order_breach", "subjects": ["p-sam", "court/O1"], "state": "new",
            "subject_labels": ["Person", "Order"], "columns": json.dumps(columns), "why": "",
            "sentence": "", "explanation": "", "night": "n",
            "evidence": [by[each] for each in rests],
            "raised_at": "2025-02-01T02:00:00Z", "changed_at": "2025-02-01T02:00:00Z",
        }  # fmt: skip
        on: list[Tie] = [
            (f"Flag/{name}", "ON", each, {}) for each in ("Person/p-sam", "Order/court/O1")
        ]
        write(store, [("Flag", name, props)], on)


def filled(store: Store, role: str = "analyst", clearance: int = 3) -> Session:
    records = shared_case.fill(store)
    breach(store, records)
    return shared_case.session_for(store, "ana", role, clearance)


@pytest.fixture
def ana(embedded_store: Store) -> Session:
    return filled(embedded_store)


def rows(made: Document, title: str) -> tuple[tuple[str, ...], ...]:
    return next(each.rows for each in made.sections if title in each.title)


def words_of(name: str, content: bytes) -> str:
    """All that a file holds, its metadata too."""
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(each).decode("utf-8", "replace") for each in parts.namelist())
    if name == "html":
        return content.decode()
    streams = re.findall(rb"/ASCII85Decode /FlateDecode.*?stream\r?\n(.*?)~>", content, re.DOTALL)
    pages = [zlib.decompress(base64.a85decode(each)) for each in streams]
    drawn = b" ".join(b"".join(re.findall(rb"\((.*?)(?<!\\)\) Tj", page)) for page in pages)
    return (drawn + content).decode("latin-1")


def test_events_are_complete_and_in_order(store: Store) -> None:
    made = report(filled(store), "p-sam", "p-vera")
    events = rows(made, "1. What was done")
    assert [(row[0], row[2].split("\n")[1]) for row in events] == TOLD
    assert events[0][1] == "1 Jan 2025, 20:00 to 21:00 GMT"
    assert "Following." in events[0][3]
    assert events[0][4:] == ("d1:1", "P")
    (order,) = rows(made, "2. Orders")
    assert (order[0], order[3]) == ("Stalking protection order", "not given")
    (asked,) = rows(made, "3. Breaches")
    assert asked[1].startswith("Possibly")
    assert asked[2] == "Event 5\n1 incident that is not here\ncall on 12 Jan 2025, 20:05 GMT"
    sensitive = {row[0].split()[-1]: row[2] for row in rows(made, "sensitive")}
    assert sensitive.keys() == {"6", "7", "8"}
    unused = {row[0].split()[-1]: row[2] for row in rows(made, "unused")}
    assert unused.keys() == {"4", "10", "O2"}
    assert unused["10"] == "Sam Pike: victim\nVera Stone: suspect"
    assert any("4 events, orders or breaches" in line for line in made.lead)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_the_same_numbers_and_no_whereabouts(ana: Session, name: str) -> None:
    made = take_out_report(ana, "p-sam", "p-vera", name)
    text = words_of(name, made.content)
    assert not [word for word in PLACES if word in text]
    for part in ("Sam Pike", "Vera Stone", "DRAFT", "SECRET", "Nothing recorded"):
        assert part in text or (name == "pdf" and part in text.replace("  ", " "))
    assert [*numbers_in(name, made.content, text)] == [number for number, _ in TOLD]
    assert made.name.endswith(f".{name}")


def numbers_in(name: str, content: bytes, text: str) -> list[str]:
    if name == "docx":
        return [row.cells[0].text for row in docx.Document(io.BytesIO(content)).tables[0].rows[1:]]
    first = text.partition("1. What was done")[2].partition("2. Orders")[0]
    if name == "html":
        return re.findall(r"<tr><td><bdi>(\d+)</bdi>", first)
    return re.findall(r"(\d)(?=\d{1,2} Jan 2025)", first)


def test_marking_and_draft_stand_on_each_page(ana: Session) -> None:
    file = docx.Document(io.BytesIO(take_out_report(ana, "p-sam", "p-vera", "docx").content))
    assert file.sections[0].header.paragraphs[0].text.startswith("DRAFT")
    foot = file.sections[0].footer.paragraphs[0].text
    assert all(part in foot for part in ("SECRET", "Purpose: a test", "Taken out by: ana"))
    assert file.core_properties.author == "ana"
    content = take_out_report(ana, "p-sam", "p-vera", "pdf").content
    streams = re.findall(rb"/ASCII85Decode /FlateDecode.*?stream\r?\n(.*?)~>", content, re.DOTALL)
    pages = [zlib.decompress(base64.a85decode(each)) for each in streams]
    pages = [page for page in pages if b"DRAFT" in page]
    assert len(pages) == len(re.findall(rb"/Type /Page\b", content)) > 2
    assert all(b"Classification" in page and b"Purpose" in page for page in pages)


def test_it_is_noted_before_it_leaves_and_only_for_who_may(embedded_store: Store) -> None:
    ana = filled(embedded_store)
    take_out_report(ana, "p-sam", "p-vera", "html")
    entry = next(e for e in reversed(ana.audit.entries()) if e.action == "disclosure")
    assert entry.body == {
        "asked": "report", "of": ["p-sam", "p-vera"], "format": "html", "side": "suspect",
        "incidents": [],
    }  # fmt: skip
    ivo = shared_case.session_for(embedded_store, "ivo", "investigator")
    with pytest.raises(AccessError):
        take_out_report(ivo, "p-sam", "p-vera", "html")
    with pytest.raises(InputError, match="give one of pdf, docx, html"):
        take_out_report(ana, "p-sam", "p-vera", "odt")
    with pytest.raises(InputError, match="none that you may see"):
        take_out_report(ana, "p-sam", "p-nobody", "html")
    with pytest.raises(InputError, match="two people"):
        take_out_report(ana, "p-sam", "p-sam", "html")


def test_the_uncleared_are_told_of_no_restricted_record(embedded_store: Store) -> None:
    low = filled(embedded_store, clearance=0)
    made = report(low, "p-sam", "p-vera")
    assert [row[2].split("\n")[1] for row in rows(made, "1. What")] == ["1", "2", "3", "5"]
    assert {row[0].split()[-1] for row in rows(made, "sensitive")} == {"7"}
    assert made.stamp.classification == "OFFICIAL"
    assert rows(made, "3. Breaches") == ()


def test_her_own_side_reads_her_words_and_nobody_elses(embedded_store: Store) -> None:
    ana = filled(embedded_store)
    told = {row[0]: row[3] for row in rows(report(ana, "p-sam", "p-vera", own_side=True), "1. ")}
    assert "He followed her home." in told["1"]
    assert "to both of them" not in told["4"]
    (order,) = rows(report(ana, "p-sam", "p-vera", own_side=True), "2. Orders")
    assert order[3] == "not given"


def test_from_his_side_no_record_of_hers_alone_is_listed(embedded_store: Store) -> None:
    """A report that she made elsewhere says in which force's area she lives now."""
    ana = filled(embedded_store)
    other = case("77", vera(), day=20, force="southholt")
    deliver(embedded_store, "d9", other)
    move(embedded_store, [(m, None, "p-vera") for m in shared_case.mentions([other], "vera")])
    derive_people(embedded_store)
    his = report(ana, "p-sam", "p-vera")
    assert "Southholt" not in str(his.sections)
    assert any("alone: 1 more record" in section.note for section in his.sections)
    assert "Southholt" in str(report(ana, "p-sam", "p-vera", own_side=True).sections)


def test_a_selection_tells_those_and_no_others(ana: Session) -> None:
    made = chronology(ana, "p-sam", "p-vera", only=["ashford/2", "ashford/4"])
    assert [(each.number, each.id) for each in made.events] == [
        (1, "ashford/2"),
        (2, "ashford/4"),
    ]
    with pytest.raises(InputError, match="1 of these incidents"):
        chronology(ana, "p-sam", "p-vera", only=["ashford/2", "ashford/10"])


def test_whom_it_may_protect_is_who_was_harmed(ana: Session) -> None:
    assert harmed_by(ana, "p-sam") == [
        ("p-vera", "Vera Stone", 8),
        ("p-olive", "Olive Marsh", 2),
    ]


def recorded(whole: Chronology) -> dict[str, str]:
    """Law's last word and code → what is recorded."""
    told = points(whole, dt.date(2025, 2, 1))
    return {f"{each.law.split()[-1]} {each.code}": each.recorded for each in told}


def test_points_say_what_meets_them_and_nothing_where_nothing_does(ana: Session) -> None:
    whole = chronology(ana, "p-sam", "p-vera")
    told = recorded(whole)
    assert told["s7 s7(3)(a)"] == "Events 1, 2, 3, 4 and 5: 5 separate occasions"
    assert told["s2A s2A(3)(a)"].startswith("Events 1, 2, 3, 4 and 5 (following)")
    assert told["s2A s2A(3)(b)"] == "Nothing recorded"
    assert told["s4A s4A(1)(b)(ii)"].startswith("Nothing recorded: no field")
    assert told["s2 s1(1)(a)"] == told["s2A s2A(3)(a)"]
    assert told["s7 s1(1)(b)"] == "O1 was served on 11 Jan 2025, 10:00 GMT; no event after it"
    one = dataclasses.replace(whole, events=whole.events[:1], terms=())
    told = recorded(one)
    assert told["s7 s7(3)(a)"] == "Event 1: 1 separate occasion; 2 are asked for"
    assert told["s7 s1(1)(b)"] == "Nothing recorded"
    served = {**whole.terms[0].props, "served_at": "2025-01-03T20:30:00Z"}
    early = dataclasses.replace(whole.terms[0], props=served)
    told = recorded(dataclasses.replace(whole, terms=(early,)))
    # The third may lie before it was served.
    assert told["s7 s1(1)(b)"].endswith("Events 4 and 5 after it")
    maybe = dataclasses.replace(whole.events[1], possible=True)
    told = recorded(dataclasses.replace(whole, events=(whole.events[0], maybe)))
    assert told["s7 s7(3)(a)"].startswith("Events 1 and 2 (possible): 1 separate occasion")


def test_one_event_in_two_reports_is_one_occasion(ana: Session) -> None:
    first, second, *_ = chronology(ana, "p-sam", "p-vera").events
    start = dt.datetime(2025, 1, 1, 20, tzinfo=dt.UTC)

    def at(minutes: int) -> Any:
        begin = start + dt.timedelta(minutes=minutes)
        end = begin + dt.timedelta(minutes=1)
        return dataclasses.replace(second, props={"occurred_from": begin, "occurred_to": end})

    assert occasions([first, at(30)]) == 1
    assert occasions([first, at(119)]) == 1
    assert occasions([first, at(120)]) == 2


def test_names_reorder_nothing_and_run_nothing(embedded_store: Store) -> None:
    filled(embedded_store)
    name = "<b>Sam\N{RIGHT-TO-LEFT OVERRIDE}</b> Дмитрий & \x07"
    write(embedded_store, [("Person", "p-x", {"name": name})], [
        ("Person/p-x", "SUSPECT_IN", "Incident/ashford/1", {"records": []})])  # fmt: skip
    ana = shared_case.session_for(embedded_store, "ana", "analyst")
    for format_ in FORMATS:
        content = take_out_report(ana, "p-x", "p-vera", format_).content
        text = words_of(format_, content)
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
        if format_ != "pdf":
            assert "&lt;b&gt;Sam&lt;/b&gt; Дмитрий &amp;" in text


def test_the_command_writes_a_private_file_and_never_over_another(
    embedded_store: Store, data: Path, tmp_path: Path
) -> None:
    filled(embedded_store)
    app = typer.Typer()
    register(app)
    file = tmp_path / "chronology.docx"
    args = ["p-sam", "p-vera", str(file), "--data", str(data)]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert isinstance(CliRunner().invoke(app, args).exception, InputError)
    odd = CliRunner().invoke(app, [*args[:2], str(tmp_path / "a.odt"), "--data", str(data)])
    assert isinstance(odd.exception, InputError)
