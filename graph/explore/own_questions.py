"""Questions that somebody wrote for themselves: files of their own, with the header of `ask/`.

They lie in the folder `questions` of the data folder, or anywhere. graph/access/confine.py puts
into each of them what keeps it to its viewer; what it cannot read there is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from graph.access.confine import confined
from graph.access.patterns import PatternError
from graph.errors import QueryError
from graph.plain_files import check_plain
from graph.queries import Query
from graph.queries.query_file import OWN, parse, split_header
from graph.queries.query_types import split_top
from graph.settings import Settings

_SCREENED = {"label", "other_label", "start_label", "steps", "others", "props", "person", "role"}
"""Columns by whose names graph/access/guard.py knows elements and links, with others beside."""


def own_files(settings: Settings) -> list[Path]:
    """The files of the folder `questions`, by name."""
    return sorted(settings.questions.glob("*.cypher"))


def read_own(file: Path) -> Query:
    """The question of a file, with its conditions put in; QueryError says what to mend."""
    path = f"{OWN}/{file.stem}"
    try:
        check_plain(file)
        source = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise QueryError(f"{file.name} cannot be read: name a file of UTF-8 text") from None
    header, text = split_header(path, source)
    params = [part for part in split_top(header.get("params", "-")) if part != "-"]
    if not any(re.match(r"clearance\s*:", part) for part in params):
        params.append("clearance: int")
    try:
        header["params"], text = ", ".join(params), confined(text)
    except PatternError as error:
        raise QueryError(f"{file.name}: {error}") from None
    lines = [f"// {key}: {value}" for key, value in header.items()]
    query = replace(parse(path, "\n".join((*lines, "", text))), asked=source.strip())
    for column in query.returns:
        one = str(column.type) in ("str", "str?")
        if column.name in _SCREENED or (column.name in ("address_id", "incident_id") and not one):
            raise QueryError(f"{file.name}: {column.name} is kept for one thing: name it otherwise")
    return query
