"""What people decide about who is who: said and taken back here, with all that follows.

A page and the command line call the same functions. Each is audited first, made by one
writer at a time, and lets flags follow the people at once; what a kill leaves undone of
the flags is finished by the next night.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.access.session import Consultation, Session
from graph.changes.change_log import ChangeLog
from graph.derive.rebuild import unfinished
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags.detection import follow
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
        _deciding(store) as flags_follow,
    ):
        at = dt.datetime.now(dt.UTC)
        judgement = judge(store, *ends, same=same, who=who, why=why.strip(), at=at)
        word = "one person" if same else "not one person"
        flags_follow(f"judgement {judgement.id} ({word}, {who}, {at:%Y-%m-%d})")
    return judgement


def take_back(session: Session, judgement: str, why: str) -> Judgement:
    """Take a judgement (its id, or the beginning of it) back: it stays on record."""
    _reason(why)
    store, who = session.store, session.viewer.who
    _whole(store)
    it = _find(_seen(session.consult("judgement", judgement=judgement)), judgement)
    with (
        session.writing("alteration", withdrawn=it.id, judged=[it.a, it.b]),
        _deciding(store) as flags_follow,
    ):
        at = dt.datetime.now(dt.UTC)
        withdraw(store, it.id, who=who, why=why.strip(), at=at)
        flags_follow(f"the end of judgement {it.id} ({who}, {at:%Y-%m-%d})")
    return it


def listed(session: Session) -> list[Judgement]:
    """The judgements on mentions that this viewer may see, the oldest first."""
    return _seen(session.consult("judgements"))


def _seen(consultation: Consultation) -> list[Judgement]:
    ids = sorted({end for it in judgements(consultation.store) for end in (it.a, it.b)})
    rows = consultation.read(load("view/judgements"), ids=ids)
    return [Judgement(**row) for row in rows]


@contextmanager
def _deciding(store: Store) -> Iterator[Callable[[str], None]]:
    """Gives what lets the flags follow people, by the cause that it is told.

    What waits for the night goes on waiting; where nothing did, nothing does afterwards.
    """
    log = store.watcher(ChangeLog)
    _whole(store)
    with log.listen() as changed:
        nothing_waits = log.is_empty()

        def flags_follow(cause: str) -> None:
            follow(store, changed, cause)
            if nothing_waits:
                log.clear()

        yield flags_follow


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
