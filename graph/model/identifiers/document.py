"""Documents of identity: passport, driving licence, national identity card and others."""

from __future__ import annotations

import re

from graph.model.identifiers.kind import Example, Kind, alike, squeezed


class Document(Kind):
    """The number of a document; its `service` says which one: "passport GB", "licence", "pnc"."""

    name = "document"
    caption = "identity document"
    has_service = True
    refusal = "is not a number of 4 to 40 letters and digits"
    examples = (
        Example("123 456 789", "document/passport gb/123456789", "passport GB"),
        Example("BIRCH 853116 SM9IJ", "document/driving licence gb/BIRCH853116SM9IJ",
                "driving licence GB"),
        Example("63/123.456-B", "document/pnc/63123456B", "PNC"),
    )  # fmt: skip

    def clean(self, written: str) -> str | None:
        number = squeezed(written, " ./-")
        good = re.fullmatch(r"[A-Z0-9]{4,40}", number) and not alike(number)
        return number if good else None


KIND = Document()
