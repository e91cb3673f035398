"""International bank account numbers (ISO 13616), and what a British one holds."""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum import iban

from graph.model.identifiers.kind import Example, Kind, Sought, squeezed
from graph.model.keys import join_key

_FILLED = re.compile(r"([019])\1{7}", re.ASCII)


def is_filled(number: str) -> bool:
    """Whether an account number is what somebody types to fill a field: zeros, ones or nines."""
    return _FILLED.fullmatch(number) is not None


def domestic(number: str) -> str:
    """Of a British IBAN the sort code and account number that end it, which are the account; any
    other IBAN as it is (the bank's letters and the check digits follow from the sort code)."""
    british = number.startswith("GB") and not is_filled(number[-8:])
    return number[-14:] if british else number


@lru_cache(maxsize=4096)
def _checked(written: str) -> str | None:
    number = squeezed(written, " .-")
    return number if number.isascii() and iban.is_valid(number) else None


class Iban(Kind):
    """An IBAN whose check digits hold. Kept as a bank account: forces deliver either word, and a
    British one is the account of its sort code and number."""

    name = "iban"
    caption = "bank account (IBAN)"
    refusal = "is not an IBAN whose check digits hold"
    examples = (
        Example("GB33 BUKB 2020 1555 5555 55", "bank/20201555555555"),
        Example("de89-3704-0044-0532-0130-00", "bank/DE89370400440532013000"),
    )

    @property
    def kept_as(self) -> str:
        return "bank"

    def clean(self, written: str) -> str | None:
        return _checked(written)

    def key(self, written: str, _service: str = "") -> str | None:
        """The account, whichever form brings it."""
        number = self.clean(written)
        return None if number is None else join_key(self.kept_as, domestic(number))

    def sought(self, text: str) -> Sought:
        """The account, and the IBAN whole, as it was once kept."""
        number = self.clean(text)
        if number is None:
            return Sought()
        keys = {domestic(number), number}
        return Sought(keys=tuple(sorted(join_key(self.kept_as, each) for each in keys)))


KIND = Iban()
