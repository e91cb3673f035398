"""Flags follow the ids of people.

Where a person went into another, the flag takes the new id and keeps its own, with what was
said of it; if the other has the same flag, the older of the two stays and the younger is
withdrawn, `joined` naming it. When the person comes back under the old id, so does the flag,
as it was. A new flag about somebody who was parted from another names, under `follows`, the
flag that the other keeps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.batches import batches
from graph.engine.store import Step, Store
from graph.flags.key import flag_id
from graph.flags.store import by_id, earlier_json
from graph.queries import load
from graph.queries.rows import SystemFlagsAbout, SystemFlagsMoved, SystemFlagsOrphaned

Flagged = SystemFlagsOrphaned | SystemFlagsAbout
Row = Flagged | SystemFlagsMoved


def follow(store: Store, flags: Sequence[str], cause: str = "") -> int:
    """Bring the subjects of these flags in line with the people that exist; how many moved.

    `cause` is the judgement that moved the people. A second call changes nothing. Ties are left
    to `flag_store.reattach`.
    """
    return _return(store, flags) + _move(store, flags, cause)


def _move(store: Store, flags: Sequence[str], cause: str) -> int:
    query = load("system/flags/orphaned")
    rows = (row for some in batches(flags) for row in store.read(query, ids=some))
    orphans = [row for row in rows if not row["joined"]]
    heirs = _heirs(store, {id_ for row in orphans for id_ in _people(row)})
    moved = [row for row in orphans if any(id_ in heirs for id_ in row["subjects"])]
    if not moved:
        return 0
    there = _about(store, {heirs.get(id_, id_) for row in moved for id_ in _people(row)})
    by_key: dict[str, Flagged] = {
        flag_id(row["rule"], row["subjects"]): row for row in there if not row["joined"]
    }
    steps: list[Step] = []
    for row in sorted(moved, key=_age):
        subjects = _renamed(row, heirs)
        key = flag_id(row["rule"], subjects)
        other = by_key.get(key)
        if other is not None and _age(other) < _age(row):
            steps += _join(store, row, other, cause)
            continue
        if other is not None:
            steps += _join(store, other, row, cause)
        before = row["formerly"] or row["subjects"]
        steps += _rename(row["id"], {"subjects": subjects, "formerly": before})
        by_key[key] = row
    store.write_all(steps)
    return len(moved)


def _return(store: Store, flags: Sequence[str]) -> int:
    """Flags whose people are there again under their old ids, and those joined with them."""
    query = load("system/flags/moved")
    rows = [row for some in batches(flags) for row in store.read(query, ids=some)]
    there = _there(store, {id_ for row in rows for id_ in _people_before(row)})
    back = [row for row in rows if row["formerly"] and set(_people_before(row)) <= there]
    steps: list[Step] = []
    for row in back:
        steps += _rename(row["id"], {"subjects": row["formerly"], "formerly": None})
    now = {row["id"]: row["formerly"] for row in back}
    joined = [row for row in rows if row["joined"] and set(_people(row)) <= there]
    others = by_id(store, [row["joined"] or "" for row in joined])
    kept = {flag.id: list(flag.subjects) for flag in others}
    apart = [row for row in joined if (kept | now).get(row["joined"] or "") != row["subjects"]]
    for row in apart:
        steps.append((load("write/flags/props"), {"rows": [_props(row["id"], {"joined": None})]}))
        pair = {"joined": row["id"], "kept": row["joined"]}
        steps.append((load("write/flags/disposition_apart"), {"rows": [pair]}))
    if steps:
        store.write_all(steps)
    return len(back) + len(apart)


def _join(store: Store, gone: Flagged, kept: Flagged, cause: str) -> list[Step]:
    by = f" by {cause}" if cause else ""
    why = f"Joined with flag {kept['id']}{by}: the people whom they are about are one."
    props: dict[str, Any] = {"joined": kept["id"]}
    if gone["state"] != "withdrawn":
        props |= {"state": "withdrawn", "before": gone["state"], "why": why}
        if cause:
            (flag,) = by_id(store, [gone["id"]])
            props["before_judgement"] = earlier_json(flag.kept())
    also = {"joined": gone["id"], "kept": kept["id"]}
    return [
        (load("write/flags/props"), {"rows": [_props(gone["id"], props)]}),
        (load("write/flags/disposition_also"), {"rows": [also]}),
    ]


def _rename(flag: str, props: dict[str, Any]) -> list[Step]:
    return [
        (load("write/flags/drop_subjects"), {"ids": [flag]}),
        (load("write/flags/props"), {"rows": [_props(flag, props)]}),
    ]


def _props(flag: str, props: dict[str, Any]) -> dict[str, Any]:
    return {"id": flag, "props": props}


def _age(row: Flagged) -> tuple[dt.datetime, str]:
    return row["raised_at"], row["id"]


def _people(row: Row) -> list[str]:
    return _people_of(row, row["subjects"])


def _people_before(row: SystemFlagsMoved) -> list[str]:
    return _people_of(row, row["formerly"] or row["subjects"])


def _people_of(row: Row, ids: list[str]) -> list[str]:
    pairs = zip(ids, row["subject_labels"], strict=True)
    return [id_ for id_, label in pairs if label == "Person"]


def _renamed(row: Flagged, heirs: Mapping[str, str]) -> list[str]:
    """The subjects with the new ids; those of a group sorted again, as its key wants."""
    places = list(zip(row["subject_roles"], row["subjects"], strict=True))
    renamed = [(role, heirs.get(id_, id_)) for role, id_ in places]
    roles = [role for role, _ in renamed]
    return [
        id_
        for role in dict.fromkeys(roles)
        for id_ in sorted(id_ for its, id_ in renamed if its == role)
    ]


def _heirs(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Retired id → who they are now, along the whole way."""
    steps: dict[str, str] = {}
    fresh = set(ids)
    while fresh:
        rows = [
            row
            for some in batches(sorted(fresh))
            for row in store.read(load("system/people/successors"), ids=some)
        ]
        successors = {row["id"]: row["successor"] for row in rows}
        steps |= successors
        fresh = set(successors.values()) - steps.keys()
    return {id_: _end(id_, steps) for id_ in steps}


def _end(id_: str, steps: Mapping[str, str]) -> str:
    seen = {id_}
    while steps.get(id_, id_) not in seen:
        id_ = steps[id_]
        seen.add(id_)
    return id_


def _about(store: Store, ids: Iterable[str]) -> list[SystemFlagsAbout]:
    query = load("system/flags/about")
    return [row for some in batches(sorted(ids)) for row in store.read(query, ids=some)]


def _there(store: Store, ids: Iterable[str]) -> set[str]:
    query = load("system/people/there")
    rows = (row for some in batches(sorted(ids)) for row in store.read(query, ids=some))
    return {row["id"] for row in rows}


def followed_by(store: Store, new: Mapping[str, tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    """New flag → the flags of those from whom its people were parted.

    `new` holds the rule and the subjects of each.
    """
    ids = sorted({id_ for _, subjects in new.values() for id_ in subjects})
    parted: dict[str, list[str]] = {}
    for row in store.read(load("system/people/parted"), ids=ids) if ids else ():
        parted.setdefault(row["id"], []).append(row["of"])
    wanted: dict[str, list[str]] = {}
    for flag, (rule, subjects) in new.items():
        for person in set(subjects) & parted.keys():
            for of in parted[person]:
                swapped = [of if id_ == person else id_ for id_ in subjects]
                wanted.setdefault(flag_id(rule, swapped), []).append(flag)
    about = _about(store, {of for among in parted.values() for of in among}) if wanted else []
    follows: dict[str, list[str]] = {}
    for each in about:
        for flag in wanted.get(flag_id(each["rule"], each["subjects"]), ()):
            follows.setdefault(flag, []).append(each["id"])
    return {flag: sorted(set(among)) for flag, among in follows.items()}
