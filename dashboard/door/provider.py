"""Sign-in with an identity provider: OpenID Connect, by Authlib, as the settings say."""

from __future__ import annotations

from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException

from graph.deadline import within
from graph.settings import OpenId

LONGEST = 30
"""Seconds that somebody who signs in waits for the provider."""

FAULTS = (AuthlibBaseError, JoseError, KeyError, RequestException, TimeoutError, ValueError)
"""What a provider does that is gone, silent or no provider."""


class Provider:
    """One identity provider. Who somebody is there is their `sub`, never a name or an address."""

    def __init__(self, settings: OpenId) -> None:
        self._settings = settings
        self._client: Any = None

    @property
    def title(self) -> str:
        """What stands on the button."""
        return self._settings.issuer.removeprefix("https://")

    def register(self, server: Flask) -> None:
        """Make the client. It asks the provider for its keys at the first sign-in, not before."""
        self._client = OAuth(server).register(
            "provider",
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            server_metadata_url=f"{self._settings.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid",
                "code_challenge_method": "S256",
                "default_timeout": 10,
            },
        )

    def leave(self, back: str) -> ResponseReturnValue | None:
        """Send somebody to the provider, to come back to that address; None if it is not there."""
        try:
            answer: ResponseReturnValue = within(
                LONGEST, lambda: self._client.authorize_redirect(back)
            )
        except FAULTS:
            return None
        return answer

    def subject(self) -> str | None:
        """Whom the provider sends back; None when it vouches for nobody."""
        try:
            token = within(LONGEST, self._client.authorize_access_token)
        except FAULTS:
            return None
        claims = token.get("userinfo") or {}
        return claims.get("sub")
