"""Files as spreadsheets and programs write them: right, refused with the mend, or said."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from deliveries import COLUMNS, HEADER, csv_of, everything, small
from openpyxl import Workbook

from ingest.delivery.feed import read
from ingest.delivery.outcome import Accepted
from ingest.mapping.mapping import Mapping

GOOD = "A{n},2025-02-01 10:00,2025-02-01 09:00,Shouted,Ann Lee,07700 900001,7\n"
EARLY = "leaves off its last columns: they are read as blank"


def _references(taken: list[Accepted]) -> list[str]:
    return [item.record.reference for item in taken]


def _said(taken: list[Accepted]) -> list[str]:
    return [f"{remark.about} {remark.reason}" for item in taken for remark in item.remarks]


@pytest.mark.parametrize("cells", range(2, 7))
def test_empty_cells_at_the_end_may_be_left_off(cells: int, tmp_path: Path) -> None:
    row = ",".join(GOOD.format(n=1).split(",")[:cells])
    taken, refused, _ = everything(
        small(), csv_of(tmp_path, row + "\n" + GOOD.format(n=2)), tmp_path
    )
    assert (_references(taken), refused) == (["A1", "A2"], [])
    assert _said(taken) == [f"row {EARLY}"]


@pytest.mark.parametrize("extra", [",", ",,,", ", ,", ',"",'])
def test_empty_cells_to_spare_are_dropped(extra: str, tmp_path: Path) -> None:
    taken, refused, _ = everything(
        small(), csv_of(tmp_path, GOOD.format(n=1).rstrip() + extra + "\n"), tmp_path
    )
    assert (_references(taken), refused, _said(taken)) == (["A1"], [], [])


def test_a_cell_to_spare_that_holds_something_refuses_the_row(tmp_path: Path) -> None:
    body = GOOD.format(n=1).rstrip() + ",,x\n" + GOOD.format(n=2)
    taken, refused, _ = everything(small(), csv_of(tmp_path, body), tmp_path)
    assert _references(taken) == ["A2"]
    assert [item.reason for item in refused] == ["the row has 9 columns, the header 7"]


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_for_spreadsheets_is_no_row_and_says_the_delimiter(
    delimiter: str, quote: str, end: str, tmp_path: Path
) -> None:
    path = tmp_path / "small.csv"
    rows = f"{HEADER}\n{GOOD.format(n=1)}".replace(",", delimiter)
    path.write_bytes(f"{quote}sep={delimiter}{quote}{end}{rows}".encode())
    taken, refused, counts = everything(small(), path, tmp_path)
    assert (_references(taken), refused, counts.rows) == (["A1"], [], 1)


PREAMBLE = "Weekly return\nRun on: 01/06/2025 by the desk\n\n"


@pytest.mark.parametrize(
    ("above", "line"), [(PREAMBLE, 4), ("Title\n", 2), ('"a, b","c"\n,,,\n', 3)]
)
def test_a_header_further_down_is_said_by_the_mapping_or_proposed(
    above: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / "small.csv"
    path.write_text(f"{above}{HEADER}\n{GOOD.format(n=1)}")
    taken, refused, counts = everything(small(header=line), path, tmp_path)
    assert (_references(taken), refused, counts.rows) == (["A1"], [], 1)
    taken, refused, _ = everything(small(), path, tmp_path)
    assert taken == []
    assert {item.reason.partition("; line")[2] for item in refused} == {
        f" {line} has the header: say header = {line}"
    }


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
def test_another_delimiter_is_proposed(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(f"{HEADER}\n{GOOD.format(n=1)}".replace(",", delimiter))
    _, refused, _ = everything(small(), path, tmp_path)
    assert f'say delimiter = "{delimiter}"' in refused[0].reason
    taken, _, _ = everything(small(delimiter=delimiter), path, tmp_path)
    assert _references(taken) == ["A1"]


WORDS = "£40 – Siobhán O’Brien"


@pytest.mark.parametrize(
    ("written", "said", "read_right"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8-sig", "utf-8", True),
        ("utf-8-sig", "windows-1252", True),
        ("utf-8-sig", "utf-16", True),
        ("utf-16", "utf-8", True),
        ("utf-16", "windows-1252", True),
        ("utf-16-le", "utf-8", True),
        ("utf-16-be", "utf-16", True),
        ("cp1252", "windows-1252", True),
        ("cp1252", "iso-8859-1", True),
        ("cp1252", "latin-1", True),
        ("mac-roman", "mac-roman", True),
        ("utf-8", "windows-1252", False),
        ("utf-8", "iso-8859-1", False),
        ("cp1252", "utf-8", False),
    ],
)
def test_text_is_read_as_it_was_meant_or_refused_with_the_mend(
    written: str, said: str, read_right: bool, tmp_path: Path
) -> None:
    path = tmp_path / "small.csv"
    path.write_bytes(f"{HEADER}\n{GOOD.format(n=1).replace('Shouted', WORDS)}".encode(written))
    taken, refused, _ = everything(small(encoding=said), path, tmp_path)
    if read_right:
        assert taken[0].record.incident is not None
        assert taken[0].record.incident.summary == WORDS
    else:
        assert taken == []
        assert "say its `encoding`" in refused[0].reason


def _json_rows(*rows: str) -> str:
    return f"[{', '.join(rows)}]"


ROW = '{"ref": "A%d", "recorded": "2025-02-01 10:00", "name": "Ann Lee"%s}'


@pytest.mark.parametrize(
    ("flaw", "reason"),
    [
        ('"x": NaN', None),
        ('"x": [Infinity, -Infinity]', None),
        ('"phone": NaN', None),
        ('"ref": "B"', "has a key twice"),
        ('"x": {"y": 1, "y": 2}', "has a key twice"),
        ('"x": "\\ud800"', "holds half a character"),
        ('"x": ["\\u0000"]', "holds a NUL character"),
    ],
)
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_an_object_with_a_flaw_costs_itself(
    form: str, flaw: str, reason: str | None, tmp_path: Path
) -> None:
    rows = [ROW % (1, ""), ROW % (2, f", {flaw}"), ROW % (3, "")]
    path = tmp_path / "small.csv"
    path.write_text(_json_rows(*rows) if form == "json" else "\n".join(rows))
    taken, refused, _ = everything(small(format=form), path, tmp_path)
    assert _references(taken) == (["A1", "A3"] if reason else ["A1", "A2", "A3"])
    assert [item.reason for item in refused] == ([reason] if reason else [])
    assert "NaN" not in str([item.record.content for item in taken])


def test_json_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("[\n" + ROW % (1, ""))
    _, refused, _ = everything(small(format="json"), path, tmp_path)
    assert refused[0].reason.startswith("is not JSON: it breaks at line 2, column")


XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


@pytest.mark.parametrize(
    "nil",
    ['<name xsi:nil="true"/>', '<name xsi:nil="1" type="string"/>', '<name nil="true"></name>',
     '<name null="true" />', '<name type="string"/>', "<name/>", "<name></name>"],
)  # fmt: skip
def test_what_is_nil_in_xml_is_blank(nil: str, tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(
        f"<rows {XSI}><row><ref>A1</ref><recorded>2025-02-01 10:00</recorded>{nil}</row></rows>"
    )
    taken, _, _ = everything(small(format="xml", element="row"), path, tmp_path)
    assert taken[0].record.parties == ()
    assert taken[0].record.also == ()


def test_a_path_picks_among_children_by_attribute(tmp_path: Path) -> None:
    fields = "".join(
        f'<field name="{name}"><value>{text}</value></field>'
        for name, text in (("Id", "A1"), ("Time.Stamp", "2025-02-01 10:00"), ("Text", "Hello"))
    )
    path = tmp_path / "small.csv"
    path.write_text(f"<rows><row>{fields}</row></rows>")
    mapping = small(format="xml", element="row").model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    record = mapping["records"][0]
    record |= {
        "reference": 'field[@name="Id"].value',
        "recorded_at": 'field[@name="Time.Stamp"].value',
        "incident": {"summary": 'field[@name="Text"].value', "title": 'field[@name="No"].value'},
    }
    taken, refused, _ = everything(Mapping.model_validate(mapping), path, tmp_path)
    assert refused == []
    assert taken[0].record.reference == "A1"
    assert taken[0].record.incident is not None
    assert (taken[0].record.incident.summary, taken[0].record.incident.title) == ("Hello", "")


def _book(tmp_path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rows"
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append(row)
    path = tmp_path / "small.csv"
    book.save(path)
    return path


def _edited(path: Path, old: str, new: str) -> Path:
    """The workbook with a piece of its sheet written otherwise, as another program would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert old in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def _xlsx() -> Any:
    return small(format="xlsx", sheet="Rows")


ROWS = [
    [f"A{n}", "2025-02-01 10:00", None, f"note {n}", "Ann Lee", None, 70 + n] for n in (1, 2, 3)
]


@pytest.mark.parametrize(
    "broken",
    ["<v>not a number</v>", "<v>1</v><f>X(</f><x/>", "<v>9e999</v>"],
)
def test_one_bad_cell_costs_no_row_of_a_workbook(broken: str, tmp_path: Path) -> None:
    path = _edited(_book(tmp_path, *ROWS), "<v>72</v>", broken)
    taken, refused, counts = everything(_xlsx(), path, tmp_path)
    assert (_references(taken), refused, counts.rows) == (["A1", "A2", "A3"], [], 3)
    assert len(_said(taken)) <= 1


@pytest.mark.parametrize(
    ("cell", "nominal", "said"),
    [
        ('<c r="G3" t="str"><f>"7"&amp;2</f><v>72</v></c>', "72", "holds a formula"),
        ('<c r="G3"><f>70+2</f><v>72</v></c>', "72", "holds a formula"),
        ('<c r="G3" t="str"><f t="array" ref="G3">"72"</f><v>72</v></c>', "72", "holds a formula"),
        ('<c r="G3"><f>70+2</f></c>', "", "without a value: open the workbook and save it"),
        ('<c r="G3" t="e"><v>#REF!</v></c>', "", "holds an error"),
        ('<c r="G3" t="s"><v>999</v></c>', "", "cannot be read"),
        ('<c r="G3" t="d"><v>yesterday</v></c>', "", "cannot be read"),
    ],
)
def test_a_formula_is_its_value_and_an_error_is_blank_and_both_are_said(
    cell: str, nominal: str, said: str, tmp_path: Path
) -> None:
    path = _edited(_book(tmp_path, *ROWS), '<c r="G3" t="n"><v>72</v></c>', cell)
    taken, refused, _ = everything(_xlsx(), path, tmp_path)
    assert refused == []
    assert [item.record.parties[0].nominal for item in taken] == ["71", nominal, "73"]
    (remark,) = _said(taken)
    assert remark.startswith("nominal ")
    assert said in remark


def test_a_reference_from_a_formula_that_was_not_saved_says_why_it_is_missing(
    tmp_path: Path,
) -> None:
    path = _edited(
        _book(tmp_path, *ROWS), '<c r="A3" t="inlineStr"><is><t>A2</t></is></c>',
        '<c r="A3"><f>ROW()</f></c>',
    )  # fmt: skip
    taken, refused, _ = everything(_xlsx(), path, tmp_path)
    assert _references(taken) == ["A1", "A3"]
    assert "ref holds a formula without a value" in refused[0].reason


def test_a_header_further_down_a_sheet_and_zeros_that_a_format_shows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rows"
    for row in (["Weekly return"], [], COLUMNS, ROWS[0]):
        sheet.append(row)
    sheet["G4"].number_format = "000000"
    path = tmp_path / "small.csv"
    book.save(path)
    taken, _, _ = everything(small(format="xlsx", sheet="Rows", header=3), path, tmp_path)
    assert taken[0].record.parties[0].nominal == "000071"
    _, refused, _ = everything(_xlsx(), path, tmp_path)
    assert "say header = 3" in refused[-1].reason


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("A1,2025-02-01 10:00,,Another,Bo Ek,,\n", "which differs: name a `group`"),
        (GOOD.format(n=1), "which is the same"),
    ],
)
def test_two_rows_of_one_reference_are_said(second: str, said: str, tmp_path: Path) -> None:
    path = csv_of(tmp_path, GOOD.format(n=1) + GOOD.format(n=2) + second)
    reading = read(small(), path, tmp_path)
    taken = [item for item in reading if isinstance(item, Accepted)]
    (remark,) = taken[2].remarks
    assert said in remark.reason
    notice = "2 rows have reference A1 and differ: name a `group`, or say which wins with `version`"
    assert reading.notices() == ([notice] if "differs" in said else [])


@pytest.mark.parametrize(
    ("cell", "keys", "remarks"),
    [
        ("07700900123; 07700900456", ["+447700900123", "+447700900456"], 0),
        ("07700 900123 / 07700 900456", ["+447700900123", "+447700900456"], 0),
        ("07700900123 or 07700900456", ["+447700900123", "+447700900456"], 0),
        ("07700900123 & +447700900456 | 01632 960123",
         ["+447700900123", "+447700900456", "+441632960123"], 0),
        ("01632 960123 ext 45", ["+441632960123"], 0),
        ("01632 960123 x45", ["+441632960123"], 0),
        ("01632 960123 (Ext. 45)", ["+441632960123"], 0),
        ("01632 960123 #4501", ["+441632960123"], 0),
        ("+44 (0)7700 900123", ["+447700900123"], 0),
        ("(01632) 960-123", ["+441632960123"], 0),
        ("07700900123 07700900456", ["+447700900123", "+447700900456"], 0),
        ("07700 900123 (mobile); 01632 960123 (home)", ["+447700900123", "+441632960123"], 1),
        ("M: 07700900123 H: 01632 960123 ext 4", ["+447700900123", "+441632960123"], 1),
        ("07700 900123 wife", ["+447700900123"], 1),
        ("07700 900123 flat 12", [None], 1),
        ("07700 900123 or 12", ["+447700900123", None], 1),
        ("ask at the desk", [None], 1),
    ],
)  # fmt: skip
def test_the_numbers_of_a_cell(
    cell: str, keys: list[str | None], remarks: int, tmp_path: Path
) -> None:
    path = csv_of(tmp_path, f"A1,2025-02-01 10:00,,,Ann Lee,{cell},\n")
    taken, _, _ = everything(small(), path, tmp_path)
    phones = taken[0].record.parties[0].phones
    assert [held.phone.key for held in phones] == keys
    assert len(_said(taken)) == remarks


def test_no_digit_of_a_cell_is_lost_unsaid(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "A1,2025-02-01 10:00,,,Ann Lee,07700900123 (07700900456),\n")
    taken, _, _ = everything(small(), path, tmp_path)
    assert len(taken[0].record.parties[0].phones) + len(_said(taken)) >= 2


def test_rows_inside_rows_reach_the_row_around_them(tmp_path: Path) -> None:
    people = [
        {"n": 1, "role": "victim", "name": "Ada Rook"},
        {"n": 2, "role": "suspect", "name": "Ben Lark", "ties": [{"to": 1, "is": "neighbour"}]},
        {"n": 3, "role": "witness", "name": "Cy Tarn", "ties": [{"to": 1, "is": "sibling"}]},
    ]
    path = tmp_path / "small.csv"
    path.write_text(json.dumps({"ref": "A1", "recorded": "2025-02-01 10:00", "people": people}))
    mapping = small(format="jsonl").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    mapping["records"][0] |= {
        "parties": [{"rows": "people", "ref": "n", "roles": ["role"], "name": "name"}],
        "relations": [{"rows": "people.ties", "a": "outer.n", "b": "to", "kind": "is"}],
    }
    taken, _, _ = everything(Mapping.model_validate(mapping), path, tmp_path)
    ties = [(tie.a, tie.b, tie.kind) for tie in taken[0].record.relations]
    assert ties == [("2", "1", "neighbour"), ("3", "1", "sibling")]
    assert _said(taken) == []
