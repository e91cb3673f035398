"""How parts are joined into the id of a node."""

from __future__ import annotations

from urllib.parse import quote


def join_key(*parts: str) -> str:
    """Join key parts with `/`, each percent-encoded, so that no part can imitate another."""
    return "/".join(
        part if part.isascii() and part.isalnum() else quote(part, safe=" ~") for part in parts
    )
