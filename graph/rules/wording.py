"""A rule's answer in words: `flag`, `explain` and `against` with the columns put in.

Ids become names, and offence codes titles, at the moment of reading, so that a name is
never stale. A sentence of `explain` or `against` whose column is empty (null, 0, false, no
text, an empty list) is left out. One that says more than the offence stays when the offence
is not stated.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

from graph.model.local_time import clock, day, last_day
from graph.queries.query_file import Query

MOST_EVENTS = 20
"""How many calls and messages a sentence tells; the columns have all."""
ENDS = ("last", "until")
"""Columns that hold the first instant after something: what they say is the day before it."""
_COUNTED = re.compile(
    r"(?P<number>\{(?P<name>\w+)\})(?P<which>(?: separate| other| stalking)*)"
    r" (?P<what>incident|occasion|report|account|event)s(?P<verb> were)?"
)
_PERIOD = re.compile(r"between \{first\} and \{last\}|from \{first\} to \{last\}")
_SENTENCE = re.compile(r"(.+?(?:[.!?](?=\s+[A-Z{])|\}(?=\s+[A-Z])))\s+|(.+)", re.DOTALL)
"""A column ends a sentence too when the next word is a capital one: its value is, or ends in, a
whole sentence."""


def plain(value: Any) -> Any:
    """The value as JSON can hold it: instants and dates as ISO text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def sentence(rule: Query, columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The flag in one line. `columns` are plain; `names` maps an id or code to its words."""
    return _fill(rule, rule.flag, columns, names)


def explanation(rule: Query, columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What the flag rests on, without the sentences that have nothing to say."""
    return _tell(rule, rule.explain, columns, names)


def against(rule: Query, columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What speaks against the flag, without the sentences that have nothing to say."""
    return _tell(rule, rule.against, columns, names)


def named_ids(rule: Query, columns: Mapping[str, Any]) -> Iterator[str]:
    """The ids that the rule's words show, which want names."""
    for name in _placeholders(" ".join((rule.flag, rule.explain, rule.against))):
        if name.endswith(("_id", "_ids")):
            value = columns.get(name)
            yield from value if isinstance(value, list) else [value] if value else []


def _placeholders(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name]


def _tell(rule: Query, template: str, columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return " ".join(
        _fill(rule, part, columns, names)
        for part in _sentences(template)
        if all(columns.get(name) not in (None, 0, "", []) for name in _needed(part))
    )


def _sentences(template: str) -> list[str]:
    return [whole or rest for whole, rest in _SENTENCE.findall(template)]


def _needed(template: str) -> list[str]:
    """The columns that must not be empty for a sentence to be said."""
    names = _placeholders(template)
    return [name for name in names if name != "classes"] or names


def _fill(rule: Query, template: str, columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    types = {column.name: str(column.type) for column in rule.gives}
    words = {
        name: _word(name, types.get(name, "str"), columns.get(name), names)
        for name in _placeholders(template)
    }
    if words.get("first") == words.get("last"):
        template = _PERIOD.sub("on {first}", template)
    return _in_number(template, columns).format_map(words)


def _in_number(template: str, columns: Mapping[str, Any]) -> str:
    """`{incidents} incidents were` as `{incidents} incident was`, where it is one."""

    def counted(match: re.Match[str]) -> str:
        if columns.get(match["name"]) != 1:
            return match[0]
        return f"{match['number']}{match['which']} {match['what']}{' was' if match['verb'] else ''}"

    return _COUNTED.sub(counted, template)


def _word(name: str, type_: str, value: Any, names: Mapping[str, str]) -> str:
    if value == [] and name == "classes":
        return "an offence that is not stated"
    if isinstance(value, Mapping):
        return _event(value)
    if isinstance(value, list):
        words = [_word(name, type_, each, names) for each in value]
        more = len(words) - MOST_EVENTS
        if type_ == "list[map]" and more > 0:
            words = [*words[:MOST_EVENTS], f"{more:,} more"]
        return _series(words)
    if value is None:
        return "unknown"
    if type_.startswith("datetime"):
        return (last_day if name in ENDS else day)(str(value), full=True)
    if name == "classes":
        return _offence(value, names)
    return names.get(value, value) if name.endswith(("_id", "_ids")) else str(value)


def _offence(code: str, names: Mapping[str, str]) -> str:
    """`58C/3` with the title of `58C` where the subcode has none of its own."""
    title = names.get(code) or names.get(code.partition("/")[0])
    return f"{code} ({title})" if title else code


def _event(event: Mapping[str, Any]) -> str:
    """A call or message: `call CD17 on 7 January 2025, 10:04 GMT`."""
    at = str(event["at"])
    return f"{event['kind']} {event['id']} on {day(at, full=True)}, {clock(at)}"


def _series(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
