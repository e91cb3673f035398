"""A draft: tables and how they hang together, put into the sections of a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.draft.between import between, contact_lines, party_ref, tells_relation, ties_two
from ingest.draft.blocks import Draft, address, party, prefixes, quoted
from ingest.draft.columns import Column
from ingest.draft.concepts import (
    CONTACT,
    INCIDENT,
    INCLUDED,
    OFFENCE,
    ORDER,
    PARTY,
    best,
    coded,
    graded,
    is_date,
    picked,
    role_in,
)
from ingest.draft.joins import Join, joins_of
from ingest.draft.kinds import (
    has_people,
    is_named_date,
    is_objects,
    is_people,
    kind_of,
    reference_of,
    split_by,
)
from ingest.draft.tables import Table


@dataclass(slots=True)
class Record:
    """One `[[records]]`: its table, the tables that it joins, and its lines."""

    table: Table
    lines: list[str] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)


def composed(tables: list[Table], draft: Draft, extracted: str) -> list[Record]:
    """The records that these tables make; `extracted` is the value of when they were, as TOML."""
    records = []
    for table in tables:
        kind = kind_of(table)
        if kind == "incident":
            records.append(_incident(table, tables, draft, extracted))
        elif kind == "order":
            records.append(_order(table, tables, draft, extracted))
        elif kind == "person":
            records.append(_person(table, draft, extracted))
        elif kind == "contacts":
            records.append(_contacts(table, draft, extracted))
    return records


def _head(
    table: Table, draft: Draft, extracted: str, found: dict[str, Column], kind: str
) -> list[str]:
    columns = list(table.columns.values())
    reference = reference_of(table)
    lines = [f"kind = {quoted(kind)}", f"table = {quoted(table.source)}"]
    if table.when:
        ((name, value),) = table.when.items()
        lines.append(f"when = {{ {quoted(name)} = {quoted(value)} }}")
    if reference is None:
        lines.append("reference = { row = true }")
    else:
        column = quoted(reference.path)
        if reference.filled < table.rows:
            column = f"{{ column = {column}, else = {{ row = true }} }}"
        lines.append(f"reference = {column}")
    at = found.get("recorded_at") or found.get("status_at") or found.get("occurred_from")
    if at is None:
        at = next((column for column in columns if column.filled and is_named_date(column)), None)
    lines.append(f"recorded_at = {draft.when(at, columns) if at else extracted}")
    if (marking := found.pop("classification", None)) is not None:
        lines.append(_marked(marking, draft))
    if grade := graded(columns):
        parts = ", ".join(f"{key} = {quoted(column.path)}" for key, column in grade.items())
        lines.append(f"grade = {{ {parts} }}")
    return lines


def _marked(column: Column, draft: Draft) -> str:
    codes = coded(column, "marking")
    if set(codes) == set(column.values):
        return f"classification = {draft.choice(column, 'marking')}"
    return f"# {column.path} may say how secret a row is. Until it is mapped all is OFFICIAL."


def _incident(table: Table, tables: list[Table], draft: Draft, extracted: str) -> Record:
    columns = list(table.columns.values())
    grouped = prefixes(columns)
    taken = _told(table, grouped)
    found = picked({"offence": OFFENCE, "included": (INCLUDED,), **INCIDENT}, columns, taken)
    if "offence" not in found and "title" in found:
        found["offence"] = found["title"]
    record = Record(table, _head(table, draft, extracted, found, "incident"))
    joins = record.joins = list(joins_of(table, tables))
    own = split_by(table)
    if own:
        table.keys |= {"group": own.path, "into": "people"}
    offences = [quoted(found["offence"].path)] if "offence" in found else list(_offences(joins))
    if "included" in found:
        offences.append(_split(found["included"]))
    body = [f"offence_classes = [{', '.join(offences)}]"] if offences else []
    body += list(_when(found, draft, columns))
    body += [
        f"{key} = {quoted(found[key].path)}"
        for key in ("title", "summary", "outcome", "crimed", "cancelled", "weapon")
        if key in found
    ]
    body += list(_where(found, columns, taken, joins, bool(own)))
    people = list(_people(table, joins, grouped, draft, own))
    ties = list(between(table, joins, grouped, draft, own))
    head = ['also = "rest"', *_join_lines(joins), "", "[records.incident]", *body]
    record.lines += [*head, *people, *ties]
    return record


def _told(table: Table, grouped: dict[str, list[Column]]) -> set[str]:
    """The columns that are the reference, or those of somebody."""
    inside = {begins + column.path for begins, group in grouped.items() for column in group}
    return {column.path for column in [reference_of(table)] if column} | inside


def _split(column: Column) -> str:
    text = " ".join(column.sample())
    by = next((each for each in (";", ",", "|") if each in text), " ")
    return f"{{ column = {quoted(column.path)}, split = {quoted(by)} }}"


def _when(found: dict[str, Column], draft: Draft, columns: list[Column]) -> Iterator[str]:
    start, end = found.get("occurred_from"), found.get("occurred_to")
    if start is not None:
        period = f"from = {draft.when(start, columns)}"
        period += f", to = {draft.when(end, columns)}" if end else ""
        yield f"occurred = {{ {period} }}"
    if "outcome_at" in found:
        yield f"outcome_at = {draft.when(found['outcome_at'], columns)}"


def _where(
    found: dict[str, Column],
    columns: list[Column],
    taken: set[str],
    joins: list[Join],
    split: bool,
) -> Iterator[str]:
    degrees, metres = ("latitude", "longitude"), ("easting", "northing")
    point = next((pair for pair in (degrees, metres) if found.keys() >= set(pair)), ())
    place = ""
    if not split:  # where each row is a person, an address is the person's
        place = address(columns, taken)
    else:
        named = [each for each in columns if re.match(r"(?i)(loc|place|scene|inc)", each.path)]
        place = address(named, taken)
    where = [f"{key} = {quoted(found[key].path)}" for key in point]
    for join in () if place else joins:
        if not has_people(join.table):
            place = address(join.table.columns.values(), set(), f"{join.path}.")
            if place:
                break
    if place:
        yield f"address = {{ {', '.join([place, *where])} }}"
    yield from where


def _offences(joins: Iterable[Join]) -> Iterator[str]:
    """The offence classes in joined rows."""
    for join in joins:
        column = best(OFFENCE[:1], join.table.columns.values())
        if column is not None and not join.of and not has_people(join.table):
            yield quoted(f"{join.name}.{column.path}")
            return


def _join_lines(joins: list[Join]) -> list[str]:
    return ["", "[records.join]", *(join.line for join in joins)] if joins else []


def _people(
    table: Table,
    joins: list[Join],
    grouped: dict[str, list[Column]],
    draft: Draft,
    split: Column | None,
) -> Iterator[str]:
    blocks: dict[tuple[str, ...], list[str]] = {}
    for begins, columns in grouped.items():
        lines = party(draft, columns, role=role_in(begins.rstrip("0123456789")))
        key = tuple(line for line in lines if not line.startswith("ref "))
        blocks.setdefault(key, []).append(begins)
    for keys, beginnings in blocks.items():
        yield from _block("parties", [f"prefixes = [{', '.join(map(quoted, beginnings))}]", *keys])
    inside = sum(map(has_people, table.inside.values()))
    joined = sum(has_people(each.table) for each in joins if not each.of)
    alone = not grouped and bool(split) + inside + joined == 1
    if split:
        own = [
            column
            for column in table.columns.values()
            if column is not split and not re.match(r"(?i)(loc|place|scene|rec|occ)", column.path)
        ]
        known = _ref(own, alone and tells_relation(own))
        yield from _block("parties", ['rows = "people"', *party(draft, own, known=known)])
    for join in joins:
        yield from _joined_people(join, joins, draft, alone)
    for path, inner in table.inside.items():
        found = picked(PARTY, inner.columns.values(), set())
        role = role_in(path)
        somebody = {"surname", "written"} & found.keys() or "role" in found or role
        if somebody and not is_objects(inner):
            mine = list(inner.columns.values())
            tied = tells_relation(mine) or any(map(ties_two, table.inside.values()))
            known = _ref(mine, alone and tied) | _phones_inside(inner)
            lines = party(draft, mine, role=role, known=known)
            yield from _block("parties", [f"rows = {quoted(path)}", *lines])


def _phones_inside(people: Table) -> dict[str, str]:
    """Telephone numbers that are rows in the rows of people, as those with a kind of their own."""
    for path, inner in people.inside.items():
        numbers = [each for each in ("#", "number", "value") if each in inner.columns]
        if numbers and best(PARTY["phones"], [Column(path.rpartition(".")[2])]):
            return {"phones": f"[{{ rows = {quoted(path)}, number = {quoted(numbers[0])} }}]"}
    return {}


def _ref(columns: list[Column], tied: bool) -> dict[str, str]:
    """The ref by which relations name these people; where several blocks count theirs, none."""
    column = party_ref(columns) if tied else None
    return {"ref": quoted(column.path)} if column else {}


def _joined_people(join: Join, joins: list[Join], draft: Draft, alone: bool) -> Iterator[str]:
    if join.of:
        return
    far = next((each for each in joins if each.of == join.name and is_people(each.table)), None)
    if far is None and not has_people(join.table):
        return
    columns = [each for each in join.table.columns.values() if each is not join.theirs]
    role = role_in(join.name) or "involved"
    if far is None:
        known = _ref(columns, alone and tells_relation(columns))
        lines = party(draft, columns, role=role, known=known)
    else:
        key = quoted(far.ours.path)
        known = {"ref": key, "nominal": key}
        mine = [
            each
            for each in columns
            if best(PARTY["role"] + PARTY["attribution"], [each]) is not None
        ]
        known |= dict(_pair(line) for line in party(draft, mine, role=role))
        lines = party(draft, list(far.table.columns.values()), at=f"{far.name}.", known=known)
    yield from _block("parties", [f"rows = {quoted(join.name)}", *lines])


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition(" = ")
    return key, value


def _block(name: str, lines: list[str]) -> list[str]:
    return ["", f"[[records.{name}]]", *lines]


def _person(table: Table, draft: Draft, extracted: str) -> Record:
    reference = reference_of(table)
    number = quoted(reference.path) if reference else ""
    record = Record(table, _head(table, draft, extracted, {}, "person"))
    lines = party(draft, list(table.columns.values()), known={"ref": number, "nominal": number})
    lines = [line for line in lines if not line.startswith("roles")]
    record.lines += ['also = "rest"', *_block("parties", lines)]
    return record


def _contacts(table: Table, draft: Draft, extracted: str) -> Record:
    columns = list(table.columns.values())
    reference = reference_of(table)
    found = picked(CONTACT, columns, {reference.path} if reference else set())
    head = _head(table, draft, extracted, {"occurred_from": found["start"]}, "contacts")
    name = quoted(reference.path) if reference else "{ row = true }"
    lines = list(contact_lines(found, columns, name, draft))
    return Record(table, [*head, 'also = "rest"', *_block("contacts", lines)])


def _order(table: Table, tables: list[Table], draft: Draft, extracted: str) -> Record:
    columns = list(table.columns.values())
    grouped = prefixes(columns)
    taken = _told(table, grouped)
    found = picked({**ORDER, "classification": INCIDENT["classification"]}, columns, taken)
    record = Record(table, _head(table, draft, extracted, found, "order"))
    joins = record.joins = list(joins_of(table, tables))
    body = [
        f"issuer = {quoted(found['issuer'].path)}"
        if "issuer" in found
        else 'issuer = { value = "court" }'
    ]
    for key, choice, unless in (
        ("kind", "order", "injunction"),
        ("effect", "effect", "prohibits"),
        ("status", "status", "made"),
    ):
        value = draft.choice(found[key], choice) if key in found else f'{{ value = "{unless}" }}'
        body.append(f"{key} = {value}")
    if "service" in found:
        body.append(f"service = {draft.choice(found['service'], 'service')}")
    body += [
        f"{key} = {draft.when(found[key], columns)}"
        for key in ("status_at", "served_at", "start", "until")
        if key in found and is_date(found[key])
    ]
    if "conditions" in found:
        body.append(f"conditions = {quoted(found['conditions'].path)}")
    for key in ("arises_from", "replaces"):
        if key in found:
            body.append(f"{key} = [{quoted(found[key].path)}]")
    people = list(_people(table, joins, grouped, draft, None))
    record.lines += ['also = "rest"', *_join_lines(joins), "", "[records.order]", *body, *people]
    return record
