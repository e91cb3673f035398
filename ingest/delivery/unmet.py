"""What a mapping asks for and no row of a delivery had: most often a name written otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.mapping.cells.paths import steps_of
from ingest.mapping.words import column_meant

_MOST = 12


def never_met(row_keys: dict[str, set[str]], keys: set[str], columns: Iterable[str]) -> list[str]:
    """What to say of the paths of `rows` that led nowhere, and of columns that no row had.

    `row_keys` are the keys of the rows at each path, `keys` those of the rows themselves where
    they come without a header, `columns` the paths that are asked for.
    """
    unmet = dict.fromkeys(_unmet(row_keys, keys, columns))
    near = [f"no row has {path}, which the mapping asks for{hint}" for path, hint in unmet if hint]
    rest = [path for path, hint in unmet if not hint]
    if rest:
        more = f" and {len(rest) - _MOST} more" if len(rest) > _MOST else ""
        near.append(f"no row has {', '.join(rest[:_MOST])}{more}, which the mapping asks for")
    return near


def _unmet(
    row_keys: dict[str, set[str]], keys: set[str], columns: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Each path that no row had, and what may be meant."""
    asked = [*(within.removesuffix(".") for within in row_keys if not row_keys[within])]
    asked += columns if keys else ()
    for path in sorted(asked):
        within = max((each for each in row_keys if path.startswith(each)), key=len, default="")
        there = row_keys[within] if within else keys
        step = steps_of(path.removeprefix(within))[0]
        name = step if isinstance(step, str) else step[0]
        if name not in there and path not in keys and (there or not within):
            outer = within and name in _around(within, row_keys, keys)
            yield path, column_meant(name, there) if not outer else f": did you mean outer.{name}?"
        elif f"{path}." in row_keys and not row_keys[f"{path}."]:
            yield path, ""


def _around(within: str, row_keys: dict[str, set[str]], keys: set[str]) -> set[str]:
    """The keys of the rows that the rows of a path stand in."""
    above = within.removesuffix(".").rpartition(".")[0]
    return row_keys.get(f"{above}.", set()) if above else keys
