"""The commands `users …`: who may come in, in which role, and what they may see."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from graph.access.accounts import Account, Accounts
from graph.access.audit import open_audit
from graph.access.here import viewer_here
from graph.access.holders import Holders
from graph.access.roles import GIVEN
from graph.access.sign_in import Sessions
from graph.access.tokens import Tokens
from graph.access.viewer import LEVELS
from graph.commands.options import LEVEL, DataOption, JsonOption, NewDataOption
from graph.commands.printing import as_json, print_table
from graph.errors import InputError
from graph.settings import Settings

PURPOSE = "keeping the accounts"
COLUMNS = (
    "name",
    "role",
    "clearance",
    "compartments",
    "system",
    "subject",
    "disabled",
    "full_names",
    "force",
)
users_app = typer.Typer(
    name="users",
    help="Accounts: who may come in, in which role, cleared to what, in which compartments.",
    no_args_is_help=True,
)
NameArgument = Annotated[str, typer.Argument(help="The name of the account.")]
LevelOption = Annotated[
    int | None,
    typer.Option("--clearance", **LEVEL, help=f"One of {', '.join(LEVELS)}, or 0 to 3."),
]
NamesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--full-name", help="What its holder is called in records, now or before. Repeatable."
    ),
]
ForceOption = Annotated[
    str | None, typer.Option(help="The holder's force, as records name it: northmarch.")
]
CompartmentArgument = Annotated[
    str, typer.Argument(help="A compartment, such as an operation: what is in it nobody else sees.")
]
PasswordOption = Annotated[
    bool, typer.Option("--password", help="Ask for a password; read from a pipe if there is one.")
]


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(users_app)


def _accounts(data: Any, right_for: str, **about: Any) -> Accounts:
    """The accounts, once the audit holds what is about to be done by somebody who may."""
    settings = Settings.load(data)
    audit, viewer = open_audit(settings), viewer_here(settings, PURPOSE)
    audit.permit(viewer, "accounts", command=right_for)
    audit.write(viewer, "alteration", {"asked": f"users {right_for}", **about})
    return Accounts(settings.accounts)


@users_app.command()
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option(help=f"One of {', '.join(GIVEN)}.")],
    clearance: LevelOption = 0,
    system_account: Annotated[
        str | None, typer.Option(help="Their account of this machine, for commands and notebooks.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option(help="What the identity provider calls them (OpenID `sub`).")
    ] = None,
    compartment: Annotated[
        list[str] | None, typer.Option(help="A compartment that they are in; may be repeated.")
    ] = None,
    password: PasswordOption = False,
    full_name: NamesOption = None,
    force: ForceOption = None,
    data: NewDataOption = None,
    json: JsonOption = False,
) -> None:
    """Add an account. After the first nobody comes in without one.

    The first is an administrator's, with a --system-account: the next is added by it.
    """
    within = sorted(compartment or ())
    account = Account(
        name, role, clearance or 0, system_account, subject, compartments=frozenset(within)
    )
    secret = _password() if password else None
    about = {"account": name, "role": role, "clearance": clearance, "compartments": within}
    accounts = _accounts(data, "add", **about)
    accounts.add(account, secret)
    Holders(accounts).declare(name, full_name or (), force)
    _say(
        account, f"{name} may come in as {role}, cleared to {LEVELS[account.clearance]}.", json=json
    )


@users_app.command(name="list")
def list_(data: DataOption = None, json: JsonOption = False) -> None:
    """Show every account."""
    accounts = _accounts(data, "list")
    holders = Holders(accounts).listed()
    rows = [
        _plain(account)
        | {"full_names": list(holders[account.name].names), "force": holders[account.name].force}
        for account in accounts.listed()
    ]
    if json:
        typer.echo(as_json(rows))
    else:
        print_table(COLUMNS, list(map(_shown, rows)))


@users_app.command()
def holder(
    name: NameArgument,
    full_name: NamesOption = None,
    force: ForceOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Say anew who holds an account: by that `audit unusual` knows looks at one's own name."""
    held = Holders(_accounts(data, "holder", account=name)).declare(name, full_name or (), force)
    known = (
        ", ".join((*held.names, *([f"of {held.force}"] if held.force else []))) or "nobody named"
    )
    typer.echo(as_json(asdict(held)) if json else f"{name} is held by {known}.")


@users_app.command()
def disable(name: NameArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """Let nobody in by this account any more; its sessions and its token end at once."""
    accounts = _accounts(data, "disable", account=name)
    accounts.disable(name)
    _say(accounts.named(name), f"{name} may not come in any more.", json=json)


@users_app.command()
def role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(help=f"One of {', '.join(GIVEN)}.")],
    clearance: LevelOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Give an account another role, and another clearance; its sessions end."""
    accounts = _accounts(data, "role", account=name, role=role, clearance=clearance)
    after = accounts.change(name, role, clearance)
    _say(after, f"{name} is {role} now, cleared to {LEVELS[after.clearance]}.", json=json)


@users_app.command()
def grant(
    name: NameArgument,
    compartment: CompartmentArgument,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Let an account see what belongs to a compartment; its sessions end."""
    accounts = _accounts(data, "grant", account=name, compartment=compartment)
    after = accounts.grant(name, compartment)
    _say(after, f"{name} is in {_within(after)}.", json=json)


@users_app.command()
def revoke(
    name: NameArgument,
    compartment: CompartmentArgument,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Let an account see nothing of a compartment any more; its sessions end at once."""
    accounts = _accounts(data, "revoke", account=name, compartment=compartment)
    after = accounts.revoke(name, compartment)
    _say(after, f"{name} is in {_within(after)}.", json=json)


@users_app.command()
def reset(name: NameArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """Give an account a new password, unlock and enable it; its sessions and token end."""
    secret = _password()
    accounts = _accounts(data, "reset", account=name)
    accounts.reset(name, secret)
    _say(accounts.named(name), f"{name} has a new password.", json=json)


@users_app.command()
def sign_out(name: NameArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """End every session of an account, wherever it is open."""
    accounts = _accounts(data, "sign-out", account=name)
    account = accounts.named(name)
    count = Sessions(accounts).sign_out_everywhere(account.name)
    _say(account, f"{count} sessions of {name} ended.", json=json)


@users_app.command()
def token(name: NameArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """Make the token by which another system reads, and print it once; one from before ends."""
    made = Tokens(_accounts(data, "token", account=name)).make(name)
    typer.echo(as_json({"name": name, "token": made}) if json else made)


def _say(account: Account, sentence: str, *, json: bool) -> None:
    typer.echo(as_json(_plain(account)) if json else sentence)


def _plain(account: Account) -> dict[str, Any]:
    return {**asdict(account), "compartments": sorted(account.compartments)}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    within = ", ".join(row["compartments"])
    return row | {"clearance": LEVELS[row["clearance"]], "compartments": within}


def _within(account: Account) -> str:
    return ", ".join(sorted(account.compartments)) or "no compartment"


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first: str = typer.prompt("Password", hide_input=True)
    if first != typer.prompt("Again", hide_input=True):
        raise InputError("the two passwords differ: type the same twice")
    return first
