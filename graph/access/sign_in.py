"""Sessions: who has come in, since when, and the task that they are at.

A session ends after half an hour without a request, after ten hours, when its account changes, and
when somebody signs out. Without accounts, whoever owns the data folder comes in by a one-time link
that the server prints at the terminal.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from graph.access.accounts import Account, Accounts, sha, text_of
from graph.access.roles import OWNER
from graph.errors import AccessError, InputError

IDLE = dt.timedelta(minutes=30)
"""How long a session lasts without a request."""
ABSOLUTE = dt.timedelta(hours=10)
"""How long a session lasts at most: a shift."""
ONCE = dt.timedelta(minutes=10)
"""How long a one-time link opens."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is open: whose, and the task that they said they are at."""

    account: Account
    purpose: str
    reference: str


class Sessions:
    """The sessions of the accounts of one data folder."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def begin(self, account: Account) -> str:
        """Begin a session for somebody who has shown who they are: its token."""
        token, now = secrets.token_urlsafe(32), text_of(self._accounts.now())
        with self._accounts.writing() as db:
            db.execute(
                "DELETE FROM session WHERE begun < ?", (text_of(self._accounts.now() - ABSOLUTE),)
            )
            db.execute(
                "INSERT INTO session (token, name, role, begun, seen) VALUES (?,?,?,?,?)",
                (sha(token), account.name, account.role, now, now),
            )
        return token

    def link(self, account: Account) -> str:
        """The token of a link that lets somebody in once, within ten minutes."""
        token = secrets.token_urlsafe(32)
        with self._accounts.writing() as db:
            db.execute("DELETE FROM link WHERE until < ?", (text_of(self._accounts.now()),))
            db.execute(
                "INSERT INTO link VALUES (?,?,?,?)",
                (sha(token), account.name, account.role, text_of(self._accounts.now() + ONCE)),
            )
        return token

    def use_link(self, token: str) -> str:
        """The token of a new session. AccessError for a link that was used, is old or is none."""
        with self._accounts.writing() as db:
            row = db.execute(
                "DELETE FROM link WHERE token = ? RETURNING name, role, until", (sha(token),)
            ).fetchone()
        account = self._of_session(row[0], row[1]) if row else None
        if account is None or row[2] < text_of(self._accounts.now()):
            raise AccessError("This link was used or is too old; ask for a new one.")
        return self.begin(account)

    def signed_in(self, token: str) -> SignedIn | None:
        """The open session of a token; None when it ended, or was never begun."""
        now = self._accounts.now()
        with self._accounts.reading() as db:
            row = db.execute(
                "SELECT name, role, begun, seen, purpose, reference FROM session WHERE token = ?",
                (sha(token),),
            ).fetchone()
        if row is None:
            return None
        name, role, begun, seen, purpose, reference = row
        ended = begun < text_of(now - ABSOLUTE) or seen < text_of(now - IDLE)
        account = None if ended else self._of_session(name, role)
        if account is None:
            self.sign_out(token)
            return None
        if seen < text_of(now - dt.timedelta(minutes=1)):  # not a write for each request
            with self._accounts.writing() as db:
                db.execute(
                    "UPDATE session SET seen = ? WHERE token = ?", (text_of(now), sha(token))
                )
        return SignedIn(account, purpose, reference)

    def _of_session(self, name: str, role: str) -> Account | None:
        """Whose session it is, if they may still come in."""
        if role == OWNER:
            return None if self._accounts.exist() else Account(name, OWNER, 3, system=name)
        account = self._accounts.find(name)
        return account if account and not account.disabled and account.role == role else None

    def at_work(self, token: str, purpose: str, reference: str) -> None:
        """Note the task that somebody begins. InputError when they say none."""
        if not purpose.strip():
            raise InputError("say what you look for: choose a purpose")
        with self._accounts.writing() as db:
            db.execute(
                "UPDATE session SET purpose = ?, reference = ? WHERE token = ?",
                (purpose.strip()[:200], reference.strip()[:200], sha(token)),
            )

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._accounts.writing() as db:
            db.execute("DELETE FROM session WHERE token = ?", (sha(token),))

    def sign_out_everywhere(self, name: str) -> int:
        """End every session of somebody: how many there were."""
        with self._accounts.writing() as db:
            return db.execute("DELETE FROM session WHERE name = ?", (name,)).rowcount
