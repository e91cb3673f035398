"""Administration: deliveries, what was refused and why, nights, accounts; and nobody's case."""

from __future__ import annotations

import base64
import json

import pytest
from flask import Flask
from tiny_graph import write

from dashboard.overseeing.trying import BYTES, dropped, tried
from dashboard.pages.admin import show
from dashboard.routes import parse
from dashboard.view import Desk
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.oversight.installation import installation
from graph.oversight.mending import Opened, open_reject, put_in_again, waiting_again

GRAPH = " ".join(
    [
        "d1 Delivery force=northmarch feed=northmarch file_name=nm_2025-03-01 rows=12 records=10",
        "rejects=2 complete=true received_at=2025-03-02T00:30\n",
        "d2 Delivery force=eastvale feed=eastvale file_name=ev_2025-03-01 rows=7 records=7",
        "rejects=0 complete=false received_at=2025-03-01T02:00\n",
        "n1 Night as_of=2025-03-02T02:00 rows=19 records=17 rejects=2 people=5",
        """seconds='{"load": 64.04, "who": 1.5}'""",
        """flags='{"escalation": {"new": 3, "unchanged": 9}}'""",
    ]
)
REJECTS = [
    {"kind": "throughline rejects", "delivery": "d1"},
    {"place": "crimes.csv:4", "reason": "has no reference", "raw": "Rowan Elder"},
    {"place": "crimes.csv:9", "reason": "has no reference", "row": {"name": "Rowan Elder"}},
]


@pytest.fixture
def desk(embedded_store: Store) -> Desk:
    write(embedded_store, GRAPH)
    settings = embedded_store.settings
    settings.rejects.mkdir(exist_ok=True)
    lines = "".join(f"{json.dumps(line)}\n" for line in REJECTS)
    (settings.rejects / "d1.jsonl").write_text(lines, encoding="utf-8")
    Accounts(settings.accounts)
    return desk_of(embedded_store, "administrator")


def desk_of(store: Store, role: str, clearance: int = 0) -> Desk:
    audit, viewer = Audit(store.settings.audit), Viewer("adam", role, "a test", clearance)
    return Desk(store, audit, lambda _: viewer)


def shown(desk: Desk, path: str) -> str:
    with Flask(__name__).test_request_context():
        return str(show(desk, parse(*path.partition("?")[::2]), "light").content)


def test_what_came_what_was_refused_and_how_long_a_night_took(desk: Desk) -> None:
    text = shown(desk, "/admin")
    for part in (
        *("nm_2025-03-01", "Td('12')", "2 Mar 2025, 00:30 GMT", "not read to its end"),
        *("1 min 6 s: load 1 min 4 s, who 1.5 s", "3 new", "With refused rows 1"),
        *(desk.session().store.version, "/admin?rejects=d1"),
    ):
        assert part in text, part
    assert "unchanged" not in text
    assert "ev_2025-03-01" not in shown(desk, "/admin?refused=1")


def test_refused_rows_are_read_with_their_reason_and_name_nobody(desk: Desk) -> None:
    text = shown(desk, "/admin?rejects=d1")
    assert text.count("has no reference") == 3
    assert "crimes.csv:9" in text
    assert "Rowan Elder" not in text
    assert "has no reference" not in shown(desk, "/admin?rejects=../rejects/d1")
    assert "No refused row" in shown(desk, "/admin?rejects=d2")


def test_accounts_are_for_whoever_keeps_them(desk: Desk) -> None:
    keeper = Accounts(desk.session().store.settings.accounts)
    if not keeper.exist():
        keeper.add(Account("chief", "administrator", 0, system="chief"))
    assert "chief" in shown(desk, "/admin")
    assert "chief" not in shown(desk_of(desk.session().store, "service"), "/admin")
    with Flask(__name__).test_request_context(), pytest.raises(AccessError):
        installation(desk_of(desk.session().store, "analyst").session())
    entries = desk.session().audit.entries()
    assert {"asked": "accounts"} in [entry.body for entry in entries]


def opened(desk: Desk, place: str) -> Opened:
    row = open_reject(desk.session(), "d1", place)
    assert row is not None
    return row


@pytest.fixture
def cleared(desk: Desk) -> Desk:
    return desk_of(desk.session().store, "administrator", 3)


def test_a_refused_row_is_opened_by_whoever_is_cleared_to_everything(
    desk: Desk, cleared: Desk
) -> None:
    with Flask(__name__).test_request_context():
        row = opened(cleared, "crimes.csv:9")
        assert (row.split, json.loads(row.text)) == (True, {"name": "Rowan Elder"})
        line = opened(cleared, "crimes.csv:4")
        assert (line.split, line.text) == (False, "Rowan Elder")
        assert open_reject(cleared.session(), "d1", "crimes.csv:5") is None
        assert open_reject(cleared.session(), "../d1", "crimes.csv:9") is None
        with pytest.raises(AccessError, match="cleared to everything"):
            open_reject(desk.session(), "d1", "crimes.csv:9")
        with pytest.raises(AccessError):
            put_in_again(desk.session(), "d1", "crimes.csv:9", "{}", "so")
    asked = "/admin?rejects=d1&row=crimes.csv:9"
    assert "Rowan Elder" in shown(cleared, asked)
    assert "Rowan Elder" not in shown(desk, asked)
    assert "Not opened" in shown(desk, asked)
    looks = [entry.body or {} for entry in desk.session().audit.entries()]
    assert {"asked": "refused row", "delivery": "d1", "place": "crimes.csv:9"} in looks


def test_a_mended_row_waits_with_what_it_was_who_mended_it_and_why(cleared: Desk) -> None:
    settings = cleared.session().store.settings
    kept = (settings.rejects / "d1.jsonl").read_text(encoding="utf-8")
    with Flask(__name__).test_request_context():
        session = cleared.session()
        for place, text, why, says in (
            ("crimes.csv:9", '{"name": "Ro"}', " ", "Say why"),
            ("crimes.csv:9", '{"name": "Rowan Elder"}', "so", "Nothing is mended"),
            ("crimes.csv:9", '{"name": ', "so", "no JSON .line 1."),
            ("crimes.csv:9", "[" * 100_000, "so", "no JSON"),
            ("crimes.csv:9", "[1]", "so", "in braces"),
            ("crimes.csv:9", "x" * 200_001, "so", "longer than"),
            ("crimes.csv:4", " ", "so", "is empty"),
            ("crimes.csv:5", "{}", "so", "No such"),
        ):
            with pytest.raises(InputError, match=says):
                put_in_again(session, "d1", place, text, why)
        assert waiting_again(session, "d1") == set()
        file = put_in_again(session, "d1", "crimes.csv:9", '{"name": "Ro \\ud800"}', "by the log")
        assert waiting_again(session, "d1") == {"crimes.csv:9"}
        assert waiting_again(session, "d2") == set()
    head, line = map(json.loads, (settings.inbox / file).read_text("utf-8").splitlines())
    by = {"mended_by": "adam", "mended_because": "by the log"}
    assert (head["delivery"], head | by, line | by) == ("d1", head, line)
    assert (line["row"], line["before"]) == ({"name": "Ro \ud800"}, {"name": "Rowan Elder"})
    assert "reason" not in line
    assert (settings.rejects / "d1.jsonl").read_text(encoding="utf-8") == kept
    assert "mended, waits" in shown(cleared, "/admin?rejects=d1")
    (settings.inbox / file).unlink()
    entry = next(e for e in reversed(session.audit.entries()) if e.action == "collection")
    assert entry.body == {"asked": "mended row", "delivery": "d1", "place": "crimes.csv:9",
                          "file": file, "reason": "by the log"}  # fmt: skip


MAPPING = """
name = "ashmere"
force = "ashmere"
match = ["ashmere_*.csv"]
format = ["dd/mm/yyyy HH:MM"]
[tables]
incidents = { file = "*.csv" }
[[records]]
kind = "incident"
table = "incidents"
reference = "no"
recorded_at = "recorded"
also = "rest"
[records.incident]
title = "what"
"""
ROWS = "no,recorded,what\n1,02/03/2025 09:10,Followed home\n2,31/02/2025 09:10,At the stop\n"


def test_a_mapping_is_tried_on_a_few_rows_and_nothing_is_written(desk: Desk) -> None:
    data = desk.session().store.settings.data
    (data / "work").mkdir(exist_ok=True)  # where what is pasted lies while it is read
    with Flask(__name__).test_request_context():
        session = desk.session()
        before = {path.relative_to(data) for path in data.rglob("*") if "engine" not in path.parts}
        taken, refused, sums = tried(session, MAPPING, "ashmere_2025-04-01.csv", ROWS)
        after = {path.relative_to(data) for path in data.rglob("*") if "engine" not in path.parts}
        assert {path for path in after - before if "audit" not in path.name} == set()
        assert taken["record"]["incident"]["title"] == "Followed home"
        assert "date or time" in refused["refused"]
        assert (sums["rows"], sums["taken"], sums["refused"]) == (2, 1, 1)
        for mapping, file, text, says in (
            ("/etc/passwd", "a.csv", ROWS, "TOML|mapping"),
            ("no_such_one", "a.csv", ROWS, "no_such_one"),
            (MAPPING, "../a.csv", ROWS, "without folders"),
            (MAPPING, "a.csv", " ", "Paste some rows"),
        ):
            with pytest.raises(InputError, match=says) as told:
                tried(session, mapping, file, text)
            assert "root:" not in str(told.value)
            assert "tried-" not in str(told.value)
        odd = tried(session, MAPPING, "ashmere.csv", "no,x\n\ud800,\x00\n[[[,\u202e\n")
        assert odd[-1]["taken"] == 0
        with pytest.raises(AccessError):
            tried(desk_of(session.store, "analyst").session(), MAPPING, "a.csv", ROWS)
    assert "Try a mapping" in shown(desk, "/admin")


def test_a_try_out_that_takes_too_long_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.overseeing.trying.SECONDS", 0.01)
    with Flask(__name__).test_request_context(), pytest.raises(InputError, match="longer than"):
        tried(desk.session(), MAPPING, "ashmere_2025-04-01.csv", ROWS)


def test_a_dropped_file_is_taken_as_it_is_and_no_larger_than_it_may_be() -> None:
    def sent(data: bytes) -> str:
        return f"data:text/csv;base64,{base64.b64encode(data).decode()}"

    assert dropped(sent(b"no,x\n1,\xff\n")) == b"no,x\n1,\xff\n"
    for wrong in (sent(b""), sent(b"x" * (BYTES + 1)), "data:text/csv,no", "no", "data:;base64,*"):
        with pytest.raises(InputError, match="Drop a file"):
            dropped(wrong)
