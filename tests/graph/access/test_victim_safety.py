"""Victim safety: the rule on its own, its near misses, and over random graphs."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene import VIEWER
from small_graph import Node, Tie, incident, write

from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.victim_safety import Guard, Mark, Side, is_protected, side_of, withheld
from graph.access.victim_safety import Tie as Held
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.queries import Query, all_queries

HERE = ("Address", "here")
NUMBER = ("Phone", "+447700900199")
SUSPECT = Side("sam", True, frozenset({"vera"}))


def held(kind: str, person: str, *victims: str, place: tuple[str, str] = HERE) -> Held:
    return Held(place, kind, person, frozenset(victims))


def mark(*victims: str, place: tuple[str, str] = HERE) -> Mark:
    return Mark(place, frozenset(victims))


def test_a_victims_home_is_withheld() -> None:
    assert withheld(SUSPECT, [held("LIVES_AT", "vera", "vera")], []) == {HERE}


def test_any_victims_home_is_withheld_not_only_this_suspects_victims() -> None:
    assert withheld(SUSPECT, [held("LIVES_AT", "other", "other")], []) == {HERE}


def test_the_home_of_somebody_unharmed_is_not() -> None:
    assert withheld(SUSPECT, [held("LIVES_AT", "tess")], []) == set()


def test_nothing_is_withheld_from_a_chart_of_nobodys_suspect() -> None:
    assert withheld(Side("vera", False), [held("LIVES_AT", "wren", "wren")], []) == set()


def test_the_suspects_own_home_stays_even_when_a_victim_lives_there() -> None:
    ties = [held("LIVES_AT", "vera", "vera"), held("LIVES_AT", "sam")]
    assert withheld(SUSPECT, ties, [mark("vera")]) == set()


def test_a_place_where_the_suspect_only_works_does_not_stay() -> None:
    ties = [held("LIVES_AT", "vera", "vera"), held("WORKS_AT", "sam")]
    assert withheld(SUSPECT, ties, []) == {HERE}


def test_a_suspect_who_is_a_victim_too_sees_his_own_places() -> None:
    ties = [held("USES", "sam", "sam", place=NUMBER)]
    assert withheld(SUSPECT, ties, [mark("sam", place=NUMBER)]) == set()


def test_the_household_counts_for_this_suspects_victims_only() -> None:
    assert withheld(SUSPECT, [held("LIVES_AT", "mo", "vera")], []) == {HERE}
    assert withheld(SUSPECT, [held("LIVES_AT", "mo", "wren")], []) == set()


def test_the_postcode_counts_for_this_suspects_victims_only() -> None:
    assert withheld(SUSPECT, [held("NEAR", "vera", "vera")], []) == {HERE}
    assert withheld(SUSPECT, [held("NEAR", "wren", "wren")], []) == set()


def test_a_number_linked_to_a_victims_account_is_withheld_unless_another_uses_it() -> None:
    linked = held("LINKED_TO", "vera", "vera", place=NUMBER)
    assert withheld(SUSPECT, [linked], []) == {NUMBER}
    assert withheld(SUSPECT, [linked, held("USES", "sam", place=NUMBER)], []) == set()
    both = [linked, held("USES", "wren", "wren", place=NUMBER)]
    assert withheld(SUSPECT, both, []) == {NUMBER}


def test_a_mark_that_names_nobody_is_taken_for_a_victims() -> None:
    assert withheld(SUSPECT, [], [mark()]) == {HERE}


def test_an_address_of_which_nobody_is_known_is_taken_for_a_victims() -> None:
    assert withheld(SUSPECT, [], [], [HERE, NUMBER]) == {HERE}
    assert withheld(SUSPECT, [held("NEAR", "tess")], [], [HERE]) == {HERE}
    assert withheld(SUSPECT, [held("WORKS_AT", "tess")], [], [HERE]) == set()
    assert withheld(SUSPECT, [held("LIVES_AT", "sam")], [], [HERE]) == set()
    assert withheld(Side("vera", False), [], [], [HERE]) == set()


def test_the_suspect_is_never_protected_from_himself() -> None:
    assert not is_protected(SUSPECT, held("LIVES_AT", "sam", "sam"))
    assert not is_protected(SUSPECT, held("LIVES_AT", "mo", "sam"))


def test_one_tie_or_mark_that_counts_is_enough_wherever_it_stands() -> None:
    home = held("LIVES_AT", "vera", "vera")
    assert withheld(SUSPECT, [held("LIVES_AT", "tess"), home], []) == {HERE}
    assert withheld(SUSPECT, [held("NEAR", "wren", "wren"), home], []) == {HERE}
    assert withheld(SUSPECT, [held("NEAR", "tess"), held("LIVES_AT", "tess")], [], [HERE]) == set()
    assert withheld(SUSPECT, [], [mark("vera")]) == {HERE}
    assert withheld(SUSPECT, [], [mark("sam", "vera")]) == {HERE}
    linked, uses = (held(kind, "vera", "vera", place=NUMBER) for kind in ("LINKED_TO", "USES"))
    own = held("USES", "sam", place=NUMBER)
    assert withheld(SUSPECT, [linked, own, uses], []) == {NUMBER}
    assert withheld(SUSPECT, [own, uses], []) == {NUMBER}
    other = held("LINKED_TO", "tess", place=NUMBER)
    assert withheld(SUSPECT, [linked, other], []) == {NUMBER}


class Known:
    """A store that knows some ties, marks and sides, and notes what it is asked about."""

    def __init__(
        self,
        ties: Iterable[Held] = (),
        marks: Iterable[Mark] = (),
        sides: Mapping[str, dict[str, Any]] | None = None,
    ) -> None:
        self.rows: dict[str, list[tuple[tuple[str, str], dict[str, Any]]]] = {
            "system/access/ties": [
                (tie.place, {"tie": tie.kind, "person": tie.person, "victims": [*tie.victims]})
                for tie in ties
            ],
            "system/access/marks": [(each.place, {"victims": [*each.victims]}) for each in marks],
        }
        self.sides = sides or {}
        self.asked: list[list[tuple[str, str]]] = []

    def read(self, query: Query, **given: Any) -> list[dict[str, Any]]:
        if query.path == "system/access/side":
            return [self.sides[given["id"]]] if given["id"] in self.sides else []
        places = [(node["label"], node["id"]) for node in given["nodes"]]
        self.asked.append(places)
        return [
            {"label": place[0], "id": place[1], **row}
            for place, row in self.rows[query.path]
            if place in places
        ]


def home(*, own: bool = False) -> Known:
    """One address is known: vera, a victim, lives there, and sam too if `own`."""
    ties = [held("LIVES_AT", "vera", "vera")]
    return Known([*ties, held("LIVES_AT", "sam")] if own else ties)


def guard(*sides: Side, own: bool = False, store: Known | None = None) -> Guard:
    made = Guard(store or home(own=own))  # type: ignore[arg-type]
    for side in sides:
        made.face([side])
    return made


def living(person: str) -> dict[str, Any]:
    here = {"label": "Address", "id": "here", "outward": False, "type": "LIVES_AT"}
    return {**here, "other_label": "Person", "other_id": person, "props": {}}


def test_a_row_of_a_hidden_element_goes_and_so_does_every_link_to_it() -> None:
    rows = [{"label": "Address", "id": "here"}, {"label": "Incident", "id": "i"}]
    assert guard(SUSPECT).screen(rows) == rows[1:]
    assert guard(SUSPECT).screen([living("vera"), living("mo")]) == []
    beside = {"id": "i", "others": [{"label": "Address", "id": "here", "name": "2 Mill Lane"}]}
    assert guard(SUSPECT).screen([beside]) == [{"id": "i", "others": []}]


def test_at_a_home_that_stays_only_the_links_of_victims_and_orders_go() -> None:
    order = {**living("o"), "other_label": "Order", "type": "PROTECTS"}
    incident = {**living("i"), "other_label": "Incident", "type": "AT"}
    rows = [living("vera"), living("sam"), order, incident]
    assert guard(SUSPECT, own=True).screen(rows) == [living("sam"), incident]


def test_an_order_that_protects_a_person_may_be_seen() -> None:
    link = {"label": "Order", "id": "o", "outward": True, "type": "PROTECTS", "props": {}}
    row = {**link, "other_label": "Person", "other_id": "vera"}
    assert guard(SUSPECT).screen([row]) == [row]


def test_free_text_and_positions_go_and_what_else_is_known_stays() -> None:
    stays = {"offence_classes": ["8L"], "weapon": "knife", "status": "open"}
    goes = {"title": "At 2 Mill Lane", "summary": "", "latitude": 52.1, "behaviour_basis": "text"}
    props = goes | stays
    row = {"label": "Incident", "id": "i", "props": props}
    (shown,) = guard(SUSPECT).screen([row])
    assert shown["props"] == stays
    assert row["props"] is props


def test_what_is_seen_from_nobodys_suspect_is_as_it_was_read() -> None:
    rows = [
        {"label": "Address", "id": "here", "props": {"title": "x"}},
        {**living("o"), "other_label": "Order", "type": "PROTECTS"},
        living("vera"),
    ]
    store = home()
    other = guard(Side("vera", False), store=store)
    other.judge([HERE])
    assert not other.active
    assert other.screen(rows) == rows
    assert (other.hidden, store.asked) == (set(), [])


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
def test_every_kind_of_whereabouts_goes_and_so_do_a_victims_links_to_what_stays(
    label: str, kind: str
) -> None:
    place = (label, "x")
    made = guard(SUSPECT, store=Known([held(kind, "vera", "vera", place=place)]))
    beside = {"label": "Person", "id": "vera", "outward": True, "type": kind}
    link = {**beside, "other_label": label, "other_id": "x", "props": {}}
    assert made.screen([link]) == []
    assert made.screen([{"label": label, "id": "x"}]) == []
    stays = (label, "other")
    assert made.cuts(kind, ("Person", "vera"), stays)
    assert made.cuts("AT", place, ("Incident", "i"))
    assert not made.cuts(kind, ("Person", "tess"), stays)
    assert not made.cuts("VICTIM_OF", ("Person", "vera"), ("Incident", "i"))
    assert not made.cuts(kind, (label, "vera"), stays)


def test_a_place_that_an_order_protects_or_an_incident_names_as_the_victims_goes() -> None:
    store = Known(marks=[mark("vera"), mark("sam", place=NUMBER)])
    assert guard(SUSPECT, store=store).screen(
        [{"label": "Address", "id": "here"}, {"label": "Phone", "id": NUMBER[1]}]
    ) == [{"label": "Phone", "id": NUMBER[1]}]


def test_each_side_keeps_what_it_withholds_when_another_is_faced_or_more_is_judged() -> None:
    work = ("Address", "work")
    ties = [held("LIVES_AT", "mo", "vera"), held("WORKS_AT", "wren", "wren", place=work)]
    made = guard(SUSPECT, Side("rob", True), store=Known(ties))
    made.judge([HERE])
    made.judge([work])
    assert made.hidden == {HERE, work}
    assert made.protected == {"mo", "wren"}
    assert (made.hides(HERE), made.hides(NUMBER)) == (True, False)


def test_a_place_is_asked_about_once_and_nothing_but_places_at_all() -> None:
    store = home()
    made = guard(SUSPECT, store=store)
    made.judge([NUMBER, HERE, ("Person", "vera"), ("Incident", "i")])
    made.judge([("Vehicle", "v")])
    made.judge([HERE, ("Vehicle", "v"), ("Order", "o")])
    assert store.asked == [[HERE, NUMBER]] * 2 + [[("Vehicle", "v")]] * 2


def test_the_side_of_a_person_is_read_from_the_graph() -> None:
    sides = {
        "sam": {"suspect": True, "victims": ["vera", "sam"]},
        "tess": {"suspect": False, "victims": []},
    }
    store: Any = Known(sides=sides)
    assert side_of(store, "sam") == Side("sam", True, frozenset({"vera"}))
    assert side_of(store, "tess") == Side("tess", False)
    assert side_of(store, "nobody") == Side("nobody", False)


MAPS = {"props": {"map"}, "others": {"list[map]"}, "delivery": {"map", "map?"}}


@pytest.mark.parametrize("query", all_queries("view"), ids=lambda query: query.path)
def test_the_columns_of_a_view_say_what_they_hold(query: Query) -> None:
    """So that no view gives anything that the guard does not know to look at."""
    types = {column.name: str(column.type) for column in query.returns}
    assert ("label" in types) <= ("id" in types)
    assert ("other_label" in types) <= ({"other_id", "type", "outward", "label"} <= set(types))
    for name, type_ in types.items():
        assert "map" not in type_ or type_ in MAPS.get(name, ()), (
            f"{name}: call it props, others or delivery, or teach Guard.screen what it holds"
        )


people = st.sampled_from(["p0", "p1", "p2", "p3", "p4"])
lives = st.sampled_from(["LIVES_AT", "WORKS_AT", "STUDIES_AT"])
roles = st.sampled_from(["SUSPECT_IN", "VICTIM_OF", "WITNESS_TO", "INSTIGATED"])
spot = st.integers(0, 3)
graphs = st.fixed_dictionaries(
    {
        "roles": st.lists(st.tuples(people, roles, spot), min_size=2, max_size=9),
        "homes": st.lists(st.tuples(people, lives, spot), min_size=1, max_size=6),
        "phones": st.lists(st.tuples(people, spot), max_size=5),
        "at": st.lists(st.tuples(spot, spot), max_size=4),
        "kin": st.lists(st.tuples(people, people), max_size=2),
        "protects": st.lists(people, max_size=2),
        "subject": people,
    }
)


def drawn(plan: dict[str, Any], tag: str) -> tuple[list[Node], list[Tie]]:
    """A graph whose ids begin with `tag`, so that many can lie in one store."""
    nodes: list[Node] = [("Person", f"{tag}p{n}", {"name": f"{tag}p{n}"}) for n in range(5)]
    nodes += [("Address", f"{tag}a{n}", {"lines": f"{tag} lane {n}"}) for n in range(4)]
    nodes += [("Phone", f"{tag}t{n}", {}) for n in range(4)]
    nodes += [incident(f"{tag}/i{n}", n + 1) for n in range(4)]
    nodes.append(("Order", f"{tag}o", {"kind": "SPO"}))
    links: set[tuple[str, str, str]] = set()
    links |= {(f"Person/{tag}{p}", r, f"Incident/{tag}/i{n}") for p, r, n in plan["roles"]}
    links |= {(f"Person/{tag}{p}", kind, f"Address/{tag}a{n}") for p, kind, n in plan["homes"]}
    links |= {(f"Person/{tag}{p}", "USES", f"Phone/{tag}t{n}") for p, n in plan["phones"]}
    links |= {(f"Incident/{tag}/i{n}", "AT", f"Address/{tag}a{m}") for n, m in plan["at"]}
    links |= {
        (f"Person/{tag}{a}", "RELATED_TO", f"Person/{tag}{b}") for a, b in plan["kin"] if a != b
    }
    links |= {(f"Order/{tag}o", "PROTECTS", f"Person/{tag}{p}") for p in plan["protects"]}
    links.add((f"Person/{tag}{plan['subject']}", "SUBJECT_OF", f"Order/{tag}o"))
    return nodes, [(*link, {"kind": "lives with"}) for link in sorted(links)]


def whereabouts(anchor: str, links: list[Tie]) -> set[str]:
    """What the harmed and the protected have, less own homes: worked out from the links alone."""
    harmed = {start for start, kind, _, _ in links if kind == "VICTIM_OF"}
    harmed |= {end for _, kind, end, _ in links if kind == "PROTECTS"}
    harmed.discard(f"Person/{anchor}")
    ties = ("LIVES_AT", "WORKS_AT", "STUDIES_AT", "USES")
    theirs = {end for start, kind, end, _ in links if start in harmed and kind in ties}
    own = {e for s, kind, e, _ in links if s == f"Person/{anchor}" and kind == "LIVES_AT"}
    return theirs - own


tags = ("".join(letters) for letters in itertools.product(string.ascii_lowercase, repeat=3))


def check(session: Session, plan: dict[str, Any]) -> None:
    tag = next(tags)
    nodes, links = drawn(plan, tag)
    write(session.store, nodes, links)
    suspects = {f"{tag}{plan['subject']}"}
    suspects |= {
        f"{tag}{p}" for p, role, _ in plan["roles"] if role in ("SUSPECT_IN", "INSTIGATED")
    }
    for anchor in sorted(suspects):
        secret = whereabouts(anchor, links)
        chart = explore.neighbourhood(session, anchor, 4)
        assert chart is not None
        assert not {"/".join(node.place) for node in chart.nodes} & secret
        ends = {"/".join(end) for link in chart.links for end in (link.start, link.end)}
        assert not ends & secret
        for other in ("p0", plan["subject"]):
            path = explore.path(session, anchor, f"{tag}{other}")
            assert not {"/".join(node.place) for node in path.nodes} & secret


quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=quiet)
@given(plan=graphs)
def test_no_chart_or_path_from_a_suspects_side_holds_a_victims_whereabouts(
    embedded_store: Store, tmp_path_factory: pytest.TempPathFactory, plan: dict[str, Any]
) -> None:
    check(
        Session(embedded_store, Audit(tmp_path_factory.getbasetemp() / "safety.sqlite"), VIEWER),
        plan,
    )
