"""Postcodes of the United Kingdom."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.identifiers.kind import Example, Kind, Sought

SHAPE = r"([A-Z]{1,2}[0-9][A-Z0-9]?)[\s-]*([0-9][A-Z]{2})"
"""Area and rest, in capitals."""
NONE = "ZZ99"
"""Where the health service and forces say that an address is abroad, none or not known."""
_WITHIN = re.compile(rf"(?<![A-Z0-9]){SHAPE}(?![A-Z0-9])")


@lru_cache(maxsize=8192)
def _spaced(written: str) -> str | None:
    code = re.fullmatch(SHAPE, re.sub(r"[\s-]+", "", written).upper())
    return f"{code[1]} {code[2]}" if code and code[1] != NONE else None


class Postcode(Kind):
    """A postcode in capitals with its one space: part of an address, and no id of its own."""

    name = "postcode"
    caption = "postcode"
    label = "Address"
    says_who = False
    refusal = "is not the shape of a UK postcode"
    examples = (
        Example("QX9 4BL", "QX9 4BL"),
        Example("qx94bl", "QX9 4BL"),
        Example("EC1A-1BB", "EC1A 1BB"),
    )

    def clean(self, written: str) -> str | None:
        return _spaced(written)

    def key(self, written: str, _service: str = "") -> str | None:
        return _spaced(written)

    def sought(self, text: str) -> Sought:
        """Each postcode in a text, which may be a whole address."""
        within = [f"{area} {rest}" for area, rest in _WITHIN.findall(text.upper())]
        alone = self.clean(text)
        return Sought(values=tuple(sorted({*within, *([alone] if alone else [])})))


KIND = Postcode()
