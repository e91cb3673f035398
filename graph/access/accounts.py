"""Accounts: who may come in, in which role, cleared to what, in which compartments.

One SQLite file in the data folder. Passwords are kept as argon2id digests, tokens (sign_in.py,
tokens.py) as SHA-256: what is in the file lets nobody in. A folder without accounts belongs to
whoever runs the command (graph/access/here.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from graph.access.roles import GIVEN, OWNER
from graph.errors import AccessError, BusyError, InputError
from graph.model.compartments import named_compartment
from graph.private import private_folder

TRIES, LOCKED = 5, dt.timedelta(minutes=15)
"""So many wrong passwords in a row lock an account for so long."""
SHORTEST = 12
"""Characters of a password (NCSC: length before rules on characters)."""
LONGEST = 1_024
TABLES = """
CREATE TABLE IF NOT EXISTS account (
  name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, clearance INTEGER NOT NULL,
  password TEXT, system TEXT UNIQUE, subject TEXT UNIQUE, disabled INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0, locked TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS session (
  token TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, role TEXT NOT NULL,
  begun TEXT NOT NULL, seen TEXT NOT NULL,
  purpose TEXT NOT NULL DEFAULT '', reference TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS token (name TEXT PRIMARY KEY COLLATE NOCASE, token TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS link (
  token TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, until TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS compartment (
  account TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL, PRIMARY KEY (account, name)) STRICT;
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
_COLUMNS = "name, role, clearance, system, subject, disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in. `system` is their account of the operating system, `subject`
    what an identity provider calls them; `clearance` is 0 to 3. What belongs to a compartment is
    seen by those alone who are in it."""

    name: str
    role: str
    clearance: int
    system: str | None = None
    subject: str | None = None
    disabled: bool = False
    compartments: frozenset[str] = frozenset()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Accounts:
    """The accounts of one data folder; safe for several processes and threads at once."""

    def __init__(self, path: Path, now: Callable[[], dt.datetime] = _now) -> None:
        private_folder(path.parent)
        path.touch(mode=0o600, exist_ok=True)
        self.now = now
        self._lock = threading.RLock()
        from argon2 import PasswordHasher  # dear to load, and most commands need no account

        self._hasher = PasswordHasher()
        # The digest of no password: verified for names that nobody has, so that they take as long.
        cost = self._hasher
        self._nobody = (
            f"$argon2id$v=19$m={cost.memory_cost},t={cost.time_cost},p={cost.parallelism}"
            "$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43
        )
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        weakref.finalize(self, self._db.close)
        with self.reading() as db:
            for statement in filter(str.strip, TABLES.split(";")):
                db.execute(statement)

    def exist(self) -> bool:
        """Whether there is any account, so that nobody comes in without one."""
        with self.reading() as db:
            return db.execute("SELECT 1 FROM account LIMIT 1").fetchone() is not None

    def listed(self) -> list[Account]:
        """Every account, by name."""
        with self.reading() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM account ORDER BY name").fetchall()
            return [_account(db, row) for row in rows]

    def named(self, name: str) -> Account:
        """The account of that name. InputError when there is none."""
        return self.find(name) or _nobody(name)

    def find(self, name: str) -> Account | None:
        """The account of that name, disabled or not."""
        return self._one("name", name)

    def of_system(self, system: str) -> Account | None:
        """The account that somebody of the operating system has, unless it is disabled."""
        account = self._one("system", system)
        return account if account and not account.disabled else None

    def of_subject(self, subject: str) -> Account | None:
        """The account that an identity provider's subject has, unless it is disabled."""
        account = self._one("subject", subject)
        return account if account and not account.disabled else None

    def add(self, account: Account, password: str | None = None) -> None:
        """Add an account. InputError when the name, role, clearance or password cannot be.

        The first one is an administrator who has an account of this machine: whoever added it can
        go on.
        """
        _check(account)
        digest = self._digest(password) if password is not None else None
        with self.writing() as db:
            if not db.execute("SELECT 1 FROM account LIMIT 1").fetchone() and not (
                account.role == "administrator" and account.system
            ):
                raise InputError(
                    "the first account must be an administrator with an account of this machine:"
                    " give --role administrator and --system-account"
                )
            try:
                db.execute(
                    "INSERT INTO account (name, role, clearance, system, subject, password)"
                    " VALUES (?,?,?,?,?,?)",
                    (account.name, account.role, account.clearance, account.system,
                     account.subject, digest),
                )  # fmt: skip
                db.executemany(
                    "INSERT INTO compartment VALUES (?,?)",
                    [(account.name, _compartment(name)) for name in account.compartments],
                )
            except sqlite3.IntegrityError:
                raise InputError(
                    "there is an account of that name, system account or subject already:"
                    " choose another, or change that one"
                ) from None
            # Those who came in when the folder had no accounts come in by one now.
            db.execute("DELETE FROM session WHERE role = ?", (OWNER,))
            db.execute("DELETE FROM link WHERE role = ?", (OWNER,))

    def change(self, name: str, role: str, clearance: int | None = None) -> Account:
        """Give an account another role, and another clearance; its sessions end."""
        before = self.named(name)
        level = before.clearance if clearance is None else clearance
        after = replace(before, role=role, clearance=level)
        _check(after)
        with self.writing() as db:
            self._keep_an_administrator(db, before, after)
            db.execute(
                "UPDATE account SET role = ?, clearance = ? WHERE name = ?",
                (role, level, before.name),
            )
            db.execute("DELETE FROM session WHERE name = ?", (before.name,))
        return after

    def grant(self, name: str, compartment: str) -> Account:
        """Let an account see what belongs to a compartment; its sessions end."""
        named = _compartment(compartment)
        return self._compartments(
            "INSERT OR IGNORE INTO compartment VALUES (?,?)", self.named(name), named
        )

    def revoke(self, name: str, compartment: str) -> Account:
        """Let an account see nothing of a compartment any more; its sessions end at once."""
        before, named = self.named(name), _compartment(compartment)
        if named not in before.compartments:
            raise InputError(
                f"{before.name} is not in {named}: `throughline users list` says who is"
            )
        return self._compartments(
            "DELETE FROM compartment WHERE account = ? AND name = ?", before, named
        )

    def _compartments(self, statement: str, account: Account, compartment: str) -> Account:
        with self.writing() as db:
            db.execute(statement, (account.name, compartment))
            db.execute("DELETE FROM session WHERE name = ?", (account.name,))
        return self.named(account.name)

    def disable(self, name: str) -> None:
        """Let nobody in by this account any more; its sessions and token end."""
        before = self.named(name)
        gone = replace(before, disabled=True)
        with self.writing() as db:
            self._keep_an_administrator(db, before, gone)
            db.execute("UPDATE account SET disabled = 1 WHERE name = ?", (before.name,))
            _end(db, before.name)

    def reset(self, name: str, password: str) -> None:
        """Give an account a new password, unlock and enable it; its sessions and token end."""
        account, digest = self.named(name), self._digest(password)
        with self.writing() as db:
            db.execute(
                "UPDATE account SET password = ?, failures = 0, locked = '', disabled = 0"
                " WHERE name = ?",
                (digest, account.name),
            )
            _end(db, account.name)

    @staticmethod
    def _keep_an_administrator(db: sqlite3.Connection, before: Account, after: Account) -> None:
        others = db.execute(
            "SELECT 1 FROM account WHERE role = 'administrator' AND NOT disabled AND name <> ?"
            " AND system IS NOT NULL",  # `users` knows people by their account of this machine
            (before.name,),
        ).fetchone()
        stays = after.role == "administrator" and not after.disabled
        if before.role == "administrator" and not (others or stays):
            raise InputError(
                "this is the last administrator with an account of this machine: add another first"
            )

    def verified(self, name: str, password: str) -> Account:
        """The account that name and password open.

        AccessError, in the same words for whatever was wrong: an unknown name takes as long as a
        wrong password, and a locked account is not told apart.
        """
        with self.reading() as db:
            row = db.execute(
                "SELECT password, disabled, locked FROM account WHERE name = ?", (name,)
            ).fetchone()
        digest, disabled, locked = row or (None, 1, "")
        right = self._fits(digest, password)
        if right and not disabled and locked <= text_of(self.now()):
            with self.writing() as db:
                db.execute("UPDATE account SET failures = 0, locked = '' WHERE name = ?", (name,))
            return self.named(name)
        self._note_failure(name)
        raise AccessError(
            "That name and password do not let anybody in; after five wrong passwords an account"
            " waits a quarter of an hour."
        )

    def _fits(self, digest: str | None, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._hasher.verify(digest or self._nobody, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False

    def _note_failure(self, name: str) -> None:
        until = text_of(self.now() + LOCKED)
        with self.writing() as db:
            db.execute(
                "UPDATE account SET locked = CASE WHEN failures + 1 >= ? THEN ? ELSE locked END,"
                " failures = CASE WHEN failures + 1 >= ? THEN 0 ELSE failures + 1 END"
                " WHERE name = ?",
                (TRIES, until, TRIES, name),
            )

    def secret(self, name: str) -> str:
        """A secret of this installation, made once: with what the dashboard signs its cookies."""
        with self.writing() as db:
            db.execute("INSERT OR IGNORE INTO secret VALUES (?,?)", (name, secrets.token_hex(32)))
            (value,) = db.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
        return str(value)

    def _one(self, column: str, value: str) -> Account | None:
        with self.reading() as db:
            row = db.execute(
                f"SELECT {_COLUMNS} FROM account WHERE {column} = ?", (value,)
            ).fetchone()
            return _account(db, row) if row else None

    def _digest(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise InputError(f"a password has {SHORTEST} to {LONGEST:,} characters: give another")
        return self._hasher.hash(password)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file, for one thread at a time. BusyError when it does not answer."""
        with self._lock:
            try:
                yield self._db
            except sqlite3.OperationalError as error:
                raise BusyError(
                    "The accounts cannot be read or written; end the other command or free the"
                    " disk, then try again."
                ) from error
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file within a transaction. BusyError when it does not answer."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")


def text_of(instant: dt.datetime) -> str:
    """An instant as the file keeps it: UTC, to the second, so that texts sort as instants do."""
    return instant.astimezone(dt.UTC).isoformat(timespec="seconds")


def sha(token: str) -> str:
    """What the file keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _account(
    db: sqlite3.Connection, row: tuple[str, str, int, str | None, str | None, int]
) -> Account:
    found = db.execute("SELECT name FROM compartment WHERE account = ?", (row[0],)).fetchall()
    return Account(*row[:5], disabled=bool(row[5]), compartments=frozenset(n for (n,) in found))


def _end(db: sqlite3.Connection, name: str) -> None:
    db.execute("DELETE FROM session WHERE name = ?", (name,))
    db.execute("DELETE FROM token WHERE name = ?", (name,))


def _nobody(name: str) -> Account:
    raise InputError(f"there is no account {name!r}: `throughline users list` has them")


def _check(account: Account) -> None:
    if not account.name.strip() or len(account.name) > 100 or not account.name.isprintable():
        raise InputError("an account needs a name of up to 100 printable characters")
    if account.role not in GIVEN:
        raise InputError(f"there is no role {account.role!r}: give one of {', '.join(GIVEN)}")
    if account.clearance not in range(4):
        raise InputError("a clearance is a whole number from 0 to 3: give one of those")


def _compartment(written: str) -> str:
    try:
        return named_compartment(written)
    except ValueError as wrong:
        raise InputError(f"{written!r} {wrong}") from None
