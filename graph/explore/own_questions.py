"""Questions that somebody wrote for themselves: files of their own, with the header of `ask/`.

They lie in the folder `questions` of the data folder, or anywhere. graph/access/confine.py puts
into each of them what keeps it to its viewer; what it cannot read there is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph.access.confine import confined
from graph.access.patterns import PatternError
from graph.access.victim_safety import WITHHELD
from graph.errors import QueryError
from graph.queries import Query
from graph.queries.query_file import OWN, parse, split_header
from graph.settings import Settings

_UNSEEN = WITHHELD | {"records", "rank"}
"""Properties that no answer holds: records may be above the viewer."""


def own_files(settings: Settings) -> list[Path]:
    """The files of the folder `questions`, by name."""
    return sorted(settings.questions.glob("*.cypher"))


def read_own(file: Path) -> Query:
    """The question of a file, with its conditions put in; QueryError says what to mend."""
    path = f"{OWN}/{file.stem}"
    try:
        source = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise QueryError(f"{file.name} cannot be read: name a file of UTF-8 text") from None
    header, text = split_header(path, source)
    params = [part for part in (header.get("params", "-").strip(),) if part != "-"]
    if not any("clearance" in part for part in params):
        params.append("clearance: int")
    try:
        header["params"], text = ", ".join(params), confined(text)
    except PatternError as error:
        raise QueryError(f"{file.name}: {error}") from None
    lines = [f"// {key}: {value}" for key, value in header.items()]
    return parse(path, "\n".join((*lines, "", text)))


def bare(value: Any) -> Any:
    """A value of an answer without what no answer holds, such as the free text of an incident."""
    if isinstance(value, dict):
        return {name: bare(each) for name, each in value.items() if name not in _UNSEEN}
    return [bare(each) for each in value] if isinstance(value, list) else value
