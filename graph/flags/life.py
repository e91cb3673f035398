"""What a finding means for the flag that stood before: the states and what leads to them.

`new`, `strengthened` when evidence came in, `note` where the rule says that what speaks against
outweighs it, `withdrawn` with the reason when the rule finds it no more. `confirmed`, `dismissed`
and `deferred` are a person's words (a `Decision`): they hold as long as the evidence is what it was
then, and hold again when it comes back. A dismissed flag whose evidence changed is `reopened` and
says what changed; a deferred one on its date. What was said may be taken back (`reopen`), which is
a word as any other; a flag that is handed over waits for its new force as it waited before.
Everything here is pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.model.compartments import Marking

Outcome = Literal["new", "strengthened", "changed", "reopened", "withdrawn", "unchanged"]
NOTE = "note"
"""The state of a flag that is shown and asks nothing: its rule's column of that name is true."""
ANSWERS = {"confirm": "confirmed", "dismiss": "dismissed", "defer": "deferred"}
"""The states that a person's word makes, and that hold as long as the evidence does."""
SAID = {**ANSWERS, "reopen": "reopened", "hand_over": "handed over"}
"""Every word that somebody may say of a flag, as it is told afterwards."""
TAKEN_BACK = "What was said of it was taken back."
WAITING = ("new", "strengthened", "reopened")
"""The states of a flag that waits for an answer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's latest word on a flag. `until` is a day, of a deferral; `evidence` record ids."""

    id: str
    kind: str
    evidence: tuple[str, ...]
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a flag was before a judgement changed it; `decision` is the id of the latest word.

    It is so again when its evidence is: a judgement taken back leaves no trace.
    """

    state: str
    why: str
    due: str | None
    evidence: tuple[str, ...]
    decision: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A flag as it was stored before: evidence is record ids, columns is JSON, due an ISO day.

    `before` is the state that a withdrawn flag had.
    """

    id: str
    rule: str
    subjects: tuple[str, ...]
    state: str
    evidence: tuple[str, ...]
    columns: str
    marking: Marking
    why: str = ""
    before: str | None = None
    raised_at: dt.datetime | None = None
    decision: Decision | None = None
    due: str | None = None
    earlier: Earlier | None = None

    def kept(self) -> Earlier | None:
        """What is kept of it when a judgement changes it."""
        if self.earlier or self.state == "withdrawn":
            return self.earlier
        word = self.decision.id if self.decision else None
        return Earlier(self.state, self.why, self.due, self.evidence, word)


def restored(old: Standing, evidence: Sequence[str]) -> Earlier | None:
    """What the flag was before a judgement, when its evidence is that of then and nobody has
    said anything since; a deferral goes by its day."""
    earlier, word = old.earlier, old.decision
    if earlier is None or set(earlier.evidence) != set(evidence):
        return None
    if earlier.decision != (word.id if word else None) or (word and word.kind == "defer"):
        return None
    return earlier


def state_of(
    old: Standing, evidence: Sequence[str], day: dt.date, *, note: bool = False
) -> tuple[str, str]:
    """The state of a flag that is found again on that day, and why; `note` when it is one now."""
    state, why = _state_of(old, evidence, day)
    if note and state not in ANSWERS.values():
        return NOTE, why
    if state == NOTE and not note:
        return "reopened", "It was a note: what spoke against it no longer outweighs it."
    return state, why


def _state_of(old: Standing, evidence: Sequence[str], day: dt.date) -> tuple[str, str]:
    if earlier := restored(old, evidence):
        return earlier.state, earlier.why
    word, state = old.decision, old.state if old.state != "withdrawn" else old.before or "reopened"
    why = "" if old.state == "withdrawn" else old.why
    if word is not None and word.kind != "hand_over":
        if set(word.evidence) == set(evidence):
            return _as_said(word, day)
        if word.kind == "dismiss":
            return (
                "reopened",
                f"Dismissed before; since then {what_changed(word.evidence, evidence)}.",
            )
        if word.kind == "defer" and not _new(old.evidence, evidence):
            return _as_said(word, day)
    if _new(old.evidence, evidence):
        return "strengthened", ""
    return state, why


def _as_said(word: Decision, day: dt.date) -> tuple[str, str]:
    if word.kind == "defer" and word.until is not None and day >= dt.date.fromisoformat(word.until):
        return "reopened", f"It was deferred until {word.until}, which has come."
    return SAID[word.kind], TAKEN_BACK if word.kind == "reopen" else ""


def outcome_of(old: Standing, state: str, evidence: Sequence[str], *, same: bool) -> Outcome:
    """What happened to a flag that is found again; `same` when nothing stored differs."""
    if old.state == "withdrawn" or (state == "reopened" != old.state):
        return "reopened"
    if _new(old.evidence, evidence) and not restored(old, evidence):
        return "strengthened"
    return "unchanged" if same and state == old.state else "changed"


def what_changed(before: Collection[str], after: Collection[str]) -> str:
    """In words: records that came, went, or were corrected."""
    old, new = _by_key(before), _by_key(after)
    came, went = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    corrected = sum(1 for key in old.keys() & new.keys() if old[key] != new[key])
    parts = [
        f"{count} {'record' if count == 1 else 'records'} {what}"
        for count, what in (
            (came, "came in"),
            (went, "went"),
            (corrected, "was corrected" if corrected == 1 else "were corrected"),
        )
        if count
    ]
    return " and ".join(parts) or "nothing"


def gone_because(evidence: Sequence[str], current: Collection[str], cause: str = "") -> str:
    """Why a flag is withdrawn; `current` are those of its records that support the graph.

    `cause` is the judgement that changed the people, where one did.
    """
    lost = [record for record in evidence if record not in current]
    if lost:
        return (
            f"{len(lost)} of the {len(evidence)} records that it rested on "
            "were withdrawn or replaced."
        )
    if cause:
        return f"{cause[0].upper()}{cause[1:]} took it: its records stand, but no longer show it."
    return "Its records stand, but the rule no longer finds it: what they say is read otherwise."


def digests(evidence: Iterable[str]) -> list[str]:
    """The digest of each record's content: the end of its id. Never a value."""
    return [record.rpartition("~")[2] if "~" in record else "" for record in evidence]


def _new(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether a record came in; a corrected one is no new evidence."""
    return bool(_by_key(after).keys() - _by_key(before).keys())


def _by_key(records: Iterable[str]) -> dict[str, str]:
    """Record key (its id without the version) → id."""
    return {record.rpartition("/")[0] or record: record for record in records}
