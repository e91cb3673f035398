"""Who holds an account: the names they bear and their force, by which unusual looks are found.

An account may be called anything; what its holder is called in records is declared beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.access.accounts import Accounts
from graph.errors import InputError

_TABLE = """
CREATE TABLE IF NOT EXISTS holder (
  account TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (account, kind, value)) STRICT
"""
_FULL_NAME, _FORCE = "name", "force"
LONGEST, MOST = 100, 10
"""Characters of a name or force, and how many names somebody may declare."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What an account's holder is called, beside the account's own name, and their force."""

    account: str
    names: tuple[str, ...] = ()
    force: str | None = None


class Holders:
    """The holders of the accounts of one data folder."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        with accounts.reading() as db:
            db.execute(_TABLE)

    def declare(self, name: str, names: Sequence[str] = (), force: str | None = None) -> Holder:
        """Say anew who holds an account. InputError for no such account, and for no such names."""
        account = self._accounts.named(name).name
        said = [*((_FULL_NAME, each) for each in names), *([(_FORCE, force)] if force else [])]
        if len(names) > MOST or not all(map(_is_name, (value for _, value in said))):
            raise InputError(
                f"up to {MOST} names, and a force, of up to {LONGEST} printable characters: shorten"
            )
        with self._accounts.writing() as db:
            db.execute("DELETE FROM holder WHERE account = ?", (account,))
            db.executemany(
                "INSERT OR IGNORE INTO holder VALUES (?,?,?)",
                [(account, kind, value.strip()) for kind, value in said],
            )
        return self.listed()[account]

    def listed(self) -> Mapping[str, Holder]:
        """The holder of every account, by the account's name."""
        with self._accounts.reading() as db:
            rows = db.execute("SELECT account, kind, value FROM holder ORDER BY value").fetchall()
        holders = {}
        for account in self._accounts.listed():
            mine = [(kind, value) for owner, kind, value in rows if owner == account.name]
            names = tuple(value for kind, value in mine if kind == _FULL_NAME)
            force = next((value for kind, value in mine if kind == _FORCE), None)
            holders[account.name] = Holder(account.name, names, force)
        return holders


def _is_name(value: str) -> bool:
    return bool(value.strip()) and len(value) <= LONGEST and value.isprintable()
