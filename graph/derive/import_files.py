"""A whole graph as files for `neo4j-admin database import full`: one a label, one a type of link.

A file begins with its header. Nodes are numbered, which only the import sees, so that links need
not name both ends by text. What is absent is an empty cell, what is empty a quoted one. Files name
one another by their names alone, so that the folder can be moved: the importer runs inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph.derive.staging import Staging
from graph.errors import InputError
from graph.model.schema import INSTANTS
from graph.private import write_private

COMMAND = "neo4j-admin database import full {database} @arguments"
"""What is to be run in the folder, while the database is stopped."""
BETWEEN = "U+001F"
"""Stands between the values of a list."""
OPTIONS = (
    "--id-type=integer",
    f"--array-delimiter={BETWEEN}",
    "--multiline-fields=true",
    "--overwrite-destination=true",
)
_NUMBERS = {"UBIGINT", "BIGINT"}


def new_folder(folder: Path) -> Path:
    """Make a folder that its owner alone reads. InputError where something stands in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"something stands in {folder.name} already: name a new folder")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{folder.name} cannot be made ({error.strerror}): name a place where you may write"
        ) from error
    return folder


def write_files(staging: Staging, folder: Path) -> None:
    """Write what was put together. InputError where a text holds the sign between two of a list."""
    (unfit,) = staging.db.execute(_UNFIT).fetchone() or (0,)
    if unfit:
        raise InputError(
            f"{unfit:,} nodes hold the control character {BETWEEN}, which stands between the values"
            " of a list in import files: take it out of the deliveries"
        )
    arguments = [*OPTIONS]
    for option, what, ends, query in (
        ("nodes", "label", {":ID": "rowid"}, "FROM vertex WHERE label = '{}'"),
        (
            "relationships",
            "type",
            {":START_ID": "a", ":END_ID": "b"},
            "FROM edge WHERE type = '{}'",
        ),
    ):
        table = query.split()[1]
        for (name,) in staging.db.execute(
            f"SELECT DISTINCT {what} FROM {table} ORDER BY 1"
        ).fetchall():
            _write(staging, folder / f"{name}.csv", ends, query.format(name))
            arguments.append(f"--{option}={name}={name}.csv")
    write_private(folder / "arguments", "\n".join([*arguments, ""]))


def _write(staging: Staging, path: Path, ends: Mapping[str, str], which: str) -> None:
    """One file: ends by their numbers, then each property that any of its rows has."""
    cells = [f'{column} AS "{head}"' for head, column in ends.items()]
    rows = staging.db.execute(_KINDS.format(which=which)).fetchall()
    for name, kinds, within in sorted(rows):
        kind = "datetime" if name in INSTANTS.get(path.stem, ()) else _type(kinds, within)
        cells.append(f'{_LIST if kind.endswith("[]") else _ONE} AS "{{0}}:{kind}"'.format(name))
    write_private(path, "")
    target = str(path).replace("'", "''")
    select = f"SELECT {', '.join(cells)} {which}"
    staging.db.execute(f"COPY ({select}) TO '{target}' (HEADER, FORCE_QUOTE *)")


def _type(kinds: list[str], within: list[str]) -> str:
    """The importer's word for the type of values of these kinds, or of lists of those `within`."""
    if kinds == ["ARRAY"]:
        return f"{_type(within or ['VARCHAR'], [])}[]"
    if {*kinds} <= _NUMBERS:
        return "long"
    if {*kinds} <= {*_NUMBERS, "DOUBLE"}:
        return "double"
    return {"VARCHAR": "string", "BOOLEAN": "boolean"}[kinds[0]]


_ONE = "json_extract_string(props, '$.\"{0}\"')"
_LIST = (
    "CASE WHEN json_exists(props, '$.\"{0}\"') THEN "
    "array_to_string(json_extract_string(props, '$.\"{0}\"[*]'), chr(31)) END"
)
_UNFIT = "SELECT count(*) FROM vertex WHERE contains(props, '\\u001f')"
_KINDS = """
SELECT key, list_sort(list(DISTINCT json_type(value))),
  list_sort(list_distinct(flatten(list(json_type(value, '$[*]')))))
FROM (
  SELECT key, json_extract(props, '$."' || key || '"') AS value
  FROM (SELECT props, unnest(json_keys(props)) AS key {which}))
GROUP BY key
"""
