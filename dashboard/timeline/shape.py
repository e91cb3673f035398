"""Where everything of a timeline stands: pixels from the top down, local clocks from left to right.

Each lane has its marks in steps, and as many strips under them as its orders need to stand clear of
each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.timeline.lanes import Lane
from dashboard.timeline.marks import (
    ANY_STEPS,
    MOST_STEPS,
    Mark,
    Span,
    clocks,
    conduct,
    marks,
)
from dashboard.timeline.notes import term_name
from graph.explore.answers import Term

HEAD, FOOT, BARS = 24, 8, 52
LINE, STEP, STRIP, GAP = 52, 46, 18, 4
BARE = 20
"""The line of a lane without a mark, which has orders alone."""
MARK = 16
"""Pixels from where the strips begin up to the lowest marks."""
LETTER, PLOT_WIDTH = 6.6, 500


@dataclass(frozen=True)
class Row:
    """A lane with its place on the page: pixels from the top, its marks, a strip for each order."""

    lane: Lane
    top: int
    marks: tuple[Mark, ...]
    strips: tuple[int, ...]

    @property
    def steps(self) -> int:
        """How many steps of marks it has, at least one."""
        return 1 + max((mark.step for mark in self.marks), default=0)

    @property
    def base(self) -> int:
        """Where the marks end and the strips begin."""
        if not self.lane.events:
            return self.top + BARE
        return self.top + LINE + (self.steps - 1) * STEP

    @property
    def middle(self) -> float:
        """Where its name stands: beside the lowest marks."""
        return self.base - (MARK if self.lane.events else 0)

    @property
    def bottom(self) -> int:
        """Where the row ends, in pixels from the top of the figure."""
        return self.base + (max(self.strips, default=-1) + 1) * STRIP + GAP

    def height_of(self, mark: Mark) -> float:
        """Where a mark stands: the first step lies lowest."""
        return self.base - MARK - mark.step * STEP


@dataclass(frozen=True)
class Shape:
    """What is drawn: lanes from the top down for a span, without one the whole conduct.

    What does not fit in `most` steps of a lane stands in clusters; without a limit there are none.
    `alone`, on a page of its own, dragging moves it; beside a chart, it chooses a stretch of time.
    """

    lanes: Sequence[Lane]
    span: Span | None = None
    on: str = ""
    alone: bool = False

    @property
    def whole(self) -> Span:
        """From the first to the last that was done."""
        events = [event for lane in self.lanes for event in lane.events]
        terms = [term for lane in self.lanes for term in lane.terms]
        return conduct(events, (edge for term in terms for edge in (term.start, term.end)))

    @property
    def shown(self) -> Span:
        """What is in sight."""
        return self.span or self.whole

    @property
    def rows(self) -> list[Row]:
        """The lanes with their places."""
        most = MOST_STEPS if self.alone else ANY_STEPS
        return list(rows_of(self.lanes, self.shown, most, BARS if self.alone else 0))

    @property
    def height(self) -> int:
        """Pixels that the figure needs."""
        return HEAD + FOOT + max((row.bottom for row in self.rows), default=LINE)


def rows_of(
    lanes: Sequence[Lane], span: Span, most: int = ANY_STEPS, top: int = 0
) -> Iterator[Row]:
    """The lanes with their places, from `top` down."""
    for lane in lanes:
        placed = tuple(marks(lane.events, span, PLOT_WIDTH, most))
        row = Row(lane, top, placed, tuple(strips_of(lane.terms, span)))
        yield row
        top = row.bottom


def strips_of(terms: Sequence[Term], span: Span) -> Iterator[int]:
    """For each order the first strip where it and its name stand clear of those before."""
    letter = (span[1] - span[0]) / PLOT_WIDTH * LETTER
    taken: list[dt.datetime] = []
    for term in terms:
        start, end = ends(term, span)
        free = max(end, start + letter * (len(bar_name(term, span)) + 2))
        strip = next((place for place, last in enumerate(taken) if last <= start), len(taken))
        taken[strip : strip + 1] = [free]
        yield strip


def ends(term: Term, span: Span) -> Span:
    """From when to when an order is drawn: no further than what is shown."""
    start = clocks(term.start) if term.start else span[0]
    end = clocks(term.end) if term.end else span[1]
    start = min(max(start, span[0]), span[1])
    return start, min(max(start, end), span[1])


def bar_name(term: Term, span: Span) -> str:
    """An order's name, with an arrow where it goes on beyond what is shown."""
    before = "\N{LEFTWARDS ARROW} " if term.start and clocks(term.start) < span[0] else ""
    after = " \N{RIGHTWARDS ARROW}" if not term.end or clocks(term.end) > span[1] else ""
    return f"{before}{term_name(term)}{after}"
