"""What an export says between people: how they stand to each other, their objects, their contacts.

Only what its columns plainly name is drafted: a relation by a word of the field, an object by a
column that says what kind it is, a contact by both its ends and its time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from ingest.draft.blocks import Draft, quoted
from ingest.draft.columns import Column
from ingest.draft.concepts import CONTACT, OBJECT, PARTY, RELATION, coded, picked
from ingest.draft.joins import Join
from ingest.draft.tables import Table

_NO_ACCOUNT = ("phone", "vehicle")


def _block(name: str, lines: Iterable[str]) -> list[str]:
    return ["", f"[[records.{name}]]", *lines]


def between(
    table: Table,
    joins: Iterable[Join],
    grouped: Mapping[str, list[Column]],
    draft: Draft,
    split: Column | None,
) -> Iterator[str]:
    """The blocks of relations, objects and contacts in a table's rows, and in what hangs on it.

    `split` is the reference where each row of the table is one of the people of a record.
    """
    if split:
        own = [column for column in table.columns.values() if column is not split]
        yield from _relations(own, 'rows = "people"', draft)
    rows = [(path, list(inner.columns.values())) for path, inner in table.inside.items()]
    rows += [(join.name, list(join.table.columns.values())) for join in joins if not join.of]
    for path, columns in rows:
        where = f"rows = {quoted(path)}"
        yield from _objects(columns, where, draft)
        yield from _relations(columns, where, draft)
        yield from _contacts(columns, where, draft)
    for begins, columns in _numbered(table.columns.values()).items():
        yield from _objects(columns, f"prefixes = {json.dumps(begins)}", draft)
    yield from _towards_the_victim(grouped, draft)


def endpoint(
    kind: Column, value: Column, draft: Draft, *, vehicles: bool, at: str = ""
) -> list[str]:
    """A phone, an account and, of an object, a vehicle, told apart by the column of its kind."""
    codes = coded(kind, "object")
    column, inner = quoted(at + kind.path), quoted(at + value.path)

    def when(names: list[str]) -> str:
        return f"when = {{ {column} = {json.dumps(names, ensure_ascii=False)} }}"

    phones = [code for code, word in codes.items() if word == "phone"]
    marks = [code for code, word in codes.items() if word == "vehicle" and vehicles]
    accounts = {code: word for code, word in codes.items() if word not in _NO_ACCOUNT}
    lines = [f"phone = {{ {when(phones)}, number = {inner} }}"] if phones else []
    lines += [f"vehicle = {{ {when(marks)}, vrm = {inner} }}"] if marks else []
    if accounts:
        word = draft.by_codes(kind, "account", accounts, at)
        lines.append(f"account = {{ {when(list(accounts))}, kind = {word}, account = {inner} }}")
    return lines


def _objects(columns: list[Column], where: str, draft: Draft) -> list[str]:
    found = picked(OBJECT, columns, set())
    if not {"kind", "value"} <= found.keys() or not coded(found["kind"], "object"):
        return []
    whose = found.get("whose")
    lines = [where]
    if whose is not None and coded(whose, "whose"):
        lines.append(f"whose = {draft.choice(whose, 'whose')}")
    ends = endpoint(found["kind"], found["value"], draft, vehicles=True)
    return _block("incident.involves", [*lines, *ends])


def _numbered(columns: Iterable[Column]) -> dict[tuple[str, ...], list[Column]]:
    """Columns as `object1_type`, `object2_type`: their beginnings, and the columns without them."""
    groups: dict[str, dict[str, Column]] = {}
    for column in columns:
        if match := re.match(r"(?i)((?:obj|object|item|identifier)_?\d+[ _.-]?)(.+)", column.path):
            groups.setdefault(match[1], {})[match[2]] = column
    merged: dict[str, Column] = {}
    for group in groups.values():
        for rest, column in group.items():
            mine = merged.setdefault(rest, Column(rest))
            mine.filled += column.filled
            mine.values.update(column.values)
    return {tuple(groups): list(merged.values())} if groups else {}


def _relations(columns: list[Column], where: str, draft: Draft) -> list[str]:
    found = picked(RELATION, columns, set())
    kind = found.get("kind")
    if kind is None or not coded(kind, "relation"):
        return []
    word = draft.choice(kind, "relation")
    if "b" in found:
        a = found.get("a") or picked(PARTY, columns, {found["b"].path}).get("nominal")
        if a is None:
            return []
        ends = [f"a = {quoted(a.path)}", f"b = {quoted(found['b'].path)}"]
    else:
        a = party_ref(columns)
        if a is None:
            return []
        ends = [f"a = {quoted(a.path)}", 'b = { first = "victim" }  # a guess: it names nobody']
    return _block("relations", [where, *ends, f"kind = {word}"])


def party_ref(columns: Iterable[Column]) -> Column | None:
    """The column by which a relation in rows of people names the one it stands beside."""
    found = picked(PARTY, columns, set())
    return found.get("ref") or found.get("nominal")


def ties_two(table: Table) -> bool:
    """Whether its rows say how two people stand to each other, and name both."""
    columns = list(table.columns.values())
    found = picked(RELATION, columns, set())
    return {"kind", "a", "b"} <= found.keys() and bool(coded(found["kind"], "relation"))


def tells_relation(columns: Iterable[Column]) -> bool:
    """Whether rows of people say how each stands to the victim."""
    found = picked(RELATION, columns, set())
    return "kind" in found and "b" not in found and bool(coded(found["kind"], "relation"))


def _towards_the_victim(grouped: Mapping[str, list[Column]], draft: Draft) -> list[str]:
    """`suspect1_relationship`: how somebody whom columns begin with stands to the first victim."""
    kinds = {
        begins: found["kind"]
        for begins, columns in grouped.items()
        if "kind" in (found := picked(RELATION, columns, set()))
        and coded(found["kind"], "relation")
    }
    victim = next((begins for begins in grouped if re.match(r"(?i)v(ic|ictim)?\d*$", begins)), None)
    others = [begins for begins in kinds if begins != victim]
    if victim is None or not others:
        return []
    kind = kinds[others[0]]
    return _block(
        "relations",
        [
            f"prefixes = {json.dumps(others)}",
            "a = { prefix = true }",
            f"b = {{ value = {quoted(victim)} }}  # a guess: it names nobody",
            f"kind = {draft.choice(kind, 'relation')}",
        ],
    )


def _contacts(columns: list[Column], where: str, draft: Draft) -> list[str]:
    found = picked(CONTACT, columns, set())
    if not {"source", "target", "start"} <= found.keys():
        return []
    number = picked({"id": PARTY["ref"]}, columns, {each.path for each in found.values()})
    name = quoted(number["id"].path) if "id" in number else "{ row = true }"
    return _block("contacts", [where, *contact_lines(found, columns, name, draft)])


def contact_lines(
    found: Mapping[str, Column], columns: list[Column], name: str, draft: Draft
) -> Iterator[str]:
    """The keys of a contact; `name` is the value of its id."""
    yield f"id = {name}"
    kind = found.get("kind")
    said = kind is not None and bool(coded(kind, "contact"))
    yield (
        f"kind = {draft.choice(kind, 'contact')}" if kind and said else 'kind = { value = "call" }'
    )
    for end in ("source", "target"):
        yield f"{end} = {{ {', '.join(_end(found[end], columns, draft))} }}"
    during = f"from = {draft.when(found['start'], columns)}"
    if "length" in found:
        during += f", length = {quoted(found['length'].path)}"
    yield f"during = {{ {during} }}"


def _end(value: Column, columns: Iterable[Column], draft: Draft) -> list[str]:
    """One end of a contact: a phone, or what the kind beside it says."""
    within = value.path.rpartition(".")[0]
    beside = (
        each for each in columns if within and each.path in (f"{within}.kind", f"{within}.type")
    )
    kind = next((each for each in beside if coded(each, "object")), None)
    if kind is None:
        return [f"phone = {quoted(value.path)}"]
    return endpoint(kind, value, draft, vehicles=False)
