"""Oversight: figures with intervals and unknowns, and who may see, open and take them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from house import HTML, House
from tiny_graph import write

from dashboard.pages.oversight import show
from dashboard.routes import parse
from dashboard.view import Desk
from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import AccessError
from graph.oversight.errors_by_group import errors_by_group
from graph.oversight.figures import INCLUDED, Scope, oversight
from graph.oversight.opened import opened_figure
from graph.queries import load

AUDITOR = Viewer("rex", "auditor", "a test")
SUPERVISOR = Viewer("sue", "supervisor", "a test")
GRAPH = """
i1 Incident outcome=1 outcome_at=2025-01-11T13:00 risk_plan=false detective=true offence_classes=8Q
i2 Incident outcome=16 outcome_at=2025-01-22T13:00 risk_plan=true offence_classes=8Q
i3 Incident outcome=18 offence_classes=8L|8Q
i4 Incident outcome=0
i5 Incident outcome=3 force=eastvale outcome_at=2025-01-08T13:00
i6 Incident cancelled=true outcome=1
i7 Incident level=2 outcome=1
i8 Incident recorded_at=2024-05-01T10:00 outcome=9 offence_classes=99Z
o1 Order issuer=northmarch kind=SPO status=made from=2025-01-08T00:00
o2 Order issuer=northmarch kind=SPO status=refused status_at=2025-02-01T00:00
o3 Order issuer=northmarch kind=bail status=made from=2025-01-08T00:00
o4 Order issuer=northmarch kind=SPO status=made from=2025-03-08T00:00
o5 Order issuer=eastvale kind=SPO status=made from=2025-03-08T00:00 level=2
o4 REPLACES o1
o1 ARISES_FROM i1 i2
"""


@pytest.fixture
def filled(embedded_store: Store) -> Store:
    write(embedded_store, GRAPH)
    return embedded_store


def session(store: Store, folder: Path, viewer: Viewer = SUPERVISOR) -> Session:
    return Session(store, Audit(folder / "audit.sqlite"), viewer)


def test_rules_that_changed_outside_the_years_are_not_spoken_of(
    embedded_store: Store, tmp_path: Path
) -> None:
    assert oversight(session(embedded_store, tmp_path)).changed == ""
    write(embedded_store, "i1 Incident recorded_at=2018-07-01T10:00")
    assert "changed in April 2018: " in oversight(session(embedded_store, tmp_path)).changed
    write(embedded_store, "i2 Incident recorded_at=2020-01-01T10:00")
    assert "in April 2018 and April 2020: " in oversight(session(embedded_store, tmp_path)).changed


def test_figures_count_what_may_be_seen_with_what_is_unknown(filled: Store, tmp_path: Path) -> None:
    whole = oversight(session(filled, tmp_path, AUDITOR))
    assert (whole.forces, whole.years) == (["eastvale", "northmarch"], [2025, 2024])
    funnel = {each.name: each for each in whole.funnel(Scope())}
    assert {name: each.number for name, each in funnel.items() if each.number} == {
        **{"reports": 6, "closed": 5, "charged": 1, "prosecutor": 2, "cautions": 1},
        **{"no_action": 3, "declined": 1, "unidentified": 1, "open": 1},
    }
    assert whole.changed.startswith("Recording rules changed in January 2024: ")
    charged = funnel["charged"]
    assert (charged.total, charged.unknown, charged.days) == (5, 1, (10,))
    assert charged.interval == pytest.approx((0.036, 0.624), abs=0.001)
    assert funnel["closed"].quartiles == (6.5, 10.0, 15.0)
    assert {each.title: each.number for each in whole.recorded_as(Scope(year=2025))} == {
        "harassment": 3,
        "stalking": 2,
    }
    assert whole.funnel(Scope(group="stalking"))[0].number == 2
    assert whole.funnel(Scope(group=INCLUDED))[0].number == 3
    assert [each.number for each in whole.court_orders(Scope())] == [2, 1, 0, 1]
    assert whole.court_orders(Scope())[1].days == (6,)
    gaps = {each.name: (each.number, each.total, each.unknown) for each in whole.gaps(Scope())}
    assert gaps == {"no_plan": (1, 2, 4), "no_detective": (0, 1, 5), "no_referred": (0, 0, 6)}


def test_rates_lie_within_limits_that_narrow(filled: Store, tmp_path: Path) -> None:
    rates = {each.force: each for each in oversight(session(filled, tmp_path)).rates(Scope())}
    assert (rates["northmarch"].per_1000, rates["eastvale"].per_1000) == (200.0, 0.0)
    assert rates["northmarch"].verdict == "within"
    small, large = (rates[name].limits[0] for name in ("eastvale", "northmarch"))
    assert large[1] - large[0] < small[1] - small[0]


ANSWERED = """
sam Person
cole Person
m1 Mention sex=male ethnicity=W1 force=northmarch
m2 Mention sex=Male force=eastvale
m3 Mention sex=female force=northmarch
m4 Mention sex=male level=2 force=northmarch
m1 REFERS_TO sam
m2 REFERS_TO sam
m3 REFERS_TO cole
m4 REFERS_TO cole
f1 Flag rule=escalation owner=northmarch state=dismissed
f2 Flag rule=escalation owner=northmarch state=confirmed
f3 Flag rule=escalation owner=eastvale state=dismissed
f4 Flag rule=escalation owner=northmarch state=new
f5 Flag rule=escalation owner=northmarch state=dismissed level=2
f1 ON sam as=suspect
f2 ON cole as=suspect
f3 ON sam as=suspect
f4 ON sam as=suspect
f5 ON sam as=suspect
f2 ON sam as=victim
j1 Judgement a=m1 b=m2 same=false
j2 Judgement a=m1 b=m3 same=true
j3 Judgement a=m1 b=m4 same=false
j4 Judgement a=m2 b=m3 same=false
j5 Judgement
j5 WITHDRAWS j4
"""


def test_errors_are_counted_by_group_among_what_was_answered(
    embedded_store: Store, tmp_path: Path
) -> None:
    """Near misses: a flag nobody answered, one as victim, one above the viewer, a word that was
    taken back, a mention above the viewer, which would make a person of two sexes."""
    assert errors_by_group(session(embedded_store, tmp_path, AUDITOR)) == []
    write(embedded_store, ANSWERED)
    found = errors_by_group(session(embedded_store, tmp_path, AUDITOR))
    told = {
        (each.by, each.group): (
            each.flags.number,
            each.flags.total,
            each.pairs.number,
            each.pairs.total,
        )
        for each in found
    }
    assert told == {
        ("force", "northmarch"): (1, 2, 0, 1),
        ("force", "eastvale"): (1, 1, 0, 0),
        ("force", "recorded differently"): (0, 0, 1, 1),
        ("sex", "male"): (2, 2, 1, 1),
        ("sex", "female"): (0, 1, 0, 0),
        ("sex", "recorded differently"): (0, 0, 0, 1),
        ("ethnicity", "w1"): (2, 2, 1, 2),
        ("ethnicity", "not recorded"): (0, 1, 0, 0),
    }
    with pytest.raises(AccessError):
        errors_by_group(session(embedded_store, tmp_path, Viewer("ana", "analyst", "a test")))


def test_a_figure_opens_what_it_counts_for_who_may_see_cases(filled: Store, tmp_path: Path) -> None:
    asked = session(filled, tmp_path)
    whole = oversight(asked)
    for scope in (Scope(), Scope("northmarch", 2025), Scope(group=INCLUDED)):
        for figure in (*whole.funnel(scope), *whole.recorded_as(scope), *whole.gaps(scope),
                       *whole.court_orders(scope)):  # fmt: skip
            opened = opened_figure(asked, whole, figure.name, scope).found
            assert len(opened) == figure.number, (scope, figure)
    ids = [one.element.id for one in opened_figure(asked, whole, "no_action", Scope()).found]
    assert ids == ["i8", "i3", "i2"]
    with pytest.raises(AccessError):
        opened_figure(session(filled, tmp_path, AUDITOR), whole, "charged", Scope())


def test_oversight_reads_no_case(filled: Store, tmp_path: Path) -> None:
    overview = session(filled, tmp_path, AUDITOR).oversee("oversight")
    with pytest.raises(AccessError, match="opens no case"):
        overview.read(load("view/oversight/incidents_of"))
    with pytest.raises(AccessError):
        session(filled, tmp_path, Viewer("ana", "analyst", "a test")).oversee("oversight")


def test_the_page_shows_numbers_and_opens_them(filled: Store, tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.sqlite")

    def shown(viewer: Viewer, path: str) -> str:
        asked = parse(*path.partition("?")[::2])
        with Flask(__name__).test_request_context():
            return str(show(Desk(filled, audit, lambda _: viewer), asked, "dark").content)

    text = shown(SUPERVISOR, "/oversight?force=northmarch&year=2025&open=charged")
    assert "Charged or summonsed (Northmarch, 2025): 1 incident" in text
    assert "/oversight?force=northmarch&year=2025&open=no_action" in text
    assert "i1" in text
    text = shown(AUDITOR, "/oversight?open=charged")
    assert "open=" not in text
    assert "Charged or summonsed" in text
    assert "Opened figure" not in text


def test_figures_leave_as_csv_and_pictures_with_their_marking(
    filled: Store, tmp_path: Path
) -> None:
    house = House(filled, tmp_path)
    client = house.signed_in("auditor")
    answer = client.get("/oversight.zip?year=2025", headers=HTML)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as folder:
        text = folder.read("figures.csv").decode("utf-8-sig")
        assert "Taken out by: the auditor" in folder.read("marking.txt").decode()
        rates = folder.read("orders_per_1000.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    one = [r for r in rows if (r["figure"], r["force"]) == ("Charged or summonsed", "northmarch")]
    assert [(r["number"], r["of"], r["unknown"], r["year"]) for r in one] == [
        ("1", "3", "1", "2025")
    ]
    assert rates.count("within") == 2
    for chart in ("outcomes", "orders"):
        picture = client.get(f"/oversight.png?chart={chart}&force=eastvale", headers=HTML)
        assert picture.data.startswith(b"\x89PNG")
        assert b"the auditor" in picture.data
    assert client.get("/oversight.png?chart=x", headers=HTML).status_code == 400
    assert client.get("/oversight.zip?year=٢٠٢٥", headers=HTML).status_code == 200
    taken = [each.body for each in house.audit.entries() if each.action == "disclosure"]
    assert taken[0] is not None
    assert taken[0]["figures"]["year"] == 2025
