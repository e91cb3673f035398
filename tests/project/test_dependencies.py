"""The lock file holds what pyproject.toml asks for, by hash, and NOTICE names all of it."""

from __future__ import annotations

import re
import tomllib

import install
import notice
import pytest
import readme
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = (readme.ROOT / "constraints.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((readme.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAMES = [*PROJECT["project"]["optional-dependencies"], *PROJECT["dependency-groups"]]


@pytest.mark.parametrize("written", install.wanted(NAMES))
def test_what_the_project_asks_for_is_locked_in_a_version_that_fits(written: str) -> None:
    asked = Requirement(written)
    locked = dict(notice.locked(LOCK))
    assert asked.specifier.contains(locked[canonicalize_name(asked.name)]), "make lock"


def test_each_locked_package_has_hashes_and_no_address() -> None:
    entries = re.split(r"\n(?=\S)", LOCK[LOCK.index("==") :])
    named = [entry for entry in entries if not entry.startswith("#")]
    assert len(named) == len(dict(notice.locked(LOCK)))
    assert [entry for entry in named if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def test_the_notice_names_each_locked_package_and_no_other() -> None:
    text = (readme.ROOT / "NOTICE").read_text(encoding="utf-8")
    named = re.findall(r"^(\S+) (\S+): \S", text, re.MULTILINE)
    assert named == list(notice.locked(LOCK)), "make notice"


def test_a_licence_comes_from_the_packages_own_metadata() -> None:
    assert notice.licence("splink") == "MIT"
    with pytest.raises(SystemExit, match="make notice"):
        notice.licence("no-such-package-here")


def test_an_unknown_extra_is_said_so_with_those_that_exist() -> None:
    with pytest.raises(SystemExit, match="notebook, spark, dev"):
        install.wanted(["sparks"])


def test_every_way_to_install_takes_the_lock_file() -> None:
    for file in ("Makefile", "Dockerfile", ".ci/run"):
        text = (readme.ROOT / file).read_text(encoding="utf-8")
        assert "deps/install.py" in text
        assert "pip install" not in text
    assert install.locked_pip().startswith("pip==")
    assert "--hash=sha256:" in install.locked_pip()
