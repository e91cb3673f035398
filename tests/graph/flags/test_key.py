"""A flag about a group stays one flag when the group grows: which one, without a graph."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from graph.flags.key import continued, flag_id
from graph.flags.life import Standing
from graph.model.compartments import Marking
from graph.queries import Query, load
from graph.rules.run import Finding, Subject

GROUPS = load("detect/alias_accounts")
ONE = load("detect/course_of_conduct")


def subjects(rule: Query, group: Sequence[str], about: str = "vera") -> tuple[str, ...]:
    """The ids that a flag of the rule is about: those of the group where a column lists them."""
    each = (group if name.endswith("_ids") else (about,) for name in rule.subjects)
    return tuple(id_ for ids in each for id_ in ids)


def columns(rule: Query, group: Sequence[str], about: str) -> dict[str, object]:
    return {name: list(group) if name.endswith("_ids") else about for name in rule.subjects}


def standing(
    id_: str, group: str, about: str = "vera", state: str = "new", rule: Query = GROUPS
) -> Standing:
    told = json.dumps(columns(rule, group.split(), about))
    about_whom = subjects(rule, group.split(), about)
    return Standing(id_, rule.name, about_whom, state, ("r",), told, Marking())


def finding(group: str, about: str = "vera", rule: Query = GROUPS) -> Finding:
    ids = group.split()
    whom = tuple(Subject("x", "Account", id_) for id_ in subjects(rule, ids, about))
    return Finding(rule.name, whom, columns(rule, ids, about), ("r",), Marking())


def key(group: str, about: str = "vera", rule: Query = GROUPS) -> str:
    return flag_id(rule.name, subjects(rule, group.split(), about))


def moved(*before: tuple[Standing, str], now: Sequence[Finding]) -> dict[str, str]:
    """Key → id of the flag, after these were found."""
    flags = {key(group): flag for flag, group in before}
    return {at: flag.id for at, flag in continued(flags, now, [GROUPS, ONE]).items()}


def test_a_group_that_grew_or_shrank_is_the_flag_that_it_was() -> None:
    for group in ("a b c", "a b"):
        was = "a b c" if group == "a b" else "a b"
        assert moved((standing("f", was), was), now=[finding(group)]) == {key(group): "f"}


def test_one_member_in_common_is_another_group() -> None:
    assert moved((standing("f", "a b"), "a b"), now=[finding("b c d")]) == {key("a b"): "f"}


def test_a_group_that_is_found_as_it_was_goes_on_nowhere() -> None:
    same = (standing("f", "a b"), "a b")
    assert moved(same, now=[finding("a b"), finding("a b c")]) == {key("a b"): "f"}


def test_a_flag_goes_on_in_one_group_only() -> None:
    after = moved((standing("f", "a b c d"), "a b c d"), now=[finding("a b x"), finding("c d x")])
    assert list(after.values()) == ["f"]


@pytest.mark.parametrize(
    ("first", "second", "goes"),
    [
        (standing("f1", "a b"), standing("f2", "a c d"), "f2"),  # more in common
        (standing("f1", "a b"), standing("f2", "a c d", state="withdrawn"), "f1"),  # it stands
        (standing("f2", "a b"), standing("f1", "c d"), "f1"),  # the lower id
    ],
)
def test_of_several_flags_one_goes_on(first: Standing, second: Standing, goes: str) -> None:
    groups = [" ".join(json.loads(each.columns)[_listed()]) for each in (first, second)]
    after = moved((first, groups[0]), (second, groups[1]), now=[finding("a b c d")])
    assert after[key("a b c d")] == goes
    assert len(after) == 2


def _listed() -> str:
    return next(name for name in GROUPS.subjects if name.endswith("_ids"))


def test_a_rule_without_a_group_and_one_that_was_not_asked_keep_their_keys() -> None:
    alone = standing("f", "", rule=ONE)
    before = {key("", rule=ONE): alone}
    assert continued(before, [finding("", "wren", rule=ONE)], [ONE]) == before
    other = {key("a b"): standing("g", "a b")}
    assert continued(other, [finding("a b c")], [ONE]) == other
