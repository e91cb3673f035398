"""What makes two findings one flag: the rule and its subjects, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from graph.record import join_key


def flag_id(rule: str, subjects: Iterable[str]) -> str:
    """A flag's key, and its id when it is first raised: a hash of the rule and the subjects."""
    return hashlib.sha256(join_key(rule, *subjects).encode()).hexdigest()[:32]
