"""The settings come from the environment, and a wrong one is refused with its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.access.audit import Audit
from graph.errors import InputError
from graph.lock import writing
from graph.settings import Settings, machine_memory, work_memory


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URI", "USER", "PASSWORD", "DATABASE"):
        monkeypatch.delenv(f"NEO4J_{name}", raising=False)


def test_without_a_server_the_embedded_engine_is_used(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)
    assert settings.embedded
    assert settings.data == tmp_path


def test_without_a_folder_it_is_the_platform_s() -> None:
    assert Settings.load().data.name == "throughline"
    assert Settings.load().data.is_absolute()


def test_a_server_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "neo4j+s://graph.example:7687")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    settings = Settings.load()
    assert not settings.embedded
    assert (settings.neo4j_user, settings.neo4j_database) == ("neo4j", None)


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("http://graph.example:7474", "not a Bolt address"),
        ("graph.example", "not a Bolt address"),
        ("bolt://neo4j:secret@graph.example", "NEO4J_PASSWORD"),
    ],
)
def test_a_wrong_address_is_refused(monkeypatch: pytest.MonkeyPatch, uri: str, told: str) -> None:
    monkeypatch.setenv("NEO4J_URI", uri)
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    with pytest.raises(InputError, match=told) as refusal:
        Settings.load()
    assert "secret" not in str(refusal.value)


def test_a_server_without_a_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1")
    with pytest.raises(InputError, match="NEO4J_PASSWORD is not"):
        Settings.load()


def test_a_new_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    with writing(tmp_path / "a"):
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    Audit(tmp_path / "b" / "audit.sqlite")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("given", "megabytes"), [("600MB", 600), ("4 GB", 4096), ("2gib", 2048), ("500 MB", 500)]
)
def test_memory_is_what_one_says(
    given: str, megabytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_MEMORY", given)
    assert work_memory() == megabytes << 20


@pytest.mark.parametrize("given", ["all", "499MB", "-4 GB", "4", "4 TB"])
def test_memory_that_is_no_size_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_MEMORY", given)
    with pytest.raises(InputError, match="THROUGHLINE_MEMORY"):
        work_memory()


@pytest.mark.parametrize(("limit", "share"), [("1073741824", 1 << 29), ("max", None)])
def test_memory_is_else_half_of_what_may_be_taken(
    limit: str, share: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "memory.max").write_text(limit)
    monkeypatch.setattr("graph.settings.CONTAINER", tmp_path / "memory.max")
    monkeypatch.delenv("THROUGHLINE_MEMORY", raising=False)
    assert work_memory() == (share or machine_memory() // 2)
    assert machine_memory() > 1 << 29
