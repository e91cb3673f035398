"""IMEI: the number of a mobile handset (3GPP TS 23.003)."""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum import luhn

from graph.model.identifiers.kind import Example, Kind, alike, squeezed


@lru_cache(maxsize=4096)
def _checked(written: str) -> str | None:
    digits = squeezed(written, " /.-")
    if not (digits.isascii() and digits.isdigit()) or not 14 <= len(digits) <= 16 or alike(digits):
        return None
    if len(digits) == 15:
        return digits if luhn.is_valid(digits) else None
    return str(digits[:14] + luhn.calc_check_digit(digits[:14]))


class Imei(Kind):
    """15 digits whose last is their check (Luhn).

    Without the check (14 digits) or with a software version (16) the check is worked out, so
    that one handset has one identity.
    """

    name = "imei"
    caption = "handset (IMEI)"
    refusal = "is not an IMEI of 14 to 16 digits"
    examples = (
        Example("49-015420-323751-8", "imei/490154203237518"),
        Example("49015420 323751", "imei/490154203237518"),
        Example("49-015420-323751-01", "imei/490154203237518"),
    )

    def clean(self, written: str) -> str | None:
        return _checked(written)

    def validate(self, written: str) -> str | None:
        reason = super().validate(written)
        wrong = reason and len(re.sub(r"[^0-9]", "", written)) == 15
        return "is an IMEI whose check digit does not hold" if wrong else reason


KIND = Imei()
