"""What every partition of mentions keeps to, whatever the links and judgements."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.identity import partition
from graph.identity.partition import Judged, Limits, Pair, clusters, pair

IDS = "abcdefgh"
PAIRS = list(itertools.combinations(IDS, 2))
LIMITS = Limits(0, -1500, 3000)
weights = st.dictionaries(st.sampled_from(PAIRS), st.integers(-2000, 4000), max_size=20)
allowed = st.dictionaries(st.sampled_from(PAIRS), st.integers(-1499, 4000), max_size=20)
"""Links none of which is at the floor, which forbids."""
words = st.lists(st.sampled_from(PAIRS), max_size=4, unique=True)


def together(found: list[list[str]]) -> set[Pair]:
    return {ends for group in found for ends in itertools.combinations(sorted(group), 2)}


def whole(links: dict[Pair, int], judged: Judged, limits: Limits = LIMITS) -> list[list[str]]:
    return clusters(IDS, links, judged, limits)


@given(weights, words, words, st.randoms(use_true_random=False))
def test_no_order_changes_anything(
    links: dict[Pair, int], same: list[Pair], apart: list[Pair], shuffle: random.Random
) -> None:
    judged = Judged(tuple(same), frozenset(apart) - set(same))
    items, ids = list(links.items()), list(IDS)
    shuffle.shuffle(items)
    shuffle.shuffle(ids)
    assert clusters(ids, dict(items), judged, LIMITS) == whole(links, judged)


@given(weights, words, words)
def test_everybody_is_in_one_cluster_and_those_judged_apart_are_in_two(
    links: dict[Pair, int], same: list[Pair], apart: list[Pair]
) -> None:
    found = whole(links, Judged(tuple(same), frozenset(apart)))
    assert sorted(itertools.chain(*found)) == sorted(IDS)
    assert not together(found) & set(apart)


@given(weights, words)
def test_those_judged_one_are_one_where_nothing_forbids_it(
    links: dict[Pair, int], same: list[Pair]
) -> None:
    assert set(same) <= together(whole(links, Judged(tuple(same))))


@given(allowed, st.integers(-800, 2500), st.integers(0, 1500))
@example({("a", "b"): 3000, ("a", "c"): 3001}, 1501, 1500)
def test_a_higher_threshold_joins_no_two_that_a_lower_one_parts(
    links: dict[Pair, int], threshold: int, more: int
) -> None:
    low, high = Limits(threshold, -1500, 3000), Limits(threshold + more, -1500, 3000)
    assert together(whole(links, Judged(), high)) <= together(whole(links, Judged(), low))


@given(allowed)
def test_no_two_clusters_that_remain_reach_the_threshold_on_average(links: dict[Pair, int]) -> None:
    found = whole(links, Judged())
    for one, other in itertools.combinations(found, 2):
        ends = [pair(a, b) for a in one for b in other]
        total = sum(max(-1500, min(3000, links.get(each, -1500))) for each in ends)
        assert total < 0 or not any(links.get(each, -1500) >= 0 for each in ends)


def test_a_chain_does_not_hold_strangers_together() -> None:
    chain = {pair(a, b): 100 for a, b in itertools.pairwise(IDS)}
    assert max(map(len, whole(chain, Judged()))) == 2


def test_the_last_word_wins_where_two_contradict() -> None:
    judged = Judged((("a", "b"), ("b", "c")), frozenset({("a", "c")}))
    assert ["b", "c"] in whole({}, judged)


def test_a_component_that_is_too_large_is_cut_at_its_weakest_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(partition, "MOST", 4)
    links: dict[Any, int] = dict.fromkeys(itertools.combinations("abcd", 2), 900)
    links |= dict.fromkeys(itertools.combinations("efgh", 2), 900)
    parts = list(partition.pieces(IDS, links | {("d", "e"): 100}, (), 0))
    assert parts == [list("abcd"), list("efgh")]
    alike = dict.fromkeys(PAIRS, 100)
    assert len(list(partition.pieces(IDS, alike, (), 0))) == len(IDS)


def cliques(*groups: tuple[str, int]) -> dict[Pair, int]:
    """Everybody of a group is linked with everybody else of it, by one weight."""
    return {ends: w for group, w in groups for ends in itertools.combinations(group, 2)}


@pytest.mark.parametrize("order", [0, 1])
def test_two_components_that_are_too_large_are_each_cut_for_themselves(
    monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    monkeypatch.setattr(partition, "MOST", 3)
    one, other = ("abc", "de"), ("fgh", "ij")
    if order:
        one, other = other, one
    links = cliques((one[0], 900), (one[1], 900), (other[0], 250), (other[1], 250))
    links |= {pair(one[0][-1], one[1][0]): 150, pair(other[0][-1], other[1][0]): 150}
    assert sorted(partition.pieces("abcdefghij", links, (), 0)) == [
        *(list("abc"), list("de"), list("fgh"), list("ij"))
    ]


def test_a_large_component_that_words_hold_together_is_cut_beside_a_stronger_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(partition, "MOST", 3)
    links = cliques(("abcd", 100), ("efgh", 900))
    parts = sorted(partition.pieces(IDS, links, [("a", "b"), ("e", "f")], 0))
    assert parts == [["a", "b"], ["c"], ["d"], ["e", "f"], ["g"], ["h"]]


def test_a_component_of_just_the_most_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "MOST", 4)
    links = cliques(("abc", 900)) | {("c", "d"): 100}
    assert list(partition.pieces("abcd", links, (), 0)) == [list("abcd")]


@given(weights)
def test_a_link_at_the_floor_parts_whatever_the_averages(links: dict[Pair, int]) -> None:
    forbidden = {ends for ends, weight in links.items() if weight <= -1500}
    assert not together(whole(links, Judged())) & forbidden


HOUSE: dict[Pair, int] = {("a", "b"): -1500, ("a", "c"): 2000, ("b", "c"): 1900}
"""Father, son, and a record that has the name and home of both."""


def test_who_fits_two_that_cannot_be_one_joins_neither() -> None:
    assert together(whole(HOUSE, Judged())) == set()


def test_who_fits_one_of_two_clearly_better_joins_that_one() -> None:
    assert together(whole(HOUSE | {("b", "c"): 1699}, Judged())) == {("a", "c")}
    assert together(whole(HOUSE | {("b", "c"): 1701}, Judged())) == set()


def test_a_word_settles_what_the_records_leave_open() -> None:
    assert together(whole(HOUSE, Judged((("b", "c"),)))) == {("b", "c")}
    assert together(whole(HOUSE, Judged((("a", "b"),)))) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_whom_people_joined_resembles_as_the_nearer_of_the_two_does() -> None:
    near: dict[Pair, int] = {("a", "c"): 900}
    assert together(whole(near, Judged((("a", "b"),)))) >= {("a", "c"), ("b", "c")}


def test_links_and_words_of_others_than_the_members_count_for_nothing() -> None:
    links: dict[Pair, int] = {("b", "c"): 900, ("c", "d"): 901}
    others: dict[Pair, int] = {("a", "b"): 900, ("d", "z"): 900, ("a", "z"): 900}
    alone = clusters("bcd", links, Judged(), LIMITS)
    assert alone == [["b"], ["c", "d"]]
    assert clusters("bcd", links | {("a", "b"): 900}, Judged(), LIMITS) == alone
    assert clusters("bcd", links | {("d", "z"): 900}, Judged(), LIMITS) == alone
    judged = Judged(tuple(others), frozenset({("a", "c"), ("c", "z")}))
    assert clusters("bcd", links | others, judged, LIMITS) == alone


def test_clusters_are_in_the_order_of_their_smallest_members() -> None:
    links: dict[Pair, int] = {("a", "d"): 100, ("d", "e"): 900, ("b", "c"): 900}
    assert clusters("edcba", links, Judged(), LIMITS) == [["a"], ["b", "c"], ["d", "e"]]


def test_those_judged_apart_part_even_where_everybody_is_alike() -> None:
    judged = Judged(apart=frozenset({("a", "b")}))
    assert ("a", "b") not in together(clusters("abc", cliques(("abc", 900)), judged, LIMITS))


@pytest.mark.parametrize(("weight", "one"), [(0, True), (-1, False), (4000, True)])
@pytest.mark.parametrize("link", [("a", "c"), ("b", "e"), ("a", "f")])
def test_groups_that_people_joined_are_one_where_the_most_alike_of_them_reach_the_threshold(
    weight: int, one: bool, link: Pair
) -> None:
    """Two, three and one mention; each two groups are as alike as their one link says."""
    judged = Judged((("a", "b"), ("c", "d"), ("d", "e")))
    # What makes them one piece, so that their averages are looked at, weighs less.
    links: dict[Pair, int] = {link: weight}
    low = Limits(0, -1500, 3000)
    found = partition._average(list("abcdef"), links, judged, low)
    first, second = link
    assert ((first, second) in together(found)) == one
    assert {("a", "b"), ("c", "d"), ("d", "e"), ("c", "e")} <= together(found)


def test_what_people_joined_is_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "MOST", 3)
    same = list(itertools.pairwise("abcd"))
    assert list(partition.pieces("abcde", {}, same, 0)) == [list("abcd"), ["e"]]
    links: dict[Pair, int] = {("d", "e"): 100}
    assert list(partition.pieces("abcde", links, same, 0)) == [list("abcd"), ["e"]]


def test_a_component_is_cut_at_each_two_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "MOST", 3)
    kept = cliques(("abc", 200)) | {("c", "d"): 199}
    assert list(partition.pieces("abcd", kept, (), 0)) == [list("abc"), ["d"]]
    lost = cliques(("abc", 199)) | {("c", "d"): 199}
    assert list(partition.pieces("abcd", lost, (), 0)) == [["a"], ["b"], ["c"], ["d"]]


def test_a_thousand_mentions_are_compared_all_with_all_and_one_more_are_not() -> None:
    ids = [f"{number:04}" for number in range(1_001)]
    links = {pair(a, b): 100 for a, b in itertools.pairwise(ids)}
    assert list(partition.pieces(ids[:-1], links, (), 0)) == [ids[:-1]]
    assert len(list(partition.pieces(ids, links, (), 0))) == 1_001


@pytest.mark.parametrize("weight", [0, 900, 4000])
def test_whom_every_link_holds_together_is_one_without_an_average(
    monkeypatch: pytest.MonkeyPatch, weight: int
) -> None:
    monkeypatch.setattr(partition, "_merge", None)
    among = cliques((IDS[1:], weight)) | {("a", "b"): -1}
    assert whole(among, Judged()) == [["a"], list(IDS[1:])]


@pytest.mark.parametrize(("weight", "one"), [(100, True), (99, False)])
def test_an_average_is_over_all_pairs_of_two_clusters(weight: int, one: bool) -> None:
    limits = Limits(500, -1500, 3000)
    links: dict[Pair, int] = {("a", "b"): 2000, ("a", "c"): 900, ("b", "c"): weight}
    assert (clusters("abc", links, Judged(), limits) == [["a", "b", "c"]]) == one
    two = cliques(("ab", 2000), ("cd", 2000)) | {
        ("a", "c"): 1500,
        ("a", "d"): 700,
        ("b", "c"): -300,
        ("b", "d"): weight,
    }
    assert (clusters("abcd", two, Judged(), limits) == [["a", "b", "c", "d"]]) == one


def test_the_most_alike_join_first_however_large_they_are() -> None:
    """By sums, the pair would take `e` from `f`: what it has more of is members."""
    links = cliques(("ab", 2900)) | {("a", "e"): 700, ("b", "e"): 700, ("e", "f"): 1000}
    assert clusters("abef", links, Judged(), LIMITS) == [["a", "b"], ["e", "f"]]


def test_a_doubt_stops_nobody_else_and_goes_both_ways() -> None:
    assert together(whole(HOUSE | {("b", "c"): 1700}, Judged())) == set()
    more: dict[Pair, int] = {("c", "d"): 100, ("d", "e"): 500}
    assert together(whole(HOUSE | more, Judged())) == {("d", "e")}


def as_it_is_told(ids: list[str], links: dict[Pair, int], limits: Limits) -> list[list[str]]:
    """Average linkage as the module's own words tell it, slowly."""
    forbidden = {ends for ends, weight in links.items() if weight <= limits.floor}
    groups: list[tuple[str, ...]] = [(member,) for member in ids]

    def mean(one: tuple[str, ...], other: tuple[str, ...]) -> Fraction:
        ends = [pair(a, b) for a in one for b in other]
        if forbidden.intersection(ends):
            return Fraction(-(10**9))
        total = sum(min(limits.ceiling, links.get(each, limits.floor)) for each in ends)
        return Fraction(total, len(ends))

    while len(groups) > 1:
        top = max(itertools.combinations(groups, 2), key=lambda two: mean(*two))
        if mean(*top) < limits.threshold:
            break
        doubts = {
            (one, rival)
            for one, other in (top, top[::-1])
            for rival in groups
            if rival not in top
            and forbidden.intersection(pair(a, b) for a in other for b in rival)
            and mean(one, rival) >= mean(*top) - partition.DOUBT
        }
        if doubts:
            forbidden |= {pair(a, b) for one, other in {*doubts, top} for a in one for b in other}
        else:
            groups = sorted({*groups} - {*top} | {tuple(sorted(top[0] + top[1]))})
    return [list(group) for group in groups]


@given(
    st.dictionaries(st.sampled_from(PAIRS[:15]), st.integers(-1500, 3100), min_size=6),
    st.sampled_from([-300, 0, 501]),
)
def test_the_clusters_are_those_of_average_linkage_with_its_doubts(
    links: dict[Pair, int], threshold: int
) -> None:
    limits = Limits(threshold, -1500, 3000)
    parts = partition.pieces(IDS, links, (), threshold)
    expected = [group for piece in parts for group in as_it_is_told(piece, links, limits)]
    assert clusters(IDS, links, Judged(), limits) == sorted(expected)


@given(st.permutations(range(100, 115)), st.sampled_from([0, 105, 110]))
def test_the_same_where_everybody_is_about_as_much_like_everybody(
    order: list[int], threshold: int
) -> None:
    links = dict(zip(itertools.combinations("abcdef", 2), order, strict=True))
    limits = Limits(threshold, -1500, 3000)
    parts = partition.pieces("abcdef", links, (), threshold)
    expected = [group for piece in parts for group in as_it_is_told(piece, links, limits)]
    assert clusters("abcdef", links, Judged(), limits) == sorted(expected)


def pooled(links: dict[Pair, int], judged: Judged, pools: dict[str, str]) -> list[str]:
    """The clusters of a to f, each as one word, the members given in no order."""
    return ["".join(group) for group in clusters("fbdaec", links, judged, LIMITS, pools)]


POOL = {"c": "b", "b": "b", "e": "b"}
"""Three have one person number, and are scored by one of them."""


def test_mentions_of_one_person_number_are_one_member() -> None:
    assert pooled({}, Judged(), POOL) == ["a", "bce", "d", "f"]
    assert pooled({}, Judged(), {"c": "b", "e": "b"}) == ["a", "bce", "d", "f"]
    assert pooled({("a", "b"): 0}, Judged(), POOL) == ["abce", "d", "f"]
    assert pooled({("a", "b"): -1}, Judged(), POOL) == ["a", "bce", "d", "f"]
    two = POOL | {"d": "d", "f": "d"}
    assert pooled({("b", "d"): 900}, Judged(), two) == ["a", "bcdef"]


def test_a_word_on_one_of_a_number_is_one_on_all_of_it() -> None:
    assert pooled({}, Judged((("c", "d"),)), POOL) == ["a", "bcde", "f"]
    assert pooled({}, Judged((("b", "e"),)), POOL) == ["a", "bce", "d", "f"]
    apart = Judged(apart=frozenset({("a", "e")}))
    assert pooled({("a", "b"): 900}, apart, POOL) == ["a", "bce", "d", "f"]


@pytest.mark.parametrize("parted", [("b", "c"), ("c", "e")])
@pytest.mark.parametrize("pools", [POOL, {"c": "b", "e": "b"}])
def test_those_of_one_number_who_were_judged_apart_are_members_again(
    parted: Pair, pools: dict[str, str]
) -> None:
    """The third fits both of them as well, so that a word must say whose it is."""
    apart = frozenset({parted})
    (third,) = {"b", "c", "e"} - {*parted}
    assert pooled({}, Judged(apart=apart), pools) == [*"abcdef"]
    told = Judged((pair(third, parted[0]),), apart)
    expected = {pair(third, parted[0])}
    assert together([list(group) for group in pooled({}, told, pools)]) == expected
    near = pooled({("a", "b"): 900}, told, pools)
    assert together([list(group) for group in near]) == expected
    settled = Judged((*told.same, pair("a", parted[1])), apart)
    found = together([list(group) for group in pooled({("a", "b"): 900}, settled, pools)])
    assert found == {*expected, pair("a", parted[1])}


def test_strangers_of_one_number_who_were_judged_apart_part_nobody_here() -> None:
    apart = Judged(apart=frozenset({("y", "z")}))
    assert pooled({}, apart, POOL | {"z": "y", "y": "y"}) == ["a", "bce", "d", "f"]


def test_a_link_of_a_number_that_was_parted_is_one_of_each_of_its_mentions() -> None:
    judged = Judged((("b", "c"),), frozenset({("c", "e")}))
    assert pooled({("b", "f"): 900, ("a", "d"): 900}, judged, POOL) == ["ad", "bc", "e", "f"]
    assert pooled({("a", "b"): 900, ("d", "f"): 900}, judged, POOL) == ["a", "bc", "df", "e"]
