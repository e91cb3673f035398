"""One message on its way: as mail by SMTP, or as a webhook that is signed.

A webhook is signed as Standard Webhooks has it (https://www.standardwebhooks.com): `webhook-id`,
`webhook-timestamp` in seconds, and `webhook-signature`, which is `v1,` and the base64 of the
HMAC-SHA256 of `ID.TIMESTAMP.BODY` under the secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
import time
from typing import Any

import requests

from graph.deadline import within
from graph.errors import ThroughlineError
from ingest.tell.message import as_mail
from ingest.tell.receivers import Mail, Receiver, read_secret, secret_of

SECONDS = 10
"""So long the night waits for a receiver at each step."""
LONGEST = 60
"""So many seconds it waits for all of them."""


class UnreachedError(ThroughlineError):
    """A receiver did not take a message, and why, without what it said."""


def by_mail(mail: Mail, receiver: Receiver, message: dict[str, Any]) -> None:
    """Hand a message to the mail server. UnreachedError when it does not take it for everybody."""
    password = read_secret(mail.password_file)
    made = as_mail(message, mail.sender, receiver.to)
    context = ssl.create_default_context()

    def send() -> object:
        with _connected(mail, context) as server:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, password)
            return server.send_message(made)

    try:
        refused = within(LONGEST, send)
    except (OSError, smtplib.SMTPException) as error:
        raise UnreachedError(f"the mail server: {type(error).__name__}") from error
    if refused:
        raise UnreachedError("the mail server refused one of the addresses")


def _connected(mail: Mail, context: ssl.SSLContext) -> smtplib.SMTP:
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)


def by_webhook(receiver: Receiver, message: dict[str, Any]) -> None:
    """Post a message, signed. UnreachedError unless it is answered with 2xx."""
    body = json.dumps(message, sort_keys=True).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message["id"],
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret_of(receiver), message["id"], timestamp, body),
    }

    def send() -> int:
        with requests.post(
            receiver.url, body, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
        ) as answer:
            return answer.status_code

    try:
        status = within(LONGEST, send)
    except (requests.RequestException, TimeoutError) as error:
        raise UnreachedError(f"the webhook: {type(error).__name__}") from error
    if not 200 <= status < 300:
        raise UnreachedError(f"the webhook answered {status}")


def signature(secret: bytes, id_: str, timestamp: str, body: bytes) -> str:
    """What stands in `webhook-signature`."""
    signed = hmac.new(secret, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"
