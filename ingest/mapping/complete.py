"""Fill in what the kinds of identifier know: every key, the parts of names, the date of a birth.

Works on the plain data of a record, so that it can be validated once afterwards. Keys that a
force delivers are never trusted: they are worked out again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from graph.model import addresses as places
from graph.model import names
from graph.model.fields import plain_fields
from graph.model.identifiers import ACCOUNTS
from graph.model.identifiers.phone import KIND as PHONE
from graph.model.identifiers.postcode import KIND as POSTCODE
from graph.model.identifiers.vehicle_mark import KIND as VEHICLE_MARK
from graph.model.placeholders import is_no_number, is_nobody, is_nothing, names_nobody
from graph.model.record import Party, Record
from ingest.mapping.cells.settle import EMPTY

Data = dict[str, Any]


def address(data: Data) -> str | None:
    """Fill an address; the reason when it cannot be told from others, else None."""
    unit, house = data.get("unit", ""), data.get("house", "")
    code = data.get("postcode", "")
    if not house or not code:
        pieces = places.split(data["written"])
        unit, house = unit or pieces[0], house or pieces[1]
        if not data.get("street") and pieces[1]:
            data["street"] = _before_town(pieces[2], data.get("locality", ""))
        code = code or pieces[3]
    good = POSTCODE.clean(code) if code else None
    for name, value in (("unit", unit), ("house", house), ("postcode", good or code)):
        if value:
            data[name] = value
    if places.is_nowhere(data["written"]):
        _put(data, None)
        return "stands in place of an address, and is none"
    text = data["written"] if good else _with_town(data["written"], data.get("locality", ""))
    key = places.address_key(unit, house, good or "", data.get("uprn", ""), text)
    _put(data, key if good or not _only_a_town(data, code) else None)
    return None if good or not code else POSTCODE.validate(code)


def _with_town(text: str, town: str) -> str:
    """One street name is in many towns, where no postcode tells them apart."""
    folded, name = text.casefold(), town.casefold()
    there = folded.endswith(name) or name in map(str.strip, folded.split(","))
    return text if there else f"{text}, {town}"


def _before_town(street: str, town: str) -> str:
    """What follows a house number, without the town and what stands after it."""
    at = street.casefold().find(f", {town.casefold()}") if town else -1
    return street[:at] if at > 0 else street


def _only_a_town(data: Data, code: str) -> bool:
    """A town is no address: all who live there would live together."""
    town = data.get("locality")
    return bool(town) and data["written"] in (town, f"{town}, {code}") and not data.get("uprn")


def phone(data: Data, region: str = "GB") -> str | None:
    """Fill a phone's key; the reason when it cannot have one."""
    key = _put(data, PHONE.key(data["written"], region=region))
    return None if key else PHONE.validate(data["written"], region)


def phone_by_digits(data: Data) -> str | None:
    """Fill the key of a number that follows no plan: its digits."""
    key = _put(data, PHONE.digits(data["written"]))
    return None if key else "has no digits to tell it by"


def account(data: Data) -> str | None:
    """Fill an account's key; the reason when it cannot have one."""
    kind = ACCOUNTS[data["kind"]]
    if data.get("service"):
        data["service"] = kind.service(data["service"])
    written = data["written"]
    none = is_nothing(written)
    key = _put(data, None if none else kind.key(written, data.get("service", "")))
    return None if key else kind.validate(written)


def vehicle(data: Data) -> str | None:
    """Fill a vehicle's key; the reason when it cannot have one."""
    key = _put(data, VEHICLE_MARK.key(data["written"]))
    return None if key else VEHICLE_MARK.validate(data["written"])


def name(data: Data) -> None:
    """Fill the parts of a name that came in one piece; a placeholder keeps none."""
    if names.is_placeholder(data["written"]):
        for part in ("forename", "middle", "surname"):
            data.pop(part, None)
    elif not data.get("forename") and not data.get("surname"):
        pieces = names.parts(data["written"])
        data.update(
            (part, text)
            for part in ("forename", "middle", "surname")
            if (text := getattr(pieces, part))
        )
    elif not data.get("middle") and " " in data.get("forename", ""):
        data["forename"], _, data["middle"] = data["forename"].partition(" ")


def _put(data: Data, key: str | None) -> str | None:
    if key is None:
        data.pop("key", None)
    else:
        data["key"] = key
    return key


def complete(record: Record) -> Record:
    """The record with every key filled in, for a feed of canonical records.

    A word for nothing is none there either: as a mapping's values are read, by their sort.
    """
    data = record.model_dump(mode="python", exclude_defaults=True)
    _leave_out(record, data)
    _walk(data)
    return Record.model_validate(data)


def _leave_out(part: BaseModel, data: Data) -> None:
    """Take words and numbers for nothing out of a part's data, and out of what is in it."""
    for name, field in plain_fields(type(part)).items():
        empty = EMPTY[field.sort]
        text = data.get(name)
        if (
            field.default == ""
            and isinstance(text, str)
            and empty
            and (empty(text) or (field.sort == "number" and is_no_number(text)))
        ):
            del data[name]
    for name, value in part:
        if isinstance(value, BaseModel) and name in data:
            _leave_out(value, data[name])
        elif isinstance(value, tuple) and name in data:
            for each, inner in zip(value, data[name], strict=True):
                if isinstance(each, BaseModel):
                    _leave_out(each, inner)
    if isinstance(part, Party):
        _leave_out_names(data)


def _leave_out_names(party: Data) -> None:
    """A name of words for nothing is none, nor is a part of one."""
    for each in (party.get("name"), *party.get("other_names", ())):
        for key in ("forename", "middle", "surname"):
            if each and names_nobody(each.get(key, "")):
                del each[key]
    if (whole := party.get("name")) and is_nobody(whole["written"]):
        del party["name"]
    others = [each for each in party.get("other_names", ()) if not is_nobody(each["written"])]
    if others != list(party.get("other_names", ())):
        party["other_names"] = others


_FILLERS: dict[str, Callable[[Data], object]] = {
    "address": address, "phone": phone, "account": account, "vehicle": vehicle, "name": name,
}  # fmt: skip


def _walk(value: Any) -> None:
    if isinstance(value, list | tuple):
        for each in value:
            _walk(each)
    elif isinstance(value, dict):
        organisation = value.get("kind") == "organisation"
        for key, inner in value.items():
            _fill(key, inner, organisation)


def _fill(key: str, value: Any, organisation: bool) -> None:
    filler = _FILLERS.get(key)
    if organisation and key == "name" and isinstance(value, dict):
        for part in ("forename", "middle", "surname"):
            value.pop(part, None)
    elif filler is not None and isinstance(value, dict):
        filler(value)
    elif key in _LISTS:
        for each in value:
            _LISTS[key](each)
    else:
        _walk(value)


_LISTS: dict[str, Callable[[Data], object]] = {"protects": address, "other_names": name}
