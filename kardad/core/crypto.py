"""Sealing: versioned Fernet keys for columns and files, and the keyed index that finds a sealed value again."""

import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unsealable(Exception):
    """A sealed value names a key we do not have, or was altered."""


@lru_cache(maxsize=4)
def _boxes(keys: tuple[str, ...]) -> dict[str, Fernet]:
    return {version: Fernet(key) for version, _, key in (entry.partition(":") for entry in keys)}


def boxes() -> dict[str, Fernet]:
    """The known keys by version, the current one first."""
    return _boxes(tuple(settings.FIELD_KEYS))


def current_version() -> str:
    """The version that new values are sealed with."""
    return next(iter(boxes()))


def seal_bytes(raw: bytes) -> bytes:
    """`version:token`, sealed with the current key."""
    version, box = next(iter(boxes().items()))
    return version.encode() + b":" + box.encrypt(raw)


def unseal_bytes(sealed: bytes) -> bytes:
    """What was sealed; raises Unsealable when the key is gone or the value was altered."""
    version, _, token = sealed.partition(b":")
    try:
        return boxes()[version.decode()].decrypt(token)
    except (KeyError, InvalidToken, UnicodeDecodeError) as error:
        raise Unsealable from error


def seal(text: str) -> str:
    """A text sealed for a column."""
    return seal_bytes(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text of a sealed column."""
    return unseal_bytes(sealed.encode()).decode()


def blind_index(kind: str, value: str) -> str:
    """HMAC-SHA-256 of a normalised value under the index key: equal values meet, nothing can be read back.

    A plain hash of a national code can be reversed by trying all 10⁹; hence the key, kept outside the database.
    """
    return hmac.new(settings.INDEX_KEY.encode(), f"{kind}:{value}".encode(), sha256).hexdigest()
