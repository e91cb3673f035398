"""What people decide about who is who: said and taken back here, with all that follows.

A page and the command line call the same functions. Each is audited first, made by one
writer at a time, and lets flags follow the people at once; what a kill leaves undone of
the flags is finished by the next night.
"""

from __future__ import annotations

import datetime as dt

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.derive.rebuild import unfinished
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags import moves as flag_moves
from graph.flags import store as flag_store
from graph.identity.judgements import Judgement, judge, judgements, withdraw
from graph.identity.why import strongest
from graph.lock import writing
from graph.queries import load


def say(
    store: Store, audit: Audit, viewer: Viewer, a: str, b: str, *, same: bool, why: str
) -> Judgement:
    """Say that `a` and `b` (mentions or people) are one person, or are not.

    Of people, the two mentions that resemble each other most are judged. InputError when one
    is not there for this viewer or no reason is given; BusyError while another command writes.
    """
    _reason(why)
    with writing(store.settings.data):
        _whole(store)
        ends = strongest(store, viewer, a, b)
        audit.write(viewer, "alteration", {"judged": list(ends), "same": same})
        said = judge(
            store, *ends, same=same, who=viewer.who, why=why.strip(), at=dt.datetime.now(dt.UTC)
        )
        _follow(store)
    return said


def take_back(store: Store, audit: Audit, viewer: Viewer, judgement: str, why: str) -> Judgement:
    """Take a judgement (its id, or the beginning of it) back: it stays on record."""
    _reason(why)
    with writing(store.settings.data):
        _whole(store)
        found = _find(said(store, viewer), judgement)
        audit.write(viewer, "alteration", {"withdrawn": found.id})
        withdraw(store, found.id, who=viewer.who, why=why.strip(), at=dt.datetime.now(dt.UTC))
        _follow(store)
    return found


def listed(store: Store, audit: Audit, viewer: Viewer) -> list[Judgement]:
    """The judgements on mentions that this viewer may see, the oldest first."""
    audit.write(viewer, "consultation", {"asked": "judgements"})
    return said(store, viewer)


def said(store: Store, viewer: Viewer) -> list[Judgement]:
    """As `listed`, for what is audited already."""
    ids = sorted({end for it in judgements(store) for end in (it.a, it.b)})
    query = load("view/judgements")
    return [Judgement(**row) for row in store.read(query, ids=ids, clearance=viewer.clearance)]


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
    found = [it for it in among if wanted and it.id.startswith(wanted)]
    if len(found) != 1:
        what = "several judgements have" if found else "no judgement has"
        raise InputError(f"{what} this id: `throughline judgements` lists them; give more of it")
    return found[0]
