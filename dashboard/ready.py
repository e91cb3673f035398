"""What people will ask first, asked once before anybody is there.

An engine that has just begun compiles each question as it is asked for the first time, and has
nothing of the graph in memory yet: whoever came first would wait for that.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.errors import ThroughlineError
from graph.explore.queue import Wanted, opened, queue
from graph.model.schema import ENTITIES
from graph.rules.run import find

SERVER = Viewer("the server", "service", "getting ready for the first look")
"""Who looks: cleared to the lowest level, and shows it to nobody. It is audited as any look is."""


def get_ready(session: Session) -> None:
    """Ask for the queue and its first flag, and the rules, which a judgement asks, about nobody.

    What hinders it is told to whoever looks next.
    """
    now = dt.datetime.now(dt.UTC)
    with suppress(ThroughlineError):
        found = queue(session, Wanted(), now=now)
        if found.flags:
            opened(session, found.flags[0].id)
        list(find(session.store, now, anchors=dict.fromkeys(ENTITIES.split(), ("",))))
