"""What is new in the searches that somebody keeps: asked through their own session, as they look.

Nothing is worked out at night, when nobody's clearance is at hand. The first look after a night
asks each search again as its owner, and the number is kept until another night, until they look,
or until what they may see is not what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.access.session import Session
from graph.errors import InputError
from graph.explore import answers as explore
from graph.explore.filtered import Findings, filtered
from graph.model.schema import NodeKey
from graph.queries import load
from graph.saved.searches import KeptSearches, Search


@dataclass(frozen=True, slots=True)
class Result:
    """What a search finds: hits of the box alone, or with a filter findings."""

    hits: tuple[explore.Hit, ...] = ()
    findings: Findings | None = None

    @property
    def keys(self) -> set[NodeKey]:
        """The keys of all that was found."""
        found = self.findings.found if self.findings else self.hits
        return {one.element.place for one in found}


@dataclass(frozen=True, slots=True)
class Listed:
    """A search that somebody keeps, and how much of what it finds they have not seen.

    `wrong` says why it cannot be asked any more, where it cannot: a table may have changed.
    """

    search: Search
    fresh: int = 0
    wrong: str = ""


def result(
    session: Session, text: str, given: Mapping[str, str], most: int = explore.MOST_HITS
) -> Result:
    """What the words of the box and the filters find; of words alone the `most` best hits.

    InputError for a filter that cannot be read.
    """
    if given:
        return Result(findings=filtered(session, text, given))
    return Result(tuple(explore.search(session, text, most=most)))


def save(session: Session, name: str, text: str, given: Mapping[str, str]) -> str:
    """Keep a search of the viewer's own, whose answer counts as seen; its id."""
    session.consult("save search", text=text, filters=dict(given))
    found = result(session, text, given).keys
    return _kept(session).save(session.viewer.who, name, text, given, found)


def listed(session: Session) -> list[Listed]:
    """The viewer's own searches with their news, by name."""
    kept = _kept(session)
    searches = kept.of(session.viewer.who)
    if not searches:
        return []
    session.consult("saved searches", searches=[search.id for search in searches])
    basis = _basis(session)
    return [_listed(session, kept, search, basis) for search in searches]


def look(
    session: Session, id_: str, text: str, given: Mapping[str, str], found: Result
) -> tuple[Search, set[NodeKey]] | None:
    """Note that the viewer looks at what a search of theirs finds: the search, and what is new to
    them in it. None where they keep none of that id that asks just this."""
    session.consult("saved search", search=id_)
    kept = _kept(session)
    try:
        search = kept.one(session.viewer.who, id_)
    except InputError:
        return None
    if (search.text, dict(search.given)) != (text.strip(), dict(given)):
        return None
    return search, kept.look(search, found.keys)


def rename(session: Session, id_: str, name: str) -> None:
    """Give a search of the viewer's another name. InputError when it cannot be."""
    session.consult("rename search", search=id_)
    _kept(session).rename(session.viewer.who, id_, name)


def delete(session: Session, id_: str) -> None:
    """Keep a search of the viewer's no more. InputError when there is none."""
    session.consult("delete search", search=id_)
    _kept(session).delete(session.viewer.who, id_)


def _listed(session: Session, kept: KeptSearches, search: Search, basis: str) -> Listed:
    counted = kept.counted(search, basis)
    if counted is not None:
        return Listed(search, counted)
    try:
        found = result(session, search.text, search.given).keys
    except InputError as error:
        return Listed(search, wrong=str(error))
    return Listed(search, kept.unseen(search, found, basis))


def _basis(session: Session) -> str:
    """What a number rests on: the last night, and what the viewer may see."""
    nights = session.store.read(load("system/nights/last"))
    last = nights[0]["id"] if nights else "no night"
    return f"{last}/{session.viewer.marking.mark}"


def _kept(session: Session) -> KeptSearches:
    return KeptSearches(session.store.settings.searches)
