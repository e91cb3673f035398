"""Files that are not what the mapping says: refused with the mend, or read and remarked on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from deliveries import COLUMNS, HEADER, everything, small

ROW = "A1,2025-03-01,2025-03-01,a note,Siobhán Núñez,,48213"


def outcome(tmp_path: Path, data: bytes, **table: object) -> tuple[list[Any], list[str]]:
    path = tmp_path / "small.csv"
    path.write_bytes(data)
    taken, refused, _ = everything(small(**table), path, tmp_path)
    return taken, [item.reason for item in refused]


@pytest.mark.parametrize(
    ("written", "said", "reason"),
    [
        ("mac-roman", "windows-1252", "has signs inside words, and so is not windows-1252"),
        ("cp850", "windows-1252", "has signs inside words, and so is not windows-1252"),
        ("utf-8", "windows-1252", "is UTF-8 text and not windows-1252"),
        ("windows-1252", "utf-8", "is not utf-8 text"),
        ("windows-1252", "iso-8859-1", ""),
        ("cp850", "cp850", ""),
        ("mac-roman", "mac-roman", ""),
    ],
)
def test_letters_of_another_code_page_are_not_read_as_signs(
    written: str, said: str, reason: str, tmp_path: Path
) -> None:
    text = f"{HEADER}\n{ROW.replace('Núñez', 'Renée Núñez')}\n"
    taken, refused = outcome(tmp_path, text.encode(written), encoding=said)
    if reason:
        assert [each.removeprefix("the row ") for each in refused] == [
            f"{reason}: say its `encoding`"
        ]
    else:
        assert taken[0].record.parties[0].name.written == "Siobhán Renée Núñez"


SIGNS = "paid £50 to José, 20° outside: “no”, he said – 2½ times"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
@pytest.mark.parametrize(
    ("note", "written", "said", "likelier"),
    [
        ("paid £50", "cp850", "windows-1252", "cp850"),
        ("paid £50", "cp437", "iso-8859-1", "cp850"),
        ("paid £50", "windows-1252", "cp850", "windows-1252"),
        ("José", "cp850", "windows-1252", "cp850"),
        ("José", "mac-roman", "windows-1252", "mac-roman"),
        ("Ángel", "cp850", "windows-1252", "cp850"),
        ("20° outside", "cp437", "windows-1252", "cp850"),
        ("she said “no”", "mac-roman", "windows-1252", "mac-roman"),
        ("2½ miles", "iso-8859-1", "iso-8859-15", "windows-1252"),
        (SIGNS, "windows-1252", "windows-1252", ""),
        (SIGNS, "mac-roman", "mac-roman", ""),
        ("£50, José, 20°, 2½", "cp850", "cp850", ""),
        ("£50, José, 20°, 2½", "cp437", "cp437", ""),
        ("the pub’s “À la carte”, 20m², Señor Ñandú", "windows-1252", "windows-1252", ""),
    ],
)
def test_signs_of_another_code_page_outside_words_are_remarked_on(
    note: str, written: str, said: str, likelier: str, kind: str, tmp_path: Path
) -> None:
    bare = {**dict(zip(COLUMNS, ROW.split(","), strict=True)), "name": "Ann Lee", "summary": note}
    rows = {
        "csv": f"{HEADER}\n" + ",".join(f'"{cell}"' for cell in bare.values()) + "\n",
        "jsonl": json.dumps(bare, ensure_ascii=False),
        "json": json.dumps([bare], ensure_ascii=False),
    }
    text = rows[kind].replace("½", "" if written == "mac-roman" else "½")
    (item,), _ = outcome(tmp_path, text.encode(written), encoding=said, format=kind)
    said_of_row = [each.reason for each in item.remarks if each.about == "row"]
    sentence = f"holds signs that stand where {likelier} has others: see its `encoding`"
    assert said_of_row == ([sentence] if likelier else [])


def test_letters_that_were_encoded_twice_are_remarked_on(tmp_path: Path) -> None:
    twice = ROW.encode().decode("windows-1252", "ignore")
    (item,), _ = outcome(tmp_path, f"{HEADER}\n{twice}\n".encode())
    assert [each.reason for each in item.remarks if each.field == "row"] == [
        "holds letters that were encoded twice, such as Ã¡ for á: export it again"
    ]
    (plain,), _ = outcome(tmp_path, f"{HEADER}\n{ROW.replace('Núñez', 'MÃE Âû')}\n".encode())
    assert not [each for each in plain.remarks if each.field == "row"]


def test_characters_that_nobody_sees_are_no_part_of_a_number_or_a_name(tmp_path: Path) -> None:
    row = ROW.replace("48213", "\u200b48213\ufeff").replace("Núñez", "Núñez\u200e")
    (item,), _ = outcome(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbf" + f"{HEADER}\n{row}\n".encode())
    party = item.record.parties[0]
    assert (party.nominal, party.name.written) == ("48213", "Siobhán Núñez")


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"PK\x03\x04rest", 'say format = "xlsx"'),
        (b"\xd0\xcf\x11\xe0rest\n\n\n", "save it again as .xlsx"),
        (b"%PDF-1.4\n1,2\n3", "is a PDF"),
        (b"\x1f\x8brest", "deliver it unpacked"),
        (b"\xff\xfe\x00\x00r\x00\x00\x00", "UTF-32"),
        (b"\xef\xbb\xbf <HTML><body>\n<p>\n", "page of the web"),
        (b'<?xml version="1.0"?>\n<a/>\n', 'say format = "xml"'),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_what_is_no_text_of_rows_is_one_refusal(
    head: bytes, reason: str, kind: str, tmp_path: Path
) -> None:
    taken, refused = outcome(tmp_path, head, format=kind)
    assert taken == []
    assert len(refused) == 1
    assert reason in refused[0]


def test_a_footer_is_no_row(tmp_path: Path) -> None:
    text = f"{HEADER}\n{ROW}\n2 rows selected.\nTotal: 1\nEnd of report\nA2\n"
    taken, refused = outcome(tmp_path, text.encode())
    assert len(taken) == 1
    assert refused[:3] == ["the row is a footer of the export"] * 3
    assert refused[3].startswith("recorded_at is missing")


OBJECT = dict(zip(COLUMNS, ROW.split(","), strict=True))


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        (json.dumps([OBJECT]), "jsonl", 'is a JSON array: say format = "json"'),
        (f"{json.dumps(OBJECT)}\n{json.dumps(OBJECT)}", "json", 'say format = "jsonl"'),
        (json.dumps({"a": {"rows": [OBJECT]}}), "json", 'rows: say path = "a.rows"'),
        (json.dumps(OBJECT), "json", "has no JSON array of rows"),
        (json.dumps(OBJECT) * 2, "jsonl", "where another object begins"),
    ],
)
def test_json_of_another_shape_is_refused_with_the_mend(
    text: str, kind: str, reason: str, tmp_path: Path
) -> None:
    taken, (refused,) = outcome(tmp_path, text.encode(), format=kind)
    assert taken == []
    assert refused.endswith(reason)


def test_json_text_sequences_and_marks_are_read(tmp_path: Path) -> None:
    line = json.dumps(OBJECT)
    taken, _ = outcome(tmp_path, f"\ufeff{line}\n\x1e{line}\r\n\n".encode(), format="jsonl")
    assert len(taken) == 2


@pytest.mark.parametrize(
    ("nominal", "read", "remark"),
    [
        (["48213"], "48213", ""),
        (["", "48213"], "48213", ""),
        (["48213", "9"], "48213", "holds several values, and only the first is read"),
        ({"a": "48213"}, "", "holds an object and is left blank: write the path in it"),
        (True, "", "holds true or false and is left blank"),
        ({"#": "48213", "@type": "x"}, "48213", ""),
        ({"@type": "x"}, "", ""),
        ([], "", ""),
    ],
)
def test_a_number_of_somebody_is_one_word(
    nominal: Any, read: str, remark: str, tmp_path: Path
) -> None:
    text = json.dumps({**OBJECT, "nominal": nominal})
    (item,), _ = outcome(tmp_path, text.encode(), format="jsonl")
    assert item.record.parties[0].nominal == read
    assert [each.reason for each in item.remarks] == ([remark] if remark else [])
