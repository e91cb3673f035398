"""Reading closed cases again: a sample drawn, the next case for a reader, what came of it.

Nobody sees what another said of a case before both of its readings are in, and nobody sees how
the readers agree before that of the whole sample. Who may read is who may answer flags.
"""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph.access.session import Session
from graph.errors import InputError
from graph.model.reference import reference
from graph.queries import load
from graph.rereading.agreement import Agreement, agreement
from graph.rereading.kept import ANSWERS, READERS, KeptReadings, Reading, Sample, wants

OF = {
    "flags": "Dismissed flags",
    "stalking": "Closed incidents of stalking",
    "harassment": "Closed incidents of harassment",
}
"""What a sample can be drawn from."""
Answer = Literal["right", "wrong", "unsure", ""]
"""An answer of `ANSWERS`, or none."""
MOST = 2_000
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a sample has come. `open` cases want a reading of this viewer, `differ` are those
    of which a third has to say something; `result` is there once each was read by two."""

    sample: Sample
    read: Counter[int]
    open: tuple[str, ...]
    differ: int
    result: Result | None


@dataclass(frozen=True, slots=True)
class Result:
    """What the readers said in the end, by answer, and how the first two agree. A case that is
    still disputed counts under `disputed`."""

    answers: Mapping[str, int]
    agree: Agreement
    again: tuple[str, ...]


def draw(session: Session, name: str, of: str, size: int, seed: int) -> Sample:
    """Draw a sample of what this viewer may see: the same seed of the same cases is the same.

    InputError for what cannot be drawn. AccessError for whoever has no right of oversight.
    """
    session.audit.permit(session.viewer, "oversight", question="sample")
    name = " ".join(name.split())[:LONGEST]
    if not name or of not in OF:
        raise InputError("A sample wants a name, and what it is drawn from: give both.")
    if not 1 <= size <= MOST:
        raise InputError(f"A sample has 1 to {MOST:,} cases: give such a number.")
    everybody = _population(session, of)
    if not everybody:
        raise InputError("Nothing of this kind was closed yet: there is nothing to draw from.")
    cases = random.Random(seed).sample(everybody, min(size, len(everybody)))  # noqa: S311
    sample = Sample(
        secrets.token_hex(8), name, of, seed, len(everybody), session.viewer.who, _now(),
        tuple(cases),
    )  # fmt: skip
    session.record("alteration", sample=sample.id, of=of, seed=seed, cases=len(cases))
    _kept(session).keep_sample(sample)
    return sample


def standings(session: Session) -> list[Standing]:
    """Every sample and how far it has come, the latest first."""
    session.consult("samples")
    kept, who = _kept(session), session.viewer.who
    return [_standing(sample, kept.readings(sample.id), who) for sample in kept.samples()]


def answer(session: Session, sample: str, case: str, said: Answer, why: str) -> None:
    """Say of a case whether it was rightly closed, and why; it is kept, and never overwritten.

    InputError without a reason, or where it is not this viewer's to say.
    """
    if said not in ANSWERS:
        raise InputError("Say whether the case was rightly closed: choose one of the answers.")
    if not why.strip():
        raise InputError("An answer needs a reason, which is kept: say why.")
    reading = Reading(
        secrets.token_hex(16), sample, case, session.viewer.who, said, why.strip(), _now()
    )
    session.record("alteration", sample=sample, case=case, reading=reading.id)
    _kept(session).keep(reading)


def _standing(sample: Sample, readings: list[Reading], who: str) -> Standing:
    said: dict[str, list[Reading]] = {case: [] for case in sample.cases}
    for reading in readings:
        if reading.case in said:
            said[reading.case].append(reading)
    answers = {case: [each.answer for each in each_of] for case, each_of in said.items()}
    theirs = {case for case, each_of in said.items() if who in {each.who for each in each_of}}
    waits = tuple(case for case in said if case not in theirs and wants(answers[case]))
    differ = sum(len(given) == READERS and wants(given) for given in answers.values())
    whole = answers and all(len(given) >= READERS for given in answers.values())
    return Standing(
        sample,
        Counter(min(len(given), READERS) for given in answers.values()),
        waits,
        differ,
        _result(answers) if whole else None,
    )


def _result(answers: Mapping[str, list[str]]) -> Result:
    settled = {case: _settled(given) for case, given in answers.items()}
    pairs = [(given[0], given[1]) for given in answers.values()]
    again = tuple(case for case, answer in settled.items() if answer == "wrong")
    return Result(Counter(settled.values()), agreement(pairs), again)


def _settled(given: list[str]) -> str:
    """What most say; where all differ, or a third is missing, it is disputed."""
    answer, times = Counter(given).most_common(1)[0]
    return answer if times >= READERS else "disputed"


def _population(session: Session, of: str) -> list[str]:
    consultation = session.consult("closed cases", of=of)
    if of == "flags":
        return [row["id"] for row in consultation.read(load("view/rereading/dismissed"))]
    today, corrections = dt.datetime.now(dt.UTC).date(), session.store.settings.corrections
    offences = reference(today, corrections)["offences"]
    classes = sorted(code for code, row in offences.items() if row["group"] == of)
    rows = consultation.read(load("view/rereading/closed"), classes=classes)
    return [row["id"] for row in rows]


def _kept(session: Session) -> KeptReadings:
    return KeptReadings(session.store.settings.readings)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()
