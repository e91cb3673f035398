"""Trackers that are hidden in a car, a bag or a coat."""

from __future__ import annotations

import re

from graph.model.identifiers.kind import Example, Kind, squeezed


class Tracker(Kind):
    """A tracker's serial number: letters and digits, in capitals. It says who is watched."""

    name = "tracker"
    caption = "tracker"
    says_who = False
    refusal = "is not a serial number of 4 to 40 letters and digits"
    examples = (Example("tag-00 17", "tracker/TAG0017"), Example("TAG:00:18", "tracker/TAG0018"))

    def clean(self, written: str) -> str | None:
        serial = squeezed(written, " :-")
        return serial if re.fullmatch(r"[A-Z0-9]{4,40}", serial) else None


KIND = Tracker()
