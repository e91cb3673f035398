"""Postcodes of the United Kingdom."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.identifiers.kind import Example, Kind, Sought

_SHAPE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)[\s-]*(\d[A-Z]{2})", re.ASCII)
_WITHIN = re.compile(rf"(?<![A-Z0-9]){_SHAPE.pattern}(?![A-Z0-9])", re.ASCII)


@lru_cache(maxsize=8192)
def _spaced(written: str) -> str | None:
    code = _SHAPE.fullmatch(re.sub(r"[\s\-]+", "", written).upper())
    return f"{code[1]} {code[2]}" if code else None


class Postcode(Kind):
    """A postcode in capitals with its one space: part of an address, and no id of its own."""

    name = "postcode"
    caption = "postcode"
    bears = "Address"
    says_who = False
    refusal = "is not the shape of a UK postcode"
    examples = (
        Example("QX9 4BL", "QX9 4BL"),
        Example("qx94bl", "QX9 4BL"),
        Example("EC1A-1BB", "EC1A 1BB"),
    )

    def clean(self, written: str) -> str | None:
        return _spaced(written)

    def key(self, written: str, service: str = "") -> str | None:
        return _spaced(written)

    def sought(self, text: str) -> Sought:
        """Each postcode in a text, which may be a whole address."""
        within = [f"{area} {rest}" for area, rest in _WITHIN.findall(text.upper())]
        alone = self.clean(text)
        return Sought(values=tuple(sorted({*within, *([alone] if alone else [])})))


KIND = Postcode()
