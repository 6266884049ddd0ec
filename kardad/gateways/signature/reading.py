"""Whether a signature by certificate is over a digest, by whom, and under whose word."""

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import NameOID

PREHASHED = utils.Prehashed(hashes.SHA256())


def holds(digest: bytes, signature: bytes, certificate: bytes, *, holder: str, roots: Iterable[bytes], at: datetime) -> bool:
    """Whether the signature is over this SHA-256 digest, by a certificate (DER) of this national code that one of these roots (PEM) issued.

    The certificate is valid at that aware moment; nothing is raised for what is handed in.
    """
    try:
        own = x509.load_der_x509_certificate(certificate)
        _verify(own, signature, digest)
        issued = any(_issued(own, x509.load_pem_x509_certificate(root)) for root in roots)
    except (ValueError, TypeError, InvalidSignature):
        return False
    is_his = [one.value for one in own.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)] == [holder]
    return issued and is_his and own.not_valid_before_utc <= at <= own.not_valid_after_utc


def _verify(own: x509.Certificate, signature: bytes, digest: bytes) -> None:
    key = own.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, digest, ec.ECDSA(PREHASHED))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, digest, padding.PKCS1v15(), PREHASHED)
    else:
        raise TypeError("an ECDSA or RSA key")


def _issued(own: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        own.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return root.not_valid_before_utc <= own.not_valid_before_utc <= root.not_valid_after_utc
