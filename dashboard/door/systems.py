"""How another system is let in: by its token and for a purpose, to the API and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, g, request

from dashboard.door.slowing import Slowing
from dashboard.problem import PURPOSE, REFERENCE, problem
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.roles import may
from graph.access.tokens import Tokens
from graph.access.viewer import Viewer, task

Purposes = Callable[[], Sequence[Mapping[str, Any]]]
BLUEPRINT = "api"
"""What of the app a token opens."""
MOST_REFERENCE = 200


class Systems:
    """The door for other systems. A cookie is not looked at."""

    def __init__(self, accounts: Accounts, audit: Audit, purposes: Purposes, slow: Slowing) -> None:
        self._tokens = Tokens(accounts)
        self._audit = audit
        self._purposes = purposes
        self._slow = slow

    def admit(self) -> Response | None:
        """Let the request in as its account's viewer, or answer with why not."""
        address = request.remote_addr or ""
        wait = self._slow.wait(address)
        if wait > 0:
            words = "Too much was wrong from this address: wait as long as Retry-After says."
            return problem(429, words, {"Retry-After": str(int(wait) + 1)})
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not token.strip():
            return _unknown("No token came with this")
        account = self._tokens.account(token.strip())
        if account is None:
            self._slow.failed(address)
            stranger = Viewer("an unknown name", "none", "signing in")
            self._audit.refuse(stranger, "sign-in", by="token")
            return _unknown("This token lets nobody in")
        return self._for(account)

    def _for(self, account: Account) -> Response | None:
        if not may(account.role, "api"):
            viewer = viewer_of(account, "no purpose looked at")
            self._audit.refuse(viewer, "api", path=request.path[:200])
            words = f"The role {account.role} may not read here: docs/roles.md has the table."
            return problem(403, words)
        if request.blueprint != BLUEPRINT and request.routing_exception is None:
            return problem(404, "Nothing has this address: openapi.json lists what there is.")
        titles = {row["code"]: row["title"] for row in self._purposes()}
        purpose = titles.get(request.headers.get(PURPOSE, "").strip())
        reference = request.headers.get(REFERENCE, "").strip()
        if not purpose or not 0 < len(reference) <= MOST_REFERENCE or not reference.isprintable():
            return problem(
                400,
                f"Say why you ask: send {PURPOSE} (one of {', '.join(titles)}) and {REFERENCE},"
                f" the number of the case or request, of up to {MOST_REFERENCE} characters.",
            )
        g.viewer = viewer_of(account, task(purpose, reference))
        return None


def viewer_of(account: Account, purpose: str) -> Viewer:
    """Somebody who came in by this account, at a task."""
    return Viewer(
        account.name,
        account.role,
        purpose,
        account.clearance,
        account.name,
        account.compartments,
    )


def _unknown(what: str) -> Response:
    words = (
        f"{what}: send Authorization: Bearer with the token that an administrator makes with"
        " `throughline users token`."
    )
    return problem(401, words, {"WWW-Authenticate": "Bearer"})
