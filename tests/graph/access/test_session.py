"""One door: nobody reads for a viewer, or writes, but through a session that audits first."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dash import Dash
from scene import CLEARED, VIEWER
from whole_way import canonical, incident

import dashboard
import graph
import ingest
from dashboard.api.asked import Nothing, OfEntity, OfFlags, OfPerson, OfText, Said
from dashboard.api.operations import Operation, Parts
from dashboard.network.chart import draw, element_ref
from dashboard.routes import Asked
from dashboard.view import Desk, Subject, View
from dashboard.workspace.actions import Action
from dashboard.workspace.case import Case
from graph.access.audit import Audit, Sought
from graph.access.session import Consultation, Session
from graph.derive.deliver import BatchWriter
from graph.engine.right import ViewRight
from graph.engine.store import Store
from graph.erasure.journal import Erasure, Order
from graph.erasure.traces import Traces
from graph.errors import AccessError, BusyError, QueryError
from graph.explore import answers as explore
from graph.explore.asking import question
from graph.explore.chart import Chart, Element, Link
from graph.explore.composition import Composition
from graph.explore.filtered import Findings
from graph.explore.queue import Wanted
from graph.model.compartments import Marking
from graph.notebook import Notebook
from graph.oversight.figures import Oversight, Scope
from graph.queries import Query, all_queries, load
from graph.queries.query_file import VIEWED
from graph.saved.news import Result
from graph.settings import Settings
from graph.sharing.preview import Choice, Preview, Recipient
from graph.sharing.sheet import Part, Sheet
from ingest.delivery.feed import mapping_of
from ingest.delivery.load import Writer
from ingest.mapping.mapping import Mapping as FeedMapping
from ingest.night.costs import Show
from ingest.night.first_load import FirstLoad
from ingest.night.night import Night

ROOT = Path(graph.__file__).parents[1]
SOURCES = sorted(
    file for name in ("graph", "ingest", "dashboard") for file in (ROOT / name).rglob("*.py")
)
DOOR = "graph/access/session.py"


def viewed() -> list[Query]:
    return [query for room in VIEWED for query in all_queries(room)]


@pytest.mark.parametrize("query", viewed(), ids=lambda query: query.path)
def test_the_store_refuses_what_is_for_viewers_to_anybody_else(
    embedded_store: Store, query: Query
) -> None:
    for ask in (
        lambda: embedded_store.read(query, clearance=3),
        lambda: list(embedded_store.stream(query, clearance=3)),
        lambda: embedded_store.write(query, clearance=3),
        lambda: embedded_store.write_all([(query, {"clearance": 3})]),
    ):
        with pytest.raises(QueryError, match="ask it through a session"):
            ask()


def callers(*names: str) -> dict[str, set[str]]:
    """Name → the source files in which something of that name is called."""
    files: dict[str, set[str]] = {name: set() for name in names}
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        if not any(f"{name}(" in text for name in names):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and (name := getattr(node.func, "id", "")) in names:
                files[name].add(file.relative_to(ROOT).as_posix())
    return files


def test_only_the_door_opens_a_consultation_and_holds_the_folder() -> None:
    names = ("Consultation", "ViewRight")
    assert callers(*names) == {name: {DOOR} for name in names}
    # What a killed first load left is taken out while a graph is opened, before there is a session.
    assert callers("writing") == {"writing": {DOOR, "graph/changes/folder.py"}}


def test_a_rule_that_a_viewer_asks_goes_through_a_consultation() -> None:
    """One module of those that answer people asks rules, and gives what is cleared."""
    asks = re.compile(r"^from graph\.rules\.run import .*\bfind\b", re.MULTILINE)
    rooms = ("graph/explore", "graph/commands", "dashboard")
    texts = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in SOURCES}
    found = {name for name, text in texts.items() if name.startswith(rooms) and asks.search(text)}
    assert found == {"graph/explore/asking.py"}
    assert "consultation.cleared(" in texts["graph/explore/asking.py"]


class Rows:
    """A store that answers with these rows, and keeps what it was asked."""

    def __init__(self, rows: list[dict[str, Any]], folder: Path) -> None:
        self.rows, self.settings = rows, Settings(folder)
        self.asked: list[tuple[str, object, dict[str, Any]]] = []

    def read(self, query: Query, right: object = None, /, **params: Any) -> list[dict[str, Any]]:
        self.asked.append((query.path, right, params))
        side = [{"person": each, "unnamed": True, "victims": []} for each in params.get("ids", ())]
        return side if query.path == "system/access/side" else self.rows if right else []

    def stream(self, query: Query, right: object = None, /, **params: Any) -> Iterator[Any]:
        yield from self.read(query, right, **params)


def at_rows(folder: Path, *rows: dict[str, Any]) -> tuple[Rows, Session]:
    store, audit = Rows(list(rows), folder), Audit(folder / "audit.sqlite")
    viewer = replace(CLEARED, compartments=frozenset({"ELM", "ALDER"}))
    return store, Session(store, audit, viewer)  # type: ignore[arg-type]


def test_a_consultation_is_noted_and_reads_with_the_viewers_clearance(tmp_path: Path) -> None:
    store, session = at_rows(tmp_path, {"id": "a"})
    consultation = session.consult("something", sides=[None], person="p")
    (entry,) = session.audit.entries()
    assert (entry.who, entry.action) == ("bo", "consultation")
    assert entry.body == {"asked": "something", "person": "p"}
    assert store.asked == []
    query: Query = load("ask/names")
    assert consultation.read(query, ids=["a"]) == [{"id": "a"}]
    assert list(consultation.stream(query, ids=["b"])) == [{"id": "a"}]
    asked = [(path, isinstance(right, ViewRight), params) for path, right, params in store.asked]
    assert asked == [
        ("ask/names", True, {"ids": ["a"], "clearance": 2, "compartments": ["ALDER", "ELM"]}),
        ("ask/names", True, {"ids": ["b"], "clearance": 2, "compartments": ["ALDER", "ELM"]}),
    ]


def test_what_is_read_from_a_suspects_side_is_screened(tmp_path: Path) -> None:
    home = {"label": "Address", "id": "a", "props": {}}  # of which nobody is known
    incident_ = {"label": "Incident", "id": "i", "props": {"title": "x", "level": 0}}
    _, session = at_rows(tmp_path, home, incident_)
    open_ = session.consult("something")
    assert open_.read(load("view/elements/known"), nodes=[]) == [home, incident_]
    open_.seen_from([None, "sam"])
    for consultation in (session.consult("something", sides=["sam"]), open_):
        shown = [{**incident_, "props": {"level": 0}}]
        assert consultation.read(load("view/elements/known"), nodes=[]) == shown
        assert list(consultation.stream(load("view/elements/known"), nodes=[])) == shown


def test_findings_above_the_viewer_are_not_given(tmp_path: Path) -> None:
    store, session = at_rows(tmp_path)
    within: list[set[str]] = [set(), {"ELM"}, {"ELM", "ALDER"}, {"ELM", "OAK"}]
    findings = [
        SimpleNamespace(marking=Marking(level, frozenset(names)))
        for level in range(4)
        for names in within
    ]
    rows: object = store
    given = session.consult("a rule").cleared(lambda asked: findings if asked is rows else [])
    assert [(each.marking.level, set(each.marking.compartments)) for each in given] == [
        (level, names) for level in range(3) for names in within[:3]
    ]


def test_whoever_writes_holds_the_folder_and_has_said_so(tmp_path: Path) -> None:
    _, session = at_rows(tmp_path)
    with session.writing("alteration", judged="d"):
        (entry,) = session.audit.entries()
        assert (entry.action, entry.body) == ("alteration", {"judged": "d"})
        with pytest.raises(BusyError), session.holding():
            pass
    with session.holding():
        pass
    assert len(session.audit.entries()) == 1


def test_nobody_does_what_their_role_may_not(tmp_path: Path) -> None:
    store, session = at_rows(tmp_path, {"id": "a"})
    session = replace(session, viewer=replace(CLEARED, role="administrator"))
    with pytest.raises(AccessError, match="administrator may not do this"):
        session.consult("something")
    with pytest.raises(AccessError), session.writing("erasure", delivery="d"):
        raise AssertionError("it must not come so far")
    assert store.asked == []
    noted = [(entry.action, entry.body) for entry in session.audit.entries()]
    assert noted == [
        ("refusal", {"asked": "consultation", "question": "something"}),
        ("refusal", {"asked": "erasure"}),
    ]


def test_a_folder_is_let_go_when_the_audit_cannot_be_kept(tmp_path: Path) -> None:
    _, session = at_rows(tmp_path)
    other = replace(session, audit=NoAudit(tmp_path / "no.sqlite"))
    with pytest.raises(BusyError, match="cannot be kept"), other.writing("alteration"):
        raise AssertionError("it must not come so far")
    with session.holding():
        pass


class NoAudit(Audit):
    """An audit that cannot be kept, and says whether it was asked to be."""

    asked = False

    def write(self, *_: object) -> typing.NoReturn:
        self.asked = True
        raise BusyError("the audit cannot be kept")


class Bare:
    """A store with nothing in it that notes what is asked of it: no answer may come of it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(folder)
        self.done: list[str] = []

    def read(self, query: Query, *_: object, **__: object) -> list[dict[str, Any]]:
        if query.room != "system":
            self.done.append(query.path)
        return []

    stream = read

    def write(self, query: Query, **_: object) -> list[dict[str, Any]]:
        self.done.append(query.path)
        return []

    def write_all(self, steps: Any) -> None:
        self.done += [query.path for query, _ in steps]

    def watcher(self, _: object) -> typing.NoReturn:
        raise AssertionError("nothing was audited, and the night goes on")


class World:
    """A value for every kind of parameter, around a store and an audit that give nothing."""

    def __init__(self, folder: Path) -> None:
        self.audit = NoAudit(folder / "audit.sqlite")
        self.store = Bare(folder)
        self.session = Session(self.store, self.audit, VIEWER)  # type: ignore[arg-type]
        self.desk = Desk(self.store, self.audit, lambda _: VIEWER)  # type: ignore[arg-type]
        path = canonical(folder / "canonical_2024-01-01.jsonl", [incident("1")])
        element = Element("Person", "x", "X", {})
        place = ("Person", "x")
        view = View(
            Subject("X", explore.Person(element, (), (), False), explore.Timeline((), ()), []),
            Composition(anchors=(place,)),
            "",
            draw(Chart(("x",), (element,), ())),
            [],
        )
        sheet = Sheet("X", (Part("risk", "Risk", ()),))
        self.values: dict[Any, Any] = {
            tuple[str, str]: ("Person", "x"),
            str | bytes: "x",
            Session: self.session,
            Desk: self.desk,
            View: view,
            Chart: view.picture.chart,
            Composition: view.composition,
            tuple[tuple[str, str], tuple[str, str]]: (place, place),
            Action: {"do": "expand", "on": ["Person/x"]},
            Findings: Findings("Incident", (), cut=False),
            Case: Case(explore.Person(element, (), (), False), explore.Timeline((), ()), [], []),
            Asked: Asked(
                "chart",
                {"label": "Person", "id": "x"},
                {"on": (element_ref(("Person", "x")),), "a": ("x",), "b": ("x",)},
            ),
            Parts: {"id": "x", "label": "Incident"},
            Nothing: Nothing(),
            OfFlags: OfFlags(),
            OfText: OfText(q="x"),
            OfPerson: OfPerson(),
            OfEntity: OfEntity(),
            Said: Said(kind="confirm", why="x"),
            Result: Result(),
            str: "names",  # an id like any other, and a question
            int: 1,
            bool: True,
            dt.datetime: dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
            tuple[str, str] | Link: ("Person", "x"),
            Query: question("names"),
            Sought: Sought(),
            Wanted: Wanted(),
            Scope: Scope(),
            Oversight: Oversight((), (), {}),
            Path: path,
            str | Path: "names",
            Night: Night("n", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
            FeedMapping: mapping_of(path),
            Writer: BatchWriter(self.store),  # type: ignore[arg-type]
            Show: lambda *_: None,
            dt.date: dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1),
            Recipient: Recipient("haven"),
            Choice: Choice(),
            Erasure: Erasure(
                "e",
                "record",
                Order("court", "1", "x"),
                "ann",
                "2024-01-01",
                ("x",),
                (),
                "",
                (),
                Traces(frozenset(), frozenset()),
            ),
            Preview: Preview("x", Recipient("haven"), Choice(), sheet, (), (), ("m",), ()),
        }

    def value(self, hint: Any) -> Any:
        if hint in self.values:
            return self.values[hint]
        if typing.get_origin(hint) is typing.Literal:
            return typing.get_args(hint)[0]
        if typing.get_origin(hint) is Mapping:
            return {}
        if typing.get_origin(hint) is Callable:
            return lambda *_: None
        if typing.get_origin(hint) is Iterable:
            return ()
        raise AssertionError(f"say in World what to give a function for {hint}")

    def call(self, function: Callable[..., Any]) -> None:
        hints = typing.get_type_hints(function)
        given = {
            parameter.name: self.value(hints[parameter.name])
            for parameter in inspect.signature(function).parameters.values()
            if parameter.default is parameter.empty and parameter.kind != parameter.VAR_KEYWORD
        }
        positional = [
            given.pop(parameter.name)
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind == parameter.POSITIONAL_ONLY
        ]
        function(*positional, **given)


def modules() -> Iterator[Any]:
    for package in (graph, ingest, dashboard):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def own(module: Any, kind: Callable[[Any], bool]) -> Iterator[tuple[str, Any]]:
    """The public things of a kind that a module defines itself."""
    for name, value in inspect.getmembers(module, kind):
        if value.__module__ == module.__name__ and not name.startswith("_"):
            yield f"{module.__name__}.{name}", value


def taken(function: Callable[..., Any]) -> set[Any]:
    """The types of a function's parameters."""
    given = {name: hint for name, hint in function.__annotations__.items() if name != "return"}
    parameters = SimpleNamespace(__annotations__=given)
    return set(typing.get_type_hints(parameters, vars(inspect.getmodule(function))).values())


def of_a_session() -> dict[str, Callable[..., Any]]:
    """Every public function that takes a session or a desk, by its name."""
    return {
        name: function
        for module in modules()
        for name, function in own(module, inspect.isfunction)
        # What takes an app adds its callbacks, and answers nothing itself.
        if {Session, Desk} & taken(function) and Dash not in taken(function)
    }


FUNCTIONS = of_a_session()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_without_an_audit_a_function_gives_nothing_and_does_nothing(
    name: str, tmp_path: Path
) -> None:
    world = World(tmp_path)
    try:
        world.call(FUNCTIONS[name])
    except BusyError:
        assert world.audit.asked
    else:  # then there was nothing to do: it found nothing and wrote nothing
        nothing = (
            *("ingest.night.bring_up_to_date.", "ingest.night.erasing.finish"),
            *("ingest.night.first_load.writer_for", "graph.oversight.mending.waiting_again"),
            *("dashboard.overseeing.mending.editor", "ingest.delivery.load.ahead_of"),
            *("graph.saved.news.listed", "ingest.tell.outbox.tell", "dashboard.pages.search.show"),
        )
        assert name.startswith(nothing)
    assert world.store.done == []


def test_the_search_for_functions_finds_some_of_every_room() -> None:
    """Guards the test above."""
    rooms = {".".join(name.split(".")[:2]) for name in FUNCTIONS}
    assert rooms >= {
        *("graph.explore", "graph.identity", "graph.flags"),
        *("ingest.night", "ingest.delivery", "dashboard.pages", "dashboard.inspector"),
    }
    assert len(FUNCTIONS) > 18


def holders() -> set[type]:
    """Every public class that makes or keeps a session."""
    return {
        kind
        for module in modules()
        for _, kind in own(module, inspect.isclass)
        if getattr(module, "Session", None) is Session
        # Operation names what takes one; what is staged in FirstLoad was asked for by who loads.
        and kind not in (Session, Consultation, Operation, FirstLoad)
        and re.search(r"\bSession\b", inspect.getsource(kind))
    }


def test_nor_does_a_notebook_or_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    monkeypatch.setattr("graph.notebook.open_store", lambda _: world.store)
    monkeypatch.setattr("graph.notebook.open_audit", lambda _: world.audit)
    made = {Desk: world.desk, Notebook: Notebook(tmp_path, purpose="a test")}
    assert holders() == set(made)
    for it in made.values():
        for name, method in inspect.getmembers(it, inspect.ismethod):
            if not name.startswith("_") and name not in ("close", "session"):
                world.audit.asked = False
                with pytest.raises(BusyError):
                    world.call(method)
                assert world.audit.asked, name
    assert world.store.done == []
