"""IMSI: the number of a SIM card's subscription (ITU-T E.212)."""

from __future__ import annotations

from stdnum import imsi

from graph.model.identifiers.kind import Example, Kind, squeezed


class Imsi(Kind):
    """14 or 15 digits that begin with the codes of a country and a network."""

    name = "imsi"
    caption = "SIM card (IMSI)"
    refusal = "is not an IMSI of 14 or 15 digits"
    examples = (
        Example("001-01-0123456789", "imsi/001010123456789"),
        Example("001 010 123 456 790", "imsi/001010123456790"),
    )

    def clean(self, written: str) -> str | None:
        digits = squeezed(written, " /.-")
        return digits if digits.isascii() and imsi.is_valid(digits) else None


KIND = Imsi()
