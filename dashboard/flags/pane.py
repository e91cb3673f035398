"""The chosen flag with all that belongs to it: the sentence, why, against, evidence, its life."""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.flags import picture
from dashboard.flags.rail import rule_name
from dashboard.flags.rows import state
from dashboard.inspector import shown_sources
from dashboard.network.chart import label_of
from dashboard.palette import palette
from dashboard.routes import about, address
from dashboard.text import PASSAGE, name, plain
from dashboard.words import capital, count, day, force
from graph.access.viewer import LEVELS
from graph.explore.queue import Opened
from graph.flags.life import SAID
from graph.flags.store import Flag, Word

SOURCES_SHOWN = 40
NOTHING_AGAINST = "The rule knows of nothing. That is no proof: read the records."


def pane(opened: Opened | None, theme: str) -> list[Component | None]:
    """What stands at the right of the queue."""
    if opened is None:
        return [
            html.H2("No flag is chosen"),
            html.P(
                "Choose one in the list, or press J. A flag that is not here any more may have been"
                " joined with another.",
                className="muted",
            ),
        ]
    flag, colours = opened.flag, palette(theme)
    return (
        [
            _head(flag),
            html.H2(name(flag.sentence), className="sentence"),
            _about(opened),
            html.H3("Why"),
            html.P(name(flag.explanation or "Its sentence says it all.", PASSAGE)),
            html.P(name(flag.why, PASSAGE), className="notice") if flag.why else None,
            html.H3("What speaks against it"),
            html.P(name(flag.against or NOTHING_AGAINST, PASSAGE)),
            *_pictures(opened, theme),
            *_evidence(opened),
            *_life(flag),
        ]
        if colours
        else []
    )


def _head(flag: Flag) -> Component:
    facts = [
        html.Span(rule_name(flag.rule), className="muted"),
        html.Span(f"with {force(flag.owner) or 'nobody'}", className="muted"),
        html.Strong(f"due {day(flag.due)}", className="due") if flag.due else None,
        html.Span(LEVELS[flag.level], className="muted"),
    ]
    return html.Div([state(flag), *(each for each in facts if each)], className="card-line")


def _about(opened: Opened) -> Component:
    """Links to whom the flag names, and to the chart."""
    flag = opened.flag
    named = [each for each in opened.elements if each.label not in ("Incident", "Order")]
    named.sort(key=lambda each: (each.id not in flag.subjects, each.id not in flag.subjects[:1]))
    label, id_ = flag.about
    links: list[Component] = []
    if label == "Person":
        chart = address("chart", label=label, id=id_)
        links.append(dcc.Link("Chart and timeline", href=chart, className="button"))
    links += [
        dcc.Link(name(label_of(each)), href=about(each.place), className="clip named")
        for each in named[:8]
    ]
    return html.Div(links, className="named-line")


def _pictures(opened: Opened, theme: str) -> Iterable[Component]:
    colours = palette(theme)
    drawn = (picture.chart(opened, colours), picture.timeline(opened, colours))
    yield html.H3("Who and when")
    yield html.Div([each for each in drawn if each is not None], className="pictures")
    if opened.left_out:
        yield html.P(f"{opened.left_out:,} more are on the chart.", className="muted")


def _evidence(opened: Opened) -> list[Component | None]:
    heading, listed = shown_sources(opened.sources[:SOURCES_SHOWN])
    kept_back = len(set(opened.flag.record_ids)) - len(opened.sources)
    rest = len(opened.sources) - SOURCES_SHOWN
    return [
        html.H3(f"Evidence: {count(len(opened.sources), 'record')}") if heading else None,
        listed,
        html.P(f"{rest:,} more are behind the marks of the chart.", className="muted")
        if rest > 0
        else None,
        html.P(f"{count(kept_back, 'record')} of it cannot be shown to you.", className="muted")
        if kept_back > 0
        else None,
    ]


def _life(flag: Flag) -> list[Component]:
    lines = [_line(day(flag.raised_at), "Raised", "")]
    lines += [_word(word) for word in flag.dispositions]
    last = flag.dispositions[-1]["at"] if flag.dispositions else flag.raised_at
    if flag.changed_at > last:
        lines.append(_line(day(flag.changed_at), capital(flag.state), flag.why))
    return [html.H3("Who has said what"), html.Ol(lines, className="rows life")]


def _word(word: Word) -> Component:
    more = f" until {day(word['until'])}" if word["until"] else ""
    more += f" to {force(word['force'])}" if word["force"] else ""
    said = f"{capital(SAID[word['kind']])}{more} by {plain(word['who'])}"
    return _line(day(word["at"]), said, word["why"])


def _line(when: str, said: str, why: str) -> Component:
    parts: list[Component | None] = [
        html.Div([html.Strong(said), html.Span(when, className="muted")], className="pair"),
        html.Div(name(why)) if why else None,
    ]
    return html.Li(parts)
