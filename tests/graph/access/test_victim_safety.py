"""Victim safety: the rule on its own, its near misses, and over random graphs."""

from __future__ import annotations

import datetime as dt
import itertools
import string
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scene import VIEWER
from small_graph import Node, Tie, incident, write

from graph.access.audit import Audit
from graph.access.guard import Guard
from graph.access.harm import Harm, Harms, is_counter
from graph.access.session import Session
from graph.access.victim_safety import TIES, Mark, Rule, Side
from graph.access.victim_safety import Tie as Held
from graph.access.whereabouts import Whereabouts
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.queries import Query, all_queries

HERE = ("Address", "here")
NUMBER = ("Phone", "+447700900199")
EARLY, LATE = (dt.datetime(2025, month, 1, tzinfo=dt.UTC) for month in (1, 6))


class Known(Harms):
    """What is known of harm, without a graph: `sam` harmed vera, somebody unknown harmed wren."""

    def __init__(self, *harms: Harm, beside: dict[str, set[str]] | None = None) -> None:
        said = harms or (Harm("vera", "sam", 3, EARLY),)
        for harm in said:
            self._harm_of(harm.victim)[harm.other] = harm
        self._harmed = {harm.victim for harm in said} | {"wren"}
        self._beside = {who: dict.fromkeys(others, True) for who, others in (beside or {}).items()}

    def _harm_of(self, victim: str) -> dict[str, Harm]:
        self._harm = getattr(self, "_harm", {})
        return self._harm.setdefault(victim, {})


SAM, VERA = Side("sam", True, frozenset({"vera"})), Side("vera", False)


def rule(*sides: Side, harms: Known | None = None) -> Rule:
    made = Rule(harms or Known())
    made.face(sides)
    return made


def held(kind: str, person: str, place: tuple[str, str] = HERE) -> Held:
    return Held(place, kind, person)


def withheld(
    made: Rule,
    *ties: Held,
    marks: Iterable[Mark] = (),
    happened: dict[tuple[str, str], frozenset[str]] | None = None,
    place: tuple[str, str] = HERE,
) -> bool:
    return made.withheld(ties, marks, happened or {}, [place]) == {place}


OWNED = held("WORKS_AT", "tess")  # so that somebody is known there


@pytest.mark.parametrize("sides", [(), (SAM,), (Side("mother", False),), (SAM, VERA)])
def test_a_victims_home_is_told_in_no_answer_that_is_not_about_her(sides: tuple[Side, ...]) -> None:
    """Not even in one about her and him, as a path between the two would be."""
    for kind in sorted(TIES):
        assert withheld(rule(*sides), held(kind, "vera"))
    assert not withheld(rule(VERA), held("LIVES_AT", "vera"))
    assert not withheld(rule(*sides), OWNED)


def test_whom_nobody_known_harmed_is_protected_from_a_suspects_side_alone() -> None:
    assert withheld(rule(SAM), held("LIVES_AT", "wren"))
    assert not withheld(rule(), held("LIVES_AT", "wren"))


def test_an_allegation_made_back_protects_nobody_from_who_reported_all_along() -> None:
    back = Harm("sam", "vera", 1, LATE)
    harms = Known(Harm("vera", "sam", 8, EARLY), back)
    assert harms.opponents("vera") == {"sam"}
    assert harms.opponents("sam") == set()
    assert not withheld(rule(VERA, harms=harms), held("LIVES_AT", "sam"))
    assert withheld(rule(harms=harms), held("LIVES_AT", "vera"))


@pytest.mark.parametrize(
    ("theirs", "back", "counter"),
    [
        (Harm("him", "her", 1, LATE), Harm("her", "him", 2, EARLY), True),
        (Harm("him", "her", 1, LATE), Harm("her", "him", 1, EARLY), False),  # one word each
        (Harm("him", "her", 2, LATE), Harm("her", "him", 3, EARLY), False),
        (Harm("him", "her", 1, EARLY), Harm("her", "him", 8, LATE), False),  # he reported first
        (Harm("him", "her", 1, LATE), Harm("her", "him", 8, LATE), False),  # nobody did
        (Harm("him", "her", 1, None), Harm("her", "him", 2, EARLY), True),
        (Harm("him", "her", 1, LATE), Harm("her", "him", 8, None), False),
        (Harm("him", "her", 1, LATE, by_order=True), Harm("her", "him", 8, EARLY), False),
        (Harm("him", "her", 1, LATE), Harm("her", "him", 0, None, by_order=True), False),
        (Harm("him", "her", 1, LATE), None, False),
    ],
)
def test_what_is_an_allegation_made_back(theirs: Harm, back: Harm | None, *, counter: bool) -> None:
    assert is_counter(theirs, back) is counter


def test_who_stands_beside_a_victim_is_protected_with_her() -> None:
    harms = Known(beside={"mo": {"vera"}, "ned": {"wren"}, "sam": {"vera"}})
    assert withheld(rule(harms=harms), held("USES", "mo", NUMBER), place=NUMBER)
    assert not withheld(rule(VERA, harms=harms), held("USES", "mo", NUMBER), place=NUMBER)
    mo = Side("mo", False)  # not even in an answer about themselves
    assert withheld(rule(mo, harms=harms), held("USES", "mo", NUMBER), place=NUMBER)
    assert not withheld(rule(SAM, harms=harms), held("USES", "ned", NUMBER), place=NUMBER)
    assert not withheld(
        rule(SAM, harms=harms),
        held("USES", "mo", NUMBER),
        held("USES", "sam", NUMBER),
        place=NUMBER,
    )
    # He who harmed her may have lived with her: that protects him from nobody.
    assert not withheld(rule(harms=harms), held("USES", "sam", NUMBER), place=NUMBER)


def test_of_who_reported_it_the_home_and_the_number_tell_of_hers_the_work_does_not() -> None:
    harms = Known()
    harms._beside = {"ned": {"vera": False}}
    assert withheld(rule(harms=harms), held("USES", "ned", NUMBER), place=NUMBER)
    assert withheld(rule(harms=harms), held("LIVES_AT", "ned"))
    assert not withheld(rule(harms=harms), held("WORKS_AT", "ned"))


def test_a_suspects_own_home_stays_and_only_his_home() -> None:
    assert not withheld(rule(SAM), held("LIVES_AT", "vera"), held("LIVES_AT", "sam"))
    assert withheld(rule(SAM), held("LIVES_AT", "vera"), held("WORKS_AT", "sam"))
    far = Side("far", False)
    assert withheld(rule(SAM, far), held("LIVES_AT", "vera"), held("LIVES_AT", "far"))


def test_everything_of_her_own_stays_on_her_page() -> None:
    for kind in sorted(TIES):
        assert not withheld(rule(VERA), held(kind, "wren2"), held(kind, "vera"))
    harms = Known(Harm("vera", "sam", 3, EARLY), Harm("kim", "sam", 3, EARLY))
    near = held("NEAR", "kim")
    assert withheld(rule(VERA, harms=harms), near, OWNED)
    assert not withheld(rule(VERA, harms=harms), near, held("WORKS_AT", "vera"))
    assert not withheld(
        rule(VERA, harms=harms), held("LIVES_AT", "vera"), marks=[Mark(HERE, frozenset({"kim"}))]
    )


def test_the_postcode_of_a_victims_home_may_be_her_home() -> None:
    assert withheld(rule(), held("NEAR", "vera"), OWNED)
    assert withheld(rule(SAM), held("NEAR", "vera"), OWNED)
    assert not withheld(rule(SAM), held("NEAR", "wren"), OWNED)
    harms = Known(beside={"mo": {"vera"}})
    assert withheld(rule(SAM, harms=harms), held("NEAR", "mo"), OWNED)
    assert not withheld(rule(VERA), held("NEAR", "vera"), OWNED)


def test_a_number_linked_to_a_victims_account_is_withheld_unless_another_uses_it() -> None:
    linked = held("LINKED_TO", "vera", NUMBER)
    assert withheld(rule(SAM), linked, place=NUMBER)
    assert not withheld(rule(SAM), linked, held("USES", "sam", NUMBER), place=NUMBER)
    assert withheld(rule(SAM), linked, held("USES", "wren", NUMBER), place=NUMBER)


def test_what_an_order_or_incident_marks_is_told_to_those_alone_whom_it_names() -> None:
    hers = [Mark(HERE, frozenset({"vera"}))]
    for sides in ((), (SAM,)):
        assert withheld(rule(*sides), OWNED, marks=hers)
        assert withheld(rule(*sides), OWNED, marks=[Mark(HERE, frozenset())])
    assert not withheld(rule(VERA), OWNED, marks=hers)
    assert not withheld(rule(SAM), OWNED, marks=[Mark(HERE, frozenset({"sam"}))])


def test_where_something_happened_and_nobody_is_known_may_be_a_home() -> None:
    hers = {HERE: frozenset({"vera"})}
    assert withheld(rule(), happened=hers)
    assert withheld(rule(SAM), happened=hers)
    assert not withheld(rule(VERA), happened=hers)
    assert not withheld(rule(), OWNED, happened=hers)
    assert not withheld(rule(), happened={HERE: frozenset({"wren"})})
    assert withheld(rule(SAM))  # not even who was harmed there is known
    assert not withheld(rule())
    assert not withheld(rule(SAM), place=NUMBER)


def test_what_happened_is_told_in_words_to_those_it_happened_to() -> None:
    vera, wren, sam, nobody = (frozenset(each) for each in (["vera"], ["wren"], ["sam"], []))
    assert rule(VERA).tells(vera | {"kim"})
    assert rule().tells(nobody)
    assert rule().tells(wren)
    assert not rule().tells(vera)
    assert not rule(Side("ned", False)).tells(vera, frozenset({"ned"}))
    assert not rule(SAM).tells(nobody)
    assert not rule(SAM).tells(vera)
    assert rule(SAM).tells(sam)
    assert not rule(SAM).tells(sam | wren)


def test_an_allegation_made_back_may_tell_where_she_is() -> None:
    sam, vera = frozenset({"sam"}), frozenset({"vera"})
    assert not rule(SAM).tells(sam, vera)
    assert not rule().tells(sam, vera)
    assert rule(VERA).tells(sam, vera)


def test_the_answer_is_about_all_who_were_named_for_it() -> None:
    made = rule(SAM)
    made.face([Side("far", False)])
    assert made.from_suspect
    assert withheld(made, held("LIVES_AT", "wren"))


def test_a_home_that_is_hers_too_is_told_on_no_page_of_her_household() -> None:
    harms = Known(beside={"mo": {"vera"}})
    hers, his = held("LIVES_AT", "vera"), held("LIVES_AT", "mo")
    assert withheld(rule(Side("mo", False), harms=harms), hers, his)
    assert not withheld(rule(Side("tess", False), harms=harms), held("LIVES_AT", "tess"), his)
    asked = rule(Side("tess", False), harms=harms)
    assert withheld(asked, held("LIVES_AT", "mo"), held("NEAR", "tess"))
    assert not withheld(asked, held("LIVES_AT", "mo"), held("LIVES_AT", "tess"))


@pytest.mark.parametrize(
    ("kind", "near"),
    [
        *((kind, True) for kind in ("LIVES_AT", "USES", "DRIVES", "SAME", "LINKED_TO")),
        *((kind, False) for kind in ("WORKS_AT", "STUDIES_AT", "WORKS_FOR")),
    ],
)
def test_by_which_ties_a_witness_tells_of_the_victim(kind: str, near: bool) -> None:
    harms = Known()
    harms._beside = {"ned": {"vera": False}}
    assert rule(harms=harms).is_protected("ned", kind) is near
    assert rule(harms=harms).is_protected("vera", kind)
    assert not withheld(rule(SAM, harms=harms), held("NEAR", "ned"), OWNED)


def test_one_victim_among_several_is_enough() -> None:
    both = frozenset({"tess", "vera"})
    assert withheld(rule(), OWNED, marks=[Mark(HERE, both)])
    harms = Known(Harm("vera", "sam", 3, EARLY), Harm("kim", "sam", 3, EARLY))
    assert rule(VERA, harms=harms).tells(frozenset({"vera", "kim"}))
    assert not rule(harms=harms).tells(both)


def test_only_a_use_by_somebody_else_lets_a_linked_number_stay() -> None:
    linked, uses = (held(kind, "vera", NUMBER) for kind in ("LINKED_TO", "USES"))
    others = [held(kind, "tess", NUMBER) for kind in ("LINKED_TO", "NEAR")]
    assert withheld(rule(SAM), linked, *others, place=NUMBER)
    assert withheld(rule(SAM), held("USES", "sam", NUMBER), uses, place=NUMBER)
    assert withheld(rule(SAM), held("USES", "tess", NUMBER), uses, linked, place=NUMBER)


def test_the_postcodes_that_count_are_those_of_whom_a_suspect_harmed() -> None:
    far = Side("far", False, frozenset({"wren"}))
    assert not withheld(rule(SAM, far), held("NEAR", "wren"), OWNED)
    assert withheld(rule(Side("sam", True, frozenset({"wren"}))), held("NEAR", "wren"), OWNED)
    unharmed = rule(Side("sam", True, frozenset({"tess"})))
    assert not withheld(unharmed, held("NEAR", "tess"), OWNED)


class OneHome:
    """A store that knows of one address: vera, whom sam harmed, lives there, and sam if `own`."""

    def __init__(self, *, own: bool = False) -> None:
        lives = {"label": "Address", "id": "here", "tie": "LIVES_AT"}
        self.ties = [{**lives, "person": who} for who in ("vera", *(["sam"] if own else []))]
        self.asked = 0

    def read(self, query: Query, **given: Any) -> list[dict[str, Any]]:
        self.asked += 1
        harm = {"victim": "vera", "by_order": False, "events": 2, "first": EARLY}
        nodes = {(node["label"], node["id"]) for node in given.get("nodes", ())}
        answers: dict[str, list[dict[str, Any]]] = {
            "ties": self.ties if HERE in nodes else [],
            "harm": [{**harm, "other": other} for other in ("sam", None)]
            if "vera" in given.get("ids", ())
            else [],
            "side": [{"person": "sam", "unnamed": False, "victims": ["vera"]}],
            "named": [
                {"label": label, "id": id_, "harmed": label != "Record", "people": ["vera"]}
                for label, id_ in nodes
                if id_ in ("i", "o", "r")
            ],
        }
        return answers.get(query.name, [])


def guard(*sides: str, own: bool = False, looked_up: bool = False) -> Guard:
    made = Guard(Whereabouts(OneHome(own=own)), looked_up=looked_up)  # type: ignore[arg-type]
    made.face(sides)
    return made


def living(person: str) -> dict[str, Any]:
    here = {"label": "Address", "id": "here", "outward": False, "type": "LIVES_AT"}
    return {**here, "other_label": "Person", "other_id": person, "props": {}}


ADDRESS = {"label": "Address", "id": "here"}
STEP = {
    "type": "LIVES_AT", "start_label": "Person", "start_id": "vera",
    "end_label": "Address", "end_id": "here",
}  # fmt: skip


@pytest.mark.parametrize("sides", [(), ("sam",), ("sam", "vera"), ("tess",)])
def test_a_row_of_a_hidden_element_goes_and_so_does_every_link_to_it(
    sides: tuple[str, ...],
) -> None:
    rows = [ADDRESS, {"label": "Incident", "id": "i"}]
    assert guard(*sides).screen(rows) == rows[1:]
    assert guard(*sides).screen([living("vera"), living("mo")]) == []
    assert guard(*sides).screen([STEP]) == []
    assert guard(*sides).screen([{"steps": [STEP]}]) == []
    assert guard(*sides).screen([{"address_id": "here", "place": "2 Mill Lane"}]) == []
    assert guard(*sides).screen([{**ADDRESS, "person": "vera", "role": "LIVES_AT"}]) == []
    beside = {"id": "i", "others": [{**ADDRESS, "name": "2 Mill Lane"}]}
    assert guard(*sides).screen([beside]) == [{"id": "i", "others": []}]


def test_her_own_page_is_as_it_was_read() -> None:
    props = {"title": "At 2 Mill Lane", "latitude": 52.1}
    order = {**living("o"), "other_label": "Order", "type": "PROTECTS"}
    rows = [
        {**ADDRESS, "props": {}}, {"label": "Incident", "id": "i", "props": props}, living("vera"),
        STEP, {"steps": [STEP]}, {"address_id": "here"}, order,
        {**ADDRESS, "person": "vera", "role": "LIVES_AT"},
    ]  # fmt: skip
    hers = guard("vera")
    assert hers.screen(rows) == rows
    assert (hers.active, hers.hidden) == (False, set())


def test_at_a_home_that_stays_only_the_links_of_victims_and_orders_go() -> None:
    order = {**living("o"), "other_label": "Order", "type": "PROTECTS"}
    incident = {**living("i"), "other_label": "Incident", "type": "AT"}
    rows = [living("vera"), living("sam"), order, incident]
    assert guard("sam", own=True).screen(rows) == [living("sam"), incident]


def test_a_way_past_a_home_and_whom_she_is_protected_from_goes() -> None:
    """Asked about her and another: each step may be told, and the two together not."""
    his = {**STEP, "start_id": "sam"}
    asked = guard("vera", "tess", own=True)
    assert asked.screen([STEP, his]) == [STEP, his]
    assert asked.screen([{"steps": [STEP, his]}, {"steps": [STEP]}]) == [{"steps": [STEP]}]


def test_an_order_that_protects_a_person_may_be_seen() -> None:
    link = {"label": "Order", "id": "o", "outward": True, "type": "PROTECTS", "props": {}}
    row = {**link, "other_label": "Person", "other_id": "vera"}
    assert guard("sam").screen([row]) == [row]


@pytest.mark.parametrize("sides", [(), ("sam",), ("tess",)])
def test_free_text_and_positions_go_and_what_else_is_known_stays(sides: tuple[str, ...]) -> None:
    props = {"title": "At 2 Mill Lane", "summary": "", "latitude": 52.1, "offence_classes": ["8L"]}
    row = {"label": "Incident", "id": "i", "props": props}
    (shown,) = guard(*sides).screen([row])
    assert shown["props"] == {"offence_classes": ["8L"]}
    assert row["props"] is props


def test_where_nobody_known_was_harmed_words_stay_but_from_a_suspects_side() -> None:
    row = {"label": "Incident", "id": "other", "props": {"title": "x"}}
    assert guard().screen([row]) == [row]
    assert guard("sam").screen([row]) == [{**row, "props": {}}]
    record = ("Record", "r")
    for sides, silent in (((), True), (("sam",), True), (("vera",), False)):
        asked = guard(*sides)
        asked.judge([record, ("Record", "other")])
        assert asked.is_silent(record) is silent
        assert asked.is_silent(("Record", "other")) is (sides == ("sam",))


def test_what_somebody_typed_in_is_looked_up_unless_for_a_suspect() -> None:
    rows = [ADDRESS, living("vera")]
    typed = guard(looked_up=True)
    assert typed.screen(rows) == rows
    assert isinstance(typed._known._store, OneHome)
    assert typed._known._store.asked == 0
    assert guard("sam", looked_up=True).screen(rows) == []


def test_what_was_judged_is_judged_anew_when_the_answer_is_about_more() -> None:
    asked = guard("vera")
    assert asked.screen([ADDRESS]) == [ADDRESS]
    asked.face(["sam"])
    assert asked.screen([ADDRESS]) == []


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
    # Nobody is said to have harmed themselves, nor to be kept from themselves.
    once = {(p, n): r for p, r, n in plan["roles"]}
    links |= {(f"Person/{tag}{p}", r, f"Incident/{tag}/i{n}") for (p, n), r in once.items()}
    links |= {(f"Person/{tag}{p}", kind, f"Address/{tag}a{n}") for p, kind, n in plan["homes"]}
    links |= {(f"Person/{tag}{p}", "USES", f"Phone/{tag}t{n}") for p, n in plan["phones"]}
    links |= {(f"Incident/{tag}/i{n}", "AT", f"Address/{tag}a{m}") for n, m in plan["at"]}
    links |= {
        (f"Person/{tag}{a}", "RELATED_TO", f"Person/{tag}{b}") for a, b in plan["kin"] if a != b
    }
    links |= {
        (f"Order/{tag}o", "PROTECTS", f"Person/{tag}{p}")
        for p in plan["protects"]
        if p != plan["subject"]
    }
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


def accuse_one_another(links: list[Tie]) -> bool:
    """Whether two were victims of each other: what is told then goes by weight."""
    victims = {(end, start) for start, kind, end, _ in links if kind == "VICTIM_OF"}
    did = {(s, end) for s, kind, end, _ in links if kind in ("SUSPECT_IN", "INSTIGATED")}
    pairs = {(s, v) for s, event in did for at, v in victims if at == event}
    return any((v, s) in pairs for s, v in pairs)


def check(session: Session, plan: dict[str, Any]) -> None:
    tag = next(tags)
    nodes, links = drawn(plan, tag)
    assume(not accuse_one_another(links))
    write(session.store, nodes, links)
    suspects = {f"{tag}{plan['subject']}"}
    suspects |= {
        start.removeprefix("Person/")
        for start, kind, _, _ in links
        if kind in ("SUSPECT_IN", "INSTIGATED")
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
@settings(max_examples=25, suppress_health_check=quiet)
@given(plan=graphs)
def test_no_chart_or_path_from_a_suspects_side_holds_a_victims_whereabouts(
    embedded_store: Store, tmp_path_factory: pytest.TempPathFactory, plan: dict[str, Any]
) -> None:
    check(
        Session(embedded_store, Audit(tmp_path_factory.getbasetemp() / "safety.sqlite"), VIEWER),
        plan,
    )
