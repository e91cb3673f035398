"""A person: the flags about them, one or several, what is theirs, who is near, what happened."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.network.chart import label_of
from dashboard.page import Page, Shown
from dashboard.person.around import belongings, chronology, people
from dashboard.person.identity import KEYS, VALUES, bind, comparison, mentions, possibly
from dashboard.routes import Asked, address
from dashboard.view import Desk
from dashboard.words import born, capital, count, day, force, role
from dashboard.workspace.layout import nobody
from graph.access.roles import may
from graph.explore import answers as explore
from graph.explore.surroundings import surroundings
from graph.sharing.case import DOERS, HARMED


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """All that is known of one person, in words; the chart and the timeline are a click away."""
    session, id_ = desk.session(), asked.place[1]
    person = explore.person(session, id_)
    chart = explore.neighbourhood(session, id_, 2)
    if person is None or chart is None:
        return Shown(nobody(), 0, "No such person")
    flags, timeline = explore.flags(session, id_), explore.timeline(session, id_)
    name, discloses = label_of(person.element), may(session.viewer.role, "disclosure")
    levels = [int(each.props.get("level") or 0) for each in (person.element, *chart.nodes)]
    main = html.Main(
        [
            html.Header(
                [
                    html.H1(html.Bdi(name)),
                    html.P(_about(person), className="lead"),
                    html.Div(_ways(person, discloses), className="ways"),
                ]
            ),
            *comparison(session, asked),
            html.Div(
                [
                    html.Div(
                        [
                            _part("flags", f"Flags ({len(flags)})", _flags(flags)),
                            _part(
                                "chronology",
                                f"What happened ({len(timeline.events)})",
                                chronology(timeline.events, id_),
                            ),
                            _part("identity", "One person?", mentions(person)),
                        ],
                        className="person-main",
                    ),
                    html.Div(
                        [
                            *possibly(chart, id_),
                            _part("belongs", "Contact, places and orders", belongings(chart, id_)),
                            _withheld(chart),
                            _part("people", "People around", people(surroundings(chart, id_), id_)),
                        ],
                        className="person-side",
                    ),
                ],
                className="person-columns",
            ),
        ],
        id="main",
        className="page person",
    )
    return Shown(main, max([*levels, *(flag.level for flag in flags)]), name)


def _about(person: explore.Person) -> str:
    props = person.element.props
    about = [capital(born(props)) or "Birth not known"]
    if others := props.get("other_names"):
        about.append(f"also known as {', '.join(others[:5])}")
    for row in person.roles:
        forces = ", ".join(force(name) for name in sorted(row["forces"])[:3])
        about.append(f"{role(row['role'])} in {count(row['incidents'], 'incident')} ({forces})")
    return " · ".join(about)


def _ways(person: explore.Person, discloses: bool) -> list[Component]:
    """What is shared is what was done to somebody, and a chronology is about whoever did it."""
    id_ = person.element.id
    roles = {row["role"] for row in person.mentions}
    ways = [
        ("Chart and timeline", address("chart", label="Person", id=id_)),
        ("Timeline", address("timeline", label="Person", id=id_)),
        ("Map", address("map", id=id_)),
    ]
    if discloses and roles & HARMED:
        ways.append(("Share", address("share", id=id_)))
    if discloses and roles & DOERS:
        ways.append(("Chronology for an order", address("report", id=id_)))
    return [dcc.Link(words, href=href, className="button") for words, href in ways]


def _part(id_: str, title: str, content: list[Component | None] | list[Component]) -> Component:
    return html.Section([html.H2(title), *content], id=id_)


def _flags(flags: list[explore.Flag]) -> list[Component]:
    if not flags:
        return [html.P("No flag is about this person.", className="muted")]
    rows = [
        html.Li(
            [
                html.H3(dcc.Link(flag.sentence, href=address("flags", on=flag.id))),
                html.P(flag.explanation),
                html.P(flag.against, className="muted") if flag.against else None,
                html.P(
                    f"{capital(flag.state)} · raised {day(flag.raised_at)}"
                    f" · changed {day(flag.changed_at)}"
                    f" · {count(len(flag.record_ids), 'record')} as evidence",
                    className="muted",
                ),
            ]
        )
        for flag in flags
    ]
    return [html.Ul(rows, className="rows")]


def _withheld(chart: explore.Chart) -> Component | None:
    if not chart.guarded:
        return None
    number = count(chart.withheld, "place or number is", "places and numbers are")
    return html.P(
        f"Seen from a suspect's side: {number} withheld to keep victims safe.", className="notice"
    )


PAGE = Page("person", show, keys=KEYS, bind=bind, values=VALUES)
