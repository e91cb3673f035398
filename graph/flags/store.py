"""Flags in the graph: read, written, tied to what they are about.

A flag stores the rule's answer as JSON, with ids. Its sentence and explanation are put
in words again at each reading, with the names that people have then.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from graph.access.session import Consultation
from graph.batches import batches
from graph.engine.store import Step, Store
from graph.flags.life import Decision, Earlier, Standing
from graph.model.compartments import Marking
from graph.model.reference import reference
from graph.model.schema import NodeKey
from graph.queries import Query, load
from graph.queries.rows import (
    AskFlags,
    SystemFlagsBefore,
    SystemFlagsById,
    SystemFlagsDeferred,
    SystemFlagsOfAnchors,
    SystemFlagsTies,
    ViewFlagsAbout,
    ViewFlagsById,
    ViewFlagsQueue,
)
from graph.rules.columns import discreet, label_of
from graph.rules.run import Finding, Subject, rules
from graph.rules.wording import against, explanation, named_ids, plain, sentence

GONE = "The rule that raised this flag is no more, and what it found is not told."
Row = AskFlags | ViewFlagsAbout | ViewFlagsById | ViewFlagsQueue
Ties = tuple[str, list[Subject], list[str]]  # flag id, subjects, record ids


class Word(TypedDict):
    """What somebody said of a flag: which disposition, who, when and why; until which day, or to
    which force."""

    kind: str
    who: str
    at: dt.datetime
    why: str
    until: str | None
    force: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as a person reads it. Instants are UTC, days ISO; `record_ids` are its evidence.

    `owner` is a force, `due` the day by which it wants an answer, `until` that to which it is
    deferred; `dispositions` are what people said of it, the first word first.
    """

    id: str
    rule: str
    subjects: list[str]
    state: str
    why: str
    sentence: str
    explanation: str
    against: str
    columns: dict[str, Any]
    raised_at: dt.datetime
    changed_at: dt.datetime
    night: str
    owner: str | None
    due: str | None
    until: str | None
    record_ids: list[str]
    level: int
    dispositions: list[Word]

    @property
    def about(self) -> NodeKey:
        """What the flag opens on: its first subject, a person or, where it has none, a thing."""
        first = self.subjects[0] if self.subjects else ""
        for column, value in self.columns.items():
            label = label_of(column)
            if label and (value == first or (isinstance(value, list) and first in value)):
                return (label, first)
        return ("Person", first)


def flags(
    consultation: Consultation,
    *,
    rule: str | None = None,
    withdrawn: bool = False,
    limit: int = 200,
) -> list[Flag]:
    """The flags that a viewer may see, in words with today's names: unanswered, new, due first."""
    query = load("ask/flags")
    return told(consultation, consultation.read(query, rule=rule, withdrawn=withdrawn, limit=limit))


def named_flags(consultation: Consultation, ids: Sequence[str]) -> list[Flag]:
    """Those of these flags that a viewer may see, withdrawn ones too, in the order of `flags`."""
    rows = consultation.read(load("view/flags/by_id"), ids=list(dict.fromkeys(ids)))
    return told(consultation, rows)


def flags_about(
    consultation: Consultation, place: NodeKey, *, rule: str | None = None, limit: int = 200
) -> list[Flag]:
    """The flags about one person or thing that stand, in the order of `flags`."""
    label, id_ = place
    nodes = [{"label": label, "id": id_}]
    rows = consultation.read(load("view/flags/about"), nodes=nodes, rule=rule, limit=limit)
    return told(consultation, rows)


def told(consultation: Consultation, rows: Sequence[Row]) -> list[Flag]:
    """Rows of flags in words, with what people said of each."""
    asked = {each.name: each for each in rules()}
    words = _dispositions(consultation, [row["id"] for row in rows])
    shown = []
    for row in rows:
        found_by = asked.get(row["rule"])
        shown.append((row, found_by, _columns(consultation, row, found_by)))
    names = _names(consultation, {id_ for _, q, c in shown if q for id_ in named_ids(q, c)})
    return [_flag(row, q, c, names, words.get(row["id"], [])) for row, q, c in shown]


def stored(consultation: Consultation, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of `ask/flags`, with ids for names, less the whereabouts that must not show."""
    asked = {each.name: each for each in rules()}
    rows = []
    for row in consultation.read(load("ask/flags"), **given):
        rule = asked.get(row["rule"])
        columns = _columns(consultation, row, rule)
        words = _words(rule, columns, {})
        text = json.dumps(columns, sort_keys=True, ensure_ascii=False)
        rows.append({**row, **words, "columns": text})
    return rows


def _columns(consultation: Consultation, row: Row, rule: Query | None) -> dict[str, Any]:
    if rule is None:
        return {}
    return discreet(consultation.guard, json.loads(row["columns"]), row["subjects"])


def _flag(
    row: Row,
    rule: Query | None,
    columns: dict[str, Any],
    names: Mapping[str, str],
    dispositions: list[Word],
) -> Flag:
    words = _words(rule, columns, names)
    stored: dict[str, Any] = {**row, **words, "columns": columns, "dispositions": dispositions}
    return Flag(**{name: stored[name] for name in Flag.__dataclass_fields__})


def _dispositions(consultation: Consultation, ids: Sequence[str]) -> dict[str, list[Word]]:
    dispositions: dict[str, list[Word]] = {}
    for batch in batches(ids):
        for row in consultation.read(load("ask/dispositions"), ids=batch):
            word = Word(
                kind=row["kind"],
                who=row["who"],
                at=row["at"],
                why=row["why"],
                until=row["until"],
                force=row["force"],
            )
            dispositions.setdefault(row["flag"], []).append(word)
    return dispositions


def _words(
    rule: Query | None, columns: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, str]:
    """The words anew. Of a rule that is no more there are none: those stored were put together
    for the clearance and the places of then, which nobody has looked at since."""
    if rule is None:
        return {"sentence": GONE, "explanation": "", "against": ""}
    return {
        "sentence": sentence(rule, columns, names),
        "explanation": explanation(rule, columns, names),
        "against": against(rule, columns, names),
    }


def _names(consultation: Consultation, ids: Iterable[str]) -> dict[str, str]:
    offences = reference(dt.datetime.now(dt.UTC).date())["offences"]
    names = {code: row["title"] for code, row in offences.items()}
    for batch in batches(sorted(ids)):
        rows = consultation.read(load("ask/names"), ids=batch)
        names |= {row["id"]: row["name"] for row in rows}
    return names


def standing(store: Store, names: list[str]) -> list[Standing]:
    """The flags of some rules, withdrawn ones too."""
    return [stood(row) for row in store.read(load("system/flags/before"), rules=names)]


def by_id(store: Store, ids: Sequence[str]) -> list[Standing]:
    """The flags with these ids, withdrawn ones too."""
    flags_: list[Standing] = []
    for batch in batches(ids):
        flags_ += [stood(row) for row in store.read(load("system/flags/by_id"), ids=batch)]
    return flags_


def stood(row: SystemFlagsBefore | SystemFlagsById | SystemFlagsOfAnchors) -> Standing:
    """A row of `system/flags/before` and its like."""
    word = None
    if row["said"] and row["kind"]:
        word = Decision(row["said"], row["kind"], tuple(row["said_of"] or ()), row["until"])
    return Standing(
        row["id"],
        row["rule"],
        tuple(row["subjects"]),
        row["state"],
        tuple(row["evidence"]),
        row["columns"],
        Marking(row["level"], frozenset(row["compartments"])),
        row["why"] or "",
        row["before"],
        row["raised_at"],
        word,
        row["due"],
        _earlier(row["before_judgement"]),
    )


def _earlier(text: str | None) -> Earlier | None:
    if text is None:
        return None
    known = json.loads(text)
    return Earlier(**{**known, "evidence": tuple(known["evidence"])})


def earlier_json(earlier: Earlier | None) -> str | None:
    """What a flag was before a judgement, as it is stored."""
    return None if earlier is None else json.dumps(asdict(earlier), sort_keys=True)


def named(store: Store, ids: Sequence[str]) -> set[str]:
    """Those of these ids that a flag has."""
    taken: set[str] = set()
    for batch in batches(ids):
        taken |= {row["id"] for row in store.read(load("system/flags/named"), ids=batch)}
    return taken


def deferred(store: Store, day: dt.date) -> list[SystemFlagsDeferred]:
    """The deferred flags whose day has come: id, rule, until."""
    return store.read(load("system/flags/deferred"), day=day.isoformat())


def columns_json(finding: Finding) -> str:
    """The rule's answer as JSON with sorted keys; instants as ISO text."""
    return json.dumps(plain(finding.columns), sort_keys=True, ensure_ascii=False)


def current_records(store: Store, flags: Iterable[Standing]) -> set[str]:
    """Of the records that these flags rest on, those that still support the graph."""
    records = sorted({record for flag in flags for record in flag.evidence})
    current: set[str] = set()
    for batch in batches(records):
        rows = store.read(load("system/records/levels"), ids=batch)
        current |= {row["record"] for row in rows if row["current"]}
    return current


def resting_on_nothing(store: Store) -> Iterator[tuple[SystemFlagsTies, set[str]]]:
    """The flags not withdrawn that rest on records which are gone, each with those records."""
    for batch in batches(store.read(load("system/flags/ties"))):
        standing = [row for row in batch if row["state"] != "withdrawn"]
        wanted = sorted({record for row in standing for record in row["evidence"]})
        rows = store.read(load("system/records/levels"), ids=wanted)
        gone = set(wanted) - {row["record"] for row in rows}
        for row in standing:
            if lost := gone.intersection(row["evidence"]):
                yield row, lost


def properties(finding: Finding, rule: Query) -> dict[str, Any]:
    """What a flag stores of a finding; its words carry ids, not names."""
    columns = plain(finding.columns)
    return {
        "rule": finding.rule,
        "subjects": [subject.id for subject in finding.subjects],
        "subject_roles": [subject.role for subject in finding.subjects],
        "subject_labels": [subject.label for subject in finding.subjects],
        "columns": columns_json(finding),
        "sentence": sentence(rule, columns, {}),
        "explanation": explanation(rule, columns, {}),
        "against": against(rule, columns, {}),
        "evidence": list(finding.evidence),
        **finding.marking.props(),
    }


def adrift(store: Store) -> list[str]:
    """The flags that may have to follow people or be tied again: looked for among all."""
    return [row["id"] for row in store.read(load("system/flags/adrift"))]


def about_people(store: Store, people: Iterable[str]) -> list[str]:
    """The flags about these people, and those that were joined with such a flag."""
    about, joined = load("system/flags/about"), load("system/flags/joined_with")
    fresh = {row["id"] for some in batches(sorted(people)) for row in store.read(about, ids=some)}
    flags = set(fresh)
    while fresh:
        rows = (row for some in batches(sorted(fresh)) for row in store.read(joined, ids=some))
        fresh = {row["id"] for row in rows} - flags
        flags |= fresh
    return sorted(flags)


def untied(store: Store, ids: Iterable[str]) -> dict[str, Standing]:
    """Of these flags those of which a subject is no more, by id."""
    query = load("system/flags/untied")
    rows = (row for some in batches(ids) for row in store.read(query, ids=some))
    return {row["id"]: stood(row) for row in rows}


def reattach(store: Store, ids: Iterable[str]) -> None:
    """Tie flags again to their subjects and records, after these were made anew."""
    for batch in batches(ids):
        loose = [row["id"] for row in store.read(load("system/flags/loose"), ids=batch)]
        rows = store.read(load("system/flags/ties_of"), ids=loose) if loose else []
        store.write_all(_tie_steps([_ties(row["id"], row) for row in rows]))


def _ties(flag: str, props: Mapping[str, Any]) -> Ties:
    parts = zip(props["subject_roles"], props["subject_labels"], props["subjects"], strict=True)
    return flag, [Subject(*each) for each in parts], props["evidence"]


def _tie_steps(ties: Iterable[Ties]) -> list[Step]:
    by_label: dict[str, list[dict[str, str]]] = {}
    cites = []
    for flag, subjects, evidence in ties:
        for subject in subjects:
            row = {"flag": flag, "id": subject.id, "role": subject.role}
            by_label.setdefault(subject.label, []).append(row)
        cites += [{"flag": flag, "record": record} for record in evidence]
    steps: list[Step] = [
        (load("write/flags/subject", end=label), {"rows": rows})
        for label, rows in sorted(by_label.items())
    ]
    return [*steps, (load("write/flags/evidence"), {"rows": cites})]


def write(store: Store, rows: Sequence[dict[str, Any]]) -> None:
    """Write flags (id, at, props), each batch and its ties in one transaction."""
    for batch in batches(rows):
        about = [row for row in batch if "evidence" in row["props"]]
        steps: list[Step] = [
            (load("write/flags/flag"), {"rows": batch}),
            (load("write/flags/drop_subjects"), {"ids": [row["id"] for row in about]}),
            *_tie_steps([_ties(row["id"], row["props"]) for row in about]),
        ]
        steps.append((load("write/flags/lets_go"), {"ids": [row["id"] for row in batch]}))
        store.write_all(steps)
