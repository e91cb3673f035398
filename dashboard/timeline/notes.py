"""What the line above the lanes says of an incident or an order, and what a bar is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.timeline.breaches import counted
from dashboard.timeline.lanes import Lane, binds, in_force
from dashboard.words import ORDER_KINDS, capital, force, offence, when
from graph.explore.answers import Event, Term
from graph.model.local_time import moment, until


def term_name(term: Term) -> str:
    """An order by its kind, with what keeps it from binding and whether it ends."""
    kind = term.props.get("kind") or "order"
    name = ORDER_KINDS.get(kind, kind)
    if term.role == "SUBJECT_OF" and not binds(term):
        status = term.props.get("status")
        state = "not served" if status in ("made", "interim", "varied") else status or "not made"
        name += f" ({state})"
    return name if term.end else f"{name}, no end stated"


def term_note(term: Term) -> str:
    """An order in one line: name, issuer, reference, from and until."""
    start = f"from {moment(term.start)}" if term.start else "start not stated"
    end = f"until {until(term.end)}" if term.end else "no end stated"
    issuer = term.props.get("issuer") or ""
    parts = (term_name(term).partition(",")[0], force(issuer), term.props.get("reference"))
    end += f" · {words}" if (words := term.props.get("conditions")) else ""
    return " · ".join(part for part in (*parts, start, end) if part)


def event_note(event: Event, lane: Lane, verdict: str = "") -> str:
    """An incident in one line: when, recorded as, by whom, under which orders."""
    props = event.props
    if kind := props.get("contact"):
        parts = [capital(verdict), moment(props["occurred_from"]), f"{kind} {event.id}"]
        return " · ".join(part for part in parts if part)
    title, codes = offence(classes := props.get("offence_classes") or ()), ", ".join(classes)
    parts = [
        capital(verdict),
        when(props),
        f"{title} ({codes})" if codes not in ("", title) else title,
        f"{force(props.get('force'))} {props.get('reference') or ''}".strip(),
    ]
    for term, wholly in in_force(event, lane.terms):
        kind = term.props.get("kind") or "order"
        parts.append(f"{ORDER_KINDS.get(kind, kind)} {'' if wholly else 'possibly '}in force")
    if props.get("cancelled"):
        parts.append("cancelled")
    return " · ".join(part for part in parts if part)


def cluster_note(events: Sequence[Event], verdicts: Mapping[str, str]) -> str:
    """Several marks in one: how many, what of them are breaches, and how it opens."""
    said = counted(events, verdicts)
    return " · ".join(filter(None, (f"{len(events)} close together", said, "click to open")))
