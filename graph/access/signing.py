"""Signed anchors, for those who keep them where others may write: Ed25519 (RFC 8032)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

from graph.access.anchors import Anchor
from graph.errors import InputError


def sign(anchor: Anchor, key: Path) -> Anchor:
    """The anchor with a signature by the private key in a PEM file. InputError if none is there."""
    try:
        private = load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError(
            f"{key} holds no Ed25519 key without a password; make one with"
            " `openssl genpkey -algorithm ed25519 -out FILE`."
        )
    signature = private.sign(anchor.text.encode())
    return replace(anchor, signature=base64.b64encode(signature).decode())


def signed_for(anchors: Iterable[Anchor], key: Path) -> list[Anchor]:
    """Those that the holder of the public key in a PEM file signed. InputError if there is none."""
    try:
        public = load_pem_public_key(key.read_bytes())
    except (OSError, ValueError):
        public = None
    if not isinstance(public, Ed25519PublicKey):
        raise InputError(
            f"{key} holds no public Ed25519 key; make it with `openssl pkey -in KEY -pubout`."
        )
    return [anchor for anchor in anchors if _is_signed(anchor, public)]


def _is_signed(anchor: Anchor, public: Ed25519PublicKey) -> bool:
    try:
        public.verify(base64.b64decode(anchor.signature), anchor.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
