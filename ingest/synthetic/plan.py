"""What is planted: the incidents, orders and contacts by slot, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.synthetic.world import AccountLink, Contact, Incident, Order


@dataclass
class Plan:
    """Planted incidents by slot; the rest by force; and the truth about all of it.

    `cases` and `negatives` are the lines of `truth/cases.jsonl` and
    `truth/negatives.jsonl`; `truth.py` describes their fields.
    """

    incidents: dict[int, Incident] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    account_links: list[AccountLink] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    negatives: list[dict[str, Any]] = field(default_factory=list)
