"""Files that are not what a mapping takes them for, told by their first bytes."""

from __future__ import annotations

from pathlib import Path

_KINDS = (
    (b"PK\x03\x04", 'is a workbook or an archive: say format = "xlsx", or deliver what is in it'),
    (b"\xd0\xcf\x11\xe0", "is a workbook of the old kind: save it again as .xlsx"),
    (b"%PDF", "is a PDF and has no rows: deliver what it was made from"),
    (b"\x1f\x8b", "is compressed: deliver it unpacked"),
    (b"\xff\xfe\x00\x00", "is UTF-32 text: save it again as UTF-8"),
    (b"SQLite format 3\x00", "is a database: deliver its tables as CSV"),
    (b"<html", "is a page of the web: export it again as CSV"),
    (b"<!doctype html", "is a page of the web: export it again as CSV"),
    (b"<?xml", 'is XML: say format = "xml"'),
)


def not_text_rows(path: Path) -> str | None:
    """Why a file cannot hold rows of CSV or JSON, with the mend; None when it may."""
    with path.open("rb") as file:
        head = file.read(64)
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, reason in _KINDS:
        if head.startswith(mark) or bare.startswith(mark.lower()):
            return reason
    return None
