"""A number with what it counts, as a sentence says it."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `3,000 rows`; `many` where an s does not make it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
