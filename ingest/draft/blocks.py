"""The blocks of a draft, as lines of TOML: who is in a row, where something is, a date, a code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.draft.columns import Column, merged, words_of_path
from ingest.draft.concepts import ADDRESS, PARTY, coded, is_date, picked, role_in

_CLOCK = {"date": "time", "dt": "time", "day": "time"}


@dataclass(slots=True)
class Draft:
    """What the blocks are written with: whether months come first, the formats of the whole export
    (for columns that are blank in it), and the tables of codes that they name."""

    month_first: bool = False
    formats: list[str] = field(default_factory=lambda: ["iso"])
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def when(self, column: Column, all_columns: Iterable[Column] = (), at: str = "") -> str:
        """A date as a value, with its formats and, if there is one, the column of its time."""
        formats = column.formats(self.month_first, named=True) or self.formats
        clock = _clock_of(column, all_columns)
        if clock is None:
            return f"{{ column = {quoted(at + column.path)}, format = {json.dumps(formats)} }}"
        colons = {value.count(":") for value in clock.sample()}
        times = [("HHMM", "HH:MM", "HH:MM:SS")[count] for count in sorted(colons, reverse=True)]
        days = ["yyyy-mm-dd" if each == "iso" else each.partition(" HH")[0] for each in formats]
        both = [f"{day} {time}" for day in dict.fromkeys(days) for time in times or ["HHMM"]]
        both += formats
        return (
            f"{{ columns = [{quoted(at + column.path)}, {quoted(at + clock.path)}],"
            f" format = {json.dumps(both)} }}"
        )

    def choice(self, column: Column, choice: str, at: str = "") -> str:
        """A coded value: as it stands where it is a word already, else by a table of codes."""
        return self.by_codes(column, choice, coded(column, choice), at)

    def by_codes(self, column: Column, choice: str, codes: dict[str, str], at: str = "") -> str:
        """A value by these codes of a column, which become a table of the choice's name."""
        if all(code == word for code, word in codes.items()):
            return quoted(at + column.path)
        name = choice
        while name in self.codes and any(
            self.codes[name].get(code, word) != word for code, word in codes.items()
        ):
            name += "_"
        self.codes[name] = {**self.codes.get(name, {}), **codes}
        otherwise = ', otherwise = "involved"' if choice == "role" else ""
        return f"{{ column = {quoted(at + column.path)}, codes = {quoted(name)}{otherwise} }}"


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def _clock_of(column: Column, columns: Iterable[Column]) -> Column | None:
    words = words_of_path(column.path).split()
    wanted = " ".join(_CLOCK.get(word, word) for word in words)
    if wanted == " ".join(words):
        return None
    named = (each for each in columns if words_of_path(each.path) == wanted)
    return next((each for each in named if each.is_clock()), None)


def address(columns: Iterable[Column], taken: set[str], at: str = "") -> str:
    """A place as the inside of an inline table; "" where nothing tells one."""
    found = picked(ADDRESS, list(columns), taken)
    lines = found.pop("lines", None)
    if not lines and not {"postcode", "street"} & found.keys():
        return ""
    keys = [f"lines = [{quoted(at + lines.path)}]"] if lines else []
    return ", ".join(
        [*keys, *(f"{name} = {quoted(at + column.path)}" for name, column in found.items())]
    )


def party(
    draft: Draft,
    columns: list[Column],
    *,
    at: str = "",
    role: str | None = None,
    known: dict[str, str] | None = None,
) -> list[str]:
    """The keys of a party. `at` stands before each path; `role` is theirs where no column says;
    `known` has keys that are told already."""
    named = list(columns)
    taken: set[str] = set()
    found = picked(PARTY, named, taken)
    lines = dict(known or {})
    lines |= _coded(draft, found, at, role)
    lines |= _name(found, at)
    if "nominal" in found:  # what only counts the people of a record would make two of them one
        found.pop("ref", None)
    for key in ("nominal", "ref", "sex", "ethnicity", "occupation", "organisation_kind"):
        if key in found:
            lines.setdefault(key, quoted(at + found[key].path))
    if (column := found.get("birth")) is not None and is_date(column):
        formats = column.formats(draft.month_first, named=True) or draft.formats
        more = [] if "yyyy" in formats else ["yyyy"]
        value = json.dumps([*formats, *more])
        lines["birth"] = f"{{ column = {quoted(at + column.path)}, format = {value} }}"
    lines = _contact_points(found, at) | lines
    if place := address(named, taken, at):
        lines["residences"] = f"[{{ {place} }}]"
    return [f"{key} = {value}" for key, value in lines.items()]


def _coded(draft: Draft, found: dict[str, Column], at: str, role: str | None) -> dict[str, str]:
    lines = {}
    if (column := found.get("role")) is not None and coded(column, "role"):
        lines["roles"] = f"[{draft.choice(column, 'role', at)}]"
    elif role:
        lines["roles"] = f"[{{ value = {quoted(role)} }}]"
    for choice in ("attribution", "kind"):
        if (column := found.get(choice)) is not None and coded(column, choice):
            lines[choice] = draft.choice(column, choice, at)
    return lines


def _name(found: dict[str, Column], at: str) -> dict[str, str]:
    keys = ("forename", "middle", "surname") if "surname" in found else ("written",)
    parts = [f"{key} = {quoted(at + found[key].path)}" for key in keys if key in found]
    names = {"name": f"{{ {', '.join(parts)} }}"} if parts else {}
    if other := found.get("other_names"):
        names["other_names"] = f"[{_each(other, at, 'written')}]"
    return names


def _contact_points(found: dict[str, Column], at: str) -> dict[str, str]:
    lines = {}
    for key, inner in (("phones", "number"), ("vehicles", "vrm")):
        if key in found:
            lines[key] = f"[{_each(found[key], at, inner)}]"
    if "emails" in found:
        lines["emails"] = f"[{quoted(at + found['emails'].path)}]"
    if "accounts" in found:
        social = 'kind = { value = "social" }'
        value = _each(found["accounts"], at, "account").removeprefix("{ ").removesuffix(" }")
        value = value if " = " in value else f"account = {value}"
        lines["accounts"] = f"[{{ {social}, {value} }}]"
    if "employers" in found:
        lines["employers"] = f"[{{ name = {quoted(at + found['employers'].path)} }}]"
    return lines


def _each(column: Column, at: str, inner: str) -> str:
    """One column, or each text of a list in it."""
    if column.several:
        return f'{{ rows = {quoted(at + column.path)}, {inner} = "value" }}'
    return quoted(at + column.path)


def prefixes(columns: Iterable[Column]) -> dict[str, list[Column]]:
    """Beginnings of columns that tell a role, `suspect1`, each with its columns without it.

    What a column holds is looked at over all of the same rest: `victim2_dob` may be blank.
    """
    groups: dict[str, dict[str, Column]] = {}
    for column in columns:
        match = re.match(r"([A-Za-z]+?)(\d*)([ _.-]|(?<=[a-z])(?=[A-Z])|$)", column.path)
        if match and role_in(match[1]):
            begins = match[1] + match[2]
            groups.setdefault(begins, {})[column.path.removeprefix(begins)] = column
    people = {begins: group for begins, group in groups.items() if _is_somebody(list(group))}
    return {
        begins: [
            merged((other[rest] for other in people.values() if rest in other), rest)
            for rest in group
        ]
        for begins, group in people.items()
    }


def _is_somebody(rests: list[str]) -> bool:
    found = picked(PARTY, map(Column, rests), set())
    named = {"surname", "forename", "written", "birth", "nominal", "phones"}
    return bool(named & found.keys())
