"""What a mapping declares and nothing in it reads: most often a name that was meant elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.mapping.asked import values_of
from ingest.mapping.mapping import Mapping, RecordPart
from ingest.mapping.value import Part


def never_read(mapping: Mapping) -> list[str]:
    """A sentence for each key that nothing reads, with the mend."""
    return [f"the mapping has {key}, and {reason}" for key, reason in _spare(mapping)]


def _spare(mapping: Mapping) -> Iterator[tuple[str, str]]:
    values = [value for record in mapping.records for _, _, value in values_of(record)]
    named = {codes for value in values for codes in (value.codes, value.phrases)}
    for codes in mapping.codes:
        if codes not in named:
            yield f"codes.{codes}", f'no value reads it: say codes = "{codes}", or leave it out'
    joins = [join.table for record in mapping.records for join in record.join.values()]
    read = {*joins, *(record.table for record in mapping.records)}
    for table in mapping.tables:
        if table not in read:
            yield f"tables.{table}", "no record and no join reads it: join it, or leave it out"
    elsewhere = {
        record.join[name].table
        for record in mapping.records
        for name in record.join.keys() - set(_joins_not_read(record))
    }
    for number, record in enumerate(mapping.records, start=1):
        for name in _joins_not_read(record):
            if record.join[name].table in elsewhere:
                continue
            key = f"records({number}).join.{name}"
            yield key, f'nothing reads it: write rows = "{name}" or {name}.COLUMN, or leave it out'


def _joins_not_read(record: RecordPart) -> Iterator[str]:
    """The rows of such a join count as taken, and nothing of them is, unless another reads them."""
    if record.also == "rest" or record.canonical:
        return
    steps = {step for path in _paths(record) for step in path.split(".")}
    above = {join.of for join in record.join.values()}
    yield from (name for name in record.join if name not in steps and name not in above)


def _paths(part: Any) -> Iterator[str]:
    """Every text of a part: those that are paths to columns or rows are among them."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _paths(each)
    elif isinstance(part, dict):
        yield from part
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            if name != "join":
                yield from _paths(getattr(part, name))
