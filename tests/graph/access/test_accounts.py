"""Who may come in: accounts, passwords, sessions and one-time links."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from graph.access.accounts import TRIES, Account, Accounts
from graph.access.roles import OWNER
from graph.access.sign_in import ABSOLUTE, IDLE, ONCE, Sessions
from graph.errors import AccessError, InputError

CHIEF = Account("chief", "administrator", 0, system="root")
ANA = Account("ana", "analyst", 1)
PASSWORD = "twelve or more characters"


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def on(self, by: dt.timedelta) -> None:
        self.now += by


@pytest.fixture(autouse=True)
def _cheap_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("argon2.PasswordHasher", lambda: PasswordHasher(1, 8, 1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    accounts = Accounts(tmp_path / "accounts.sqlite", clock)
    accounts.add(CHIEF)
    accounts.add(ANA, PASSWORD)
    return accounts


def test_the_first_account_can_make_others(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.sqlite")
    assert not accounts.exist()
    for first in (ANA, Account("chief", "administrator", 0)):
        with pytest.raises(InputError, match="the first account"):
            accounts.add(first)
    assert not accounts.exist()
    accounts.add(CHIEF)
    assert accounts.listed() == [CHIEF]


@pytest.mark.parametrize(
    ("account", "password", "why"),
    [
        (Account("", "analyst", 0), PASSWORD, "needs a name"),
        (Account("a\nb", "analyst", 0), PASSWORD, "needs a name"),
        (Account("bo", OWNER, 0), PASSWORD, "no role"),
        (Account("bo", "king", 0), PASSWORD, "no role"),
        (Account("bo", "analyst", 4), PASSWORD, "a clearance is"),
        (Account("bo", "analyst", 0), "short", "a password has"),
        (Account("ANA", "analyst", 0), PASSWORD, "already"),
        (Account("bo", "analyst", 0, system="root"), None, "already"),
    ],
)
def test_what_can_be_no_account_is_refused(
    accounts: Accounts, account: Account, password: str | None, why: str
) -> None:
    with pytest.raises(InputError, match=why):
        accounts.add(account, password)
    assert len(accounts.listed()) == 2


def test_nothing_in_the_files_lets_anybody_in(accounts: Accounts, tmp_path: Path) -> None:
    sessions = Sessions(accounts)
    token, link = sessions.begin(ANA), sessions.link(ANA)
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"argon2id" in held
    for secret in (PASSWORD, token, link):
        assert secret.encode() not in held
    assert (tmp_path / "accounts.sqlite").stat().st_mode & 0o077 == 0


def test_name_and_password_open_one_account(accounts: Accounts) -> None:
    assert accounts.verified("Ana", PASSWORD) == ANA
    wrong = [("ana", "no"), ("nobody", PASSWORD), ("chief", PASSWORD), ("chief", "")]
    sentences = set()
    for name, password in wrong:
        with pytest.raises(AccessError) as refused:
            accounts.verified(name, password)
        sentences.add(str(refused.value))
    assert len(sentences) == 1  # nothing tells which of them was wrong
    assert not accounts._fits(accounts._nobody, "")


def test_wrong_passwords_lock_an_account_for_a_while(accounts: Accounts, clock: Clock) -> None:
    for _ in range(TRIES):
        with pytest.raises(AccessError):
            accounts.verified("ana", "a wrong password")
    with pytest.raises(AccessError):
        accounts.verified("ana", PASSWORD)
    clock.on(dt.timedelta(minutes=16))
    assert accounts.verified("ana", PASSWORD) == ANA
    for _ in range(TRIES - 1):  # the count began anew
        with pytest.raises(AccessError):
            accounts.verified("ana", "a wrong password")
    assert accounts.verified("ana", PASSWORD) == ANA


def test_a_session_ends_when_idle_and_at_the_end_of_a_shift(
    accounts: Accounts, clock: Clock
) -> None:
    sessions = Sessions(accounts)
    idle = sessions.begin(ANA)
    clock.on(IDLE - dt.timedelta(seconds=1))
    assert sessions.signed_in(idle) is not None
    clock.on(IDLE + dt.timedelta(seconds=1))
    assert sessions.signed_in(idle) is None
    busy = sessions.begin(ANA)
    for _ in range(ABSOLUTE // dt.timedelta(minutes=20)):
        assert sessions.signed_in(busy) is not None
        clock.on(dt.timedelta(minutes=20))
    clock.on(dt.timedelta(seconds=1))
    assert sessions.signed_in(busy) is None


def test_a_session_ends_with_what_its_account_was(accounts: Accounts) -> None:
    sessions = Sessions(accounts)
    ends = (
        lambda token: sessions.sign_out(token),
        lambda _: sessions.sign_out_everywhere("ana"),
        lambda _: accounts.change("ana", "auditor"),
        lambda _: accounts.change("ana", "analyst", 3),
        lambda _: accounts.reset("ana", PASSWORD),
        lambda _: accounts.disable("ana"),
    )
    for end in ends:
        token = sessions.begin(accounts.named("ana"))
        assert sessions.signed_in(token) is not None
        end(token)
        assert sessions.signed_in(token) is None
    with pytest.raises(AccessError):
        accounts.verified("ana", PASSWORD)  # disabled
    accounts.reset("ana", PASSWORD)
    assert accounts.verified("ana", PASSWORD).role == "analyst"


def test_nobody_comes_in_by_a_token_that_is_none(accounts: Accounts) -> None:
    sessions = Sessions(accounts)
    for token in ("", "x", "'; --", "\N{SNOWMAN}" * 10_000):
        assert sessions.signed_in(token) is None


def test_a_link_opens_once_and_not_for_long(accounts: Accounts, clock: Clock) -> None:
    sessions = Sessions(accounts)
    link = sessions.link(ANA)
    assert sessions.signed_in(sessions.use_link(link)) is not None
    old = sessions.link(ANA)
    clock.on(ONCE + dt.timedelta(seconds=1))
    for gone in (link, old, "x"):
        with pytest.raises(AccessError):
            sessions.use_link(gone)


def test_the_owner_of_a_folder_goes_when_accounts_come(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.sqlite")
    sessions = Sessions(accounts)
    owner = Account("root", OWNER, 3, system="root")
    token, link = sessions.use_link(sessions.link(owner)), sessions.link(owner)
    signed = sessions.signed_in(token)
    assert signed is not None
    assert signed.account == owner
    accounts.add(CHIEF)
    assert sessions.signed_in(token) is None
    with pytest.raises(AccessError):
        sessions.use_link(link)


def test_a_task_is_said_and_kept(accounts: Accounts) -> None:
    sessions = Sessions(accounts)
    token = sessions.begin(ANA)
    with pytest.raises(InputError):
        sessions.at_work(token, " ", "")
    sessions.at_work(token, "Review of a flag", "A/1")
    signed = sessions.signed_in(token)
    assert signed is not None
    assert (signed.purpose, signed.reference) == ("Review of a flag", "A/1")


def test_there_is_always_an_administrator(accounts: Accounts) -> None:
    for ends in (
        lambda: accounts.disable("chief"),
        lambda: accounts.change("chief", "analyst"),
    ):
        with pytest.raises(InputError, match="last administrator"):
            ends()
    # By a password alone nobody comes to the command line, where accounts are kept.
    accounts.add(Account("cy", "administrator", 0), PASSWORD)
    with pytest.raises(InputError, match="last administrator"):
        accounts.disable("chief")
    accounts.disable("cy")
    accounts.add(Account("bo", "administrator", 0, system="bo"))
    accounts.change("chief", "analyst")
    with pytest.raises(InputError, match="last administrator"):
        accounts.disable("bo")


def test_an_account_is_found_by_machine_and_by_provider(accounts: Accounts) -> None:
    accounts.add(Account("bo", "analyst", 0, subject="sub-1"))
    assert accounts.of_system("root") == CHIEF
    assert accounts.of_system("ana") is None
    assert accounts.of_subject("sub-1") == accounts.named("bo")
    accounts.disable("bo")
    assert accounts.of_subject("sub-1") is None
