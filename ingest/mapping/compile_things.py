"""Compiles the parts of a mapping that make phones, accounts, vehicles, addresses and names.

Each compiled part is a function of a row's cells that gives plain data for the record, or
None when the row says nothing there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from pydantic import BaseModel

from graph.model import names
from graph.model.fields import plain_fields
from graph.model.identifiers import ACCOUNTS
from graph.model.placeholders import is_nobody, is_nothing, names_nobody
from graph.model.record import (
    Account,
    Address,
    Employer,
    HeldAccount,
    HeldPhone,
    HeldVehicle,
    Name,
    Phone,
    Residence,
    Vehicle,
)
from ingest.formats.rows import Cells
from ingest.mapping import complete
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.phone_cells import (
    has_words,
    is_one,
    leaves_digits,
    numbers_in,
    without_extension,
)
from ingest.mapping.cells.points import grid_reader, whole_point
from ingest.mapping.cells.settle import BLANK, MAX_TEXT
from ingest.mapping.cells.values import (
    Scope,
    text_reader,
    texts_reader,
)
from ingest.mapping.readers import DEGREES, TEXT, Data, field_readers, read_fields
from ingest.mapping.sections import (
    AccountPart,
    AddressPart,
    EmployerPart,
    EndpointPart,
    Held,
    NamePart,
    PhonePart,
    ResidencePart,
    VehiclePart,
)
from ingest.mapping.sections_in_rows import Many, One, many
from ingest.mapping.value import Value

Add = Callable[[Data, Cells, Notes], Data]


def holding(model: type[BaseModel], part: Held, scope: Scope, name: str) -> Add:
    """Adds how and when a phone, account or vehicle was held."""
    plain = field_readers(model, part, scope, about=name)
    if not plain:
        return lambda data, _cells, _notes: data
    return lambda data, cells, notes: {**data, **read_fields(plain, cells, notes)}


def phone(part: PhonePart, scope: Scope) -> Many:
    """A reader of a phone; None where the row has no number."""
    numbers = texts_reader(part.number, scope, "phone", "number")
    column = columns_of(part.number, scope.within + scope.prefix)
    rest = field_readers(Phone, part, scope, about="phone")
    plain = part.plan == "none"
    fill = complete.phone_by_digits if plain else partial(complete.phone, region=part.region)

    def one(written: str, cells: Cells, notes: Notes) -> Data:
        sure = plain or is_one(written)
        bare = written if sure else without_extension(written)
        data = {"written": bare, **read_fields(rest, cells, notes)}
        reason = fill(data)
        if reason is None and not sure and leaves_digits(written, data["key"]):
            reason = "holds more than one number, and only the first is read"
        _remark(notes, "phone", reason, column)
        return data | {"written": written}

    def read(cells: Cells, notes: Notes) -> list[Data]:
        return [
            one(written, cells, notes)
            for cell in numbers(cells, notes)
            for written in ([cell] if plain else _apart(cell, part.region, notes, column))
        ]

    return read


def _apart(cell: str, region: str, notes: Notes, column: str) -> list[str]:
    """The numbers in a cell; the words between them stay beside the record."""
    among = numbers_in(cell, region)
    if among != [cell] and has_words(cell):
        notes.keep("phone", cell, "holds words beside its number, which stay beside it", column)
    return among


def _remark(notes: Notes, name: str, reason: str | None, column: str = "") -> None:
    if reason is not None:
        notes.remark(name, reason, column)


def held_phone(part: PhonePart, scope: Scope) -> Many:
    """A reader of a phone with who uses it and since when."""
    return _holding("phone", phone(part, scope), holding(HeldPhone, part, scope, "phone"))


def _holding(name: str, find: Many, add: Add) -> Many:
    return lambda cells, notes: [add({name: data}, cells, notes) for data in find(cells, notes)]


def account(part: AccountPart, scope: Scope) -> Many:
    """A reader of an account of the kind that the mapping or the row names."""
    kind = text_reader(part.kind, scope, "account kind", unknown="")
    accounts = texts_reader(part.account, scope, "account", "number")
    column = columns_of(part.account, scope.within + scope.prefix)
    rest = field_readers(Account, part, scope, about="account", besides=("kind",))

    def one(written: str, cells: Cells, notes: Notes) -> Data | None:
        word = kind(cells, notes)
        if word not in ACCOUNTS:
            notes.keep("account", written, "is of a kind that no account has", column)
            return None
        data = {"kind": word, "written": written, **read_fields(rest, cells, notes)}
        _remark(notes, ACCOUNTS[word].caption, complete.account(data), column)
        return data

    def read(cells: Cells, notes: Notes) -> list[Data]:
        accounts_read = [one(written, cells, notes) for written in accounts(cells, notes)]
        return [data for data in accounts_read if data is not None]

    return read


def held_account(part: AccountPart, scope: Scope) -> Many:
    """A reader of an account with who uses it and since when."""
    return _holding("account", account(part, scope), holding(HeldAccount, part, scope, "account"))


def email(value: Value, scope: Scope) -> Many:
    """A reader of e-mail addresses as accounts."""
    return held_account(AccountPart(kind=Value(value="email"), account=value), scope)


def vehicle(part: VehiclePart, scope: Scope) -> Many:
    """A reader of vehicles by their registration marks."""
    marks = texts_reader(part.vrm, scope, "vehicle", "number")
    column = columns_of(part.vrm, scope.within + scope.prefix)
    rest = field_readers(Vehicle, part, scope, about="vehicle")

    def one(written: str, cells: Cells, notes: Notes) -> Data:
        data = {"written": written, **read_fields(rest, cells, notes)}
        _remark(notes, "vehicle", complete.vehicle(data), column)
        return data

    def read(cells: Cells, notes: Notes) -> list[Data]:
        return [one(written, cells, notes) for written in marks(cells, notes)]

    return read


def held_vehicle(part: VehiclePart, scope: Scope) -> Many:
    """A reader of a vehicle with who uses it and since when."""
    return _holding("vehicle", vehicle(part, scope), holding(HeldVehicle, part, scope, "vehicle"))


def address(part: AddressPart, scope: Scope) -> One:
    """A reader of an address with its point, where the row has one."""
    texts = field_readers(Address, part, scope, TEXT)
    place = field_readers(Address, part, scope, DEGREES)
    on_grid = grid_reader(part, scope, "grid")
    zone = scope.mapping.zone
    lines = (
        text_reader(
            Value.model_validate({"columns": part.lines, "with": ", "}), scope, "address", "words"
        )
        if part.lines
        else None
    )

    def read(cells: Cells, notes: Notes) -> Data | None:
        data = read_fields(texts, cells, notes)
        written = lines(cells, notes) if lines else _joined(data)
        position = read_fields(place, cells, notes) | on_grid(cells, notes)
        position = whole_point(position, zone, notes)
        if not written and not data:
            return None
        data |= {**position, "written": written or _joined(data)}
        _remark(notes, "address", complete.address(data))
        return data

    return read


def _joined(data: Data) -> str:
    first = " ".join(data[name] for name in ("house", "street") if name in data)
    unit = data.get("unit", "")
    rest = [data[name] for name in ("locality", "postcode") if name in data]
    return ", ".join(part for part in (unit, first, *rest) if part) or data.get("uprn", "")


def residence(part: ResidencePart, scope: Scope) -> One:
    """A reader of an address with since when somebody lives there."""
    where = address(part, scope)
    plain = field_readers(Residence, part, scope, about="residence")

    def read(cells: Cells, notes: Notes) -> Data | None:
        place = where(cells, notes)
        return None if place is None else {"address": place, **read_fields(plain, cells, notes)}

    return read


def name(part: NamePart, scope: Scope) -> One:
    """A reader of a name in parts, or of one written as a whole and taken apart."""
    in_one: Value | None = getattr(part, "written", None)
    written = text_reader(in_one, scope, "name", "raw")
    column = columns_of(in_one, scope.within + scope.prefix)
    pieces = [
        (
            key,
            text_reader(value, scope, key, "raw"),
            columns_of(value, scope.within + scope.prefix),
        )
        for key in plain_fields(Name)
        if key != "written" and (value := getattr(part, key)) is not None
    ]

    @lru_cache(maxsize=4096)  # one person stands in many rows
    def understood(texts: tuple[str, ...], whole: str) -> tuple[Data, list[tuple[str, str]]]:
        """A name's parts, and what is blank of it: fields with their columns."""
        given = [(*piece, text) for piece, text in zip(named, texts, strict=True) if text]
        nobody = all(is_nothing(text) for _, _, text in given)
        blank = [(key, at) for key, at, text in given if nobody or names_nobody(text)]
        data: Data = {key: text for key, at, text in given if (key, at) not in blank}
        if whole and is_nobody(whole):
            blank.append(("name", column))
            whole = ""
        if data and is_nobody(" ".join(data.values())):
            blank += [(key, at) for key, at, _ in given]
            data.clear()
        if whole := whole or " ".join(data.values())[:MAX_TEXT]:
            data["written"] = whole
            complete.name(data)
        return data, blank

    named = [(key, at) for key, _, at in pieces]
    finds = [find for _, find, _ in pieces]

    def read(cells: Cells, notes: Notes) -> Data | None:
        texts = tuple([find(cells, notes) for find in finds])
        whole = written(cells, notes)
        if not whole and not any(texts):
            return None
        data, blank = understood(texts, whole)
        for key, at in blank:
            notes.remark(key, BLANK, at)
        return data.copy() if data else None

    return read


def name_and_aliases(part: NamePart, scope: Scope) -> Many:
    """The name, and the aliases that stand in the same cell ("… aka …") or in further rows."""
    find = many([part], scope, name)

    def read(cells: Cells, notes: Notes) -> list[Data]:
        return [each for data in find(cells, notes) for each in _with_aliases(data)]

    return read


def _with_aliases(data: Data) -> list[Data]:
    whole = names.split_aliases(data["written"])
    if len(whole) < 2:
        return [data]
    split = [{"written": each} for each in whole]
    for each in split:
        complete.name(each)
    return [{**split[0], "written": data["written"]}, *split[1:]]


def employer(part: EmployerPart, scope: Scope) -> One:
    """A reader of an employer; None where the row names none."""
    plain = field_readers(Employer, part, scope, about="employer")

    def read(cells: Cells, notes: Notes) -> Data | None:
        data = read_fields(plain, cells, notes)
        return data if "name" in data else None

    return read


def endpoint(part: EndpointPart, scope: Scope) -> One:
    """One end of a contact: the phone or the account that the row holds."""
    makers: list[tuple[str, Many]] = []
    if part.phone is not None:
        makers.append(("phone", many([part.phone], scope, phone)))
    if part.account is not None:
        makers.append(("account", many([part.account], scope, account)))

    def read(cells: Cells, notes: Notes) -> Data | None:
        for key, find in makers:
            if ends := find(cells, notes):
                if len(ends) > 1:
                    notes.remark(key, "holds more than one, and only the first is read")
                return {key: ends[0]}
        return None

    return read
