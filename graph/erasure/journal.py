"""An erasure on its way, and the list of those that were done.

What goes is written down before anything does, so that a kill at any moment leaves an erasure that
is finished by running it again; that file goes last, for it holds what is to be forgotten. The
list stays: that something was erased, when, by whom and under which order. It names what went by
salted digests alone, so that a backup that is restored can be gone through again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

from graph.erasure.traces import Traces
from graph.errors import InputError
from graph.plain_files import check_plain
from graph.private import write_private
from graph.settings import Settings

Kind = Literal["record", "delivery", "person"]
By = Literal["court", "reviewer"]
JOURNAL, LIST = "erasing.json", "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Order:
    """By whose order something is erased: a court's or a reviewer's, its reference, and why."""

    by: By
    reference: str
    reason: str

    def check(self, traces: Traces) -> None:
        """InputError when a word is missing, or when what is kept would tell of what goes."""
        if not self.reference.strip() or not self.reason.strip():
            raise InputError("an erasure needs the order's reference and a reason: give both")
        if traces.in_text(self.reference) or traces.in_text(self.reason):
            raise InputError(
                "the reference or reason tells of what is to be erased, and is kept: say it "
                "without names, numbers and references of records"
            )


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure: what goes (`targets` as they are listed, `records` the versions of records,
    `delivery` itself, `files` the deliveries whose copies go), and what tells of it. Of a person
    the `mentions`: the records stay without them."""

    id: str
    kind: Kind
    order: Order
    who: str
    at: str
    targets: tuple[str, ...]
    records: tuple[str, ...]
    delivery: str
    files: tuple[str, ...]
    traces: Traces
    mentions: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """From the journal's JSON."""
        data = json.loads(text)
        traces = Traces(*(frozenset(data["traces"][name]) for name in ("ids", "words")))
        lists = {name: tuple(data[name]) for name in ("targets", "records", "files", "mentions")}
        return cls(**data | lists | {"order": Order(**data["order"]), "traces": traces})


def new_id() -> str:
    """An id that says nothing of what is erased."""
    return f"erasure-{secrets.token_hex(8)}"


def begin(settings: Settings, erasure: Erasure) -> None:
    """Write down what goes, and put it on the list."""
    data = asdict(erasure)
    data["traces"] = {name: sorted(data["traces"][name]) for name in ("ids", "words")}
    write_private(settings.data / JOURNAL, json.dumps(data))
    keep(settings, [_line(erasure)])


def unfinished(settings: Settings) -> Erasure | None:
    """The erasure that was begun and not ended, if one was."""
    check_plain(settings.data / JOURNAL)
    try:
        return Erasure.read((settings.data / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def end(settings: Settings) -> None:
    """Everything has gone: what was written down goes too."""
    (settings.data / JOURNAL).unlink(missing_ok=True)


def listed(path: Path) -> list[dict[str, Any]]:
    """The list of erasures, the first first. InputError for a file that is none."""
    check_plain(path)
    try:
        text = path.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        if all(
            isinstance(line, dict) and {"id", "salt", "targets"} <= line.keys() for line in lines
        ):
            return lines
    except FileNotFoundError:
        return []
    except ValueError:
        pass
    raise InputError(f"{path.name} is no list of erasures: take {LIST} of a data folder")


def keep(settings: Settings, lines: Iterable[dict[str, Any]]) -> None:
    """Put lines on this folder's list that are not on it."""
    here = listed(settings.data / LIST)
    known = {line["id"] for line in here}
    several = [*here, *(line for line in lines if line["id"] not in known)]
    write_private(settings.data / LIST, "".join(json.dumps(line) + "\n" for line in several))


def matching(line: dict[str, Any], candidates: Iterable[str]) -> Iterator[str]:
    """Those of these ids that a line of the list names."""
    wanted = set(line["targets"])
    for each in candidates:
        if _digest(line["salt"], each) in wanted:
            yield each


def now() -> str:
    """This instant, ISO 8601 in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _line(erasure: Erasure) -> dict[str, Any]:
    salt = secrets.token_hex(32)
    kept = {"id": erasure.id, "kind": erasure.kind, "at": erasure.at, "who": erasure.who}
    return {
        **kept,
        **asdict(erasure.order),
        "salt": salt,
        "targets": _digests(salt, erasure.targets),
    }


def _digests(salt: str, ids: Sequence[str]) -> list[str]:
    return sorted(_digest(salt, each) for each in ids)


def _digest(salt: str, id_: str) -> str:
    return hashlib.sha256(f"{salt}\n{id_}".encode()).hexdigest()
