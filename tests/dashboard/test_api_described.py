"""The API answers as its description says, whatever is asked: requests made of the description."""

from __future__ import annotations

import json
from typing import Any

import crawled
import pytest
import schemathesis
from engines import empty
from house import House
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from small_graph import write

from dashboard.api.asked import Nothing
from dashboard.api.openapi import document
from dashboard.api.operations import OPERATIONS
from dashboard.problem import API, PURPOSE, REFERENCE
from graph.access.accounts import Account
from graph.access.tokens import Tokens
from graph.engine.store import Store

TRIED = 25
"""Requests of each operation that the description allows, and as many that it does not."""
DESCRIBED = schemathesis.openapi.from_dict(document(OPERATIONS))
DESCRIBED.config.update(base_url=f"http://localhost{API}")
KNOWN_HERE = ("flags", "answer")
"""Of these no description can say all: which cursor is one, which day is to come."""
THERE = {
    **{each: {"id": "sam"} for each in ("person", "chronology")},
    **{each: {"id": "flag-1"} for each in ("flag", "answer")},
    "entity": {"label": "Incident", "id": "f/4"},
}
BY_NAME = {
    each.ok().definition.raw["operationId"]: each.ok()
    for each in DESCRIBED.get_all_operations()
    if isinstance(each, Ok)
}
WAYS = [
    (each.name, mode)
    for each in OPERATIONS
    for mode in GenerationMode
    # Where nothing is asked but an id, nothing that is sent can be wrong.
    if mode == GenerationMode.POSITIVE or each.body or each.asked is not Nothing
]


@pytest.fixture(scope="module")
def house(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> House:
    empty(arcadedb_session)
    nodes, links = crawled.graph()
    write(arcadedb_session, nodes, links)
    return House(arcadedb_session, tmp_path_factory.mktemp("described"))


@pytest.fixture(scope="module")
def token(house: House) -> str:
    house.accounts.add(Account("reader", "system", 0))
    made = Tokens(house.accounts).make("reader")
    house.accounts.change("reader", "correspondent")
    return made


@pytest.mark.parametrize(("name", "mode"), WAYS)
def test_it_answers_as_described(name: str, mode: GenerationMode, house: House, token: str) -> None:
    said = {PURPOSE: "flag", REFERENCE: "A/1", "Authorization": f"Bearer {token}"}
    sent = {"Host": "localhost", "Accept-Encoding": "identity"}
    excluded = [ignored_auth, *([positive_data_acceptance] if name in KNOWN_HERE else [])]

    asked = BY_NAME[name].as_strategy(generation_mode=mode, headers=said)
    if name in THERE:  # random ids name nothing, so half of them are given
        there = BY_NAME[name].as_strategy(
            generation_mode=mode, headers=said, path_parameters=THERE[name]
        )
        asked = one_of(asked, there)

    @settings(
        max_examples=TRIED, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=asked)
    def tried(case: Case[Any]) -> None:
        answer = case.call_and_validate(
            headers=sent, app=house.app.server, excluded_checks=excluded
        )
        assert not crawled.leaks(json.loads(answer.text))

    tried()
