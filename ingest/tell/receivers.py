"""Who is told of a night, and how: `news.toml` in the data folder. Secrets stand in files beside.

docs/deploying.md has the keys.
"""

from __future__ import annotations

import base64
import binascii
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InputError

FILE = "news.toml"
PREFIX = "whsec_"
LEAST_SECRET = 24
"""Bytes of a webhook's secret (Standard Webhooks: 24 to 64)."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
Address = Annotated[str, Field(pattern=r"^[^@\s,<>]+@[^@\s,<>]+$", max_length=254)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Mail(_Part):
    """The server that takes mail. `security` is `none` on this machine alone."""

    host: str = Field(min_length=1)
    port: int = Field(587, ge=1, le=65_535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: Path | None = None
    sender: Address = Field(alias="from")


class Receiver(_Part):
    """A force: the addresses that are written to, and the webhook with the file of its secret."""

    to: tuple[Address, ...] = ()
    url: str = ""
    secret_file: Path | None = None


class Receivers(_Part):
    """The whole file: how mail leaves, and each force by its code."""

    mail: Mail | None = None
    force: dict[str, Receiver] = {}


def receivers(data: Path) -> Receivers:
    """Who is told, as the data folder says; nobody where it says nothing.

    InputError for what cannot be read.
    """
    try:
        text = (data / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Receivers()
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{FILE} in the data folder cannot be read: see who may") from None
    try:
        known = Receivers.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{FILE} is no TOML ({error}): mend it there") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{FILE} has a wrong {where} ({first['msg']}): mend it there") from None
    _check(known)
    return known


def secret_of(receiver: Receiver) -> bytes:
    """The secret of a webhook, from its file. InputError when it is none."""
    text = read_secret(receiver.secret_file)
    try:
        secret = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        secret = b""
    if not text.startswith(PREFIX) or len(secret) < LEAST_SECRET:
        raise InputError(
            f"the secret_file of a webhook in {FILE} holds no secret: write {PREFIX} and what"
            " `openssl rand -base64 32` prints into it"
        )
    return secret


def read_secret(file: Path | None) -> str:
    """What stands in a file. InputError when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"a file that {FILE} names cannot be read: give it to the user who runs the night"
        ) from None


def _check(known: Receivers) -> None:
    mail = known.mail
    if any(one.to for one in known.force.values()) and mail is None:
        raise InputError(f"{FILE} writes to somebody and has no [mail]: say which server takes it")
    if mail and mail.security == "none" and mail.host not in LOOPBACK:
        raise InputError(f"{FILE}: mail may leave this machine by starttls or tls alone")
    for one in known.force.values():
        parts = urlsplit(one.url)
        if one.url and (not parts.hostname or parts.username or parts.query):
            raise InputError(f"{FILE}: a url is written as https://HOST/PATH and holds no secret")
        if one.url and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise InputError(f"{FILE}: a url begins with https, but on this machine")
        if one.url and one.secret_file is None:
            raise InputError(f"{FILE}: a force with a url needs a secret_file beside it")
