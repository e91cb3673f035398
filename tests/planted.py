"""Records with an unusual word in every field, to be looked for in every byte afterwards."""

from __future__ import annotations

import datetime as dt
import itertools
import types
import typing
import zipfile
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from graph.model.record import (
    Account,
    Address,
    Birth,
    Endpoint,
    Incident,
    Involved,
    Order,
    Party,
    Phone,
    Record,
    Vehicle,
)

SYLLABLES = ("quo", "zim", "vex", "blor", "thra", "kwil", "drum", "plof", "skeg", "wub")
INSTANT = "2024-01-05T10:00:00Z"


class Plants:
    """Makes words that stand nowhere else, and remembers them."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._next = itertools.product(SYLLABLES, repeat=4)

    def word(self) -> str:
        made = "".join(next(self._next))
        self.words.append(made)
        return made

    def number(self) -> str:
        """A telephone number of those that are kept for invention."""
        digits = f"07700900{100 + len(self.words) % 900}"
        self.words.append(digits[1:])
        return digits

    def model(self, made_of: type[BaseModel], /, **given: Any) -> dict[str, Any]:
        """A value for every field of a model, but for those given."""
        if made_of is Phone:
            return {"written": self.number(), "kind": self.word()}
        if made_of is Vehicle:
            mark = f"ZZ{len(self.words) % 50 + 50} QXV"
            self.words.append(mark.replace(" ", "").lower())
            given = {"written": mark.replace(" ", "")}
        if made_of is Account:
            return {"kind": "email", "written": f"{self.word()}@{self.word()}.example"}
        if made_of is Address:
            postcode = f"Z{len(self.words) % 9}{len(self.words) % 7} 1AA"
            given = {"postcode": postcode, "unit": "", "uprn": "", "key": None, **given}
        if made_of is Birth:
            given = {"digits": "", **given}  # are told of a date that cannot be
        if made_of in (Endpoint, Involved):  # exactly one of these
            given = {"account": None, "vehicle": None, **given}
        made = dict(given)
        for name, field in made_of.model_fields.items():
            if name not in made and name != "key":
                made[name] = self.value(field.annotation)
        return {name: value for name, value in made.items() if value is not None}

    def value(self, of: Any) -> Any:
        origin, among = get_origin(of), get_args(of)
        if origin is typing.Annotated:
            return self.value(among[0])
        if origin in (typing.Union, types.UnionType):
            return self.value(next(each for each in among if each is not type(None)))
        if origin is Literal:
            return among[0]
        if origin is tuple:
            inner = [each for each in among if each is not Ellipsis]
            return [self.value(each) for each in inner]
        if isinstance(of, type) and issubclass(of, BaseModel):
            return self.model(of)
        if of is str:
            return self.word()
        plain = {bool: False, float: 51.5, int: 1, dt.date: "1971-02-03"}
        return plain.get(of, INSTANT)


def found(data: Path, words: list[str]) -> dict[str, list[str]]:
    """File → which of the words its bytes hold, those packed into it too."""
    looked = {
        str(path.relative_to(data)): _bytes(path) for path in data.rglob("*") if path.is_file()
    }
    hits = {
        name: [word for word in words if word.encode() in held or word.encode("utf-16-le") in held]
        for name, held in looked.items()
    }
    return {name: words for name, words in hits.items() if words}


def _bytes(path: Path) -> bytes:
    held = path.read_bytes().lower()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            held += b"".join(packed.read(name).lower() for name in packed.namelist())
    return held


def records(plants: Plants) -> list[dict[str, Any]]:
    """One of every kind of record, three incidents between the same two, each field planted."""
    sam, ann = _party(plants, "suspect"), _party(plants, "victim")
    kinds = ("incident", "incident", "incident", "order", "person", "contacts")
    return [_record(plants, kind, number, sam, ann) for number, kind in enumerate(kinds, 1)]


def _party(plants: Plants, role: str) -> dict[str, Any]:
    return plants.model(Party, kind="person", roles=[role], attribution="named", roll="")


def _record(
    plants: Plants, kind: str, number: int, sam: dict[str, Any], ann: dict[str, Any]
) -> dict[str, Any]:
    at = f"2024-01-0{number}T10:00:00Z"
    when = {"start": at, "end": at.replace(":00Z", ":01Z"), "precision": "minute"}
    given: dict[str, Any] = {
        "force": "ashford", "kind": kind, "recorded_at": at, "withdrawn": False,
        "classification": "OFFICIAL", "compartments": [], "version": "",
        "incident": None, "order": None, "relations": [], "contacts": [], "account_links": [],
        "parties": [sam, ann] if kind in ("incident", "order") else [sam],
        "grade": {"handling": "P", "conditions": plants.word()},
    }  # fmt: skip
    if kind == "incident":
        given["incident"] = plants.model(
            Incident, occurred=when, recorded_at=at, offence_classes=["8Q"], behaviours=[],
            outcome=plants.word(), crimed=True,
        )  # fmt: skip
        given["relations"] = [{"a": sam["ref"], "b": ann["ref"], "kind": "partner"}]
    if kind == "order":
        given["order"] = plants.model(Order, start=at, until=None, effect="prohibits")
        roles = ({**sam, "roles": ["subject"]}, {**ann, "roles": ["protected"]})
        given["parties"] = list(roles)
    if kind == "contacts":
        del given["contacts"], given["account_links"]
        given["parties"] = []
    made = plants.model(Record, **given)
    return {name: value for name, value in made.items() if value not in (None, [])}
