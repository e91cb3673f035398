"""Which marks are a breach, possibly one, or came after a notice: as the flags say, never more.

The verdict on each event is the rule's own (`certain` of order_breach and on_notice); a flag that
somebody dismissed marks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from graph.explore.answers import Event, Flag

BREACH, POSSIBLE, NOTICE = "breach", "possible breach", "after notice"
VERDICTS = (BREACH, POSSIBLE, NOTICE)
"""The gravest first: an event has the gravest of all that flags say of it."""
SIGNS = {BREACH: "!", POSSIBLE: "?", NOTICE: "n"}
"""What stands in each mark, so that none is told by colour alone."""
SAID_OF = ("order_breach", "on_notice")


def verdicts(flags: Iterable[Flag]) -> dict[str, str]:
    """The verdict on each incident, call and message, by its id."""
    found: dict[str, str] = {}
    for flag in flags:
        if flag.rule not in SAID_OF or flag.state in ("dismissed", "withdrawn"):
            continue
        certain = set(flag.columns.get("certain") or ())
        for event in events_of(flag):
            verdict = BREACH if event in certain else POSSIBLE
            if flag.rule == "on_notice":
                verdict = NOTICE
            before = found.get(event, verdict)
            found[event] = min(before, verdict, key=VERDICTS.index)
    return found


def events_of(flag: Flag) -> list[str]:
    """The ids of the incidents, calls and messages that a flag counts."""
    contacts = [each["id"] for each in flag.columns.get("contacts") or ()]
    return [*(flag.columns.get("incident_ids") or ()), *contacts]


def counted(events: Iterable[Event], found: Mapping[str, str]) -> str:
    """`12 breaches · 1 possible · 1 after notice`; nothing where there is none."""
    of = Counter(found[event.id] for event in events if event.id in found)
    words = {
        BREACH: "breach" if of[BREACH] == 1 else "breaches",
        POSSIBLE: "possible",
        NOTICE: "after notice",
    }
    return " · ".join(f"{of[each]} {words[each]}" for each in VERDICTS if of[each])
