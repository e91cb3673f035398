"""A data folder that is misspelt is not made by whoever only reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.errors import InputError
from throughline import app


@pytest.mark.parametrize(
    "words", [["ask", "repeat_suspects"], ["flags"], ["serve"], ["rebuild"], ["users", "list"]]
)
def test_a_folder_that_is_not_there_is_refused_with_the_mend(
    tmp_path: Path, words: list[str]
) -> None:
    missing = tmp_path / "misspelt"
    result = CliRunner().invoke(app, [*words, "--data", str(missing)])
    assert isinstance(result.exception, InputError)
    assert "see how it is spelt" in str(result.exception)
    assert not missing.exists()


def test_a_command_that_writes_makes_the_folder_and_says_so(tmp_path: Path) -> None:
    new = tmp_path / "new"
    result = CliRunner().invoke(app, ["night", "--dry-run", "--data", str(new)])
    assert "is not there yet: the first write makes it" in result.stderr
    again = CliRunner().invoke(app, ["generate", "--incidents", "1", "--data", str(tmp_path)])
    assert "is not there yet" not in again.stderr
