"""Personal fields at rest: AES-256-GCM through `cryptography`, and keyed hashes by which they can be found again."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.errors import FrontdeskError

FORMAT = 1  # the first byte of a sealed value, so that another format can be told apart
NONCE = 12


class Unreadable(FrontdeskError):
    """A sealed value does not open with this installation's key: wrong key, or the bytes were changed."""

    code = "unreadable"


class FieldCipher:
    """Seals and opens documents with a key derived from the installation's secret; hashes values for look-ups."""

    def __init__(self, secret: bytes) -> None:
        self._aead = AESGCM(_derive(secret, b"frontdesk fields 1"))
        self._hash_key = _derive(secret, b"frontdesk look-up 1")

    def seal(self, document: dict[str, Any], *, bound_to: str) -> bytes:
        """`document` as sealed bytes. `bound_to` (the row's id) must be given again to open it, so that rows cannot be swapped."""
        nonce = os.urandom(NONCE)
        plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        return bytes([FORMAT]) + nonce + self._aead.encrypt(nonce, plain, bound_to.encode())

    def open(self, sealed: bytes, *, bound_to: str) -> dict[str, Any]:
        """The document again. Raises `Unreadable`."""
        if not sealed or sealed[0] != FORMAT:
            raise Unreadable
        try:
            plain = self._aead.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound_to.encode())
        except InvalidTag:
            raise Unreadable from None
        document: dict[str, Any] = json.loads(plain)
        return document

    def keyed_hash(self, *parts: str) -> bytes:
        """32 bytes that are equal for equal parts (case, accents and spacing aside) and tell nothing without the key."""
        return hmac.new(self._hash_key, "\x1f".join(fold(part) for part in parts).encode(), hashlib.sha256).digest()


def fold(text: str) -> str:
    """Case, accents, punctuation and spacing folded away, the words sorted: 'El-Idrissi, Amira' is 'amira el idrissi'."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in plain).split()))


def token_hash(token: str) -> bytes:
    """How a secret token (of a sign-in, a conversation, an invite) is stored: tokens are random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
