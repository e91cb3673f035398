"""The right to read what is meant for a viewer."""

from __future__ import annotations


class ViewRight:
    """Whoever holds one may read the rooms `view/` and `ask/` of `cypher/`.

    graph/access/session.py alone makes one, and a contract of import-linter keeps it so: what
    it reads is audited, cleared for the viewer and screened for victim safety.
    """

    __slots__ = ()
