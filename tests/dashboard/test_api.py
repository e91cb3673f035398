"""The API: who is let in, what is answered, and that it answers as its description says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import crawled
import pytest
from engines import empty
from flask.testing import FlaskClient
from house import House
from jsonschema import Draft202012Validator
from small_graph import Node, write

from dashboard.api.asked import State
from dashboard.api.operations import OPERATIONS
from dashboard.door.slowing import FAILURES
from dashboard.problem import API, PURPOSE, REFERENCE
from graph.access.accounts import Account
from graph.access.roles import GIVEN, may
from graph.access.tokens import Tokens
from graph.engine.store import Store
from graph.explore.queue import STATES

WHY = {PURPOSE: "flag", REFERENCE: "A/1", "Host": "localhost"}
NIGHT: Node = ("Night", "n", {"as_of": "2025-03-09T02:00:00Z", "deliveries": ["d1"]})
CAME: Node = ("Delivery", "d1", {"file_name": "f_2025-03-09", "force": "f", "rejects": 2})
PATHS = (
    *("/flags", "/flags/flag-1", "/search?q=sam", "/people/sam", "/people/sam/chronology"),
    *("/entities/Incident/f%2F4", "/deliveries", "/openapi.json"),
)
ANSWER = "/flags/flag-1/answer"


class System:
    """A system with a token, and what it is answered."""

    def __init__(self, house: House, role: str = "system", level: int = 0) -> None:
        self.house, self.name = house, f"{role} {level}"
        house.accounts.add(Account(self.name, "system", level))
        self.token = Tokens(house.accounts).make(self.name)
        house.accounts.change(self.name, role)

    def get(self, path: str, **headers: str) -> Any:
        given = {**WHY, "Authorization": f"Bearer {self.token}", **headers}
        return self.house.client().get(API + path, headers=given)

    def post(self, path: str, said: Any, **headers: str) -> Any:
        given = {**WHY, "Authorization": f"Bearer {self.token}", **headers}
        return self.house.client().post(API + path, json=said, headers=given)

    def answer(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        return answer.json


@pytest.fixture(scope="module")
def store(arcadedb_session: Store) -> Store:
    empty(arcadedb_session)
    nodes, links = crawled.graph()
    more: list[Node] = [
        (label, f"flag-{n}", {**props, "rule": f"rule_{n % 2}", "due": f"2025-04-0{n}"})
        for n in range(2, 6)
        for label, _, props in [crawled.FLAG]
    ]
    write(arcadedb_session, [*nodes, *more, NIGHT, CAME], links)
    return arcadedb_session


@pytest.fixture(scope="module")
def house(store: Store, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(store, tmp_path_factory.mktemp("house"))


@pytest.fixture
def other_house(store: Store, tmp_path: Path) -> House:
    """One whose door was tried by nobody yet."""
    return House(store, tmp_path)


@pytest.fixture(scope="module")
def system(house: House) -> System:
    return System(house)


def problem(answer: Any, status: int) -> str:
    """The sentence of a refusal, which is a problem as RFC 9457 has it and nothing more."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json) == {"type", "title", "status", "detail"}
    assert answer.json["status"] == status
    detail = str(answer.json["detail"])
    assert detail.endswith(".")
    assert not crawled.leaks(detail)
    return detail


def test_every_address_is_tried_here(house: House) -> None:
    rules = {
        rule.endpoint
        for rule in house.app.server.url_map.iter_rules()
        if rule.rule.startswith(f"{API}/")
    }
    with house.app.server.test_request_context():
        urls = house.app.server.url_map.bind("localhost")
        tried = {urls.match(API + path.partition("?")[0].replace("%2F", "/"))[0] for path in PATHS}
        tried.add(urls.match(API + ANSWER, method="POST")[0])
    assert rules == tried == {"api.openapi", *(f"api.{each.name}" for each in OPERATIONS)}


def test_no_address_answers_without_a_token_of_a_system(other_house: House) -> None:
    """Nor with a cookie, whoever's, a role without the right, or a token that is none."""
    browser: FlaskClient = other_house.signed_in("analyst")
    systems = {role: System(other_house, role) for role in GIVEN}
    for path in PATHS:
        assert "token" in problem(other_house.client().get(API + path, headers=WHY), 401)
        assert problem(browser.get(API + path, headers=WHY), 401)
        for authorization in ("Bearer", "Basic eDp5", "Bearer wrong"):
            given = {**WHY, "Authorization": authorization}
            refused = other_house.client().get(API + path, headers=given)
            assert problem(refused, 401)
            assert refused.headers["WWW-Authenticate"] == "Bearer"
        for role, system in systems.items():
            assert system.get(path).status_code == (200 if may(role, "api") else 403), role
    assert [role for role in GIVEN if may(role, "api")] == ["system", "correspondent"]


def test_a_token_ends_with_a_new_one_and_with_its_account(
    other_house: House, system: System
) -> None:
    one = System(other_house)
    assert one.get("/deliveries").status_code == 200
    second = Tokens(other_house.accounts).make(one.name)
    assert problem(one.get("/deliveries"), 401)
    one.token = second
    assert one.get("/deliveries").status_code == 200
    other_house.accounts.reset(one.name, "twelve or more characters")
    assert problem(one.get("/deliveries"), 401)
    one.token = Tokens(other_house.accounts).make(one.name)
    assert one.get("/deliveries").status_code == 200
    other_house.accounts.disable(one.name)
    for path in PATHS[::2]:
        assert problem(one.get(path), 401)
    assert system.get("/deliveries").status_code == 200
    kept = Path(other_house.audit.path).with_name("accounts.sqlite").read_bytes()
    assert one.token.encode() not in kept
    assert all(one.token not in repr(entry) for entry in other_house.audit.entries())


def test_a_token_opens_nothing_but_the_api(house: House, system: System) -> None:
    header = {**WHY, "Authorization": f"Bearer {system.token}"}
    for path in ("/", "/_dash-layout", "/search-file?q=sam", "/audit.csv"):
        assert house.client().get(path, headers=header).status_code == 401, path
    for path in ("", "/", "/x", "/people", "/flags/x/y"):
        assert problem(system.get(path), 404)
    posted = house.client().post(f"{API}/flags", headers=header)
    assert "GET" in problem(posted, 405)
    assert problem(house.client().post(f"{API}/flags", headers=WHY), 401)


def test_a_purpose_and_a_reference_are_said(system: System) -> None:
    before = system.house.audit.count()
    wrong = [{PURPOSE: ""}, {PURPOSE: "nosiness"}]
    wrong += [{REFERENCE: text} for text in ("", " ", "x" * 201)]
    for given in wrong:
        assert PURPOSE in problem(system.get("/people/sam", **given), 400)
    assert system.house.audit.count() == before


def test_every_answer_is_in_the_audit_before_it_is_given(system: System) -> None:
    audit = system.house.audit
    for path in PATHS[:-1]:
        before = audit.count()
        system.answer(path)
        entries = [entry for entry in audit.entries() if entry.seq > before]
        assert {entry.action for entry in entries} == {"consultation"}, path
        assert {(e.who, e.role, e.purpose) for e in entries} == {
            (system.name, "system", "Review of a flag (A/1)")
        }


def test_wrong_tokens_are_noted_and_slowed(other_house: House) -> None:
    house, system = other_house, System(other_house)
    wrong = {**WHY, "Authorization": "Bearer wrong"}
    for _ in range(FAILURES):
        assert problem(house.client().get(f"{API}/flags", headers=wrong), 401)
    slowed = system.get("/flags")
    assert problem(slowed, 429)
    assert 0 < int(slowed.headers["Retry-After"]) <= 61
    refusals = [entry for entry in house.audit.entries() if entry.action == "refusal"]
    assert len(refusals) == FAILURES
    assert {repr(entry.body) for entry in refusals} == {repr({"asked": "sign-in", "by": "token"})}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/flags?x=1", "no parameter 'x'"),
        ("/flags?limit=0", "limit"),
        ("/flags?limit=101", "limit"),
        ("/flags?limit=many", "limit"),
        ("/flags?state=hidden", "state"),
        ("/flags?since=yesterday", "since"),
        ("/flags?since=2025-03-01T10:00:00", "since"),
        ("/flags?cursor=%F0", "cursor"),
        ("/flags?cursor=MA%3D", "cursor"),
        (f"/flags?rule={'x' * 201}", "rule"),
        ("/flags?rule=a&rule=b", "twice"),
        ("/flags/flag-1?side=sam", "no parameter 'side'"),
        ("/search", "'q'"),
        ("/search?q=", "'q'"),
        (f"/search?q={'x' * 201}", "'q'"),
        ("/deliveries?x", "no parameter 'x'"),
        ("/openapi.json?x=1", "no parameter 'x'"),
    ],
)
def test_what_cannot_be_taken_is_refused(system: System, path: str, says: str) -> None:
    assert says in problem(system.get(path), 400)


@pytest.mark.parametrize(
    "path",
    ["/flags/none", "/people/none", "/people/none/chronology", "/entities/Phone/none",
     "/entities/Person/sam", "/entities/Person/her", "/entities/Record/r1", "/entities/x/y"],
)  # fmt: skip
def test_what_is_not_there_is_said(system: System, path: str) -> None:
    assert problem(system.get(path), 404)


def test_flags_come_page_by_page(system: System) -> None:
    assert get_args(State) == tuple(STATES)
    seen, path = [], "/flags?limit=2"
    while path:
        page = system.answer(path)
        assert page["total"] == 5
        seen += [flag["id"] for flag in page["flags"]]
        path = f"/flags?limit=2&cursor={quote(page['next'])}" if page["next"] else ""
    assert seen == ["flag-2", "flag-3", "flag-4", "flag-5", "flag-1"]
    of_rule = system.answer("/flags?rule=rule_1")
    assert [flag["id"] for flag in of_rule["flags"]] == ["flag-3", "flag-5"]
    assert of_rule["next"] is None
    assert system.answer("/flags?state=dismissed")["total"] == 0
    assert system.answer("/flags?force=f&owner=f")["total"] == 0
    assert system.answer("/flags?since=2025-03-09T01:00:00Z")["total"] == 5
    late = system.answer("/flags?since=2025-03-09T03:00:00%2B00:00")
    assert (late["total"], late["flags"]) == (0, [])


def test_a_flag_is_answered_by_whoever_may_and_by_nobody_else(
    other_house: House, store: Store, system: System
) -> None:
    write(store, [(label, "flag-9", dict(props)) for label, _, props in [crawled.FLAG]], [])
    own, path = System(other_house, "correspondent"), "/flags/flag-9/answer"
    why = {"kind": "dismiss", "why": "Two people of one name."}
    assert "may not" in problem(system.post(path, why), 403)
    assert problem(other_house.client().post(API + path, json=why, headers=WHY), 401)
    browser = other_house.signed_in("analyst")
    assert problem(browser.post(API + path, json=why, headers=WHY), 401)
    for wrong, says in (
        ({"kind": "dismiss"}, "'why'"),
        ({**why, "why": ""}, "'why'"),
        ({**why, "kind": "erase"}, "'kind'"),
        ({**why, "until": "2099-01-01"}, "`until` belongs to `defer`"),
        ({"kind": "hand_over", "why": "x"}, "`force` belongs to `hand_over`"),
        ({"kind": "reopen", "why": "x"}, "nothing to take back"),
        ({"kind": "defer", "why": "x", "until": "2020-01-01"}, "not after today"),
        ({**why, "more": 1}, "'more'"),
        ("no object", "body"),
    ):
        assert says in problem(own.post(path, wrong), 400), wrong
    assert problem(own.post("/flags/flag-/answer", why), 404)  # no beginning of an id will do
    told = own.post(path, why)
    assert told.status_code == 200, told.text
    assert told.json["flag"]["state"] == "dismissed"
    assert own.answer("/flags/flag-9")["flag"]["dispositions"][0]["who"] == own.name
    entries = [e for e in other_house.audit.entries() if e.action == "alteration"]
    assert [(e.who, e.role, e.body) for e in entries] == [
        (own.name, "correspondent", {"flag": "flag-9", "disposition": "dismiss"})
    ]
    described = system.answer("/openapi.json")
    operation = described["paths"]["/flags/{id}/answer"]["post"]
    taken = operation["requestBody"]["content"]["application/json"]["schema"]
    schema = {**taken, "components": described["components"]}
    Draft202012Validator(schema).validate(why)
    assert not Draft202012Validator(schema).is_valid({"kind": "dismiss"})


def test_what_is_answered(system: System) -> None:
    hit = next(h for h in system.answer("/search?q=sam")["hits"] if h["element"]["id"] == "sam")
    assert (hit["matched"], hit["element"]["label"]) == ("same name", "Person")
    sam = system.answer("/people/sam")
    assert sam["person"]["name"] == "Sam"
    assert sam["from_suspect"] is True
    assert {row["role"]: row["incidents"] for row in sam["roles"]}["SUSPECT_IN"] == 6
    told = system.answer("/people/sam/chronology")
    assert [event["id"] for event in told["events"]] == [f"f/{n}" for n in range(1, 8)]
    assert [(term["id"], term["role"]) for term in told["terms"]] == [("f/O1", "SUBJECT_OF")]
    thing = system.answer("/entities/Incident/f%2F1")
    assert {each["person"]["id"] for each in thing["named"]} == {"sam", "her", "ned"}
    flag = system.answer("/flags/flag-1")
    assert flag["flag"]["about"] == {"label": "Person", "id": "sam"}
    assert system.answer("/deliveries") == {
        "night": "n",
        "as_of": "2025-03-09T02:00:00Z",
        "deliveries": [
            {"delivery_id": "d1", "force": "f", "file_name": "f_2025-03-09", "records": 0,
             "refused": 2}
        ],
    }  # fmt: skip


def test_a_look_at_who_is_protected_waits_for_a_reason(system: System) -> None:
    for path in ("/people/her", "/people/her/chronology"):
        assert "`why`" in problem(system.get(path), 400)
        assert "`why`" in problem(system.get(f"{path}?side=sam"), 400)
        assert "`why`" in problem(system.get(f"{path}?why=%20"), 400)
        own = system.answer(f"{path}?why=she+calls")
        assert own["from_suspect"] is False
        his = system.answer(f"{path}?why=she+calls&side=sam")
        assert his["from_suspect"] is True
        assert not crawled.leaks(json.dumps(his))
    assert crawled.WORDS in json.dumps(system.answer("/people/her/chronology?why=she+calls"))
    bodies = [entry.body or {} for entry in system.house.audit.entries()]
    assert {"asked": "protected person", "person": "her", "reason": "she calls"} in bodies
    assert {"asked": "person", "person": "her", "side": "sam"} in bodies


def everything() -> Iterator[str]:
    """Every question about every element, from no side and from his."""
    for side in ("", "side=sam"):
        for label, id_, _ in crawled.graph()[0]:
            key = quote(id_, safe="")
            if label == "Person" and id_ not in crawled.HIDDEN_FROM_HIM:
                yield f"/people/{key}?{side}"
                yield f"/people/{key}/chronology?{side}"
            yield f"/entities/{label}/{key}?{side}"
            yield f"/search?q={quote(re.sub('.*/', '', id_))}&{side}"
    yield from (f"/flags/flag-{n}" for n in range(1, 6))
    yield from ("/flags", "/deliveries", "/search?q=hidden+row&side=sam")


def test_no_question_leads_to_where_she_can_be_reached(system: System) -> None:
    """Whoever types a number is answered with it: a search is from his side only."""
    answered, leaking = 0, {}
    for path in everything():
        answer = system.get(path)
        assert answer.status_code in (200, 404), (path, answer.text)
        answered += answer.status_code == 200
        if path.startswith("/search") and "side=sam" not in path:
            continue
        if leaks := crawled.leaks(answer.text):
            leaking[path] = leaks
    assert leaking == {}
    assert answered > 50


def test_answers_are_as_openapi_describes_them(system: System) -> None:
    described = system.answer("/openapi.json")
    assert described["openapi"] == "3.1.0"
    Draft202012Validator.check_schema({"$defs": described["components"]["schemas"]})
    paths = {each.path: each for each in OPERATIONS}
    assert len(described["paths"]) == len(paths)
    for path in (*PATHS[:-1], "/people/her?why=x", "/people/her/chronology?why=x"):
        operation = next(
            spoken["get"]
            for written, spoken in described["paths"].items()
            if "get" in spoken
            and re.fullmatch(re.sub(r"{\w+}", "[^/]+", written), path.partition("?")[0])
        )
        wrong = f"{path}{'&' if '?' in path else '?'}x=1"
        for status, answer in (("200", system.get(path)), ("400", system.get(wrong))):
            assert answer.status_code == int(status), path
            content = operation["responses"][status]["content"][answer.mimetype]
            schema = {**content["schema"], "components": described["components"]}
            Draft202012Validator(schema).validate(answer.json)
            with pytest.raises(Exception, match="is a required property"):
                Draft202012Validator(schema).validate({})


def test_the_page_lists_every_address() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `/api/v1(/\S+)` \| (.*) \|$", page, re.MULTILINE))
    paths = {re.sub(r"<(?:path:)?(\w+)>", r"{\1}", each.path): each for each in OPERATIONS}
    assert set(listed) == {*paths, "/openapi.json"}
    for path, operation in paths.items():
        named = set(re.findall(r"`(\w+)`", listed[path]))
        assert named == set(operation.asked.model_fields), path
