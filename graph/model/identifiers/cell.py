"""Cells of a mobile network, by their global identity (3GPP TS 23.003)."""

from __future__ import annotations

import re

from graph.model.identifiers.kind import Example, Kind

_PARTS = re.compile(r"([0-9]{3})[\s:/-]+([0-9]{2,3})[\s:/-]+([0-9]{1,8})[\s:/-]+([0-9]{1,11})")


class Cell(Kind):
    """Country, network, area and cell, joined with `-`. It says where a handset was."""

    name = "cell"
    caption = "cell of a mobile network"
    says_who = False
    refusal = "is not country, network, area and cell as four numbers"
    examples = (
        Example("234-15-0911-26544", "cell/234-15-911-26544"),
        Example("234 15 911 26545", "cell/234-15-911-26545"),
    )

    def clean(self, written: str) -> str | None:
        parts = _PARTS.fullmatch(written.strip())
        return f"{parts[1]}-{parts[2]}-{int(parts[3])}-{int(parts[4])}" if parts else None


KIND = Cell()
