"""The whole night: load what is waiting, resolve, detect, bring the flags up to date."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph import queries
from graph.access.session import Session
from graph.changes import wakes
from graph.changes.change_log import ChangeLog
from graph.derive.deliver import BatchWriter
from graph.engine.store import Store
from graph.errors import InputError, ThroughlineError, fault_of
from graph.flags import detection
from graph.flags import upkeep as flags
from graph.flags.selection import UNFINISHED, other_rules, since_last_night, version
from graph.model.reference import reference
from graph.rules import attribution
from graph.rules.run import Failed, rules
from graph.settings import Settings
from ingest.delivery.feed import identify, mapping_of, read
from ingest.delivery.load import Loaded, Reader, Writer, ahead_of, load
from ingest.formats.rows import named
from ingest.mapping.mapping import Mapping
from ingest.night.bring_up_to_date import bring_up_to_date
from ingest.night.costs import Cost, Show, measured
from ingest.night.erasing import finish_all
from ingest.night.first_load import FirstLoad, writer_for
from ingest.resolve.run import Resolved

FAR = dt.timedelta(days=31)
"""How long after the last night one may be dated without being asked about."""


@dataclass(slots=True)
class Night:
    """What one night did. `unread` are waiting files that no mapping takes, with the mend,
    `faults` those that the program failed at; `failed` are steps and rules that it failed at, which
    leave flags as they were.

    `attributed` counts links from an incident to who may have done it that came, went or
    changed. `anchors` is how often a rule was asked about one entity, None when it was
    asked about all; `rules` a hash of the rules as they were, `other_rules` whether those of
    the last night were others.
    """

    id: str
    as_of: dt.datetime
    loaded: list[Loaded] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    resolved: Resolved = field(default_factory=lambda: Resolved(0, 0))
    attributed: int = 0
    changes: list[flags.Change] = field(default_factory=list)
    anchors: int | None = None
    rules: str = ""
    other_rules: bool = False
    costs: dict[str, Cost] = field(default_factory=dict)

    @property
    def news(self) -> list[flags.Change]:
        """The flags that are not as they were."""
        return [change for change in self.changes if change.outcome != "unchanged"]

    @property
    def seconds(self) -> dict[str, float]:
        """How long each step took, by its name."""
        return {step: cost.seconds for step, cost in self.costs.items()}


def inbox(settings: Settings) -> Path:
    """Where deliveries wait for the night."""
    return settings.inbox


def waiting(settings: Settings) -> list[Path]:
    """The deliveries in the inbox, by name; hidden files and those still being written are not."""
    folder = inbox(settings)
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in paths if not path.name.startswith(".") and path.suffix != ".part"]


def run(
    session: Session,
    as_of: dt.datetime,
    paths: Iterable[Path] = (),
    progress: Show = lambda *_: None,
    *,
    full: bool = False,
    meant: bool = False,
) -> Night:
    """One night; running it again changes nothing. BusyError while another command writes.

    The rules are asked about what was touched since the last night, with `full` about
    everything; the flags are the same. A night that was killed goes on where it was: what
    is loaded is known, what was touched stays noted until its flags stand. InputError when
    it is dated before the last one, or FAR after it, and that is not `meant`: a wrong clock
    would withdraw what it does not know yet, or let time pass that has not passed.
    """
    store, settings = session.store, session.store.settings
    night = Night(_next_id(store), as_of)
    with session.writing("alteration", night=night.id, as_of=as_of.isoformat()):
        check_clock(store, as_of, meant=meant)
        finish_all(session, progress)
        with measured(store, night.costs, "load"):
            _load(session, [*waiting(settings), *paths], night, progress)
        with measured(store, night.costs, "resolve"):
            decided = _decide_people(session, night, progress)
        if decided:
            _detect(store, night, full=full)
            _note(store, night)
            store.watcher(ChangeLog).clear()
    return night


def _decide_people(session: Session, night: Night, progress: Show) -> bool:
    """Whether who is who is decided. Where the program fails at it no rule is asked: of people who
    are half decided rules would find what is not so, and miss what is."""
    try:
        night.resolved += bring_up_to_date(session, progress)
    except ThroughlineError:
        raise
    except OSError:  # the machine's, not the program's
        raise
    except Exception as error:  # noqa: BLE001 - what is loaded is loaded
        night.failed.append(
            f"deciding who is who met {fault_of(error)}: no rule was asked, all flags stay as they "
            "were, and the next night takes it up."
        )
        return False
    return True


def _detect(store: Store, night: Night, *, full: bool) -> None:
    tables, asked = reference(night.as_of.date(), store.settings.corrections), rules()
    night.rules = version(asked, tables)
    night.other_rules = other_rules(store, asked, tables)
    failed: Failed = {}
    with measured(store, night.costs, "attribute"):
        selection = None if full else since_last_night(store, night.as_of, asked, tables)
        if selection is None and not full:  # the first night, or one that goes back in time
            wakes.begin(store, night.as_of)
        night.attributed, answer = detection.attribute(
            store, night.as_of, selection, tables, failed
        )
    with measured(store, night.costs, "detect"):
        scope = detection.scope_of(selection, answer)
        night.anchors = scope.asked if scope else None
        answers = {} if failed else {attribution.RULE: answer}
        night.changes = flags.review(
            store,
            night.as_of,
            night=night.id,
            ref=tables,
            scope=scope,
            answers=answers,
            failed=failed,
        )
    for rule, told in sorted(failed.items()):
        night.rules = UNFINISHED
        night.failed.append(
            f"the rule {rule} met {told}: its flags stay as they were, and the next night asks all "
            "rules about everything."
        )


def _next_id(store: Store) -> str:
    """When the night runs; a second after the last one where the clock has gone back since."""
    now = dt.datetime.now(dt.UTC)
    for row in store.read(queries.load("system/nights/last")):
        now = max(now, dt.datetime.fromisoformat(row["id"]) + dt.timedelta(seconds=1))
    return now.isoformat(timespec="seconds")


def check_clock(store: Store, as_of: dt.datetime, *, meant: bool) -> None:
    """InputError when a night is dated before the last one, or FAR after it, unless `meant`."""
    for row in () if meant else store.read(queries.load("system/nights/last")):
        last = row["as_of"].isoformat()
        if as_of < row["as_of"]:
            raise InputError(
                f"the night is dated before {last}, as of which the last one ran, and would "
                "rewrite its flags: see to the clock, give --meant if it is so, or ask a rule "
                "instead, which changes none, such as "
                f"`throughline ask course_of_conduct as_of={as_of.isoformat()}`"
            )
        if as_of - row["as_of"] > FAR:
            raise InputError(
                f"the night is dated {as_of.isoformat()}, {(as_of - row['as_of']).days} days after "
                f"the last one ({last}): see to the clock, or give --meant if so long has passed"
            )


def _load(session: Session, paths: Iterable[Path], night: Night, progress: Show) -> None:
    """Load deliveries; from the inbox they go once they are kept. A bad one stays and is told."""
    store, paths = session.store, list(paths)
    waited: dict[Path, str] = {}
    try:
        try:
            with (
                writer_for(session, paths, progress) as writer,
                ahead_of(writer, session, _readable(paths)) as ahead,
            ):
                for done, path in enumerate(paths, 1):
                    with _told(night, path):
                        _load_one(writer, session, path, night, waited, progress, ahead.read)
                    progress("deliveries", done, len(paths))
            if isinstance(writer, FirstLoad):
                night.resolved = writer.resolved
        except ThroughlineError:
            raise
        except Exception:  # noqa: BLE001 - whose records met a fault is told by loading each alone
            night.unread.clear()
            night.faults.clear()
            for path in paths:
                with _told(night, path), BatchWriter(store) as writer:
                    _load_one(writer, session, path, night, waited, progress)
    finally:
        for path, id_ in waited.items():
            with _told(night, path):
                _clear(store, path, id_)


def _readable(paths: Iterable[Path]) -> Iterator[tuple[Mapping, Path, None]]:
    """The deliveries that a mapping fits; what is wrong with the others is told in their turn."""
    for path in paths:
        with suppress(ThroughlineError, OSError):
            refuse_special(path)
            yield mapping_of(path), path, None


def _load_one(
    writer: Writer,
    session: Session,
    path: Path,
    night: Night,
    waited: dict[Path, str],
    progress: Show,
    reader: Reader = read,
) -> None:
    refuse_special(path)
    shown = _shown(progress, path.name)
    loaded = load(writer, session, mapping_of(path), path, progress=shown, reader=reader)
    others = [one for one in night.loaded if one.id != loaded.id]
    if not loaded.known or len(others) == len(night.loaded):
        night.loaded = [*others, loaded]
    if path.parent == inbox(session.store.settings):
        waited[path] = loaded.id


def _clear(store: Store, path: Path, id_: str) -> None:
    """Remove what waited and is whole in the graph, unless another came in its place."""
    deliveries = store.read(queries.load("system/deliveries/find"), wanted=id_)
    if any(row["complete"] for row in deliveries) and identify(mapping_of(path), path).id == id_:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _told(night: Night, path: Path) -> Iterator[None]:
    """What is wrong with one delivery is told, and hinders no other."""
    try:
        yield
    except InputError as error:
        night.unread.append(str(error))
    except ThroughlineError:
        raise
    except OSError:
        night.unread.append(
            f"{named(path)} cannot be read or moved: check who may read and write it, and the disk."
        )
    except Exception as error:  # noqa: BLE001 - one delivery hinders no other
        night.faults.append(f"{named(path)} met {fault_of(error)} and is not whole: it stays.")


def refuse_special(path: Path) -> None:
    """InputError for what is no plain file or folder, such as a link or a pipe."""
    if path.is_symlink() or not (path.is_dir() or path.is_file()):
        raise InputError(
            f"{named(path)} is neither a file nor a folder: put the file or folder itself there."
        )


def _shown(progress: Show, step: str) -> Callable[[int], None]:
    return lambda done: progress(step, done)


def _note(store: Store, night: Night) -> None:
    fresh = [loaded for loaded in night.loaded if not loaded.known]
    props = {
        "deliveries": [loaded.id for loaded in fresh],
        "rows": sum(loaded.rows for loaded in fresh),
        "records": sum(loaded.records for loaded in fresh),
        "rejects": sum(loaded.refused for loaded in fresh),
        "seconds": json.dumps(night.seconds),
        "flags": json.dumps(flags.counts(night.changes)),
        "rules": night.rules,
        "anchors": night.anchors,
        "moved": night.resolved.moved,
        "people": night.resolved.people,
    }
    query = queries.load("write/nights/night")
    store.write(query, id=night.id, as_of=night.as_of.isoformat(), props=props)
