"""Who runs this process, and what they may do: the account of the operating system decides."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from graph.access.audit import Audit, open_audit
from graph.access.roles import OWNER
from graph.access.viewer import EVERY_LEVEL, LEVELS, Viewer
from graph.errors import AccessError
from graph.settings import Settings


def account() -> str:
    """The account of the operating system that this process runs under.

    Asked of the system by its number: the environment, which a user may set, is not believed.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd

    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # as in a container that was given any number
        return f"uid {number}"


def viewer_here(
    settings: Settings, purpose: str, clearance: int | None = None, *, name: str | None = None
) -> Viewer:
    """Whoever runs this process, with the role, clearance and compartments of their account.

    `clearance` can only lower what the account is cleared to. Where there are no accounts the data
    folder is their own, and they see its lowest level unless they ask for more; nobody is in a
    compartment without an account that is. A `name` of their
    own, or that of the service account in the settings, stands before the account of the operating
    system and never in its place. AccessError, noted in the audit, for somebody without an account,
    and for a clearance above theirs.
    """
    named = name or settings.service_account
    who = f"{named} ({account()})" if named else account()
    if not _accounts_exist(settings):
        return Viewer(who, OWNER, purpose, clearance or 0)
    from graph.access.accounts import Accounts

    mine = Accounts(settings.accounts).of_system(account())
    if mine is None:
        stranger = Viewer(who, "none", purpose)
        open_audit(settings).refuse(stranger, "no account")
        raise AccessError(
            f"The account {account()} of this machine may not use this data folder; an"
            " administrator adds it with `throughline users add --system-account`."
        )
    viewer = Viewer(
        f"{mine.name} ({who})", mine.role, purpose, mine.clearance, mine.name, mine.compartments
    )
    if clearance is None:
        return viewer
    if clearance > mine.clearance:
        open_audit(settings).refuse(viewer, f"clearance {clearance}")
        raise AccessError(
            f"Your account is cleared to {LEVELS[mine.clearance]}, and this asks for"
            f" {LEVELS[clearance]}: ask for less, or ask somebody whose account may."
        )
    return replace(viewer, clearance=clearance)


def worker_here(settings: Settings, purpose: str) -> Viewer:
    """Whoever runs this process, for work that reads every level and shows none of it."""
    return replace(viewer_here(settings, purpose), clearance=EVERY_LEVEL)


def auditor_here(settings: Settings, purpose: str) -> tuple[Audit, Viewer]:
    """The audit, for whoever runs this process; AccessError when it is not theirs to see."""
    audit, viewer = open_audit(settings), viewer_here(settings, purpose)
    audit.permit(viewer, "audit")
    return audit, viewer


def _accounts_exist(settings: Settings) -> bool:
    if not settings.accounts.exists():
        return False
    from graph.access.accounts import Accounts

    return Accounts(settings.accounts).exist()
