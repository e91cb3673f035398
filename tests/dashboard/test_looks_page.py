"""An auditor's screens: who looked at whom, and which looks are unusual."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import scene
from flask import Flask
from house import HTML, House

from dashboard.pages.looks import LOOKS, UNUSUAL
from dashboard.routes import Asked, parse
from dashboard.view import Desk
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.explore import answers as explore

REX = Viewer("rex", "auditor", "review of the audit")
ANA = Viewer("ana", "analyst", "Review of a flag (NM/12)")


@pytest.fixture
def desk(embedded_store: Store, tmp_path: Path) -> Desk:
    """An auditor's, after ana opened a person and searched."""
    session = scene.build(embedded_store, tmp_path)
    made = Desk(embedded_store, session.audit, lambda _: ANA)
    with Flask(__name__).test_request_context():
        explore.person(made.session(), "sam")
        explore.search(made.session(), "<b>Rowan</b>")
    return Desk(embedded_store, session.audit, lambda _: REX)


def shown(desk: Desk, address: str) -> Any:
    page = UNUSUAL if "unusual" in address else LOOKS
    path, _, search = address.partition("?")
    asked = parse(path, search)
    assert asked.page == page.name
    with Flask(__name__).test_request_context():
        return page.show(desk, asked, "light")


def test_looks_are_shown_with_ids_references_and_why(desk: Desk) -> None:
    page = shown(desk, "/audit?who=ana")
    text = str(page.content)
    for part in ("sam", "northmarch 1", "Review of a flag", "NM/12", "<b>Rowan</b>"):
        assert part in text
    assert "Rowan Elder" not in text
    assert "No look is like this" in str(shown(desk, "/audit?who=nobody").content)
    assert "No look is like this" in str(shown(desk, "/audit?day=1999-12-31").content)
    with pytest.raises(InputError, match="no day"):
        shown(desk, "/audit?day=today")
    with pytest.raises(InputError, match="no action"):
        shown(desk, "/audit?action=peeking")


def test_looks_are_paged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.access.looks.MOST_ENTRIES", 1)
    first = str(shown(desk, "/audit?who=ana").content)
    assert "/audit?who=ana&before=2" in first
    assert "northmarch 1" not in first
    assert "northmarch 1" in str(shown(desk, "/audit?who=ana&before=2").content)


def test_unusual_looks_are_shown_with_what_shows_it(desk: Desk) -> None:
    text = str(shown(desk, "/audit/unusual?sign=no_flag").content)
    assert "A person without a flag" in text
    assert "no flag was about sam" in text
    assert "not a verdict" in text
    assert "No look is unusual" in str(shown(desk, "/audit/unusual?sign=own_name").content)


def test_the_screens_are_for_auditors_alone(desk: Desk) -> None:
    with pytest.raises(AccessError):
        shown(Desk(desk._store, desk._audit, lambda _: ANA), "/audit")


def test_the_download_is_for_auditors_and_a_disclosure(
    embedded_store: Store, tmp_path: Path
) -> None:
    scene.build(embedded_store, tmp_path)
    house = House(embedded_store, tmp_path)
    analyst, auditor = house.signed_in("analyst"), house.signed_in("auditor")
    assert analyst.get("/audit/looks.csv", headers=HTML).status_code == 403
    answer = auditor.get("/audit/looks.csv?who=analyst", headers=HTML)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="looks.csv"'
    assert next(csv.reader(answer.get_data(as_text=True).splitlines()))[0] == "number"
    (noted,) = [e for e in house.audit.entries() if e.action == "disclosure"]
    assert (noted.who, noted.body) == (
        "the auditor",
        {"asked": "audit looks", "sought": {"who": "analyst"}},
    )
    assert auditor.get("/audit/looks.csv?day=x", headers=HTML).status_code == 400


def test_an_address_keeps_its_filters() -> None:
    asked = parse("/audit", "?who=a&day=2026-11-27")
    assert (asked.page, asked.one("day")) == ("looks", "2026-11-27")
    assert LOOKS.identity(asked) != LOOKS.identity(Asked("looks"))
