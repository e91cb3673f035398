"""The matcher: nights give what one load gives, weights are Splink's, bad input joins nobody."""

from __future__ import annotations

import importlib.util
import itertools
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_town import generated, mention, row

from ingest.resolve import blocking
from ingest.resolve.cluster import cluster
from ingest.resolve.comparisons import REPEATED
from ingest.resolve.features import COLUMNS, Row, features, somebody
from ingest.resolve.matcher import COMPLETE, Matcher
from ingest.resolve.model import Model, in_use
from ingest.resolve.score import _expression, linker, score, set_frequencies
from ingest.resolve.tables import rows

MODEL = in_use(Path("nowhere"))
Content = tuple[dict[tuple[str, str], Any], list[list[str]], list[list[str]]]


def content(matcher: Matcher) -> Content:
    """Pairs, pieces and components by mention id."""
    name = dict(rows(matcher.db, "SELECT i, unique_id FROM mention"))
    pairs: dict[tuple[str, str], Any] = {}
    for left, right, *scored in rows(
        matcher.db, "SELECT l, r, blocking_rule, weight, levels, bits FROM pair"
    ):
        ends = min(name[left], name[right]), max(name[left], name[right])
        assert ends not in pairs
        pairs[ends] = scored
    groups: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
    for i, *labels in rows(matcher.db, "SELECT i, piece, component FROM piece"):
        for among, label in zip(groups, labels, strict=True):
            among.setdefault(label, []).append(name[i])
    pieces, components = (sorted(sorted(g) for g in among.values()) for among in groups)
    return pairs, pieces, components


def together(mentions: list[dict[str, Any]], model: Model = MODEL) -> set[tuple[str, str]]:
    """The pairs of mentions that end in one cluster."""
    matcher = Matcher(model)
    try:
        made = [features(each)[0] for each in mentions]
        matcher.put([each for each in made if somebody(each)])
        matcher.update()
        names = cluster(matcher)
    finally:
        matcher.close()
    groups = names.groupby(names).groups.values()
    return {ends for group in groups for ends in itertools.combinations(sorted(group), 2)}


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The matcher with a cap so low that a few mentions pass it."""
    few = tuple(replace(rule, cap=min(rule.cap, 4)) for rule in blocking.BLOCKING_RULES)
    monkeypatch.setattr(blocking, "BLOCKING_RULES", few)
    monkeypatch.setattr(blocking, "ALONE", 2)
    found = importlib.util.find_spec("ingest.resolve.matcher")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


names = st.sampled_from(
    [
        "sam pike",
        "ann pike",
        "joy pike",
        "sam reed",
        "samuel reed",
        "ann marsh",
        "pike",
        "reed sam",
        "",
    ]
)
births = st.sampled_from([None, "1980-01-01", "1981-02-02", "1980-01", "1990-05-03"])
numbers = st.lists(st.sampled_from(["+447700900001", "+447700900002"]), max_size=2, unique=True)
homes = st.lists(st.sampled_from(["1 mill lane", "2 mill lane"]), max_size=1)
nominals = st.sampled_from([None, None, None, "N1", "N2"])


@st.composite
def said(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    more = {"phones": draw(numbers), "addresses": draw(homes), "nominal": draw(nominals)}
    return draw(names), {"born": draw(births), **more}


nights = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 13), said()), max_size=10),  # arrive or change
        st.lists(st.integers(0, 13), max_size=4),  # go
        st.booleans(),  # whether the night ends here
    ),
    min_size=1,
    max_size=4,
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def same_as_at_once(module: Any, plan: list[Any], shuffle: random.Random) -> None:
    there: dict[str, Row] = {}
    nightly, fresh = module.Matcher(MODEL), module.Matcher(MODEL)
    try:
        for arriving, going, ends in plan:
            come = {f"m{n}": row(f"m{n}", name, **more) for n, (name, more) in arriving}
            come = {id_: each for id_, each in come.items() if somebody(each)}
            nightly.put(come.values())
            there |= come
            gone = [f"m{n}" for n in going if f"m{n}" in there]
            nightly.drop(sorted(set(gone)))
            for id_ in gone:
                there.pop(id_, None)
            if ends:
                nightly.update()
        nightly.update()
        order = list(there.values())
        shuffle.shuffle(order)
        fresh.put(order)
        fresh.update()
        assert content(nightly) == content(fresh)
    finally:
        nightly.close()
        fresh.close()


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=SLOW)
@given(nights, st.randoms(use_true_random=False))
def test_many_nights_give_what_one_load_gives(
    lowered: ModuleType, plan: list[Any], shuffle: random.Random
) -> None:
    same_as_at_once(lowered, plan, shuffle)


def test_a_number_that_becomes_common_and_rare_again_weighs_as_if_loaded_at_once() -> None:
    phone: dict[str, Any] = {"phones": ["+447700900001"]}
    people = [row(f"m{n}", name, **phone) for n, name in enumerate(("sam pike", "sam pyke"))]
    crowd = [row(f"x{n}", f"{chr(97 + n)}lan {chr(97 + n)}orton", **phone) for n in range(9)]
    matcher = Matcher(MODEL)
    matcher.put(people)
    matcher.update()
    before = content(matcher)
    matcher.put(crowd)
    matcher.update()
    assert content(matcher)[0]["m0", "m1"][1] < before[0]["m0", "m1"][1]
    matcher.drop([each[0] for each in crowd])
    matcher.update()
    assert content(matcher) == before
    matcher.close()


def test_who_held_two_together_parts_them_when_it_goes() -> None:
    ends = [row("a", "sam pike", born="1980-01-01"), row("c", "samy lund", born="1980-01-02")]
    between = row("b", "sam pyke", born="1980-01-02")
    low = replace(MODEL, threshold=-14.99)
    nightly, fresh = Matcher(low), Matcher(low)
    try:
        nightly.put([*ends, between])
        nightly.update()
        pairs, pieces, _ = content(nightly)
        blocking_rule, weight, *_ = pairs["a", "c"]
        assert (blocking_rule, pieces) == (COMPLETE, [["a", "b", "c"]])
        assert weight >= low.limits.threshold
        nightly.drop(["b"])
        nightly.update()
        fresh.put(ends)
        fresh.update()
        assert content(nightly) == content(fresh)
        assert content(fresh)[1] == [["a"], ["c"]]
    finally:
        nightly.close()
        fresh.close()


def test_somebody_of_hundreds_of_records_stays_whole() -> None:
    matcher = Matcher(MODEL)
    matcher.put(row(f"m{n}", "sam pike", "1980-01-01") for n in range(300))
    matcher.update()
    assert cluster(matcher).nunique() == 1
    matcher.close()


def test_one_common_hint_proposes_nobody_and_two_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "ALONE", 1)
    matcher = Matcher(MODEL)
    matcher.put([row("m0", "sam pike"), row("m1", "ann pike"), row("m2", "ann moss")])
    matcher._spread()
    hints = [rule.name for rule in blocking.BLOCKING_RULES[blocking.HINTS :]]
    assert "surname" in hints
    assert all(rule.hint for rule in blocking.BLOCKING_RULES[blocking.HINTS :])
    assert rows(matcher.db, matcher._candidates()) == []
    matcher.put([row("m3", "ann reed", "1980-01-01"), row("m4", "ann lund", "1980-01-01")])
    matcher._spread()
    proposed = {frozenset(ends[:2]) for ends in rows(matcher.db, matcher._candidates())}
    assert proposed == {frozenset({3, 4})}
    matcher.close()


def test_those_who_stay_when_as_many_go_are_scored_once() -> None:
    stay = [row(f"m{n}", "sam pike", "1980-01-01") for n in range(2)]
    go = [row(f"x{n}", "ann reed", "1990-05-03") for n in range(3)]
    matcher = Matcher(MODEL)
    matcher.put([*stay, *go])
    matcher.update()
    matcher.drop([each[0] for each in go])
    matcher.update()
    assert set(content(matcher)[0]) == {("m0", "m1")}
    matcher.close()


@pytest.mark.parametrize("condition", REPEATED.values())
def test_what_several_levels_ask_is_worked_out_once(condition: str) -> None:
    assert _expression(MODEL).count(condition) == 1


def test_weights_are_what_splink_predicts() -> None:
    plain = replace(MODEL, floor=-10_000, name_only=10_000, households=False)
    matcher = Matcher(plain)
    db = matcher.db
    matcher.put(generated(1_000))
    set_frequencies(db, plain)
    db.execute(
        "CREATE TEMP TABLE asked AS SELECT a.i AS l, b.i AS r, 0::UTINYINT AS blocking_rule "
        "FROM mention a JOIN mention b ON a.i < b.i "
        "USING SAMPLE reservoir(3000 ROWS) REPEATABLE (3)"
    )
    score(db, plain, "asked", "pair")
    ours = {
        (left, right): weight / 100
        for left, right, weight in rows(db, "SELECT l, r, weight FROM pair")
    }
    theirs = predicted(matcher, plain)
    matcher.close()
    assert len(ours) == len(theirs) == 3_000
    assert len(set(ours.values())) > 500
    # Each of the nine comparisons is rounded to a hundredth of a bit.
    assert max(abs(ours[ends] - theirs[ends]) for ends in ours) <= 0.06


def predicted(matcher: Matcher, model: Model) -> dict[tuple[int, int], float]:
    db = matcher.db
    db.execute(
        "CREATE TABLE wanted_pair AS SELECT '0' AS match_key, l AS join_key_l, r AS join_key_r "
        "FROM asked"
    )
    with linker(db, model, "mention") as (splink, api):
        splink.table_management.register_blocked_pairs_for_predict(api.register("wanted_pair"))
        frame = splink.inference.predict().as_pandas_dataframe()  # type: ignore[no-untyped-call]
    keys = zip(frame.i_l.astype(int), frame.i_r.astype(int), strict=True)
    return dict(zip(keys, frame.match_weight, strict=True))


CROWD = [mention(f"x{n:02d}", f"{chr(97 + n % 26)}lan {chr(97 + n // 2)}orton") for n in range(20)]
BAD: dict[str, dict[str, Any]] = {
    "no name at all": {"name": ""},
    "UNKNOWN": {"name": "UNKNOWN UNKNOWN"},
    "N/K": {"forename": "N/K", "surname": "N/K"},
    "a description": {"forename": "", "surname": "MALE, 30s"},
    "a placeholder date": {"name": "", "born": "1900-01-01"},
    "a name with a placeholder date": {"name": "UNKNOWN UNKNOWN", "born": "1900-01-01"},
    "a surname of one letter": {"forename": "", "surname": "P"},
    "columns that change places": {"forename": "07700 900123", "surname": "12/03/1980"},
}


@pytest.mark.parametrize("what", BAD, ids=str)
def test_bad_input_pulls_nobody_together_and_is_reported(what: str) -> None:
    given_ = dict(BAD[what])
    many = [mention(f"m{n:02d}", given_.get("name", ""), given_.get("born")) for n in range(30)]
    many = [each | {k: v for k, v in given_.items() if k in each} for each in many]
    assert together([*many, *CROWD]) == set()
    row_, doubts = features(many[0])
    assert doubts or not somebody(row_)


def test_a_thousand_mentions_of_one_name_are_not_one_person() -> None:
    many = [mention(f"m{n:04d}", "john smith") for n in range(1_000)]
    assert together(many) == set()


def test_one_placeholder_does_not_join_two_who_say_more() -> None:
    one = mention("a", "muhammad smith", "1900-01-01", phones=["+447700900001"])
    other = mention("b", "ann reed", "1900-01-01", phones=["+447700900002"])
    third = mention("c", "muhammad smith", "1900-01-01", addresses=["9 weir row"])
    assert together([one, other, third, *CROWD]) == set()


HOME = {
    "addresses": ["at//1/ab1 2cd"],
    "streets": ["1 mill lane"],
    "localities": ["ashmere"],
    "postcodes": ["AB1 2CD"],
    "phones": ["+447700900001"],
}
OLD_HOME = {"addresses": ["at//7/zz9 9zz"], "postcodes": ["ZZ9 9ZZ"], "phones": ["+447700900007"]}
ANNE = mention("a", "anne pike", "1980-01-02", **HOME)


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (mention("b", "robert pike", "1951-11-23", **HOME), False),
        (mention("b", "robert pike", None, **HOME), False),
        (mention("b", "robert pike", "1980-01-02", **HOME), False),
        (mention("b", "anne pike", "1955-06-21", **HOME), False),
        (mention("b", "anne pike", "1988-11-30", **HOME), False),
        (mention("b", "anne pike", None, **HOME), True),
        (mention("b", "anne pike", "1980-01-12", **HOME), True),
        (mention("b", "anne pike", "1980-01-12", **OLD_HOME), False),
        (mention("b", "anne pike", "1980-01-02", **OLD_HOME), True),
    ],
    ids=[
        "a relative",
        "a relative without a birth",
        "a twin",
        "a parent of one name",
        "another birth altogether",
        "one without a birth",
        "a slip in the birth",
        "a namesake elsewhere",
        "somebody who moved",
    ],
)
def test_who_shares_a_home_and_who_has_left_one(other: dict[str, Any], one: bool) -> None:
    assert together([ANNE, other, *CROWD]) == ({("a", "b")} if one else set())


def test_two_of_one_name_whose_mail_is_made_of_it_are_two() -> None:
    mails = ["email/anne.pike1%40example.com", "email/anne.pike2%40example.com"]
    born = ["1980-01-02", "1951-11-23"]
    two = [
        mention(id_, "anne pike", day, emails=[mail])
        for id_, day, mail in zip("ab", born, mails, strict=True)
    ]
    assert together([*two, *CROWD]) == set()


@pytest.mark.parametrize("column", ["sex", "ethnicity", "force"])
def test_sex_ethnicity_and_force_change_no_weight(column: str) -> None:
    said_: dict[str, Any] = {"phones": ["+447700900001"], "addresses": ["1 mill lane"]}
    pair = [mention("a", "sam pike", "1980-01-02", **said_), mention("b", "sam pyke", **said_)]
    found = []
    for values in (("x", "x"), ("x", "y")):
        told = [each | {column: value} for each, value in zip(pair, values, strict=True)]
        matcher = Matcher(MODEL)
        matcher.put([features(each)[0] for each in told])
        matcher.update()
        found.append(content(matcher))
        matcher.close()
    assert found[0][0]
    assert found[0] == found[1]
    assert column not in COLUMNS
