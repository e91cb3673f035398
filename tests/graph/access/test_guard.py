"""The guard over rows as the graph gives them, without a graph: what it asks, keeps and cuts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from scene import VIEWER

from graph.access.audit import Audit
from graph.access.guard import Guard, is_tie
from graph.access.session import Consultation, Session
from graph.access.whereabouts import Whereabouts
from graph.model.schema import NodeKey
from graph.queries import Query, load
from graph.settings import Settings

HERE, WORK = ("Address", "here"), ("Address", "work")
NUMBER, CAR = ("Phone", "+447700900199"), ("Vehicle", "AB12CDE")
VERA, TESS, NED = (("Person", name) for name in ("vera", "tess", "ned"))
EARLY, LATE = (dt.datetime(2025, month, 1, tzinfo=dt.UTC) for month in (1, 6))


class World:
    """What a graph would answer: sam harmed vera, mo lives with her, ned saw it."""

    settings = Settings(Path("no folder"))  # no first load is under way there

    def __init__(self, *ties: tuple[NodeKey, str, str]) -> None:
        self.ties = ties
        self.marks: dict[NodeKey, list[str]] = {}
        self.sides: dict[str, tuple[bool, list[str]]] = {"sam": (False, ["vera"])}
        self.harm: list[tuple[str, str | None, int, dt.datetime]] = [("vera", "sam", 2, EARLY)]
        self.beside = [("mo", "vera", True), ("ned", "vera", False)]
        self.named: list[tuple[NodeKey, bool, list[str]]] = []
        self.happened: dict[str, list[str]] = {}
        self.asked: list[tuple[str, list[Any]]] = []
        self.rows: list[dict[str, Any]] = []
        self.reads: list[str] = []

    def read(self, query: Query, _right: object = None, /, **given: Any) -> list[dict[str, Any]]:
        self.reads.append(query.name)
        if query.room == "view":
            return self.rows
        nodes = [(node["label"], node["id"]) for node in given.get("nodes", ())]
        ids = given.get("ids", [])
        if nodes or query.name == "happened":
            self.asked.append((query.name, nodes or ids))
        answers: dict[str, list[dict[str, Any]]] = {
            "ties": [
                {"label": place[0], "id": place[1], "tie": kind, "person": who}
                for place, kind, who in self.ties
                if place in nodes
            ],
            "marks": [
                {"label": place[0], "id": place[1], "victims": victims}
                for place, victims in self.marks.items()
                if place in nodes
            ],
            "side": [
                {"person": who, "unnamed": unnamed, "victims": victims}
                for who, (unnamed, victims) in self.sides.items()
                if who in ids
            ],
            "harm": [
                {"victim": v, "other": o, "events": n, "first": first, "by_order": False}
                for v, o, n, first in self.harm
                if v in ids
            ],
            "beside": [
                {"person": who, "other": other, "household": at_home}
                for who, other, at_home in self.beside
                if who in ids
            ],
            "named": [
                {"label": node[0], "id": node[1], "harmed": harmed, "people": people}
                for node, harmed, people in self.named
                if node in nodes
            ],
            "happened": [
                {"id": id_, "victims": victims}
                for id_, victims in self.happened.items()
                if id_ in ids
            ],
        }
        return answers[query.name]


def guard(world: World, *about: str) -> Guard:
    made = Guard(Whereabouts(world))  # type: ignore[arg-type]
    made.face(about)
    return made


def element(place: NodeKey) -> dict[str, Any]:
    return {"label": place[0], "id": place[1]}


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Address", "LIVES_AT"),
        ("Address", "WORKS_AT"),
        ("Address", "STUDIES_AT"),
        ("Organisation", "WORKS_FOR"),
        ("Phone", "USES"),
        ("Account", "USES"),
        ("Vehicle", "DRIVES"),
    ],
)
def test_every_kind_of_whereabouts_goes_and_each_link_of_a_victim_to_what_stays(
    label: str, kind: str
) -> None:
    place, stays = (label, "x"), (label, "other")
    made = guard(World((place, kind, "vera"), (stays, kind, "tess")))
    assert made.screen([element(place), element(stays)]) == [element(stays)]
    made.judge([VERA, TESS, NED])
    assert (made.hides(place), made.hides(stays)) == (True, False)
    assert made.cuts("AT", place, ("Incident", "i"))
    assert made.cuts("AT", ("Incident", "i"), place)
    assert not made.cuts("AT", ("Incident", "i"), stays)
    for several in (kind, f"{kind}, KNOWS", f"KNOWS, {kind}"):
        assert is_tie(several)
        assert made.cuts(several, VERA, stays)
        assert not made.cuts(several, TESS, stays)
    assert not made.cuts("VICTIM_OF", VERA, ("Incident", "i"))
    assert not made.cuts(kind, ("Incident", "vera"), stays)


def test_of_who_saw_it_the_home_and_number_go_and_the_work_stays() -> None:
    made = guard(
        World((HERE, "LIVES_AT", "ned"), (WORK, "WORKS_AT", "ned"), (NUMBER, "USES", "mo"))
    )
    places = [HERE, WORK, NUMBER]
    assert made.screen([element(place) for place in places]) == [element(WORK)]
    assert [made.cuts(kind, NED, CAR) for kind in ("LIVES_AT", "USES", "DRIVES")] == [True] * 3
    assert [made.cuts(kind, NED, CAR) for kind in ("WORKS_AT", "WORKS_FOR")] == [False] * 2
    assert made.cuts("KNOWS, LIVES_AT", NED, CAR)
    assert made.cuts("WORKS_AT", ("Person", "mo"), WORK)
    assert made.protected == {"mo"}


def test_what_was_judged_stays_judged_when_more_is() -> None:
    world = World((HERE, "LIVES_AT", "vera"), (NUMBER, "USES", "ned"), (CAR, "DRIVES", "tess"))
    world.named = [(("Incident", "i"), True, ["vera"])]
    made = guard(world)
    made.judge([HERE, ("Incident", "i")])
    made.judge([NUMBER])
    made.judge([CAR, ("Incident", "j")])
    assert made.hidden == {HERE, NUMBER}
    assert made.protected == {"vera"}
    assert made.cuts("USES", NED, CAR)
    assert (made.is_silent(("Incident", "i")), made.is_silent(("Incident", "j"))) == (True, False)


def test_each_element_is_asked_about_once_and_only_as_what_it_is() -> None:
    world = World((HERE, "LIVES_AT", "tess"), (WORK, "NEAR", "tess"))
    made = guard(world)
    made.judge([NUMBER, WORK, HERE, VERA, ("Record", "r"), ("Order", "o"), ("Incident", "i")])
    places, events = [HERE, WORK, NUMBER], [("Incident", "i"), ("Order", "o"), ("Record", "r")]
    asked = [("named", events), ("ties", places), ("marks", places), ("happened", ["work"])]
    assert world.asked == asked
    made.judge([HERE, VERA, ("Order", "o")])
    made.judge([])
    assert world.asked == asked
    made.judge([CAR, HERE])
    made.judge([NUMBER, CAR])
    assert world.asked == [*asked, ("ties", [CAR]), ("marks", [CAR])]


def test_answers_of_one_request_ask_about_each_element_and_person_once() -> None:
    world = World((HERE, "LIVES_AT", "vera"), (NUMBER, "USES", "ned"), (CAR, "DRIVES", "sam"))
    world.named = [(("Incident", "i"), True, ["vera"])]
    known = Whereabouts(world)  # type: ignore[arg-type]

    def judged(known: Whereabouts, about: list[str]) -> tuple[object, ...]:
        made = Guard(known)
        made.face(about)
        made.judge([HERE, NUMBER, CAR, ("Incident", "i")])
        return made.hidden, made.protected, made.active, made.is_silent(("Incident", "i"))

    sides: list[list[str]] = [["sam"], ["vera"], [], ["sam", "vera"]]
    first = [judged(Whereabouts(world), about) for about in sides]  # type: ignore[arg-type]
    world.reads.clear()
    assert [judged(known, about) for about in sides] == first
    assert len(set(map(str, first))) > 2
    once = ("side", "beside", "harm", "ties", "marks", "named")
    assert {name: world.reads.count(name) for name in once} == {
        "side": 2, "beside": 2, "harm": 2, "ties": 1, "marks": 1, "named": 1,
    }  # fmt: skip


def test_what_a_protected_person_works_as_goes_and_anybody_elses_stays() -> None:
    made = guard(World())
    rows = [{"person_id": who, "occupations": ["nurse"]} for who in ("vera", "tess")]
    assert [row["occupations"] for row in made.screen(rows)] == [[], ["nurse"]]


def test_whom_somebody_unknown_harmed_is_protected_from_a_suspects_side() -> None:
    world = World((HERE, "LIVES_AT", "wren"))
    world.harm.append(("wren", None, 1, EARLY))
    for about, hidden in ((("sam",), {HERE}), ((), set())):
        made = guard(world, *about)
        made.judge([HERE])
        assert made.hidden == hidden


def test_a_victim_read_first_is_weighed_against_what_was_said_back(tmp_path: Path) -> None:
    """He says it of her eight times since the start: her one word protects her not from him."""
    world = World()
    world.harm = [("vera", "sam", 1, LATE), ("sam", "vera", 8, EARLY)]
    audit = Audit(tmp_path / "audit.sqlite")
    session = Session(world, audit, VIEWER)  # type: ignore[arg-type]
    assert not session.is_protected("vera")
    assert session.is_protected("sam")


def test_seen_by_suspects_withholds_and_tells_nobodys_own(tmp_path: Path) -> None:
    world, audit = World((HERE, "LIVES_AT", "vera")), Audit(tmp_path / "audit.sqlite")
    session = Session(world, audit, VIEWER)  # type: ignore[arg-type]
    for people, suspect in ((["vera"], False), (["sam"], True)):
        consultation = session.consult("chart")
        consultation.seen_by_suspects(people)
        assert consultation.guard.active is suspect
        consultation.guard.judge([HERE])
        assert consultation.guard.hidden == {HERE}


def test_a_session_of_one_request_reads_once_and_anew_when_it_has_written(tmp_path: Path) -> None:
    world, audit = World((HERE, "LIVES_AT", "vera")), Audit(tmp_path / "audit.sqlite")
    known = Whereabouts(world)  # type: ignore[arg-type]
    of_a_request = Session(world, audit, VIEWER, known)  # type: ignore[arg-type]
    of_a_notebook = Session(world, audit, VIEWER)  # type: ignore[arg-type]

    def reads(session: Session) -> int:
        before = world.reads.count("side")
        session.consult("timeline", sides=["sam"])
        return world.reads.count("side") - before

    assert [reads(of_a_request) for _ in range(3)] == [1, 0, 0]
    assert not of_a_request.is_protected("sam")
    assert of_a_request.is_protected("vera")
    assert [reads(of_a_notebook) for _ in range(2)] == [1, 1]
    of_a_request.record("alteration", asked="judge")
    assert [reads(of_a_request) for _ in range(2)] == [1, 1]


def test_what_was_typed_in_is_not_judged() -> None:
    world = World((HERE, "LIVES_AT", "vera"))
    typed = Guard(Whereabouts(world), looked_up=True)  # type: ignore[arg-type]
    typed.judge([HERE])
    assert (typed.hidden, world.asked) == (set(), [])


def test_what_is_marked_as_a_victims_goes_whoever_is_tied_to_it() -> None:
    world = World((HERE, "LIVES_AT", "tess"), (WORK, "WORKS_AT", "tess"))
    world.marks = {HERE: ["tess", "vera"], WORK: ["tess"]}
    assert guard(world).screen([element(HERE), element(WORK)]) == [element(WORK)]


def test_where_something_happened_to_a_victim_and_nobody_is_known_goes() -> None:
    world = World((WORK, "LIVES_AT", "tess"))
    world.happened = {"here": ["vera"], "work": ["vera"], "street": ["tess"]}
    rows = [element(place) for place in (HERE, WORK, ("Address", "street"))]
    assert guard(world).screen(rows) == rows[1:]
    assert guard(world, "vera").screen(rows) == rows
    assert guard(world, "sam").screen(rows) == [rows[1]]


def test_a_record_that_tells_of_who_saw_it_keeps_its_words() -> None:
    world = World()
    record, other, own = (("Record", name) for name in ("r", "other", "own"))
    world.named = [(record, False, ["ned"]), (other, False, ["tess"]), (own, True, ["vera"])]
    made = guard(world)
    made.judge([record, other, own])
    assert [made.is_silent(each) for each in (record, other, own)] == [True, False, False]


@pytest.mark.parametrize(
    ("side", "harm", "active"),
    [
        ((False, ["vera"]), ("vera", "sam", 2, EARLY), True),
        ((True, []), ("vera", "tim", 2, EARLY), True),
        ((False, []), ("vera", "tim", 2, EARLY), False),
        ((False, ["vera"]), ("vera", "tim", 2, EARLY), False),
        ((False, ["sam"]), ("sam", "sam", 2, EARLY), False),
    ],
)
def test_whose_answer_is_seen_from_a_suspects_side(
    side: tuple[bool, list[str]], harm: tuple[str, str, int, dt.datetime], active: bool
) -> None:
    world = World()
    world.sides, world.harm = {"sam": side}, [harm]
    assert guard(world, "sam").active is active
    assert not guard(world, "somebody").active


def test_an_allegation_made_back_makes_nobody_a_suspect() -> None:
    world = World()
    world.sides = {"vera": (False, ["sam"]), "sam": (False, ["vera"])}
    world.harm = [("vera", "sam", 4, EARLY), ("sam", "vera", 2, LATE)]
    assert guard(world, "sam").active
    assert not guard(world, "vera").active


def test_a_way_is_no_worse_for_who_stands_in_it_than_for_whose_whereabouts_it_goes_by() -> None:
    made = guard(World(), "vera")
    made.judge([VERA, ("Person", "sam")])
    home = ("LIVES_AT", VERA, HERE)
    assert made.meets([VERA, ("Person", "sam")], [home])
    assert not made.meets([VERA, ("Incident", "sam")], [home])
    assert not made.meets([VERA, TESS], [home])
    assert not made.meets([VERA, ("Person", "sam")], [("VICTIM_OF", VERA, ("Incident", "i"))])
    assert not made.meets([("Person", "sam")], [("USES", ("Account", "vera"), NUMBER)])
    beside = {**element(HERE), "person": "vera", "role": "LIVES_AT"}
    row = {**beside, "others": [{**element(("Person", "sam")), "name": "Sam"}]}
    assert made.screen([row]) == [row]


def test_what_happened_somewhere_goes_where_either_is_kept_back() -> None:
    world = World((WORK, "WORKS_AT", "tess"), (HERE, "LIVES_AT", "vera"))
    world.named = [(("Incident", "i"), True, ["vera"])]
    rows: list[dict[str, Any]] = [
        {"address_id": "work", "incident_id": "i"},
        {"address_id": "here", "incident_id": "j"},
        {"address_id": "work", "incident_id": "j"},
        {"address_id": None, "incident_id": "j"},
        {"address_id": "work"},
    ]
    assert guard(world).screen(rows) == rows[2:]


def test_who_is_tied_to_an_element_by_a_role_is_a_link() -> None:
    rows: list[dict[str, Any]] = [
        {**element(CAR), "person": "vera", "role": "DRIVES"},
        {**element(CAR), "person": "tess", "role": "DRIVES"},
        {**element(CAR), "role": "DRIVES"},
        {**element(CAR), "person": "vera"},
        {"person": "vera", "role": "DRIVES"},
    ]
    assert guard(World()).screen(rows) == rows[1:]


def test_words_go_with_any_silent_event_and_of_all_else_from_a_suspects_side() -> None:
    world = World()
    world.named = [(("Incident", "i"), True, ["vera"])]
    person = {**element(TESS), "props": {"title": "x", "weapon": "knife"}}
    kept = {**person, "props": {"weapon": "knife"}}
    assert guard(world).screen([person]) == [person]
    assert guard(world, "sam").screen([person]) == [kept]
    beside = {"type": "SAME", "outward": True, "other_label": "Incident"}
    both = {**element(("Incident", "i")), **beside, "other_id": "j", "props": person["props"]}
    assert guard(world).screen([both]) == [{**both, "props": kept["props"]}]
    basis = {"behaviour_basis": "she said", "latitude": 52.1, "summary": "x", "status": "open"}
    event = {**element(("Incident", "i")), "props": basis}
    assert guard(world).screen([event]) == [{**event, "props": {"status": "open"}}]


def test_a_session_screens_all_but_what_was_typed_in(tmp_path: Path) -> None:
    world: Any = World((HERE, "LIVES_AT", "vera"))
    world.rows = [element(HERE)]
    session = Session(world, Audit(tmp_path / "audit.sqlite"), VIEWER)
    query: Query[Any] = load("view/elements/known")
    assert session.consult("elements").read(query, nodes=[]) == []
    assert Consultation(world, VIEWER, ()).read(query, nodes=[]) == []
    assert session.consult("search", looked_up=True).read(query, nodes=[]) == [element(HERE)]
    assert (session.is_protected("vera"), session.is_protected("tess")) == (True, False)
