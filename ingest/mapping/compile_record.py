"""From one row (with its joined rows) to one record, by a mapping compiled once.

`compile_mapping` gives for each kind of record a function that takes cells, their place and what
is known of their delivery, and gives a validated Record with its remarks, or raises Refusal with
the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from pydantic import ValidationError

from graph.model.fields import plain_fields
from graph.model.record import Grade, Record
from ingest.formats.rows import Cells
from ingest.mapping import compile_parts as parts
from ingest.mapping import compile_party as build_party
from ingest.mapping.cells.notes import DeliveryState, Notes, Refusal, Remark
from ingest.mapping.cells.paths import PLACE, steps_of
from ingest.mapping.cells.typed import choice_reader, instant_reader, truth_reader
from ingest.mapping.cells.values import FIRST, Scope, many_reader, text_reader
from ingest.mapping.complete import complete
from ingest.mapping.mapping import Mapping, RecordPart
from ingest.mapping.readers import CHOICE, EVERY_KIND, Data, field_readers, read_fields
from ingest.mapping.sections import GradePart
from ingest.mapping.sections_in_rows import condition, many, members, within
from ingest.mapping.unmapped import left_out
from ingest.mapping.value import Value

Built = tuple[Record, tuple[Remark, ...]]
Build = Callable[[Cells, str, DeliveryState], Built]
RowsOf = Callable[[Cells, str, DeliveryState], list[tuple[Cells, str]]]
Fill = Callable[[Data, Cells, Notes], None]

_CLASSIFICATIONS = frozenset(get_args(Record.model_fields["classification"].annotation))


@dataclass(frozen=True, slots=True)
class Compiled:
    """One kind of record of a mapping.

    `takes` says whether a row of its table is of this kind, `rows_of` gives what makes a record,
    the row itself or its `rows`, and `build` makes the record of one; `columns` are those it reads
    of each table, `paths` those of its nested and joined `rows`.
    """

    part: RecordPart
    takes: Callable[[Cells], bool]
    rows_of: RowsOf
    build: Build
    columns: dict[str, set[str]]
    paths: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def compile_mapping(mapping: Mapping) -> tuple[Compiled, ...]:
    """The kinds of record of a mapping, compiled once for all its deliveries."""
    return tuple(_compile_record(part, mapping) for part in mapping.records)


def _compile_record(part: RecordPart, mapping: Mapping) -> Compiled:
    takes, rows_of = _takes(part, mapping), _rows_of(part, mapping)
    if part.canonical:
        return Compiled(part, takes, rows_of, _canonical, {})
    scope = Scope(mapping) if part.rows is None else within(part.rows, Scope(mapping))
    if part.rows is not None:
        scope.paths.add(scope.within)
    fills = [_head(part, scope), *_bodies(part, scope), *_lists(part, scope)]
    for name, join in part.join.items():
        above = f"{_path(part, join.of)}." if join.of else ""
        scope.taken |= {f"{above}{name}.{join.theirs}", f"{above}{join.ours}"}
    scope.taken |= {f"{scope.within}{column}" for column in part.when}
    scope.taken |= set(mapping.tables[part.table].when)
    also = left_out(part, mapping.tables[part.table], scope.taken, scope.within)

    def build(cells: Cells, place: str, delivery: DeliveryState) -> Built:
        notes = Notes(place, delivery)
        data: Data = {"force": mapping.force, "kind": part.kind}
        for fill in fills:
            fill(data, cells, notes)
        _join_parties(data, notes)
        _drop_loose_ties(data, notes)
        data["also"] = [*also(cells, notes), *notes.also]
        return _validated(data), tuple(notes.remarks)

    columns = _columns(part, mapping, scope.taken)
    return Compiled(part, takes, rows_of, build, columns, frozenset(scope.paths))


def _columns(part: RecordPart, mapping: Mapping, taken: set[str]) -> dict[str, set[str]]:
    """Sorts the paths that were read by the table they lead into."""
    group = mapping.tables[part.table]
    roots = {f"{_path(part, name)}.": join.table for name, join in part.join.items()}
    if group.group:
        roots[f"{group.into}."] = part.table
    wanted = taken | ({group.group} if group.group else set())
    wanted |= set(part.also) if part.also != "rest" else set()
    columns: dict[str, set[str]] = {}
    for path in wanted:
        root = max((root for root in roots if path.startswith(root)), key=len, default="")
        table = roots[root] if root else part.table
        columns.setdefault(table, set()).add(path.removeprefix(root))
    joined = {_path(part, name) for name in part.join}
    columns[part.table] = columns.get(part.table, set()) - joined
    return columns


def _path(part: RecordPart, name: str) -> str:
    above = part.join[name].of
    return f"{_path(part, above)}.{name}" if above else name


def _takes(part: RecordPart, mapping: Mapping) -> Callable[[Cells], bool]:
    """Whether a row of the record's table may be of this kind; of its `rows` each is asked."""
    if part.rows is not None or not part.when:
        return lambda _cells: True
    return condition(part.when, Scope(mapping))


def _rows_of(part: RecordPart, mapping: Mapping) -> RowsOf:
    """What makes a record of this kind, with its place: a row itself, or each of its `rows`."""
    if part.rows is None:
        return lambda cells, place, _delivery: [(cells, place)]
    scope = within(part.rows, Scope(mapping))
    fits, steps, path = condition(part.when, scope), steps_of(part.rows), scope.within

    def find(cells: Cells, place: str, delivery: DeliveryState) -> list[tuple[Cells, str]]:
        rows = members(cells, steps, reaching=True)
        delivery.row_keys[path].update(*rows)
        return [(row, row.get(PLACE, place)) for row in rows if fits(row)]

    return find


def _validated(data: Data) -> Record:
    try:
        return Record.model_validate(data)
    except ValidationError as error:
        raise Refusal(_reason(error)) from error


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def _canonical(cells: Cells, _place: str, _delivery: DeliveryState) -> Built:
    try:
        return complete(Record.model_validate(cells)), ()
    except ValidationError as error:
        raise Refusal(_reason(error)) from error


def _head(part: RecordPart, scope: Scope) -> Fill:
    reference = text_reader(_required(part.reference), scope, "reference", "key")
    recorded = instant_reader(_required(part.recorded_at), scope, "recorded_at")
    version = _version(part.version, scope)
    withdrawn = truth_reader(part.withdrawn, scope, "withdrawn")
    rank = choice_reader(part.classification, scope, "classification", _CLASSIFICATIONS, "OFFICIAL")
    grade = _grade(part.grade, scope) if part.grade else None
    within = [_within(value, scope) for value in part.compartments]

    def fill(data: Data, cells: Cells, notes: Notes) -> None:
        data["reference"] = reference(cells, notes)
        if not data["reference"]:  # the constant of a mapping may be empty
            raise Refusal("reference is missing")
        data["recorded_at"] = recorded(cells, notes)
        data["version"] = version(cells, notes)
        data["withdrawn"] = bool(withdrawn(cells, notes))
        data["classification"] = rank(cells, notes)
        data["compartments"] = [name for read in within for name in read(cells, notes)]
        if grade is not None:
            data["grade"] = grade(cells, notes)

    return fill


def _within(value: Value, scope: Scope) -> Callable[[Cells, Notes], list[str]]:
    """Compartments, of which none is lost: a record is not open because one was not understood."""
    read = many_reader(value, scope, "compartment")
    whole = many_reader(value.model_copy(update={"pattern": None}), scope, "compartment")

    def names(cells: Cells, notes: Notes) -> list[str]:
        found = [name for _, name in read(cells, notes)]
        if value.pattern and not value.else_ and len(found) < len(whole(cells, notes)):
            raise Refusal("compartment does not fit the pattern of the mapping")
        return found

    return names


def _version(value: Value | None, scope: Scope) -> Callable[[Cells, Notes], str]:
    """A version whose text order is its order: a number is padded, a time is put in UTC."""
    text = text_reader(value, scope, "version")
    if value is not None and value.format:
        instant = instant_reader(value.model_copy(update={"required": True}), scope, "version")

        def moment(cells: Cells, notes: Notes) -> str:
            at = instant(cells, notes)
            return at.isoformat() if at else ""

        return moment

    def number(cells: Cells, notes: Notes) -> str:
        written = text(cells, notes)
        return written.zfill(12) if written.isdecimal() else written

    return number


def _required(value: Value | None) -> Value:
    assert value is not None  # noqa: S101 (the mapping was checked)
    return value.model_copy(update={"required": True})


_GRADES = {field.name: field.words for field in plain_fields(Grade).values() if field.words}


def _grade(part: GradePart, scope: Scope) -> Callable[[Cells, Notes], Data]:
    code = text_reader(part.code, scope, "grade")
    rest = field_readers(Grade, part, scope, EVERY_KIND - CHOICE, about="grade")
    singles = [
        (key, text_reader(value, scope, f"grade {key}"))
        for key in _GRADES
        if (value := getattr(part, key)) is not None
    ]

    def read(cells: Cells, notes: Notes) -> Data:
        written = code(cells, notes)
        letters = re.sub(r"[\W_]", "", written).upper()
        parts = dict(zip(_GRADES, letters, strict=True)) if len(letters) == 3 else {}
        if written and not parts:
            notes.keep("grade", written, "is not a 3x5x2 grade")
        parts |= {key: text for key, find in singles if (text := find(cells, notes))}
        for key, text in list(parts.items()):
            if text not in _GRADES[key]:
                notes.keep(f"grade {key}", parts.pop(key), "is not a part of a 3x5x2 grade")
        return {**parts, **read_fields(rest, cells, notes)}

    return read


def _bodies(part: RecordPart, scope: Scope) -> Iterator[Fill]:
    for key, compiled in (
        ("incident", parts.incident(part.incident, scope) if part.incident else None),
        ("order", parts.order(part.order, scope) if part.order else None),
    ):
        if compiled is not None:
            yield _putting(key, compiled)
    if part.incident and part.incident.recorded_at is None:
        yield _recorded_together


def _recorded_together(data: Data, _cells: Cells, _notes: Notes) -> None:
    data["incident"]["recorded_at"] = data["recorded_at"]


def _lists(part: RecordPart, scope: Scope) -> Iterator[Fill]:
    if part.parties:
        yield _putting("parties", many(part.parties, scope, build_party.party))
    if part.relations:
        yield _putting("relations", many(part.relations, scope, parts.relation))
    if part.contacts:
        yield _putting("contacts", many(part.contacts, scope, parts.contact))
    if part.account_links:
        yield _putting("account_links", many(part.account_links, scope, parts.account_link))


def _putting(key: str, read: Callable[[Cells, Notes], Any]) -> Fill:
    def fill(data: Data, cells: Cells, notes: Notes) -> None:
        data[key] = read(cells, notes)

    return fill


def _join_parties(data: Data, notes: Notes) -> None:
    """Parties with one ref are one party: roles and contact points add up."""
    parties: list[Data] = data.get("parties", [])
    if len(parties) < 2:
        return
    by_ref: dict[str, Data] = {}
    joined = []
    for party in parties:
        ref = party.get("ref", "")
        known = by_ref.get(ref) if ref else None
        if known is None:
            by_ref[ref] = party
            joined.append(party)
        else:
            _add(known, party, notes)
    data["parties"] = joined


def _add(known: Data, more: Data, notes: Notes) -> None:
    for key, value in more.items():
        mine = known.get(key)
        if isinstance(value, list):
            known[key] = [*(mine or []), *(each for each in value if each not in (mine or []))]
        elif mine is None:
            known[key] = value
        elif mine != value:
            notes.keep(key, _text_of(value), "differs between two rows of one party")


def _text_of(value: Any) -> str:
    return str(value.get("written", "")) if isinstance(value, dict) else str(value)


def _drop_loose_ties(data: Data, notes: Notes) -> None:
    relations = data.get("relations")
    if not relations:
        return
    parties: list[Data] = data.get("parties", [])
    refs = {party.get("ref") for party in parties}
    for each in relations:
        for end in ("a", "b"):
            if each[end].startswith(FIRST):
                each[end] = _first(parties, each[end].removeprefix(FIRST))
    kept = [each for each in relations if each["a"] in refs and each["b"] in refs]
    for each in relations:
        if each not in kept:
            notes.keep("relation", each["kind"], "names a party that the record does not have")
    data["relations"] = [each for n, each in enumerate(kept) if each not in kept[:n]]


def _first(parties: list[Data], role: str) -> str:
    return next((p.get("ref", "") for p in parties if role in p.get("roles", ())), "")
