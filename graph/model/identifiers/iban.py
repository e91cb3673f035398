"""International bank account numbers (ISO 13616)."""

from __future__ import annotations

from functools import lru_cache

from stdnum import iban

from graph.model.identifiers.kind import Example, Kind, Sought, squeezed
from graph.model.keys import join_key


@lru_cache(maxsize=4096)
def _checked(written: str) -> str | None:
    number = squeezed(written, " -")
    return number if number.isascii() and iban.is_valid(number) else None


class Iban(Kind):
    """An IBAN whose check digits hold. Kept as a bank account: forces deliver either word."""

    name = "iban"
    caption = "bank account (IBAN)"
    refusal = "is not an IBAN whose check digits hold"
    examples = (
        Example("GB33 BUKB 2020 1555 5555 55", "bank/GB33BUKB20201555555555"),
        Example("de89-3704-0044-0532-0130-00", "bank/DE89370400440532013000"),
    )

    @property
    def kept_as(self) -> str:
        return "bank"

    def clean(self, written: str) -> str | None:
        return _checked(written)

    def sought(self, text: str) -> Sought:
        """The IBAN; of a British one also its sort code and account number, which end it."""
        number = self.clean(text)
        if number is None:
            return Sought()
        british = (join_key("bank", number[-14:]),) if number.startswith("GB") else ()
        return Sought(keys=(join_key("bank", number), *british))


KIND = Iban()
