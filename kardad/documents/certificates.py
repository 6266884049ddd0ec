"""The certificate that seals papers: a file of this machine made at its first need, or the operator's own from an authority (PKCS#12)."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

ROOT_LIVES, LEAF_LIVES = timedelta(days=20 * 365), timedelta(days=3 * 365)
RENEW_BEFORE = timedelta(days=30)
BACK = timedelta(days=1)  # a reader whose clock is behind still finds it valid
Private = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key, its certificate, and those above it; `p12` holds all of them, under no password, for the signing library."""

    p12: bytes
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]


def identity(*, at: datetime) -> Identity:
    """The identity that seals now: the operator's, or the house's own, made or renewed when it is time."""
    if settings.PAPER_SEAL:
        return _given(settings.PAPER_SEAL, settings.PAPER_SEAL_PASSWORD)
    place = folder()
    if not (place / "root.pem").exists():
        _begin(place, at=at)
    leaf = _leaves(place)[-1]
    if _certificate(leaf).not_valid_after_utc - RENEW_BEFORE < at:
        leaf = _renewed(place, leaf, at=at)
    return _read(leaf, place / "root.pem")


def published(*, at: datetime) -> bytes:
    """Every certificate that has sealed papers here and those above it, as PEM; no private part."""
    found = [identity(at=at).certificate, *identity(at=at).above]
    if (folder() / "root.pem").exists():
        found += [_certificate(path) for path in (folder() / "root.pem", *_leaves(folder()))]
    return b"".join(dict.fromkeys(one.public_bytes(Encoding.PEM) for one in found))


def folder() -> Path:
    """Where the house's own keys lie."""
    return Path(settings.VAR) / "keys" / "documents"


def _begin(place: Path, *, at: datetime) -> None:
    """Root and first leaf stand there whole; of two processes that begin at once one wins, and both use what it made."""
    draft = place.with_name(f".documents-{secrets.token_hex(6)}")
    draft.mkdir(mode=0o700, parents=True)
    name = f"ریشه مهر برگ‌های {settings.OPERATOR_NAME}"
    key = ec.generate_private_key(ec.SECP256R1())
    root = _signed(_asked(name, key, at=at, lives=ROOT_LIVES, issuer=None), key, ca=True)
    _write(draft / "root.pem", root.public_bytes(Encoding.PEM) + _pem(key))
    _write(draft / "leaf-1.pem", _leaf(root, key, at=at))
    try:
        draft.rename(place)
    except OSError:  # the other was quicker
        for path in draft.iterdir():
            path.unlink()
        draft.rmdir()


def _renewed(place: Path, last: Path, *, at: datetime) -> Path:
    raw = (place / "root.pem").read_bytes()
    following = place / f"leaf-{_number(last) + 1}.pem"
    draft = place / f".{secrets.token_hex(6)}"
    _write(draft, _leaf(x509.load_pem_x509_certificate(raw), _private(raw), at=at))
    try:
        os.link(draft, following)
    except FileExistsError:  # the other was quicker
        pass
    finally:
        draft.unlink()
    return following


def _leaf(root: x509.Certificate, above: Private, *, at: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    asked = _asked(f"مهر برگ‌های {settings.OPERATOR_NAME}", key, at=at, lives=LEAF_LIVES, issuer=root)
    return _signed(asked, above, ca=False).public_bytes(Encoding.PEM) + _pem(key)


def _asked(name: str, key: Private, *, at: datetime, lives: timedelta, issuer: x509.Certificate | None) -> x509.CertificateBuilder:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "IR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.OPERATOR_NAME[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    until = min(at + lives, issuer.not_valid_after_utc) if issuer else at + lives
    above = issuer.public_key() if issuer else key.public_key()
    assert isinstance(above, ec.EllipticCurvePublicKey)  # noqa: S101 – the house makes no other
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BACK)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )


def _signed(asked: x509.CertificateBuilder, key: Private, *, ca: bool) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
        False,
    )
    usage |= {"digital_signature": not ca, "content_commitment": not ca, "key_cert_sign": ca, "crl_sign": ca}
    asked = asked.add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
    return asked.add_extension(x509.KeyUsage(**usage), critical=True).sign(key, hashes.SHA256())


@lru_cache(maxsize=4)
def _read(leaf: Path, root: Path) -> Identity:
    certificate, above = _certificate(leaf), _certificate(root)
    return Identity(_p12(_private(leaf.read_bytes()), certificate, [above]), certificate, (above,))


@lru_cache(maxsize=4)
def _given(path: str, password: str) -> Identity:
    key, certificate, above = pkcs12.load_key_and_certificates(Path(path).read_bytes(), password.encode() or None)
    if key is None or certificate is None:
        raise ValueError("KARDAD_PAPER_SEAL holds no key with its certificate")
    return Identity(_p12(key, certificate, above), certificate, tuple(above))


def _p12(key: object, certificate: x509.Certificate, above: list[x509.Certificate]) -> bytes:
    return pkcs12.serialize_key_and_certificates(None, key, certificate, above, NoEncryption())  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _private(raw: bytes) -> Private:
    found = load_pem_private_key(raw[raw.index(b"-----BEGIN PRIVATE") :], password=None)
    if not isinstance(found, Private):
        raise TypeError("not a key of the house")
    return found


def _pem(key: Private) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _leaves(place: Path) -> list[Path]:
    return sorted(place.glob("leaf-*.pem"), key=_number)


def _number(path: Path) -> int:
    return int(path.stem.removeprefix("leaf-"))


def _write(path: Path, raw: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())
