"""What a session opens and refuses, over a store that answers without a graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.access.audit import Audit
from graph.access.session import Reception, Session, in_force
from graph.access.viewer import Viewer
from graph.errors import AccessError
from graph.queries import Query, load
from graph.settings import Settings

TODAY = dt.datetime.now(dt.UTC).date()
CONTENTS = load("view/records/contents")


def share(id_: str, account: str, days: int, withdrawn: str | None = None) -> dict[str, Any]:
    """A share whose last day is so many days away."""
    until = (TODAY + dt.timedelta(days=days + 1)).isoformat()
    return {
        "id": id_, "account": account, "mentions": [f"m-{id_}"], "until": until,
        "withdrawn_at": withdrawn,
    }  # fmt: skip


class Shelf:
    """A store that holds shares, records and compartments."""

    settings = Settings(Path("no folder"))  # no first load is under way there

    def __init__(self) -> None:
        self.shares = [
            share("mine", "haven", 0),
            share("over", "haven", -1),
            share("ended", "haven", 9, "2026-01-01T00:00:00Z"),
            share("theirs", "other", 9),
            share("nobody's", "", 9),
        ]

    def read(self, query: Query, _right: object = None, /, **given: Any) -> list[dict[str, Any]]:
        answers: dict[str, list[dict[str, Any]]] = {
            "system/sharing/shares": self.shares,
            "system/sharing/records": [{"record": f"r-{m}"} for m in given.get("mentions", ())],
            "system/records/compartments": [{"name": "OP ALDER"}],
            "view/records/contents": [{"id": id_} for id_ in given.get("ids", ())],
        }
        return answers.get(query.path, [])

    def stream(self, query: Query, right: object = None, /, **given: Any) -> Iterator[Any]:
        yield from self.read(query, right, **given)


def session(folder: Path, role: str, account: str = "", *compartments: str) -> Session:
    viewer = Viewer("ana", role, "testing", 0, account, frozenset(compartments))
    return Session(Shelf(), Audit(folder / "audit.sqlite"), viewer)  # type: ignore[arg-type]


def noted(made: Session) -> list[tuple[str, dict[str, Any] | None]]:
    return [(entry.action, entry.body) for entry in made.audit.entries()]


@pytest.mark.parametrize(
    ("last", "withdrawn", "shows"),
    [(0, None, True), (5, None, True), (-1, None, False), (5, "2026-01-01T00:00:00Z", False)],
)
def test_a_share_shows_up_to_its_last_day_unless_it_is_taken_back(
    last: int, withdrawn: str | None, *, shows: bool
) -> None:
    it: Any = share("s", "haven", last, withdrawn)
    assert in_force(it, TODAY) is shows


def test_whoever_receives_gets_what_is_shared_with_their_account_today(tmp_path: Path) -> None:
    haven = session(tmp_path, "support", "haven")
    (reception,) = haven.receive()
    assert reception.share["id"] == "mine"
    assert noted(haven) == [("consultation", {"asked": "shared", "shares": ["mine"]})]
    assert session(tmp_path, "support").receive() == []
    with pytest.raises(AccessError):
        session(tmp_path, "analyst", "haven").receive()
    with pytest.raises(AccessError):
        haven.consult("timeline")
    assert noted(haven)[-1] == ("refusal", {"asked": "consultation", "question": "timeline"})


def test_a_reception_reads_the_records_of_its_share_and_nothing_else(tmp_path: Path) -> None:
    (reception,) = session(tmp_path, "support", "haven").receive()
    assert isinstance(reception, Reception)
    assert [row["id"] for row in reception.read(CONTENTS, ids=["r-m-mine"])] == ["r-m-mine"]
    assert [row["id"] for row in reception.stream(CONTENTS, ids=["r-m-mine"])] == ["r-m-mine"]
    for query, ids in (
        (CONTENTS, ["r-m-mine", "r-m-theirs"]),
        (load("view/people/mentions"), ["r-m-mine"]),
    ):
        with pytest.raises(AccessError, match="not shared with you"):
            reception.read(query, ids=ids)
        with pytest.raises(AccessError, match="not shared with you"):
            reception.stream(query, ids=ids)


def test_who_looks_through_the_audit_is_noted_and_sees_cases_only_where_their_role_may(
    tmp_path: Path,
) -> None:
    auditor = session(tmp_path, "auditor")
    review = auditor.review("looks", {"who": "bo"}, "disclosure")
    assert noted(auditor) == [("disclosure", {"asked": "looks", "sought": {"who": "bo"}})]
    assert (review.audit, review.cases) == (auditor.audit, None)
    assert session(tmp_path, "owner").review("looks", {}).cases is not None
    analyst = session(tmp_path, "analyst")
    with pytest.raises(AccessError):
        analyst.review("looks", {})
    assert noted(analyst)[-1] == ("refusal", {"asked": "audit", "question": "looks"})


def test_everything_goes_out_only_to_who_is_in_every_compartment(tmp_path: Path) -> None:
    outside, inside = (session(tmp_path, "analyst", "", *c) for c in ((), ("OP ALDER", "OP ELM")))
    with pytest.raises(AccessError, match="may not see all of it"):
        outside.give_all("dump", file="x")
    assert noted(outside) == [("refusal", {"asked": "dump", "file": "x"})]
    session(tmp_path, "analyst", "", "OP ALDER").give_all("dump")
    inside.give_all("dump", file="x")
    assert noted(inside)[-1] == ("disclosure", {"asked": "dump", "file": "x"})
    with pytest.raises(AccessError, match="may not do this"):
        session(tmp_path, "investigator", "", "OP ALDER").give_all("dump")
