"""Telephone numbers, by the numbering plans of Google's libphonenumber."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from graph.model.identifiers.kind import Example, Kind, Sought, alike

_MOBILE_OR_LANDLINE = re.compile(r"0[1-3578]\d{9}")
_BETWEEN = re.compile(r"[\s().\-/]")
_STANDS_FOR_NONE = re.compile(r"(\d)\1{6}$|^0?1234567890$")
"""Typed where a number is asked for and none is known: 07700 000000, 01234 567890."""
FEWEST = 5
"""Digits that a number without a numbering plan must have."""


@lru_cache(maxsize=8192)
def _e164(written: str, region: str) -> str | None:
    bare = _BETWEEN.sub("", written)
    if alike(bare.removeprefix("+44").lstrip("0")) or _STANDS_FOR_NONE.search(bare):
        return None
    if region == "GB" and _MOBILE_OR_LANDLINE.fullmatch(bare):
        return f"+44{bare[1:]}"
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or any(c.isalpha() for c in written):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


class Phone(Kind):
    """A telephone number as E.164; `possible`, not `valid`: invented ones are taken too."""

    name = "phone"
    caption = "telephone number"
    label = "Phone"
    refusal = "is not a possible telephone number"
    examples = (
        Example("07700 900123", "+447700900123"),
        Example("+44 (0)7700 900123", "+447700900123"),
        Example("0044-7700-900123", "+447700900123"),
        Example("01632 960 001", "+441632960001"),
        Example("+1 202 555 0143", "+12025550143"),
    )

    def clean(self, written: str) -> str | None:
        return _e164(written, "GB")

    def key(self, written: str, _service: str = "", region: str = "GB") -> str | None:
        """The number as E.164; `region` is the country of one that is written without."""
        return _e164(written, region)

    def validate(self, written: str, region: str = "GB") -> str | None:
        return self.refusal if _e164(written, region) is None else None

    def digits(self, written: str) -> str | None:
        """The key of a number that follows no numbering plan: its digits."""
        bare = re.sub(r"[^0-9]", "", written)
        return bare if len(bare) >= FEWEST else None

    def sought(self, text: str) -> Sought:
        """The number at home, in any other country when it names none, and its bare digits."""
        if re.search(r"[^\W\d_]{3}", text) or (bare := self.digits(text)) is None:
            return Sought()
        number = re.sub(r"[^\W\d_]", " ", text).strip()
        keys = {bare, self.clean(number), *_abroad(number, bare)}
        return Sought(tuple(sorted(key for key in keys if key)))


def _abroad(number: str, bare: str) -> list[str]:
    """A number without its country, as each country would complete it."""
    if number.startswith(("+", "00")) or not 7 <= len(bare) <= 15:
        return []
    numbers = []
    for country in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        zero = True if country == 39 and bare.startswith("0") else None  # Italy keeps it
        abroad = PhoneNumber(country, int(bare), italian_leading_zero=zero)
        if phonenumbers.is_possible_number(abroad):
            numbers.append(phonenumbers.format_number(abroad, PhoneNumberFormat.E164))
    return numbers


KIND = Phone()
