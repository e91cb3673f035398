"""The page of a chronology: whom it protects, for which side, and the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shared_case
from flask import Flask
from house import HTML, House

from dashboard.pages.report import PAGE
from dashboard.routes import parse
from dashboard.view import Desk
from graph.access.session import Session
from graph.engine.store import Store


@pytest.fixture
def ana(embedded_store: Store) -> Session:
    shared_case.fill(embedded_store)
    return shared_case.session_for(embedded_store, "ana", "analyst", 1)


def shown(session: Session, search: str = "", person: str = "p-sam") -> Any:
    asked = parse(f"/report/{person}", search)
    assert asked.page == PAGE.name
    desk = Desk(session.store, session.audit, lambda _: session.viewer)
    with Flask(__name__).test_request_context():
        return PAGE.show(desk, asked, "light")


def test_the_page_shows_what_would_leave(ana: Session) -> None:
    page = shown(ana)
    text = str(page.content)
    for part in ("Vera Stone", "Nothing recorded", "DRAFT", "Unused".lower(), "format=docx"):
        assert part in text
    assert "He followed her home" not in text
    assert page.level == 1
    assert "He followed her home" in str(shown(ana, "?side=own").content)
    assert "towards Olive Marsh" in str(shown(ana, "?for=p-olive").content)
    assert "No incident" in str(shown(ana, person="p-nell").content)


def test_the_files_are_for_who_may_disclose(ana: Session, tmp_path: Path) -> None:
    house = House(ana.store, tmp_path)
    analyst, investigator = house.signed_in("analyst"), house.signed_in("investigator")
    path = "/report-file?suspect=p-sam&for=p-vera&format="
    assert investigator.get(f"{path}html", headers=HTML).status_code == 403
    answer = analyst.get(f"{path}html", headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"Purpose: Review of a flag (A/1)" in answer.data
    assert analyst.get(f"{path}odt", headers=HTML).status_code == 400
    asked = [(e.body or {})["format"] for e in house.audit.entries() if e.action == "disclosure"]
    assert asked == ["html", "odt"]
