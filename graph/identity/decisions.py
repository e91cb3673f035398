"""What people decide about who is who: said and taken back here, with all that follows.

A page and the command line call the same functions. Each is audited first, made by one
writer at a time, and lets flags follow the people at once; what a kill leaves undone of
the flags is finished by the next night.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager

from graph.access.session import Consultation, Session
from graph.changes.change_log import ChangeLog, Entry
from graph.changes.waiting import waiting
from graph.derive.rebuild import unfinished
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags.detection import follow
from graph.flags.store import about_people
from graph.identity.judgements import Judgement, judge, judgements, withdraw
from graph.identity.why import strongest
from graph.queries import load


def say(session: Session, a: str, b: str, *, same: bool, why: str) -> Judgement:
    """Say that `a` and `b` (mentions or people) are one person, or are not.

    Of people, the two mentions that resemble each other most are judged. InputError when one
    is not there for this viewer or no reason is given; BusyError while another command writes.
    """
    _reason(why)
    store, who = session.store, session.viewer.who
    _whole(store)
    ends = strongest(session.consult("judge", of=[a, b]), a, b)
    with (
        session.writing("alteration", judged=list(ends), same=same),
        _deciding(store) as deciding,
    ):
        at, reason = dt.datetime.now(dt.UTC), why.strip()
        judgement = judge(
            store, *ends, same=same, who=who, why=reason, at=at, concerned=deciding.concerned
        )
        word = "one person" if same else "not one person"
        deciding.flags_follow(f"judgement {judgement.id} ({word}, {who}, {at:%Y-%m-%d})")
    return judgement


def take_back(session: Session, judgement: str, why: str) -> Judgement:
    """Take a judgement (its id, or the beginning of it) back: it stays on record."""
    _reason(why)
    store, who = session.store, session.viewer.who
    _whole(store)
    it = _find(_seen(session.consult("judgement", judgement=judgement)), judgement)
    with (
        session.writing("alteration", withdrawn=it.id, judged=[it.a, it.b]),
        _deciding(store) as deciding,
    ):
        at, reason = dt.datetime.now(dt.UTC), why.strip()
        withdraw(store, it.id, who=who, why=reason, at=at, concerned=deciding.concerned)
        deciding.flags_follow(f"the end of judgement {it.id} ({who}, {at:%Y-%m-%d})")
    return it


def listed(session: Session) -> list[Judgement]:
    """The judgements on mentions that this viewer may see, the oldest first."""
    return _seen(session.consult("judgements"))


def _seen(consultation: Consultation) -> list[Judgement]:
    ids = sorted({end for it in judgements(consultation.store) for end in (it.a, it.b)})
    rows = consultation.read(load("view/identity/judgements"), ids=ids)
    return [Judgement(**row) for row in rows]


class _Deciding:
    """Lets the flags follow people. What waits for the night goes on waiting; where nothing did,
    nothing does afterwards."""

    def __init__(self, store: Store, changed: Set[Entry]) -> None:
        self._store, self._changed = store, changed
        self._nothing_waits = store.watcher(ChangeLog).is_empty()
        self._flags: list[str] = []

    def concerned(self, people: Iterable[str]) -> None:
        """Keep which flags are about these people, as long as they are there to begin at."""
        self._flags = about_people(self._store, people)

    def flags_follow(self, cause: str) -> None:
        """Ask the rules about what has changed."""
        follow(self._store, self._changed, self._flags, cause)
        if self._nothing_waits and not waiting(self._store):
            self._store.watcher(ChangeLog).clear()


@contextmanager
def _deciding(store: Store) -> Iterator[_Deciding]:
    _whole(store)
    with store.watcher(ChangeLog).listen() as changed:
        yield _Deciding(store, changed)


def _whole(store: Store) -> None:
    """A graph that a killed rebuild left half empty would show families without their links."""
    if unfinished(store.settings).exists():
        raise InputError("a rebuild was broken off: run `throughline rebuild` first, to end it.")


def _reason(why: str) -> None:
    if not why.strip():
        raise InputError("a judgement needs a reason, which is kept: say it with --why")


def _find(among: list[Judgement], wanted: str) -> Judgement:
    begin_so = [it for it in among if wanted and it.id.startswith(wanted)]
    if len(begin_so) != 1:
        what = "several judgements have" if begin_so else "no judgement has"
        raise InputError(f"{what} this id: `throughline judgements` lists them; give more of it")
    return begin_so[0]
