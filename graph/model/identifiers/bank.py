"""Bank accounts as the United Kingdom writes them: sort code and account number."""

from __future__ import annotations

import re

from graph.model.identifiers import iban
from graph.model.identifiers.kind import Example, Kind

_SORT_AND_NUMBER = re.compile(r"(\d{2})[\s-]?(\d{2})[\s-]?(\d{2})[\s/,-]*(\d{8})", re.ASCII)


class Bank(Kind):
    """Sort code and account number as 14 digits, or an IBAN that is not British.

    A British IBAN ends in both, and is one account with them. The UK form has no check that stands
    without the banks' own tables: its shape is all.
    """

    name = "bank"
    caption = "bank account"
    refusal = "is neither a sort code with an account number nor an IBAN whose check digits hold"
    examples = (
        Example("20-00-00 12345678", "bank/20000012345678"),
        Example("200000/12121212", "bank/20000012121212"),
        Example("GB33 BUKB 2020 1555 5555 55", "bank/20201555555555"),
        Example("DE89 3704 0044 0532 0130 00", "bank/DE89370400440532013000"),
    )

    def clean(self, written: str) -> str | None:
        match = _SORT_AND_NUMBER.fullmatch(written.strip())
        if match:
            return None if iban.is_filled(match[4]) else "".join(match.groups())
        number = iban.KIND.clean(written)
        return None if number is None else iban.domestic(number)

    def shown(self, value: str) -> str:
        """`20-00-00 12345678`, or an IBAN in fours."""
        if match := _SORT_AND_NUMBER.fullmatch(value):
            return f"{match[1]}-{match[2]}-{match[3]} {match[4]}"
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))


KIND = Bank()
