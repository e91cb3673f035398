"""E-scooters, mostly hired ones."""

from __future__ import annotations

import re

from graph.model.identifiers.kind import Example, Kind, squeezed


class Scooter(Kind):
    """The number on an e-scooter; of a hired one `service` is the firm. Many ride the same one."""

    name = "scooter"
    caption = "e-scooter"
    says_who = False
    has_service = True
    refusal = "is not a number of 3 to 40 letters and digits"
    examples = (Example("vp-123 456", "scooter/ashmere scooters/VP123456", "Ashmere Scooters"),)

    def clean(self, written: str) -> str | None:
        number = squeezed(written, " .:/-")
        return number if re.fullmatch(r"[A-Z0-9]{3,40}", number) else None


KIND = Scooter()
