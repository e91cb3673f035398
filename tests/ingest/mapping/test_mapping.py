"""Mappings: mistakes are named with their mend, and every key is documented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from graph.errors import InputError
from ingest.delivery.feed import Refused, read
from ingest.mapping import mapping, tables, value
from ingest.mapping import sections as blocks
from ingest.mapping.mapping import load_mapping, recognise, shipped_mappings
from ingest.mapping.reference import markdown
from ingest.mapping.spare import never_read

DOCS = Path(__file__).parents[3] / "docs" / "mapping.md"
FIELDS = DOCS.with_name("fields.md")
GOOD = """
name = "x"
force = "x"
match = ["x_*"]
[tables]
rows = { file = "x.csv" }
[codes]
sex = { M = "male" }
[[records]]
kind = "person"
table = "rows"
reference = "id"
recorded_at = "when"
[[records.parties]]
sex = { column = "sex", codes = "sex" }
"""


def _load(tmp_path: Path, text: str) -> mapping.Mapping:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    return load_mapping(path)


def test_a_good_mapping_loads(tmp_path: Path) -> None:
    assert _load(tmp_path, GOOD).records[0].kind == "person"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[codes]", "[codez]", ["codez", "not a key", "docs/mapping.md"]),
        ('reference = "id"', "", ["records(1)", "reference"]),
        ('kind = "person"', 'kind = "incident"', ["records(1)", "incident part"]),
        ('kind = "person"', 'kind = "person"\nspeed = 1', ["records(1).speed", "not a key"]),
        ('codes = "sex" }', 'codes = "gender" }', ["'gender'", "[codes]"]),
        ('table = "rows"', 'table = "cells"', ["'cells'", "[tables]"]),
        ('sex = { column = "sex", ', "sex = { ", ["exactly one of column"]),
        ('recorded_at = "when"', 'recorded_at = { column = "w", format = "dd/MM" }', ["dd/MM"]),
        ('name = "x"\n', "", ["name", "missing"]),
        (
            "[[records.parties]]\n",
            '[[records.parties]]\nroles = [{ value = "suspct" }]\n',
            ["'suspct'", "suspect, victim"],
        ),
        ('name = "x"', 'name = "x"\nzone = "Mars"', ["zone", "Europe/London"]),
        ('name = "x"', "name =", ["TOML"]),
        ('file = "x.csv"', 'file = "x.xlsx", format = "xlsx"', ["sheet"]),
        (
            "[[records.parties]]\n",
            '[[records.parties]]\nwhen = { a = { equals = "b" } }\n',
            ["equals", "mean one_of"],
        ),
        (
            "[[records.parties]]\n",
            "[[records.parties]]\nwhen = { a = 1 }\n",
            ["when.a", "write { key"],
        ),
        (
            "[[records.parties]]\n",
            '[[records.parties]]\nroles = "suspect"\n',
            ["roles", "write it in [ ]"],
        ),
        (
            "[[records.parties]]\n",
            '[[records.parties]]\nkind = { value = "persn" }\n',
            ["'persn'", "mean person"],
        ),
        (
            "[[records.parties]]\n",
            '[[records.parties]]\naccounts = [{ kind = { value = "instagram" }, account = "a" }]\n',
            ["accounts(1).kind", "'instagram'", "use bank, ", "social"],
        ),
        (
            "[[records.parties]]\n",
            '[[records.parties]]\nphones = [{ number = "a", first_seen = "b" }]\n',
            ["first_seen", "mean start"],
        ),
        ('file = "x.csv"', 'file = "x.csv", path = "a"', ["tables.rows", "path", "json"]),
        ('file = "x.csv"', 'file = "x.csv", into = "all"', ["into", "group"]),
    ],
)
def test_a_mistake_is_named_with_file_key_and_mend(
    old: str, new: str, words: list[str], tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        _load(tmp_path, GOOD.replace(old, new))
    message = str(caught.value)
    assert message.startswith("mine.toml")
    assert "\n" not in message or "TOML" in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[codes]", "[codes]\nage = { A = 'b' }", ["codes.age", "no value reads it"]),
        ("[codes]", 'more = { file = "y.csv" }\n[codes]', ["tables.more", "join it"]),
        (
            'recorded_at = "when"',
            'recorded_at = "when"\njoin = { all = { table = "rows", on = "a = b" } }',
            ["records(1).join.all", 'rows = "all"'],
        ),
    ],
)
def test_what_nothing_reads_is_said(old: str, new: str, words: list[str], tmp_path: Path) -> None:
    assert never_read(_load(tmp_path, GOOD)) == []
    (sentence,) = never_read(_load(tmp_path, GOOD.replace(old, new)))
    assert all(word in sentence for word in words), sentence


def test_a_mapping_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")


def test_a_name_that_fits_none_or_several_mappings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="fits no mapping"):
        recognise(Path("elsewhere.csv"))
    one = _load(tmp_path, GOOD)
    two = _load(tmp_path, GOOD.replace('name = "x"', 'name = "y"'))
    monkeypatch.setattr("ingest.mapping.mapping.shipped_mappings", lambda: (one, two))
    with pytest.raises(InputError, match="several mappings"):
        recognise(Path("x_1.csv"))


def test_the_shipped_mappings_load_and_have_their_own_names() -> None:
    names = [each.name for each in shipped_mappings()]
    assert {"northmarch", "eastvale", "caldmoor", "wexmouth", "dunmere", "southholt"} < set(names)
    assert {"pole", "canonical"} < set(names)
    assert len(names) == len(set(names))
    assert [sentence for each in shipped_mappings() for sentence in never_read(each)] == []


def _parts() -> list[type[BaseModel]]:
    modules = (blocks, mapping, tables, value)
    found = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, value.Part) and each is not value.Part
    }
    return sorted(found, key=lambda each: each.__name__)


@pytest.mark.parametrize("part", _parts(), ids=lambda part: part.__name__)
def test_every_key_of_a_mapping_is_documented(part: type[BaseModel]) -> None:
    known = set(re.findall(r"`([A-Za-z_]+)`", DOCS.read_text() + FIELDS.read_text()))
    keys = {field.alias or name for name, field in part.model_fields.items()}
    assert keys <= known


def test_the_page_of_fields_is_the_one_of_the_code() -> None:
    mend = "write it anew: python -m ingest.mapping.reference > docs/fields.md"
    assert FIELDS.read_text() == markdown(), mend


def test_every_format_and_encoding_is_documented() -> None:
    text = DOCS.read_text()
    for choice in get_args(tables.Format):
        assert f"`{choice}`" in text
    for choice in get_args(tables.Table.model_fields["encoding"].annotation):
        assert f"`{choice}`" in text


def test_a_word_that_was_written_as_a_column_is_said_to_be_one(tmp_path: Path) -> None:
    person = 'kind = "organisation"\nsex = {'
    (tmp_path / "x.csv").write_text("id,when,sex\n1,2025-01-01,M\n")
    (item,) = read(
        _load(tmp_path, GOOD.replace("]]\nsex = {", f"]]\n{person}")), tmp_path / "x.csv", tmp_path
    )
    assert isinstance(item, Refused)
    assert item.reason.endswith('asks for: did you mean { value = "organisation" }?')
