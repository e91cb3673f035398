"""What tells of something that is to be erased: its ids, and words that nothing else says.

A word counts when no record that stays holds it: a common name, a street, "the" are everybody's,
and no text is to go for them. Short words tell of nobody by themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from graph import queries
from graph.engine.store import Store

ERASED = "(erased)"
"""What stands in the place of a text that was erased."""
_WORD = re.compile(r"\w+")
_OURS = frozenset({"asked"})
"""Keys of the audit whose value is the program's own word."""


@dataclass(frozen=True, slots=True)
class Traces:
    """`ids` are looked for as they are, `words` (in small letters) within texts."""

    ids: frozenset[str]
    words: frozenset[str]

    def in_text(self, text: str) -> bool:
        """Whether a text is such an id, or holds such a word."""
        return text in self.ids or not self.words.isdisjoint(words_of(text))

    def names(self, value: Any) -> bool:
        """Whether one of the ids stands in a value: as a text of its own, or within a sentence."""
        texts = list(texts_in(value))
        if not self.ids.isdisjoint(texts):
            return True
        spoken = [text for text in texts if " " in text]
        return bool(spoken) and any(
            re.search(rf"(?<![\w/~-]){re.escape(id_)}(?![\w/~-])", text)
            for id_ in self.ids
            for text in spoken
            if id_ in text
        )

    def in_value(self, value: Any) -> bool:
        """The same of a value as JSON has it, with all that is within."""
        return any(self.in_text(text) for text in texts_in(value))


def words_of(text: str) -> set[str]:
    """The words of a text that may tell of somebody, in small letters."""
    return {word for word in _WORD.findall(text.casefold()) if _tells(word)}


def _tells(word: str) -> bool:
    if word.isdigit():
        return len(word) > 4
    return len(word) > (2 if any(map(str.isdigit, word)) else 3)


def texts_in(value: Any) -> Iterator[str]:
    """Every text within a value as JSON has it, that of JSON within JSON too."""
    if isinstance(value, str):
        inner = _json(value)
        if inner is None:
            yield value
        else:
            yield from texts_in(inner)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _OURS:
                yield from texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)


def _json(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def alone(store: Store, words: Set[str], gone: Set[str]) -> frozenset[str]:
    """Those of these words that no record says but the ones of these ids."""
    left = set(words)
    for row in store.stream(queries.load("system/erasure/contents")):
        if not left:
            break
        if row["id"] not in gone:
            left -= words_of(row["content"])
    return frozenset(left)


def words_in(texts: Iterable[str]) -> set[str]:
    """The words of several texts."""
    return {word for text in texts for word in words_of(text)}
