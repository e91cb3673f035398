"""Devices by a number of their own: hardware address, advertising id, installation id."""

from __future__ import annotations

import re

from graph.model.identifiers.kind import Example, Kind, alike, squeezed


class Device(Kind):
    """The letters and digits of a device's own number, in capitals, without its separators."""

    name = "device"
    caption = "device id"
    refusal = "is not a number of 8 to 64 letters and digits"
    examples = (
        Example("00:00:5e:00:53:af", "device/00005E0053AF"),
        Example("6d92078a-8246-4ba4-ae5b-76104861e7dc", "device/6D92078A82464BA4AE5B76104861E7DC"),
    )

    def clean(self, written: str) -> str | None:
        number = squeezed(written, " :.-{}")
        good = re.fullmatch(r"[A-Z0-9]{8,64}", number) and not alike(number)
        return number if good else None


KIND = Device()
