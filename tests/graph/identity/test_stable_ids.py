"""Who keeps which person id: overlaps, ties, redirects, and undoing to the letter."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.stable_ids import Decision, Member, Retired, decide, mint, name_clusters


class World:
    """Mentions and their people over several decisions, as the graph keeps them."""

    def __init__(self) -> None:
        self.people: dict[str, str | None] = {}
        self.retired: dict[str, Retired] = {}

    def decide(self, *groups: str) -> Decision:
        family = [[Member(m, self.people.get(m)) for m in group] for group in groups]
        held = {self.people.get(m) for group in groups for m in group}
        mine = [gone for gone in self.retired.values() if gone.successor in held]
        known = set(self.retired) | {id_ for id_ in self.people.values() if id_}
        decision = decide(family, mine, known.__contains__)
        for mention, old, new in decision.moves:
            assert self.people.get(mention) == old
            self.people[mention] = new
        for id_ in decision.revived:
            del self.retired[id_]
        self.retired |= {gone.id: gone for gone in decision.retired}
        assert not set(self.retired) & set(self.people.values())
        return decision


def kinds(decision: Decision) -> list[str]:
    return [change.kind for change in decision.changes]


def test_an_id_comes_from_the_smallest_mention_and_the_same_again_changes_nothing() -> None:
    world = World()
    world.decide("ab", "c")
    assert world.people == {"a": mint("a"), "b": mint("a"), "c": mint("c")}
    again = world.decide("ab", "c")
    assert again == Decision()


def test_the_larger_part_keeps_the_id_and_the_smaller_leaves_a_redirect() -> None:
    world = World()
    world.decide("a", "bcd")
    decision = world.decide("abcd")
    assert set(world.people.values()) == {mint("b")}
    assert world.retired[mint("a")] == Retired(mint("a"), mint("b"), frozenset("a"))
    assert kinds(decision) == ["merge"]


def test_a_split_is_logged_and_the_larger_part_keeps_the_id() -> None:
    world = World()
    world.decide("abcd")
    decision = world.decide("a", "bcd")
    assert world.people["b"] == mint("a")
    assert world.people["a"] not in (mint("a"), None)
    assert kinds(decision) == ["split"]


def test_one_that_comes_back_has_its_old_id() -> None:
    world = World()
    world.decide("ab", "cd")
    before = dict(world.people)
    world.decide("abcd")
    decision = world.decide("ab", "cd")
    assert world.people == before
    assert kinds(decision) == ["resurrect"]
    assert world.retired == {}


def test_a_mention_that_moves_is_logged_as_that() -> None:
    world = World()
    world.decide("abc", "def")
    decision = world.decide("ab", "cdef")
    assert kinds(decision) == ["move"]
    assert len(set(world.people.values())) == 2


def test_redirects_lead_to_who_is_there_now() -> None:
    world = World()
    world.decide("a", "bc", "defg")
    world.decide("abc", "defg")
    world.decide("abcdefg")
    assert {gone.successor for gone in world.retired.values()} == {mint("d")}
    assert set(world.retired) == {mint("a"), mint("b")}


def test_an_id_that_somebody_outside_has_or_had_is_not_minted_again() -> None:
    taken = {mint("a"), mint("a", 1)}
    decision = decide([[Member("a", None)]], [], taken.__contains__)
    assert decision.moves == [("a", None, mint("a", 2))]


def test_an_id_that_another_of_the_family_keeps_is_not_minted_again() -> None:
    family = [[Member("a", None), Member("b", None)], [Member("z", mint("a"))]]
    decision = decide(family, [], lambda _: False)
    assert {new for _, _, new in decision.moves} == {mint("a", 1)}


def test_an_id_that_goes_out_of_use_in_this_very_decision_is_not_minted_again() -> None:
    family = [[Member("a", None)], [Member("y", mint("a")), Member("z", "p1"), Member("zz", "p1")]]
    decision = decide(family, [], lambda _: False)
    assert ("a", None, mint("a", 1)) in decision.moves


def test_an_id_is_the_same_on_every_machine_and_in_every_version() -> None:
    assert mint("ashford/A1/1") == "p08076e21e089cdf"
    assert mint("ashford/A1/1", 1) == "pfe12a428c85f7b2"


def test_of_equal_parts_that_with_the_smallest_mention_keeps_the_id() -> None:
    world = World()
    world.decide("abcz")
    world.decide("bc", "az")
    assert (world.people["a"], world.people["z"]) == (mint("a"), mint("a"))


def parts_of(person: str, *groups: str) -> list[list[Member]]:
    return [[Member(mention, person) for mention in group] for group in groups]


def named(family: list[list[Member]], *retired: Retired) -> list[str]:
    return name_clusters(family, retired, lambda _: False)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_ids_that_a_part_had_before_the_one_of_more_mentions_comes_back(turn: int) -> None:
    """And of those of as many, the first."""
    large, small = Retired("q2", "p", frozenset("abc")), Retired("q1", "p", frozenset("ab"))
    assert named(parts_of("p", "abc", "d"), *(large, small)[::turn]) == ["q2", "p"]
    first, second = Retired("q1", "p", frozenset("ab")), Retired("q2", "p", frozenset("bc"))
    assert named(parts_of("p", "abc", "d"), *(first, second)[::turn]) == ["q1", "p"]


@pytest.mark.parametrize(("held", "back"), [("abw", True), ("abwx", False), ("abwxy", False)])
def test_an_id_comes_back_to_more_than_half_of_what_it_held(held: str, back: bool) -> None:
    returned, kept = named(parts_of("p", "ab", "cde"), Retired("q", "p", frozenset(held)))
    assert (returned == "q", kept) == (back, "p")


def test_of_parts_that_could_all_go_back_one_keeps_the_id() -> None:
    first, second = Retired("q1", "p", frozenset("abc")), Retired("q2", "p", frozenset("de"))
    assert named(parts_of("p", "abc", "de"), first, second) == ["q1", "p"]


def test_what_leads_to_somebody_who_stays_is_not_said_again() -> None:
    family = [[Member("a", "p1"), Member("b", "p1"), Member("c", "p2")], [Member("d", "p3")]]
    decision = decide(family, [Retired("q", "p1", frozenset("z"))], lambda _: False)
    assert decision.retired == [Retired("p2", "p1", frozenset("c"))]


def test_a_log_is_in_the_order_of_ids_whatever_the_order_of_the_clusters() -> None:
    people = {"a": "p4", "b": "p3", "c": "p2", "d": "p1", "e": "p1", "f": "p5", "g": "p5"}
    family = [[Member(m, people[m]) for m in group] for group in ("edgabc", "f")]
    decision = decide(family, [], lambda _: False)
    assert [gone.id for gone in decision.retired] == ["p2", "p3", "p4"]
    assert [(change.kind, change.other, change.mentions) for change in decision.changes] == [
        ("merge", "p2", ("c",)),
        ("merge", "p3", ("b",)),
        ("merge", "p4", ("a",)),
        ("move", "p5", ("g",)),
    ]


def test_what_is_decided_of_two_families_is_everything_of_both() -> None:
    first, second = World(), World()
    first.decide("ab", "cd")
    second.decide("uv", "wx")
    first.decide("abcd")
    second.decide("uvwx")
    one, other = first.decide("ab", "cd", "e"), second.decide("uv", "wx", "y")
    merged = World()
    merged.decide("mn", "op")
    third = merged.decide("mnop")
    both = Decision()
    for each in (one, other, third):
        both.add(each)
    assert both.moves == one.moves + other.moves + third.moves
    assert both.changes == one.changes + other.changes + third.changes
    assert both.revived == one.revived + other.revived
    assert both.retired == third.retired
    both.add(third)
    assert both.retired == third.retired * 2
    assert len(both.revived) == 2


partitions = st.lists(st.integers(0, 3), min_size=6, max_size=6).map(
    lambda places: groups(zip("abcdef", places, strict=True))
)


def groups(placed: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    found: dict[int, str] = {}
    for mention, place in placed:
        found[place] = found.get(place, "") + mention
    return tuple(sorted(found.values()))


@given(partitions)
def test_joining_everybody_and_parting_them_again_gives_the_same_ids(
    parts: tuple[str, ...],
) -> None:
    world = World()
    world.decide(*parts)
    before = dict(world.people)
    world.decide("abcdef")
    world.decide(*parts)
    assert world.people == before
    assert world.retired == {}


@given(partitions)
def test_parting_one_person_and_joining_the_parts_again_gives_the_same_id(
    parts: tuple[str, ...],
) -> None:
    world = World()
    world.decide("abcdef")
    before = dict(world.people)
    world.decide(*parts)
    world.decide("abcdef")
    assert world.people == before


@given(partitions, st.data())
def test_merging_two_and_undoing_it_gives_the_same_ids(
    parts: tuple[str, ...], data: st.DataObject
) -> None:
    world = World()
    world.decide(*parts)
    before = dict(world.people)
    two = data.draw(st.permutations(parts))[:2]
    world.decide("".join(sorted("".join(two))), *(part for part in parts if part not in two))
    world.decide(*parts)
    assert world.people == before


@given(st.lists(partitions, min_size=1, max_size=6))
def test_any_history_names_each_group_once_and_in_any_order(history: list[tuple[str, ...]]) -> None:
    world, other = World(), World()
    for parts in history:
        one, turned = world.decide(*parts), other.decide(*reversed(parts))
        assert (one.changes, one.retired, one.revived) == (
            turned.changes,
            turned.retired,
            turned.revived,
        )
        assert all(change.mentions == tuple(sorted(change.mentions)) for change in one.changes)
        assert world.people == other.people
        named = [{world.people[mention] for mention in part} for part in parts]
        assert all(len(names) == 1 for names in named)
        assert len(set.union(*named)) == len(parts)
