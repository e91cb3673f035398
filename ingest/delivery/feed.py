"""A delivery by its mapping: name it, and read it into records and refusals.

    info = identify(mapping, path)
    for result in read(mapping, path, work):
        ...  # Accepted or Refused

Nothing of a delivery is lost: rows = rows taken + rows refused, for any bytes. `read` streams
and memory does not grow with the delivery.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.plain_files import check_plain
from ingest.delivery.outcome import Accepted, Counts, Refused
from ingest.delivery.reading import Reading
from ingest.delivery.reject import header_of
from ingest.formats.rows import named, storable
from ingest.mapping.cells.notes import Remark
from ingest.mapping.cells.times import find_date
from ingest.mapping.mapping import Mapping, recognise, shipped_mappings

__all__ = [
    "Accepted",
    "Counts",
    "DeliveryInfo",
    "Reading",
    "Refused",
    "Remark",
    "identify",
    "mapping_of",
    "read",
]


@dataclass(frozen=True, slots=True)
class DeliveryInfo:
    """What is known of a delivery before it is read; `mapping` is the digest of its mapping."""

    id: str
    force: str
    feed: str
    file_name: str
    extracted_at: str | None
    purpose: str
    mapping: str


def mapping_of(path: Path) -> Mapping:
    """The shipped mapping that a delivery fits by its name, or a file of rejects by its header.

    Raises InputError when there is none, or several.
    """
    check_name(path)
    check_plain(path)
    header = header_of(path)
    known = [m for m in shipped_mappings() if header and m.name == header.feed]
    return known[0] if known else recognise(path)


def identify(mapping: Mapping, path: Path, extracted: str | None = None) -> DeliveryInfo:
    """Name a delivery. Raises InputError when it cannot be read.

    The id is the SHA-256 of the file, or of a folder's sorted lines: `name sha256` for a file,
    `name/` for a folder inside it, `name -> target` for a link. The extract date (ISO) is the
    one given, else the first in the name of the file or folder.
    """
    check_name(path)
    check_plain(path)
    try:
        digest = _folder_digest(path) if path.is_dir() else _digest(path)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: check the path.") from error
    when = extract_date(mapping, path, extracted)
    force = mapping.force or mapping.name
    return DeliveryInfo(
        digest, force, mapping.name, path.name, when, mapping.purpose, mapping.digest
    )


def check_name(path: Path) -> None:
    """InputError for a file or folder whose name is no text: no graph or log could hold it."""
    if not storable(path.name):
        raise InputError(f"{named(path)} has a name that is not UTF-8 text: rename it.")


def extract_date(mapping: Mapping, path: Path, given: str | None = None) -> str | None:
    """The day on which the delivery was extracted, as an ISO date, if anything tells it."""
    header = header_of(path)
    if given or header is None:
        return given or find_date(mapping.extracted, path.name)
    return header.extracted_at


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder_digest(path: Path) -> str:
    lines = "\n".join(sorted(_folder_lines(path, "")))
    return hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest()


def _folder_lines(folder: Path, under: str) -> Iterator[str]:
    """A line for each file, folder and link, however deep; links are named, never followed."""
    for path in folder.iterdir():
        name = f"{under}{path.name}"
        if path.is_symlink():
            yield f"{name} -> {path.readlink()}"
        elif path.is_dir():
            yield f"{name}/"
            yield from _folder_lines(path, f"{name}/")
        elif path.is_file():
            yield f"{name} {_digest(path)}"


def read(mapping: Mapping, path: Path, work: Path, extracted: str | None = None) -> Reading:
    """The records and refusals of a delivery, one after the other; `work` is for scratch.

    An iterator; its `counts` hold when it has ended. Raises InputError when the delivery as a
    whole does not fit the mapping: a table without its file.
    """
    return Reading(mapping, path, work, extract_date(mapping, path, extracted))
