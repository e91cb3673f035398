"""Loyalty cards of shops."""

from __future__ import annotations

import re

from graph.model.identifiers.kind import Example, Kind, alike, squeezed


class Loyalty(Kind):
    """The number of a loyalty card; `service` is the scheme."""

    name = "loyalty"
    caption = "loyalty card"
    has_service = True
    refusal = "is not a number of 6 to 30 letters and digits"
    examples = (Example("9826 3000 1234 5678", "loyalty/greengrocer/9826300012345678",
                        "Greengrocer"),)  # fmt: skip

    def clean(self, written: str) -> str | None:
        number = squeezed(written, " ./-")
        good = re.fullmatch(r"[A-Z0-9]{6,30}", number) and not alike(number)
        return number if good else None


KIND = Loyalty()
