"""Whether the header of a file does for what the mapping reads, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from ingest.mapping.words import column_meant

Asked = Callable[[], dict[str, str]]
"""The key of the mapping that asks for each column; worked out when it is wanted."""


class HeaderCheck:
    """Called with a header, it says why that cannot be used, or None.

    A column that another part of the same delivery has may be missing in one part, as where an
    export has changed meanwhile: it is blank there, and `lacks` says so of each row.
    """

    def __init__(self, needed: set[str], asked: Asked) -> None:
        self._needed, self._asked = needed, asked
        self._known: set[str] = set()  # columns of other headers

    def __call__(self, header: list[str]) -> str | None:
        """A column that no part has, or that is there twice, is a problem; so are most of them."""
        counts = Counter(column.strip() for column in header)
        missing = sorted(column for column in self._needed if not counts[column])
        if len(missing) * 2 <= len(self._needed):
            missing = [column for column in missing if column not in self._known]
        if missing:
            keys = self._asked()
            gaps = [_lack(column, header, keys) for column in missing[:3]]
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            return f"the header lacks {'; '.join(gaps)}{more}"
        twice = sorted(column for column in self._needed if counts[column] > 1)
        if twice:
            return f"the header has {', '.join(twice[:5])} more than once"
        self.know([header])
        return None

    def know(self, headers: Iterable[list[str]]) -> None:
        """Headers of other parts."""
        for header in headers:
            self._known.update(column.strip() for column in header)

    def lacks(self, header: list[str]) -> tuple[tuple[str, str], ...]:
        """A remark for each column that other parts have and this one lacks."""
        missing = (self._needed & self._known).difference(map(str.strip, header))
        return tuple(
            (column, f"is in another part, and not in this one{column_meant(column, header)}")
            for column in sorted(missing)
        )


def _lack(column: str, header: list[str], asked: dict[str, str]) -> str:
    """A column that is missing, the key that asks for it, and the one that may be meant."""
    by = asked.get(column, "")
    sentence = f"{column}, which {by or 'the mapping'} asks for"
    return sentence + column_meant(column, header)
