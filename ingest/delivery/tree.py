"""A row with all the rows of other tables that are joined to it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.delivery.join import Spool, key_of
from ingest.formats.rows import Cells, Row
from ingest.mapping.cells.notes import Remark
from ingest.mapping.cells.paths import PLACE
from ingest.mapping.mapping import RecordPart
from ingest.mapping.tables import Join


@dataclass(slots=True)
class Tree:
    """A row with all that is joined to it: the places and numbers of every row in it."""

    cells: Cells
    places: list[str]
    numbers: list[int]
    remarks: list[Remark]


def joined(part: RecordPart, row: Row, spool: Spool | None) -> Tree:
    """The row with its joined rows inside: a list each, or one."""
    tree = Tree(row.cells, [row.place], [], _flaws(row))
    if spool is None or not part.join:
        return tree
    nodes: dict[str | None, list[tuple[Cells, str]]] = {None: [(row.cells, row.place)]}
    wanted: dict[tuple[str, str], bool] = {}
    for name, join in part.join.items():
        nodes[name] = []
        for parent, place in nodes[join.of]:
            value = key_of(parent, join.ours)
            find = spool.named if join.one else spool.matching
            hits = find(join.table, join.theirs, value) if value else []
            if join.one and value:
                wanted[place, join.ours] = wanted.get((place, join.ours), False) or bool(hits)
            nodes[name] += _attach(name, join, parent, hits, tree)
    for (place, column), found_any in wanted.items():
        if not found_any:
            tree.remarks.append(Remark(column, place, "names a row that was not delivered"))
    return tree


def _flaws(row: Row) -> list[Remark]:
    return [Remark(column, row.place, flaw) for column, flaw in row.flaws] if row.flaws else []


def _attach(
    name: str, join: Join, parent: Cells, hits: list[tuple[int, Row]], tree: Tree
) -> list[tuple[Cells, str]]:
    inside = [{PLACE: row.place, **row.cells} for _, row in hits]
    if inside:
        parent[name] = inside[0] if join.one else inside
    tree.places += [row.place for _, row in hits]
    tree.remarks += [flaw for _, row in hits for flaw in _flaws(row)]
    tree.numbers += [number for number, _ in hits]
    return [(cells, row.place) for cells, (_, row) in zip(inside, hits, strict=True)]
