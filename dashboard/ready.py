"""What people will ask first, asked once before anybody is there.

An engine that has just begun compiles each question as it is asked for the first time, and has
nothing of the graph in memory yet: whoever came first would wait for that.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from dashboard.pages import flags, person
from dashboard.routes import Asked
from dashboard.view import Desk
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import ThroughlineError
from graph.explore.queue import Wanted, queue
from graph.rules.run import ask_about_nobody

SERVER = Viewer("the server", "service", "getting ready for the first look")
"""Who looks: cleared to the lowest level, and shows it to nobody. It is audited as any look is."""


TIMES = 3
"""How often: the engine keeps how it answers, and Java compiles it, once it is asked again."""


def get_ready(store: Store, audit: Audit) -> None:
    """Open the flags, and the person and the chart behind the first; then ask the rules, which a
    judgement asks, about nobody.

    What hinders it is told to whoever looks next.
    """
    with suppress(ThroughlineError):
        for _ in range(TIMES):
            _look(Desk(store, audit, lambda _: SERVER))  # another one, which has kept nothing
            ask_about_nobody(store, dt.datetime.now(dt.UTC))


def _look(desk: Desk) -> None:
    flags.PAGE.show(desk, Asked("flags"), "light")
    for flag in queue(desk.session(), Wanted(), 1, now=dt.datetime.now(dt.UTC)).flags:
        label, id_ = flag.about
        if label == "Person":
            person.PAGE.show(desk, Asked("person", {"id": id_}), "light")
        desk.open((label, id_), 2)
