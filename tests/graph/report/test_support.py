"""A shared case as a document: what was shared, for as long as it is, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import docx
import pytest
from shared_case import PLANTED, fill, session_for

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.report.document import DRAFT
from graph.report.files import FORMATS
from graph.report.support import MARK, document_of, take_out_share
from graph.sharing import shares
from graph.sharing.preview import CHOSEN, Choice, Recipient, preview

SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)


@pytest.fixture
def boss(embedded_store: Store) -> Session:
    fill(embedded_store)
    return session_for(embedded_store, "boss", "supervisor")


def given(boss: Session, *sections: str, cleared: tuple[str, ...] = ()) -> str:
    choice = Choice(sections or CHOSEN, cleared)
    seen = preview(boss, "p-vera", Recipient(organisation="Larch House"), choice)
    return shares.give(boss, seen, until=SOON, why="MARAC of 12 March")


def test_each_format_says_what_was_shared_and_for_whom_and_tells_nobodys_whereabouts(
    boss: Session,
) -> None:
    share = given(boss, *CHOSEN, "suspect", cleared=("ashford/incident/1",))
    for name in FORMATS:
        made = take_out_share(boss, share, name)
        assert made.name == f"throughline-{share}.{name}"
        text = made.content.decode("utf-8", "replace")
        if name == "docx":
            file = docx.Document(io.BytesIO(made.content))
            cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
            heads = (each.text for each in file.paragraphs)
            page = file.sections[0]
            edges = (each.paragraphs[0].text for each in (page.header, page.footer))
            text = "\n".join([*heads, *cells, *edges])
        if name != "pdf":  # whose text is squeezed: it is made of the same sections
            assert MARK in text
            assert "Larch House and nobody else" in text
            assert f"{SOON:%d %B %Y}" in text
            for told in ("The case of Vera Stone", "He followed her home.", "What was done"):
                assert told in text, (name, told)
        assert DRAFT not in text
        assert "MARAC" not in text
        assert [word for word in PLANTED if re.search(rf"\b{re.escape(word)}", text)] == []
    entries = [e.body or {} for e in boss.audit.entries() if e.action == "disclosure"]
    assert [e.get("format") for e in entries][-3:] == list(FORMATS)
    assert entries[-1]["share"] == share


def test_a_section_that_was_not_chosen_is_not_in_it(boss: Session) -> None:
    share = given(boss, "chronology")
    it, sheet = shares.shared_file(boss, share)
    made = document_of(sheet, it, "boss", dt.datetime.now(dt.UTC))
    assert [each.title for each in made.sections] == ["What was done"]
    told = "\n".join(cell for row in made.sections[0].rows for cell in row)
    assert "Sam Pike" not in told
    assert "He followed her home." not in told  # nobody cleared it


def test_it_leaves_by_whom_it_may_and_while_it_is_shared(boss: Session) -> None:
    share = given(boss)
    with pytest.raises(InputError, match="no format 'xls'"):
        take_out_share(boss, share, "xls")
    with pytest.raises(InputError, match="no such file"):
        take_out_share(boss, "share-none", "pdf")
    reader = replace(boss, viewer=replace(boss.viewer, role="investigator"))
    with pytest.raises(AccessError):
        take_out_share(reader, share, "pdf")
    shares.withdraw(boss, share, "over")
    with pytest.raises(InputError, match="no such file"):
        take_out_share(boss, share, "pdf")
