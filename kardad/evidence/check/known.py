"""Whom the page knows: the keys of this installation, its authorities of time, and the certificates that seal papers here."""

from collections.abc import Callable
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from kardad.evidence import check, kinds, queries

Sealing = Callable[..., bytes]
_sealing: list[Sealing] = []


def certificates_from(sealing: Sealing) -> None:
    """A room above that seals papers is asked `sealing(at=…)` for its certificates, old ones too, as PEM."""
    if sealing not in _sealing:
        _sealing.append(sealing)


def everything(*, at: datetime) -> check.Known:
    """All that a page of this site knows."""
    return check.Known(queries.published_keys(), queries.published_authorities(), certificates(at=at), dict(kinds.sentences()))


def certificates(*, at: datetime) -> list[dict[str, str]]:
    """The certificates that seal papers here by their digest; an authority's own is left out, for it may sign for others too."""
    found = [one for sealing in _sealing for one in x509.load_pem_x509_certificates(sealing(at=at)) if not _is_authority(one)]
    return [{"sha256": one.fingerprint(hashes.SHA256()).hex(), "title": _name(one)} for one in found]


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _name(certificate: x509.Certificate) -> str:
    return str(next((one.value for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)), ""))
