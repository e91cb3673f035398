"""What became of reports: outcomes by force and year, orders, and protection that was missing.

Counts of whatever the viewer may see, with intervals and with what is not known. Sources of the
definitions: Home Office outcomes framework (codes 1 to 22, by the year of recording); 2017 joint
inspection of 112 cases (no risk plan in 60%, no detective in 75%); the forces' own figures of
charges, cautions and orders, which differ from force to force (the "postcode lottery").
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.access.session import Overview, Session
from graph.model.reference import CHARGED, LONDON, NO_ACTION, reference
from graph.oversight.proportions import LIMITS, funnel_limits, quartiles, wilson
from graph.queries import load
from graph.queries.rows import ViewOversightIncidents, ViewOversightOrders

OUT_OF_COURT = "out of court"
BINDING = ("crime", "contempt")
"""What it is to break an order that a court makes: bail, notices and cautions are none."""
MADE = ("made", "varied", "ended")
SOUGHT = ("sought", "refused", "interim", *MADE)
OPEN = ("", "0")
INCLUDED = "stalking, also included"
"""The offences of a scope in which stalking counts, too, where it is not the principal class."""
GROUPS = ("stalking", INCLUDED, "harassment", "communications", "controlling or coercive behaviour")
MISSING: dict[str, tuple[str, Callable[[ViewOversightIncidents], bool | None]]] = {
    "plan": ("No risk plan", lambda row: row["plan"]),
    "detective": ("No detective", lambda row: row["detective"]),
    "referred": ("Victim not referred to support", lambda row: row["referred"]),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a force, a year of recording, a group of offences; "" and 0 for all."""

    force: str = ""
    year: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count among `total`; of `unknown` more nobody can say. `days` are the times that it took.

    `part` says that another figure counts the same, too.
    """

    name: str
    title: str
    number: int
    total: int
    unknown: int = 0
    days: tuple[int, ...] = ()
    part: bool = False

    @property
    def share(self) -> float | None:
        """Among those known; None of none."""
        return self.number / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """95% after Wilson."""
        return wilson(self.number, self.total)

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """Of the days; None where no date is known."""
        return quartiles(self.days)


@dataclass(frozen=True, slots=True)
class Rate:
    """Orders made by a force per 1,000 incidents; `limits` are those of LIMITS about the rate of
    all, in the same unit."""

    force: str
    incidents: int
    orders: int
    limits: tuple[tuple[float, float], ...]

    @property
    def per_1000(self) -> float:
        """Orders per 1,000 incidents."""
        return 1_000 * self.orders / self.incidents

    @property
    def verdict(self) -> str:
        """Where it lies: `within` what chance explains, `above`, `below`, or `far` so."""
        for limits, far in ((self.limits[1], "far "), (self.limits[0], "")):
            if self.per_1000 > limits[1]:
                return f"{far}above"
            if self.per_1000 < limits[0]:
                return f"{far}below"
        return "within"


Pick = Callable[[str], bool]


@dataclass(frozen=True)
class Oversight:
    """Everything counted, once; the figures of a scope are worked out from it."""

    incidents: tuple[ViewOversightIncidents, ...]
    orders: tuple[ViewOversightOrders, ...]
    tables: Mapping[str, Any]

    @cached_property
    def forces(self) -> list[str]:
        """Every force that recorded anything."""
        return sorted({row["force"] for row in self.incidents})

    @cached_property
    def years(self) -> list[int]:
        """Every year in which anything was recorded, the latest first."""
        return sorted({row["year"] for row in self.incidents}, reverse=True)

    @cached_property
    def changed(self) -> str:
        """When recording rules changed within these years, in words; "" for never."""
        begun = (row["from"] for row in self.tables["recording_history"])
        days = {dt.datetime.fromisoformat(each).astimezone(LONDON) for each in begun}
        first, last = min(self.years, default=0), max(self.years, default=0)
        months = [f"{day:%B %Y}" for day in sorted(days) if first <= day.year <= last]
        if not months:
            return ""
        said = " and ".join(filter(None, (", ".join(months[:-1]), months[-1])))
        return f"Recording rules changed in {said}: what lies across such a day does not compare."

    def funnel(self, scope: Scope) -> list[Figure]:
        """What became of the reports of a scope: first all, then by outcome, of those closed."""
        rows = self._rows(scope)
        reports = sum(row["incidents"] for row in rows)
        waiting = sum(row["incidents"] for row in rows if row["outcome"] in OPEN)
        closed = reports - waiting
        figures = [
            Figure("reports", "Reports recorded", reports, reports),
            Figure("closed", "Closed with an outcome", closed, reports, 0, _days(rows)),
        ]
        for name, title, pick, part in self._outcomes:
            some = [r for r in rows if r["outcome"] not in OPEN and pick(r["outcome"])]
            number = sum(row["incidents"] for row in some)
            figures.append(Figure(name, title, number, closed, waiting, _days(some), part))
        return [*figures, Figure("open", "Open, or no outcome delivered", waiting, reports)]

    def recorded_as(self, scope: Scope) -> list[Figure]:
        """By the group of the principal class, the largest first."""
        rows = self._rows(scope)
        groups: Counter[str] = Counter()
        for row in rows:
            groups[self._group(row["classes"][0] if row["classes"] else "")] += row["incidents"]
        total = sum(groups.values())
        return [Figure(f"as:{g}", g, number, total) for g, number in groups.most_common()]

    def court_orders(self, scope: Scope) -> list[Figure]:
        """Orders sought and made; of no offences, for an order says none."""
        rows = [row for row in self.orders if _within(row, scope)]
        sought = sum(row["orders"] for row in rows)
        waiting = sum(row["orders"] for row in rows if row["status"] == "sought")

        def figure(name: str, title: str, states: Sequence[str]) -> Figure:
            some = [row for row in rows if row["status"] in states]
            number = sum(row["orders"] for row in some)
            return Figure(name, title, number, sought - waiting, waiting, _days(some))

        return [
            Figure("orders_sought", "Sought, by whomever", sought, sought),
            figure("orders_made", "Made", MADE),
            figure("orders_interim", "Interim only", ("interim",)),
            figure("orders_refused", "Refused", ("refused",)),
        ]

    def gaps(self, scope: Scope) -> list[Figure]:
        """Protection that was missing, of the reports of which the force says anything at all."""
        rows, figures = self._rows(scope), []
        for name, (title, told) in MISSING.items():
            count = Counter[bool | None]()
            for row in rows:
                count[told(row)] += row["incidents"]
            known = count[True] + count[False]
            figures.append(Figure(f"no_{name}", title, count[False], known, count[None]))
        return figures

    def rates(self, scope: Scope) -> list[Rate]:
        """Orders made per 1,000 incidents by each force, with the limits of a funnel plot."""
        counts = []
        for force in self.forces:
            own = replace(scope, force=force)
            incidents = sum(row["incidents"] for row in self._rows(own))
            counts.append((force, incidents, self.court_orders(own)[1].number))
        total = sum(incidents for _, incidents, _ in counts)
        if not total:
            return []
        common = sum(orders for _, _, orders in counts) / total
        return [
            Rate(force, incidents, orders, limits_of(common, incidents))
            for force, incidents, orders in counts
            if incidents
        ]

    def asked_of(self, name: str, scope: Scope) -> dict[str, Any]:
        """What `view/oversight/incidents_of` is asked for the incidents of a figure."""
        picks = {each: pick for each, _, pick, _ in self._outcomes}
        codes = {row["outcome"] for row in self.incidents}
        asked: dict[str, Any] = {"force": scope.force or None, "year": scope.year or None}
        group = name.removeprefix("as:") if name.startswith("as:") else scope.group
        if scope.group == INCLUDED:
            asked["included"] = self._codes("stalking")
        if group not in ("", INCLUDED):
            asked["principal"] = self._codes(group)
        if name in picks:
            asked["outcomes"] = sorted(c for c in codes if c not in OPEN and picks[name](c))
        elif name in ("closed", "open"):
            asked["outcomes"] = sorted(c for c in codes if (c in OPEN) == (name == "open"))
        elif name.startswith("no_"):
            asked["missing"] = name.removeprefix("no_")
        return asked

    def _rows(self, scope: Scope) -> list[ViewOversightIncidents]:
        return [
            row
            for row in self.incidents
            if _within(row, scope) and self._of_group(row["classes"], scope.group)
        ]

    def _of_group(self, classes: Sequence[str], group: str) -> bool:
        if group == INCLUDED:
            return any(self._group(code) == "stalking" for code in classes)
        return not group or self._group(classes[0] if classes else "") == group

    def _codes(self, group: str) -> list[str]:
        """The classes of a group that any incident has; "" stands for none."""
        classes = {code for row in self.incidents for code in row["classes"] or [""]}
        return sorted(code for code in classes if self._group(code) == group)

    def _group(self, code: str) -> str:
        known = self.tables["offences"]
        row = known.get(code) or known.get(code.partition("/")[0])
        return str(row["group"]) if row else "not known"

    @cached_property
    def _outcomes(self) -> list[tuple[str, str, Pick, bool]]:
        kinds = {code: row["kind"] for code, row in self.tables["outcomes"].items()}

        def kind(*names: str) -> Pick:
            return lambda code: kinds.get(code) in names

        def codes(*some: str) -> Pick:
            return lambda code: code in some

        return [
            ("charged", "Charged or summonsed", kind(CHARGED), False),
            # No force delivers what it referred: a charge or 9 shows that a prosecutor saw it.
            (
                "prosecutor",
                "Seen by a prosecutor, at least (1, 1A, 9)",
                codes("1", "1A", "9"),
                True,
            ),
            ("cautions", "Cautions (2, 3)", codes("2", "3"), False),
            (
                "out_of_court",
                "Other disposals out of court",
                lambda code: kinds.get(code) == OUT_OF_COURT and code not in ("2", "3"),
                False,
            ),
            ("no_action", "No further action", kind(NO_ACTION), False),
            ("evidence", "Evidential difficulty (15)", codes("15"), True),
            ("declined", "Victim declines (14, 16)", codes("14", "16"), True),
            ("unidentified", "No suspect identified (18)", codes("18"), True),
            (
                "elsewhere",
                "Other outcomes",
                lambda code: kinds.get(code) not in (CHARGED, OUT_OF_COURT, NO_ACTION),
                False,
            ),
        ]


def oversight(session: Session) -> Oversight:
    """Everything that is counted, as far as this viewer's clearance goes. AccessError as below."""
    return read_oversight(session.oversee("oversight"), session.store.settings.corrections)


def read_oversight(overview: Overview, corrections: Path | None) -> Oversight:
    """The same, for an answer that the audit holds already."""
    tables = reference(dt.datetime.now(LONDON).date(), corrections)
    incidents = overview.read(load("view/oversight/incidents"))
    orders = overview.read(load("view/oversight/orders"), kinds=order_kinds(tables))
    return Oversight(tuple(incidents), tuple(orders), tables)


def order_kinds(tables: Mapping[str, Any]) -> list[str]:
    """The kinds of orders that are counted: those that it is a crime or contempt to break."""
    return sorted(code for code, row in tables["orders"].items() if row["breach"] in BINDING)


def limits_of(common: float, incidents: float) -> tuple[tuple[float, float], ...]:
    """Per 1,000, the limits of LIMITS for so many incidents about a common rate of each."""
    each = [funnel_limits(common, incidents, within) for within in LIMITS]
    return tuple((1_000 * low, 1_000 * high) for low, high in each)


def _within(row: ViewOversightIncidents | ViewOversightOrders, scope: Scope) -> bool:
    return scope.force in ("", row["force"]) and scope.year in (0, row["year"])


def _days(rows: Iterable[Mapping[str, Any]]) -> tuple[int, ...]:
    """The times of some rows; what ended before it began is a date that was miswritten."""
    return tuple(day for row in rows for day in row["days"] if day >= 0)
