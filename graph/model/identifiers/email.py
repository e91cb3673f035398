"""E-mail addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.identifiers.kind import Example, Kind
from graph.model.placeholders import is_nothing

_NONE = re.compile(r"(?:no|none|not|unknown)[._-]?e?-?(?:mail|given|provided|address|known)")
_SHAPE = re.compile(r"[^@\s\"<>(),;:]+@[^@\s\"<>(),;:]+\.[^@\s\"<>(),;:.]{2,}")


@lru_cache(maxsize=8192)
def _lowered(written: str) -> str | None:
    address = written.strip().casefold()
    address = address.rpartition("<" if address.endswith(">") else "\0")[2]
    address = address.strip("<>").strip().removeprefix("mailto:").rstrip(".")
    return address if _SHAPE.fullmatch(address) and not _is_nobodys(address) else None


def _is_nobodys(address: str) -> bool:
    """Whether it stands where no address is known: noemail@..., unknown@unknown.com."""
    name, _, host = address.partition("@")
    domain = host.partition(".")[0]
    return _NONE.fullmatch(name) is not None or (is_nothing(name) and is_nothing(domain))


class Email(Kind):
    """An address in lower case, without a name before it; what follows a plus is kept.

    Providers treat the part before the @ as one whatever its case, whatever the standard
    allows.
    """

    name = "email"
    caption = "e-mail address"
    refusal = "is not the shape of an e-mail address"
    examples = (
        Example("Jo.B+home@EXAMPLE.com", "email/jo.b%2Bhome%40example.com"),
        Example("Jo Birch <jo.b@example.com>", "email/jo.b%40example.com"),
        Example("mailto:jo.b@example.com", "email/jo.b%40example.com"),
    )

    def clean(self, written: str) -> str | None:
        return _lowered(written)


KIND = Email()
