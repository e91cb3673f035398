"""What rules say once: parts, put in by name, or refused with the mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.errors import QueryError
from graph.queries import Query, all_queries, catalogue, load, parts
from graph.queries.parts import check_all_used, parse_part, put_in

RULES = Path(__file__).parents[3] / "cypher" / "detect"
PARTS = RULES / "parts"
PART = "// name: two\n// does: Adds.\n// takes: one, other\n{{one}}.n + {{other}}.n"


def test_a_part_is_put_in_with_the_names_that_are_given_to_it() -> None:
    text = put_in("detect/x", "WHERE {{> counts i}} AND {{> close_tie f.t}}")
    assert text == (
        "WHERE NOT coalesce(i.cancelled, false)"
        " AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))"
        " AND f.t.kind IN ['partner', 'parent', 'child', 'sibling', 'lives with']"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "{{> count i}}",
            r"detect/x.cypher: there is no part count: name one of .*counts, .*ended",
        ),
        ("{{> counts}}", r"\{\{> counts\}\} is given 0 names, and takes 1 \(incident\)"),
        ("{{> counts i j}}", "is given 2 names, and takes 1"),
        ("{{> counts i.*}}", r"no part: write \{\{> PART NAME …\}\}"),
        ("{{> counts i", "no part: write"),
        ("{{> occasions each}}", r"\{\{> occasions\}\} uses each itself: give yours another name"),
        ("{{> links_of each.steps}}", "uses each itself"),
    ],
)
def test_a_part_that_cannot_be_put_in_is_refused_with_the_mend(text: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        put_in("detect/x", text)


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("name: two", "name: three", "name is 'three': make it 'two', as the file is called"),
        ("// does: Adds.\n", "", "the header lacks does: add `// KEY: value`"),
        ("// does:", "// gives: 1\n// does:", "unknown header key gives: a part has name, does"),
        ("one, other", "one", "takes and the holes differ in other: make them the same"),
        ("one, other", "one, other, more", "takes and the holes differ in more"),
        (
            ".n + ",
            ".n // and\n + ",
            "a comment stands beside or below its text: give it",
        ),
    ],
)
def test_a_part_that_breaks_its_contract_is_refused_with_the_mend(
    was: str, now: str, why: str
) -> None:
    with pytest.raises(QueryError, match=why):
        parse_part("two", PART.replace(was, now, 1))


def test_a_part_that_says_nothing_is_refused() -> None:
    with pytest.raises(QueryError, match="it says nothing: write the Cypher below the header"):
        parse_part("two", "// name: two\n// does: Nothing.\n")


def test_a_part_of_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    again = parse_part("counts", "// name: counts\n// does: Goes round.\n{{> counts}}")
    monkeypatch.setattr(parts, "_load", lambda _folder, _name: again)
    with pytest.raises(QueryError, match=r"counts.cypher: it is a part of itself: take that out"):
        put_in("detect/x", "{{> counts}}")


def test_a_part_that_no_rule_puts_in_is_refused() -> None:
    rules = {f"detect/{file.stem}": file.read_text() for file in RULES.glob("*.cypher")}
    check_all_used(rules)
    kept = {path: re.sub(r"\{\{> suffered \w+\}\}", "true", text) for path, text in rules.items()}
    with pytest.raises(QueryError, match=r"no rule puts in suffered: use it or take its file out"):
        check_all_used(kept)


def test_only_questions_have_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_source", lambda _: "// name: x\n{{> counts i}}")
    with pytest.raises(
        QueryError, match=r"system/people/x.cypher: only questions have parts: write it out"
    ):
        load("system/people/x")


@pytest.mark.parametrize("name", ["clearance", "compartments"])
def test_no_question_says_itself_who_may_see_what(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(catalogue, "_source", lambda _: f"// name: x\nWHERE n.level <= ${name}")
    with pytest.raises(QueryError, match=r"ask/x.cypher: .* stands in the part `cleared` alone"):
        load("ask/x")


@pytest.mark.parametrize(
    "query", [*all_queries("view"), *all_queries("ask")], ids=lambda query: query.path
)
def test_what_is_kept_to_a_clearance_is_kept_to_the_compartments_as_well(query: Query) -> None:
    cleared = re.findall(
        r"\((\w+)\.level <= \$clearance\s+AND \(\1\.compartments IS NULL"
        r" OR all\(_c IN \1\.compartments WHERE _c IN \$compartments\)\)\)",
        query.text,
    )
    assert cleared
    assert len(cleared) == query.text.count("$clearance") == query.text.count("$compartments")


def test_what_a_part_says_stands_in_no_rule_as_text() -> None:
    said = {
        file.stem: re.split(r"\{\{.*?\}\}", parse_part(file.stem, file.read_text()).text)
        for file in PARTS.glob("*.cypher")
    }
    for file in RULES.glob("*.cypher"):
        text = file.read_text()
        for name, pieces in said.items():
            pattern = r"\w+".join(map(re.escape, pieces))
            if len("".join(pieces)) > 20:
                assert not re.search(pattern, text), f"{file.name} says {name}: put the part in"


def test_every_rule_has_comments_at_its_clauses() -> None:
    for rule in all_queries("detect"):
        after = re.split(r"^(?:UNWIND|MATCH)\b", rule.text, maxsplit=1, flags=re.MULTILINE)[1]
        comments = [line for line in after.splitlines() if line.strip().startswith("//")]
        assert len(comments) >= 3, rule.path
