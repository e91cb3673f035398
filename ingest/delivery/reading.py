"""Reads one delivery: each row of it comes out in a record, or refused.

The rows of a table that is joined, grouped or left for last are first put aside on disk;
every other table streams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from graph.counted import counted
from graph.errors import ThroughlineError, fault_of
from graph.model.record import Record
from ingest.delivery.folder import Source, read_source, sources
from ingest.delivery.join import Spool
from ingest.delivery.outcome import Accepted, Counts, Refused, refused, unsplit
from ingest.delivery.reject import header_of, read_mended
from ingest.delivery.repeats import Repeats
from ingest.delivery.tree import joined
from ingest.delivery.unmet import never_met
from ingest.formats.rows import MAX_RECORD_BYTES, Bad, Row
from ingest.mapping.asked import columns_asked
from ingest.mapping.cells.notes import DeliveryState, Refusal, Remark
from ingest.mapping.cells.paths import PLACE
from ingest.mapping.compile_record import Compiled, compile_mapping
from ingest.mapping.mapping import Mapping
from ingest.mapping.spare import never_read

_ORPHAN = "belongs to no row of this delivery"
_UNLIKE = "is of no kind that the mapping takes"


class Plan:
    """One kind of record, and what was met of it in one delivery."""

    def __init__(self, compiled: Compiled, mapping: Mapping, extracted: str | None) -> None:
        self.part, self.takes, self.columns = compiled.part, compiled.takes, compiled.columns
        self.state = DeliveryState(extracted or "", {path: set() for path in compiled.paths})
        self.build, self.rows_of = compiled.build, compiled.rows_of
        self.beside = self.part.beside or self.part.rows is not None
        self.built = 0
        self.keys: set[str] = set()  # of rows that come without a header
        self.headless = mapping.tables[self.part.table].format in ("json", "jsonl", "xml")


class Reading(Iterator[Accepted | Refused]):
    """An iterator over a delivery's records and refusals; `counts` holds when it has ended.

    Raises InputError when the delivery as a whole does not fit the mapping.
    """

    def __init__(
        self, mapping: Mapping, path: Path, work: Path, extracted: str | None = None
    ) -> None:
        self.counts = Counts()
        self.faults = 0  # rows that the program failed at
        self.repeats = Repeats()
        self._unused: Counter[str] = Counter()  # rows of look-up tables that nothing named
        self._mapping = mapping
        self._plans = [Plan(each, mapping, extracted) for each in compile_mapping(mapping)]
        self._path, self._work = path, work
        self._columns = _columns(self._plans, mapping)
        self._asked = partial(_asked, mapping)  # asked only where a header does not do
        if header_of(path):
            self._results = self._mended()
        else:
            self._sources, self._strangers = sources(mapping, path)
            self._results = self._run()

    def __iter__(self) -> Iterator[Accepted | Refused]:
        return self

    def __next__(self) -> Accepted | Refused:
        return next(self._results)

    def notices(self) -> list[str]:
        """What is worth saying of the delivery as a whole, when it has ended."""
        unread = [
            sentence
            for plan in self._plans
            if plan.built or plan.keys
            for sentence in never_met(
                plan.state.row_keys, plan.keys, plan.columns.get(plan.part.table, ())
            )
        ]
        spare = [
            f"the look-up table {table} has {counted(count, 'row')} that no row names: passed over"
            for table, count in self._unused.items()
        ]
        empty = [] if self.counts.rows or self._unused else ["the delivery has no rows"]
        return [
            *empty,
            *self.repeats.sentences(),
            *dict.fromkeys(unread),
            *spare,
            *never_read(self._mapping),
        ]

    def close(self) -> None:
        """Stop early and remove what was put aside."""
        self._results.close()

    def _run(self) -> Generator[Accepted | Refused, None, None]:
        aside = _tables_aside(self._mapping)
        waiting = [s for s in self._sources if aside & set(s.tables)]
        streamed = [s for s in self._sources if s not in waiting]
        yield from map(self._lost, self._strangers)
        if not waiting:
            for source in streamed:
                yield from self._stream(source, None)
            return
        with Spool(self._work, _keys(self._mapping)) as spool:
            for source in waiting:
                yield from self._put_aside(source, spool)
            spool.index()
            for source in streamed:
                yield from self._stream(source, spool)
            tables = [name for source in waiting for name in source.tables]
            yield from self._main_rows(spool, dict.fromkeys(tables))
            yield from self._left_over(spool)
            rows, taken = spool.counts()
            self.counts.rows += rows - self._unused.total()
            self.counts.taken += taken

    def _mended(self) -> Generator[Accepted | Refused, None, None]:
        plans = {name: self._for(name, unused=None) for name in self._mapping.tables}
        for row in read_mended(self._path, self._mapping):
            if isinstance(row, Bad):
                yield self._lost(row)
            else:
                yield from self._at_once(plans, row, None)

    def _at_once(
        self, plans: dict[str, list[Plan]], row: Row, spool: Spool | None
    ) -> list[Accepted | Refused]:
        self.counts.rows += 1
        results = self._make(plans[row.table], row, None, spool)
        self.counts.taken += isinstance(results[-1], Accepted)
        return results

    def _lost(self, bad: Bad) -> Refused:
        self.counts.rows += 1
        return unsplit(bad)

    def _put_aside(self, source: Source, spool: Spool) -> Iterator[Refused]:
        batch: list[Row] = []
        for row in self._rows(source):
            if isinstance(row, Bad):
                yield self._lost(row)
                continue
            batch.append(row)
            if len(batch) == 1_000:
                spool.add(batch)
                batch = []
        spool.add(batch)

    def _stream(self, source: Source, spool: Spool | None) -> Iterator[Accepted | Refused]:
        plans = {name: self._for(name) for name in source.tables}
        for row in self._rows(source):
            if isinstance(row, Bad):
                yield self._lost(row)
                continue
            yield from self._at_once(plans, row, spool)

    def _rows(self, source: Source) -> Iterator[Row | Bad]:
        """The rows of a file; where its reader fails, what is left of it is one refusal."""
        place = source.path.name
        try:
            for row in read_source(self._mapping, source, self._columns, self._asked):
                place = row.place
                yield row
        except (ThroughlineError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - one file hinders no other
            self.faults += 1
            reason = f"what is left of the file met {fault_of(error)}"
            yield Bad(next(iter(source.tables)), f"after {place}", reason, "")

    def _for(self, table: str, *, unused: bool | None = False) -> list[Plan]:
        """The kinds of record made from a table's rows; None: whether left for last or not."""
        plans = (plan for plan in self._plans if plan.part.table == table)
        return [plan for plan in plans if unused is None or plan.part.unused == unused]

    def _main_rows(self, spool: Spool, tables: dict[str, None]) -> Iterator[Accepted | Refused]:
        for unused in (False, True):
            for name in tables:
                plans = self._for(name, unused=unused)
                if not plans:
                    continue
                if self._mapping.tables[name].group:
                    yield from self._groups(spool, name, plans)
                    continue
                for number, row in spool.rows(name, unused=unused):
                    yield from self._make(plans, row, number, spool)

    def _groups(self, spool: Spool, name: str, plans: list[Plan]) -> Iterator[Accepted | Refused]:
        table = self._mapping.tables[name]
        for rows in spool.groups(name, table.group or ""):
            first = rows[0][1]
            whole = {table.into: [{PLACE: row.place, **row.cells} for _, row in rows]}
            flaws = tuple(flaw for _, row in rows for flaw in row.flaws)
            head = Row(name, first.place, {**first.cells, **whole}, first.raw, flaws)
            results = self._make(plans, head, rows[0][0], spool)
            others = [number for number, _ in rows[1:]]
            if isinstance(results[-1], Accepted):
                spool.take(others)
            else:
                reason = f"its first row was refused: {results[-1].reason}"
                spool.refuse(others, reason, first.place)
            for result in results:
                if isinstance(result, Accepted):
                    places = dict.fromkeys([*(row.place for _, row in rows), *result.source_rows])
                    yield Accepted(result.record, tuple(places), result.remarks)
                else:
                    yield result

    def _make(
        self, plans: list[Plan], row: Row, number: int | None, spool: Spool | None
    ) -> list[Accepted | Refused]:
        """The records of a row, and, last, one refusal where it should have made another."""
        first = next((plan for plan in plans if not plan.beside and plan.takes(row.cells)), None)
        taking = [first] if first else []
        taking += [plan for plan in plans if plan.beside and plan.takes(row.cells)]
        results: list[Accepted | Refused] = []
        reasons: list[str] = []
        whole = row.cells
        for plan in taking:
            # Each has its own joined rows; one that is refused is kept with the rows of all.
            cells = row.cells if len(taking) == 1 else dict(row.cells)
            mine = row if cells is row.cells else replace(row, cells=cells)
            results += self._records(plan, mine, number, spool, reasons)
            whole = whole if cells is whole else whole | cells
        if reasons or not results:
            if number is not None and spool is not None:
                spool.refuse_main(number)
            reason = _with_flaws("; ".join(dict.fromkeys(reasons)), row) if reasons else _UNLIKE
            results.append(refused(replace(row, cells=whole), reason))
        return results

    def _records(
        self, plan: Plan, row: Row, number: int | None, spool: Spool | None, reasons: list[str]
    ) -> list[Accepted]:
        """The records of one kind that a row makes; why it does not make another is a reason."""
        tree = joined(plan.part, row, spool)
        results: list[Accepted] = []
        reason = ""
        for cells, place in plan.rows_of(tree.cells, row.place, plan.state):
            try:
                record, remarks = plan.build(cells, place, plan.state)
                _check_size(record)
            except Refusal as error:
                reason = reason or str(error)
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, it is about this row alone
                self.faults += 1
                reason = reason or f"met {fault_of(error)}"
                continue
            if (repeat := self.repeats.look(record)) != "new":
                tree.remarks.append(Remark("reference", place, _REPEATS[repeat]))
            results.append(
                Accepted(record, tuple(dict.fromkeys(tree.places)), (*tree.remarks, *remarks))
            )
            tree.remarks = []
        plan.built += len(results)
        if plan.headless:
            plan.keys.update(row.cells)
        if spool is not None and results:
            spool.take(tree.numbers if number is None else [*tree.numbers, number])
        if reason:
            reasons.append(reason)
            if spool is not None:
                spool.refuse(tree.numbers, f"its main row was refused: {reason}", row.place)
        return results

    def _left_over(self, spool: Spool) -> Iterator[Refused]:
        for row, reason, part_of in spool.left_over():
            if self._mapping.tables[row.table].lookup and not part_of:
                self._unused[row.table] += 1
            else:
                yield refused(row, reason or _ORPHAN, part_of)


_REPEATS = {
    "same": "is that of an earlier row, which is the same",
    "differs": "is that of an earlier row, which differs: name a `group`, or say which wins",
}


def _with_flaws(reason: str, row: Row) -> str:
    """A reason, and what the reader found wrong with the row, which may be why."""
    return "; ".join([reason, *(f"{column} {flaw}" for column, flaw in row.flaws[:3])])


def _check_size(record: Record) -> None:
    """A record is one row of a message to the engine, whatever rows were joined into it."""
    written = record.content
    if len(written) > MAX_RECORD_BYTES // 4 and len(written.encode()) > MAX_RECORD_BYTES:
        raise Refusal(f"the record has more than {MAX_RECORD_BYTES >> 20} MB: deliver it in parts")


def _tables_aside(mapping: Mapping) -> set[str]:
    joined = {join.table for record in mapping.records for join in record.join.values()}
    grouped = {name for name, table in mapping.tables.items() if table.group}
    last = {record.table for record in mapping.records if record.unused}
    return joined | grouped | last


def _keys(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    keys: dict[str, dict[str, None]] = {}
    for record in mapping.records:
        for join in record.join.values():
            keys.setdefault(join.table, {})[join.theirs] = None
    for name, table in mapping.tables.items():
        if table.group:
            keys.setdefault(name, {})[table.group] = None
    return {table: tuple(columns) for table, columns in keys.items()}


def _asked(mapping: Mapping) -> dict[str, str]:
    """The first key of the mapping that asks for each column."""
    asked: dict[str, str] = {}
    for number, record in enumerate(mapping.records, start=1):
        for column, key in columns_asked(record, f"records({number})"):
            asked.setdefault(column, key)
        for name, join in record.join.items():
            for column in (join.theirs, join.ours):
                asked.setdefault(column, f"records({number}).join.{name}.on")
    for name, table in mapping.tables.items():
        asked |= {table.group: f"tables.{name}.group"} if table.group else {}
        asked |= dict.fromkeys(table.when, f"tables.{name}.when")
    return asked


def _columns(plans: list[Plan], mapping: Mapping) -> dict[str, set[str]]:
    """The columns that are read from each table."""
    columns = {name: set(table.when) for name, table in mapping.tables.items()}
    for plan in plans:
        for table, names in plan.columns.items():
            columns.setdefault(table, set()).update(names)
    return columns
