"""What a reader is shown of a closed case: what it was about, and how it was closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.network.chart import label_of
from dashboard.routes import about, address
from dashboard.text import PASSAGE, name, plain
from dashboard.words import capital, count, day, force, offence, outcome, role, when
from graph.access.session import Session
from graph.explore import answers as explore
from graph.explore.entity import Entity
from graph.explore.queue import Opened, opened
from graph.flags.life import SAID
from graph.flags.store import Word

PEOPLE = 12


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is shown: what it is called, what is told of it, where it opens, its level."""

    title: Component
    parts: tuple[Component, ...]
    href: str
    level: int


def case_href(of: str, id_: str) -> str:
    """Where a case opens: a flag in the queue, an incident on its page."""
    if of == "flags":
        return address("flags", state="dismissed", on=id_)
    return about(("Incident", id_))


def case_of(session: Session, of: str, id_: str) -> Case | None:
    """A case of a sample; None when there is none that this viewer may see."""
    if of == "flags":
        flag = opened(session, id_)
        return _flag(flag) if flag else None
    incident = explore.entity(session, ("Incident", id_))
    return _incident(incident) if incident else None


def _flag(found: Opened) -> Case:
    flag = found.flag
    closed = [
        html.Li([html.Strong(_said(word)), name(word["why"], PASSAGE)])
        for word in flag.dispositions
    ]
    parts = [
        html.P(name(flag.explanation or "Its sentence says it all.", PASSAGE)),
        html.P(["What speaks against it: ", name(flag.against or "nothing known", PASSAGE)]),
        html.Ul(closed, className="plain"),
        html.P(f"It rests on {count(len(flag.record_ids), 'record')}.", className="muted"),
    ]
    return Case(name(flag.sentence), tuple(parts), case_href("flags", flag.id), flag.level)


def _said(word: Word) -> str:
    """What was said and when; by whom is not for a reader to know."""
    return f"{capital(SAID[word['kind']])} on {day(word['at'])}: "


def _incident(found: Entity) -> Case:
    element, props = found.element, found.element.props
    people = list(_people(found))
    facts = [
        force(props.get("force")),
        when(props),
        offence(props.get("offence_classes") or ()),
        ", ".join(props.get("behaviours") or ()),
    ]
    parts = [
        html.P(" · ".join(plain(str(fact)) for fact in facts if fact)),
        html.P(name(str(props["summary"]), PASSAGE)) if props.get("summary") else None,
        html.Ul(people[:PEOPLE], className="plain"),
        html.P(f"Closed with outcome {outcome(str(props.get('outcome') or ''))}."),
        html.P(f"Told by {count(len(found.sources), 'record')}.", className="muted"),
    ]
    told = tuple(part for part in parts if part is not None)
    return Case(html.Bdi(plain(label_of(element))), told, about(element.place), found.level)


def _people(found: Entity) -> Iterable[Component]:
    for person, link in found.named.get(found.element.id, ()):
        title = dcc.Link(name(person.name or "Name not known"), href=about(person.place))
        yield html.Li([title, html.Span(f" {role(link.type, link.props)}", className="muted")])
