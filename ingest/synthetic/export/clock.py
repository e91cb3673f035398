"""Instants as forces write them: in local time or with an offset."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def local(when: dt.datetime | None, form: str) -> str:
    """An instant in local time by a strftime form; empty when there is none."""
    return when.astimezone(LONDON).strftime(form) if when is not None else ""


def day(when: dt.date | None, form: str) -> str:
    """A date by a strftime form; empty when there is none."""
    return when.strftime(form) if when is not None else ""


def offset(when: dt.datetime | None) -> str | None:
    """ISO 8601 in local time with its offset."""
    return when.astimezone(LONDON).isoformat() if when is not None else None


def zulu(when: dt.datetime | None) -> str:
    """ISO 8601 in UTC, ending in Z."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when is not None else ""


def yes_no(value: bool | None, yes: str = "Y", no: str = "N") -> str:
    """The force's word for true or false; empty when it is not delivered."""
    return "" if value is None else yes if value else no
