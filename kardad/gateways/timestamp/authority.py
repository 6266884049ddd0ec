"""A time-stamping authority of our own (RFC 3161 §2.4.2, RFC 5816): key, certificate and token, for the twins."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "KARDAD LOCAL TIME STAMP - NOT INDEPENDENT"
"""What every token of it says of its maker; in one script, for libraries refuse names that mix directions."""
POLICY = "2.25.54176049817288791957273685955167472378"
"""Drawn at random under the arc of UUIDs, which is everybody's (ITU-T X.667): it promises nothing."""
YEARS = timedelta(days=365 * 30)


@dataclass(frozen=True, slots=True)
class Authority:
    """Whoever holds this key says the time."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """Key and certificate, to be kept from everybody's eyes."""
        key = self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return key + self.root

    @property
    def root(self) -> bytes:
        """The certificate in PEM: what whoever trusts this authority gives to `holds`."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def made(at: datetime) -> Authority:
    """An authority with a new key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock that goes back a little must not make stamps of before the certificate.
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Authority(key, builder.sign(key, hashes.SHA256()))


def kept(pem: bytes) -> Authority:
    """The authority that `pem` was written from; raises ValueError."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("not a key of this authority")
    return Authority(key, x509.load_pem_x509_certificate(pem))


def token(authority: Authority, digest: bytes, at: datetime, *, serial: Callable[[], int] = lambda: secrets.randbits(64)) -> bytes:
    """The authority's word that this SHA-256 digest existed at this moment, DER."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest},
            "serial_number": serial(),
            "gen_time": at.astimezone(UTC),
        }
    )
    content = info.dump()
    held = asn1.Certificate.load(authority.certificate.public_bytes(serialization.Encoding.DER))
    attributes = _attributes(content, held)
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "certificates": [held],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.IssuerAndSerialNumber({"issuer": held.issuer, "serial_number": held.serial_number}),
                    "digest_algorithm": {"algorithm": "sha256"},
                    "signed_attrs": attributes,
                    "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                    "signature": authority.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
                }
            ],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _attributes(content: bytes, held: asn1.Certificate) -> cms.CMSAttributes:
    names = {"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": sha256(held.dump()).digest()}
    values = {
        "content_type": "tst_info",
        "message_digest": sha256(content).digest(),
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(names)]}),
    }
    return cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in values.items()])
