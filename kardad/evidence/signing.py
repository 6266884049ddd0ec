"""Signatures: Ed25519 (RFC 8032) in base64url without padding, and keys named by their own hash. Knows no Django."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from kardad.evidence import canonical

ID_LENGTH: Final = 16


def to_text(raw: bytes) -> str:
    """Bytes in base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes again; raises ValueError for anything else, also for a second way of writing the same bytes."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, TypeError, UnicodeEncodeError) as wrong:
        raise ValueError("not base64url") from wrong
    if to_text(raw) != text:
        raise ValueError("not base64url")
    return raw


def key_id(public: bytes) -> str:
    """The name of a key: the first 16 hexadecimal digits of the hash of its raw public part."""
    return sha256(public).hexdigest()[:ID_LENGTH]


def check(public: bytes, payload: bytes, signature: bytes) -> bool:
    """Whether the signature of this payload is that key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, payload)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and its name."""

    key: str
    public: bytes
    sign: Callable[[bytes], bytes]

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "Signer":
        """The signer with this key."""
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(key_id(public), public, private.sign)

    @classmethod
    def of_pem(cls, pem: bytes) -> "Signer":
        """The signer whose private key this is."""
        private = load_pem_private_key(pem, password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError("not an Ed25519 key")
        return cls.of(private)

    def over(self, value: Any) -> str:
        """The signature over the canonical bytes of a value, as text."""
        return to_text(self.sign(canonical.encode(value)))


def draw() -> tuple[Signer, bytes]:
    """A new key, and its private part as PEM."""
    private = Ed25519PrivateKey.generate()
    return Signer.of(private), private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def endorsed(key: str, public: str, since: str) -> dict[str, Any]:
    """What the key before signs of the one that follows it."""
    return {"from": since, "key": key, "public": public, "v": 1}


@dataclass(frozen=True, slots=True)
class Key:
    """A public key as it is published; moments as text, which sorts as time does."""

    key: str
    public: bytes
    since: str
    until: str | None
    lost_at: str | None
    endorsed_by: str
    endorsement: str

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Key":
        """The key of a published object; raises ValueError when its name is not that of its public part."""
        try:
            public = from_text(given["public"])
            found = cls(given["key"], public, given["from"], given["until"], given["lost_at"], given["endorsed_by"], given["endorsement"])
        except (KeyError, TypeError) as wrong:
            raise ValueError("not a key") from wrong
        texts = (found.key, found.since, found.until or "", found.lost_at or "", found.endorsed_by, found.endorsement)
        if not all(isinstance(text, str) for text in texts) or found.key != key_id(public):
            raise ValueError("not a key")
        return found

    def signed(self, value: Any, signature: str) -> bool:
        """Whether this key signed the canonical bytes of the value."""
        try:
            return check(self.public, canonical.encode(value), from_text(signature))
        except ValueError:
            return False

    def is_good_at(self, made_at: str, *, stamped_at: str | None = None) -> bool:
        """Whether what says to have been made then was made while the key was valid; what a lost key signed needs an older stamp."""
        if self.lost_at and not (stamped_at and stamped_at < self.lost_at):
            return False
        return self.since <= made_at and (self.until is None or made_at < self.until)


def read_keys(given: Any) -> dict[str, Key]:
    """The keys of a published list by their names; what is no key is left out."""
    listed = given.get("keys") if isinstance(given, dict) else given
    found: dict[str, Key] = {}
    for one in listed if isinstance(listed, list) else []:
        try:
            key = Key.read(one)
        except (ValueError, AttributeError):
            continue
        found.setdefault(key.key, key)
    return found


def trusted(known: Mapping[str, Key], claimed: Iterable[Key]) -> dict[str, Key]:
    """The known keys and those among the claimed that one of them endorsed, and so on; a lost key's word for another counts for nothing."""
    found = dict(known)
    waiting = [key for key in claimed if key.key not in found]
    while True:
        joined = [key for key in waiting if _is_endorsed(key, found.get(key.endorsed_by))]
        if not joined:
            return found
        found |= {key.key: key for key in joined}
        waiting = [key for key in waiting if key.key not in found]


def _is_endorsed(key: Key, by: Key | None) -> bool:
    return bool(by and not by.lost_at and by.signed(endorsed(key.key, to_text(key.public), key.since), key.endorsement))
