"""What people decide about who is who: said and taken back here, with all that follows.

A page and the command line call the same functions. Each is audited first, made by one
writer at a time, and lets flags follow the people at once; what a kill leaves undone of
the flags is finished by the next night.
"""

from __future__ import annotations

import datetime as dt

from graph.access.session import Consultation, Session
from graph.derive.rebuild import unfinished
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags import moves as flag_moves
from graph.flags import store as flag_store
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
    with session.writing("alteration", judged=list(ends), same=same):
        _whole(store)
        at = dt.datetime.now(dt.UTC)
        judgement = judge(store, *ends, same=same, who=who, why=why.strip(), at=at)
        _follow(store)
    return judgement


def take_back(session: Session, judgement: str, why: str) -> Judgement:
    """Take a judgement (its id, or the beginning of it) back: it stays on record."""
    _reason(why)
    store, who = session.store, session.viewer.who
    _whole(store)
    it = _find(_seen(session.consult("judgement", judgement=judgement)), judgement)
    with session.writing("alteration", withdrawn=it.id, judged=[it.a, it.b]):
        _whole(store)
        withdraw(store, it.id, who=who, why=why.strip(), at=dt.datetime.now(dt.UTC))
        _follow(store)
    return it


def listed(session: Session) -> list[Judgement]:
    """The judgements on mentions that this viewer may see, the oldest first."""
    return _seen(session.consult("judgements"))


def _seen(consultation: Consultation) -> list[Judgement]:
    ids = sorted({end for it in judgements(consultation.store) for end in (it.a, it.b)})
    rows = consultation.read(load("view/judgements"), ids=ids)
    return [Judgement(**row) for row in rows]


def _follow(store: Store) -> None:
    flag_moves.follow(store)
    flag_store.reattach(store)


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
