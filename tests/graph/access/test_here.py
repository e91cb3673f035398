"""Who asks is who runs the process: the system says so, and not the environment."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.here import account, viewer_here, worker_here
from graph.access.roles import OWNER
from graph.errors import AccessError, InputError
from graph.settings import Settings

NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER")
HERE = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture(autouse=True)
def _disguised(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "mallory")


def test_a_viewer_is_the_account_whatever_the_environment_says(tmp_path: Path) -> None:
    viewer = viewer_here(Settings(tmp_path), "a test")
    assert (viewer.who, viewer.role, viewer.clearance) == (HERE, OWNER, 0)


def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_242_424)
    assert account() == "uid 4242424"


def test_a_name_stands_before_the_account_and_never_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert viewer_here(Settings(tmp_path), "a test", name="ana").who == f"ana ({HERE})"
    monkeypatch.setenv("THROUGHLINE_SERVICE_ACCOUNT", " nightly ")
    monkeypatch.delenv("NEO4J_URI", raising=False)
    settings = Settings.load(tmp_path)
    assert viewer_here(settings, "a test").who == f"nightly ({HERE})"
    assert viewer_here(settings, "a test", name="ana").who == f"ana ({HERE})"
    monkeypatch.setenv("NEO4J_URI", "bolt://graph.example")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    assert Settings.load(tmp_path).service_account == "nightly"


def test_a_clearance_is_one_that_there_is(tmp_path: Path) -> None:
    assert viewer_here(Settings(tmp_path), "a test", 3).clearance == 3
    with pytest.raises(InputError, match="0 to 3"):
        viewer_here(Settings(tmp_path), "a test", 4)


def test_where_there_are_accounts_the_account_decides(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    accounts = Accounts(settings.accounts)
    accounts.add(Account("chief", "administrator", 0, system=HERE))
    accounts.change("chief", "administrator", 1)
    assert viewer_here(settings, "a test").clearance == 1
    accounts.add(Account("bo", "administrator", 0, system="bo"))
    accounts.change("chief", "analyst", 2)
    viewer = viewer_here(settings, "a test", name="the boss")
    assert (viewer.who, viewer.role) == (f"chief (the boss ({HERE}))", "analyst")
    assert viewer.clearance == 2
    assert viewer_here(settings, "a test", 0).clearance == 0
    with pytest.raises(AccessError, match="cleared to SECRET"):
        viewer_here(settings, "a test", 3)
    assert viewer.compartments == frozenset()
    accounts.grant("chief", "op elm")
    assert viewer_here(settings, "a test", 0).compartments == {"OP ELM"}
    worker = worker_here(settings, "a test")
    assert (worker.role, worker.clearance) == ("analyst", 3)
    accounts.disable("chief")
    with pytest.raises(AccessError, match="may not use this data folder"):
        viewer_here(settings, "a test")
    refused = [entry.body for entry in Audit(settings.audit).entries() if entry.action == "refusal"]
    assert refused == [{"asked": "clearance 3"}, {"asked": "no account"}]
