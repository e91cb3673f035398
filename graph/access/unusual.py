"""Unusual looks: those that an auditor may want to ask about, each with why.

What makes a look unusual is one dated table, graph/model/reference/looks.toml. A sign is a question
to a person, not a verdict: nothing is counted up, and nobody is ranked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from graph.access.accounts import Accounts
from graph.access.audit import Sought
from graph.access.holders import Holder, Holders
from graph.access.looks import NOTED, PROTECTED, Look, people, together, told
from graph.access.session import Session
from graph.access.viewer import EVERY_LEVEL
from graph.errors import InputError
from graph.model.names_alike import likeness
from graph.model.reference import Row, signs
from graph.queries.rows import SystemAccessLookedAt

MOST_READ = 100_000
"""Entries of the audit that are read for one answer, the latest; more are said to be left out."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Why a look is listed: the sign's code in the table, and what shows it here."""

    code: str
    title: str
    shown_by: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """A look, and its signs, the most telling first."""

    look: Look
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Unusual looks, by their most telling sign and then the latest first; `counts` says how many
    show each sign (by its code). `cut` says that older entries were left out."""

    unusual: tuple[Unusual, ...]
    counts: dict[str, int]
    looks: int
    cut: bool


def unusual(session: Session, sought: Sought, sign: str = "") -> Answer:
    """The unusual ones among the looks that are sought; with `sign`, those that show it."""
    about = sought.given | ({"sign": sign} if sign else {})
    review = session.review("audit unusual", about)
    entries = review.audit.entries(MOST_READ, sought)
    found = [each for each in together(entries) if each.action not in NOTED and each.people]
    settings = session.store.settings
    accounts = settings.accounts
    holders = Holders(Accounts(accounts)).listed() if accounts.exists() else {}
    known = people(session.store, {id_ for each in found for id_ in each.people}, EVERY_LEVEL)
    judge = _Judge(holders, known, settings.corrections)
    listed = sorted(judge.judged(found), key=_rank(judge.order))
    counts = Counter(each.code for one in listed for each in one.signs)
    chosen = [one for one in listed if not sign or sign in {each.code for each in one.signs}]
    shown = zip(told(review, (one.look for one in chosen)), chosen, strict=True)
    return Answer(
        tuple(Unusual(look, one.signs) for look, one in shown),
        {code: counts[code] for code in judge.order if counts[code]},
        len(found),
        len(entries) == MOST_READ,
    )


def _rank(order: Sequence[str]) -> Callable[[Unusual], tuple[int, int]]:
    return lambda one: (order.index(one.signs[0].code), -one.look.first)


@dataclass
class _Judge:
    """What is known of who looked and of whom they looked at."""

    holders: Mapping[str, Holder]
    known: Mapping[str, SystemAccessLookedAt]
    corrections: Path | None
    order: list[str] = field(default_factory=list)
    _tables: dict[dt.date, Mapping[str, Row]] = field(default_factory=dict)
    _recent: dict[str, deque[tuple[dt.datetime, str]]] = field(default_factory=dict)

    def judged(self, looks: Iterable[Look]) -> Iterator[Unusual]:
        """Those of the looks, oldest first, that show a sign."""
        for look in looks:
            if not any(id_ in self.known for id_ in look.people):
                continue
            table = self._table(look.at.date())
            said = [(code, row, self._ways[code](look, row)) for code, row in table.items()]
            shown = tuple(Sign(code, row["title"], by) for code, row, by in said if by)
            if shown:
                yield Unusual(look, shown)

    @property
    def _ways(self) -> dict[str, Callable[[Look, Row], str]]:
        """How each sign of the table is seen: in words what shows it, "" where nothing does."""
        return {
            "own_name": self._own_name,
            "colleague": self._colleague,
            "protected": self._protected,
            "other_force": self._other_force,
            "many": self._many,
            "night": self._night,
            "no_flag": self._no_flag,
        }

    def _table(self, day: dt.date) -> Mapping[str, Row]:
        if day not in self._tables:
            table = signs(day, self.corrections)
            if unknown := sorted(table.keys() - self._ways.keys()):
                raise InputError(
                    f"reference/looks.toml has {', '.join(unknown)}: it may hold"
                    f" {', '.join(self._ways)}"
                )
            self.order += [code for code in table if code not in self.order]
            self._tables[day] = table
        return self._tables[day]

    def _people(self, look: Look) -> list[SystemAccessLookedAt]:
        return [self.known[id_] for id_ in look.people if id_ in self.known]

    def _own_name(self, look: Look, _: Row) -> str:
        mine = self.holders.get(look.account, Holder(look.account))
        bears = (mine.account, *mine.names)
        same = [each["id"] for each in self._people(look) if _alike(bears, tuple(each["names"]))]
        return f"{', '.join(same)} is called as {look.account} is" if same else ""

    def _colleague(self, look: Look, _: Row) -> str:
        others = [each for name, each in self.holders.items() if name != look.account]
        same = [
            f"{each['id']} is called as {other.account} is"
            for each in self._people(look)
            for other in others
            if _alike((other.account, *other.names), tuple(each["names"]))
        ]
        return "; ".join(same)

    @staticmethod
    def _protected(look: Look, _: Row) -> str:
        return f"the reason given: {look.reason}" if PROTECTED in look.asked else ""

    def _other_force(self, look: Look, _: Row) -> str:
        mine = self.holders.get(look.account, Holder(look.account)).force
        if not mine:
            return ""
        strange = [each for each in self._people(look) if mine not in each["forces"]]
        if not strange:
            return ""
        forces = sorted({force for each in strange for force in each["forces"]})
        return f"{mine} has no record of them; {', '.join(forces) or 'nobody'} has"

    def _many(self, look: Look, row: Row) -> str:
        recent = self._recent.setdefault(look.account, deque())
        recent.extend((look.at, id_) for id_ in look.people if id_ in self.known)
        while recent and look.at - recent[0][0] > dt.timedelta(minutes=row["minutes"]):
            recent.popleft()
        count = len({id_ for _, id_ in recent})
        if count < row["people"]:
            return ""
        since = recent[0][0]
        recent.clear()  # a burst is listed once, and counted anew
        minutes = max(1, round((look.at - since).total_seconds() / 60))
        return f"{count} people within {minutes} minutes"

    @staticmethod
    def _night(look: Look, row: Row) -> str:
        here = look.at.astimezone(ZoneInfo(row["zone"]))
        after, before = row["after"], row["before"]
        late, early = here.hour >= after, here.hour < before
        by_night = (late or early) if after > before else (late and early)
        return f"at {here:%H:%M} in {row['zone']}" if by_night else ""

    def _no_flag(self, look: Look, _: Row) -> str:
        without = [
            each["id"]
            for each in self._people(look)
            if each["flagged"] is None or each["flagged"] > look.at
        ]
        return f"no flag was about {', '.join(without)}" if without else ""


@lru_cache(maxsize=65_536)
def _alike(bears: tuple[str, ...], called: tuple[str, ...]) -> bool:
    """Whether any name of the one is, as far as names go, a name of the other."""
    return any(likeness(one, other).verdict == "same" for one in bears for other in called)
