"""Bank accounts as the United Kingdom writes them: sort code and account number."""

from __future__ import annotations

import re

from graph.model.identifiers import iban
from graph.model.identifiers.kind import Example, Kind, alike

_SORT_AND_NUMBER = re.compile(r"(\d{2})[\s-]?(\d{2})[\s-]?(\d{2})[\s/,-]*(\d{8})", re.ASCII)


class Bank(Kind):
    """Sort code and account number as 14 digits, or an IBAN.

    The UK form has no check that stands without the banks' own tables: its shape is all.
    """

    name = "bank"
    caption = "bank account"
    refusal = "is neither a sort code with an account number nor an IBAN whose check digits hold"
    examples = (
        Example("20-00-00 12345678", "bank/20000012345678"),
        Example("200000/12121212", "bank/20000012121212"),
        Example("GB33 BUKB 2020 1555 5555 55", "bank/GB33BUKB20201555555555"),
    )

    def clean(self, written: str) -> str | None:
        match = _SORT_AND_NUMBER.fullmatch(written.strip())
        if match:
            return None if alike(match[4]) else "".join(match.groups())
        return iban.KIND.clean(written)


KIND = Bank()
