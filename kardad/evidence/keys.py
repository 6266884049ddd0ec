"""The private keys of proof: files of this machine, readable by their owner alone, never in the database."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kardad.evidence import signing
from kardad.evidence.signing import Signer


class KeyGone(RuntimeError):
    """The private part of the current key is not on this machine: restore it, or declare it lost (docs/operations.md)."""


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.VAR) / "keys" / "evidence"


def draw() -> Signer:
    """A new key whose file stands whole before anybody hears of it."""
    signer, pem = signing.draw()
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder() / f"{signer.key}.pem"
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    part.rename(path)
    return signer


def signer(key: str) -> Signer:
    """The signer of that name; raises KeyGone."""
    return _read(folder() / f"{key}.pem")


@lru_cache(maxsize=8)
def _read(path: Path) -> Signer:
    try:
        return Signer.of_pem(path.read_bytes())
    except FileNotFoundError:
        raise KeyGone(path.stem) from None
