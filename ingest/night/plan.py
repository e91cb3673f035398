"""What a night would do, without doing it: which deliveries wait, which are known or unreadable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from graph.changes.change_log import ChangeLog
from graph.changes.opening import open_store
from graph.derive.deliver import delivered
from graph.derive.rebuild import unfinished
from graph.errors import InputError
from graph.settings import Settings
from ingest.delivery.feed import identify, mapping_of
from ingest.delivery.load import why_again
from ingest.formats.rows import named
from ingest.night.night import check_clock, refuse_special, waiting


@dataclass(slots=True)
class Planned:
    """Names of waiting deliveries; `touched` counts entities noted so far, None for all."""

    as_of: str
    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    rebuild: bool = False
    touched: int | None = 0


def plan(settings: Settings, as_of: dt.datetime, *, meant: bool = False) -> Planned:
    """Look, and write nothing. InputError when a night as of then would be refused."""
    with open_store(settings) as store:
        check_clock(store, as_of, meant=meant)
        planned = Planned(as_of.isoformat(), rebuild=unfinished(settings).exists())
        for path in waiting(settings):
            try:
                refuse_special(path)
                info = identify(mapping_of(path), path)
                before = delivered(store, info.id)
                known = before and before["complete"] and not why_again(before, info)
                (planned.known if known else planned.new).append(path.name)
            except InputError as error:
                planned.unread.append(str(error))
            except OSError:
                planned.unread.append(f"{named(path)} cannot be read: check who may read it.")
        touched = store.watcher(ChangeLog).read()
        entries = ((label.partition(":")[0], id_) for label, id_ in touched or ())
        places = {(label, id_) for label, id_ in entries if label not in ("Mention", "Record")}
        planned.touched = None if touched is None else len(places)
    return planned


def as_text(planned: Planned) -> str:
    """The plan for a terminal."""
    lines = [f"A night as of {planned.as_of} would"]
    lines += ["  finish the rebuild that was broken off"] if planned.rebuild else []
    lines += [f"  load {name}" for name in planned.new]
    lines += [f"  skip {name}, which is known" for name in planned.known]
    lines += [f"  not read: {reason}" for reason in planned.unread]
    noted = "everything" if planned.touched is None else f"{planned.touched:,} entities"
    lines.append(f"  detect again around {noted}, and what the deliveries touch.")
    return "\n".join(lines)
