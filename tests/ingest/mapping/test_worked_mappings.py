"""The worked mappings of docs/mapping.md are run, and say what the page says that they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from deliveries import everything
from typer.testing import CliRunner

from graph.model.record import Record
from ingest.commands.check_feed import check_feed
from ingest.mapping import words
from ingest.mapping.mapping import load_mapping

PAGE = (Path(__file__).parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")
CHAPTERS = dict(
    re.findall(
        r"^### ([^\n]+)\n(.*?)(?=^##)",
        PAGE.split("## Worked mappings")[1],
        re.DOTALL | re.MULTILINE,
    )
)

app = typer.Typer()
app.command("check-feed")(check_feed)


def laid_out(chapter: str, folder: Path) -> str:
    """Writes the files and the mapping of a chapter; gives the mapping's name."""
    for name, text in re.findall(
        r"^`([^`\n]+)`:\n\n```\w+\n(.*?)```", chapter, re.DOTALL | re.MULTILINE
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (toml,) = re.findall(r"```toml\n(.*?)```", chapter, re.DOTALL)
    name = re.search(r'name = "(\w+)"', toml)[1]  # type: ignore[index]
    (folder / f"{name}.toml").write_text(toml)
    return str(name)


@pytest.mark.parametrize("title", CHAPTERS)
def test_a_worked_mapping_does_what_the_page_says(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    laid_out(CHAPTERS[title], tmp_path)
    ((command, output),) = re.findall(
        r"```console\n\$ throughline ([^\n]+)\n(.*?)```", CHAPTERS[title], re.DOTALL
    )
    result = CliRunner().invoke(app, command.split()[1:])
    assert result.output == output


def records(title: str, folder: Path) -> dict[str, Record]:
    name = laid_out(CHAPTERS[title], folder)
    mapping = load_mapping(folder / f"{name}.toml")
    paths = [path for path in folder.iterdir() if re.match(rf"{name}_.*2025", path.name)]
    taken = [item for path in paths for item in everything(mapping, path, folder / "work")[0]]
    return {item.record.reference: item.record for item in taken}


def test_there_is_a_chapter_for_each_kind_of_system() -> None:
    assert len(CHAPTERS) == 4


def test_people_of_link_tables_have_their_dates_and_ties(tmp_path: Path) -> None:
    record = records("A nominal system with link tables", tmp_path)["I1"]
    suspect = record.parties[0]
    assert suspect.phones[0].start is not None
    assert str(suspect.phones[0].end) == "2025-05-31 23:00:00+00:00"
    assert [each.name and each.name.surname for each in record.parties] == ["Quill", "Fenn"]
    assert [each.kind for each in record.relations] == ["former partner"]


def test_calls_have_their_length_and_the_handset_its_card(tmp_path: Path) -> None:
    calls = list(records("Call records", tmp_path).values())
    lengths = [(c.during.end - c.during.start).seconds for r in calls for c in r.contacts]
    assert lengths == [131, 1, 17]
    assert [len(each.account_links) for each in calls] == [1, 0, 0]


def test_what_is_no_crime_is_said_and_keeps_its_class(tmp_path: Path) -> None:
    by = records("Offences kept as non-crimes", tmp_path)
    incidents = {name: record.incident for name, record in by.items()}
    assert {n: i and (i.crimed, i.cancelled) for n, i in incidents.items()} == {
        "N1": (True, False),
        "N2": (False, False),
        "N3": (False, False),
        "N4": (True, True),
    }
    second = incidents["N2"]
    assert second is not None
    assert second.occurred is not None
    assert (second.offence_classes, second.occurred.precision) == (("8Q",), "month")


def test_people_and_crimes_that_come_apart_meet_by_number(tmp_path: Path) -> None:
    by = records("Persons delivered apart from incidents", tmp_path)
    assert by["501"].parties[0].nominal == by["C1"].parties[0].nominal == "501"
    assert by["501"].parties[0].residences[0].address.latitude == pytest.approx(51.504, abs=1e-3)
    order = by["O7"].order
    assert order is not None
    assert order.arises_from == ("dale/C1",)


def test_the_list_of_words_is_the_one_of_the_code() -> None:
    mend = "write it anew: python -m ingest.mapping.words docs/mapping.md"
    assert words.put_in(PAGE) == PAGE, mend
    assert words.section().strip() in PAGE, mend
