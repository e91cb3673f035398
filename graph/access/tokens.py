"""Tokens: how another system comes in. One an account, kept as SHA-256, shown once.

A token ends when a new one is made and when its account is disabled or reset. What its account may
do and see is asked at every use.
"""

from __future__ import annotations

import secrets

from graph.access.accounts import Account, Accounts, sha
from graph.access.roles import ROLES, may
from graph.errors import InputError


class Tokens:
    """The tokens of the accounts of one data folder."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def make(self, name: str) -> str:
        """A new token of an account; the one before ends. InputError when it may have none."""
        account = self._accounts.named(name)
        if account.disabled or not may(account.role, "api"):
            roles = " or ".join(role for role in ROLES if may(role, "api"))
            raise InputError(
                f"{account.name} is {'disabled' if account.disabled else account.role}: a token is"
                f" for an account with the role {roles}; add one with `throughline users add`"
            )
        token = secrets.token_urlsafe(32)
        with self._accounts.writing() as db:
            db.execute("INSERT OR REPLACE INTO token VALUES (?,?)", (account.name, sha(token)))
        return token

    def account(self, token: str) -> Account | None:
        """The account whose token it is; None when it ended or never was."""
        with self._accounts.reading() as db:
            row = db.execute("SELECT name FROM token WHERE token = ?", (sha(token),)).fetchone()
        account = self._accounts.find(row[0]) if row else None
        return account if account and not account.disabled else None
