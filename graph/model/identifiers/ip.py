"""IP addresses, versions 4 and 6."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from graph.model.identifiers.kind import Example, Kind


@lru_cache(maxsize=4096)
def _shortest(written: str) -> str | None:
    try:
        return str(ipaddress.ip_address(written.strip()))
    except ValueError:
        return None


class Ip(Kind):
    """An IP address in its shortest form. Households and whole networks share one."""

    name = "ip"
    caption = "IP address"
    says_who = False
    refusal = "is not an IP address"
    examples = (
        Example("203.0.113.7", "ip/203.0.113.7"),
        Example("2001:DB8:0:0::1", "ip/2001%3Adb8%3A%3A1"),
    )

    def clean(self, written: str) -> str | None:
        return _shortest(written)


KIND = Ip()
