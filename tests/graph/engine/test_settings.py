"""The settings come from the environment, and a wrong one is refused with its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.access.audit import Audit
from graph.errors import InputError
from graph.lock import writing
from graph.settings import Settings


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
