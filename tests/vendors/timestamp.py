"""The room of a time-stamping authority, from RFC 3161 §2.4 and RFC 5652 §5: a root, an RSA signer under it, tokens piece by piece."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha1, sha512
from typing import Any, ClassVar

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.vendors.exchange import Answer, Call, Route
from tests.vendors.vendor import Vendor

USER, PASSWORD = "kardad", "tsa-secret"
POLICY, OTHER_POLICY = "1.3.6.1.4.1.99999.1", "1.3.6.1.4.1.99999.2"
SHA256 = "2.16.840.1.101.3.4.2.1"
# RFC 3161 §2.4.2, PKIFailureInfo: the number of the bit.
BITS = {"badAlg": 0, "badRequest": 2, "badDataFormat": 5, "timeNotAvailable": 14, "unacceptedPolicy": 15, "systemFailure": 25}
STATUSES = {"granted": 0, "grantedWithMods": 1, "rejection": 2, "waiting": 3}


@dataclass(frozen=True)
class Signer:
    """A certificate and the key it speaks of."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def parsed(self) -> asn1.Certificate:
        """The certificate as the time-stamp structures want it."""
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))


class TimeStamping(Vendor):
    """One POST; a rule may change what is said about status, nonce, imprint, policy, time, signature and certificate."""

    name = "tsa"
    extras: ClassVar[dict[str, set[str]]] = {
        "stamp": {"says", "fails", "nonce", "imprint", "policy", "at", "signature", "certificate", "as_type", "token"},
    }

    @property
    def routes(self) -> tuple[Route, ...]:
        """The open address, and the one that wants a password."""
        return (
            Route("stamp", ("POST",), "/tsr", self._stamp),
            Route("stamp", ("POST",), "/closed/tsr", self._stamp_for_members),
        )

    def _stamp_for_members(self, call: Call) -> Answer:
        expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {expected}":
            return Answer(401, b"", {"WWW-Authenticate": 'Basic realm="tsa"'})
        return self._stamp(call)

    def _stamp(self, call: Call) -> Answer:
        if call.content_type != "application/timestamp-query":
            return Answer(415, b"")
        said = self.ordered.get("says") or self._fault_of(call.raw)
        headers = {"Content-Type": self.ordered.get("as_type", "application/timestamp-reply")}
        if said not in ("granted", "grantedWithMods"):
            return Answer(200, _refusal(said, self.ordered.get("fails")), headers)
        token = self._token(tsp.TimeStampReq.load(call.raw)) if self.ordered.get("token", True) else b""
        return Answer(200, _sequence(_status(said) + token), headers)

    def _fault_of(self, raw: bytes) -> str:
        try:
            asked = tsp.TimeStampReq.load(raw, strict=True)
            imprint = asked["message_imprint"]
            policy = asked["req_policy"].native and asked["req_policy"].dotted
            if asked["version"].native != "v1":
                return "rejection badRequest"
            if imprint["hash_algorithm"]["algorithm"].dotted != SHA256 or len(imprint["hashed_message"].native) != 32:
                return "rejection badAlg"
            return "granted" if policy in (None, POLICY) else "rejection unacceptedPolicy"
        except (ValueError, TypeError):
            return "rejection badDataFormat"

    def _token(self, asked: tsp.TimeStampReq) -> bytes:
        """TimeStampToken: ContentInfo around SignedData around the octets of TSTInfo."""
        signer = _signer(self.ordered.get("certificate", "good"))
        info = self._info(asked, signer).dump()
        certificates = [signer.parsed, _root().parsed] if asked["cert_req"].native and self.ordered.get("certificate") != "none" else []
        signed = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha512"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
            "signer_infos": [self._signed(info, signer)],
        }
        if certificates:
            signed["certificates"] = [cms.CertificateChoices(name="certificate", value=one) for one in certificates]
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump())

    def _info(self, asked: tsp.TimeStampReq, signer: Signer) -> tsp.TSTInfo:
        at = datetime.fromisoformat(self.ordered["at"]) if "at" in self.ordered else self.world.now()
        imprint = asked["message_imprint"].native
        if self.ordered.get("imprint") == "wrong":
            imprint = {**imprint, "hashed_message": b"\x00" * 32}
        told: dict[str, Any] = {
            "version": "v1",
            "policy": self.ordered.get("policy", POLICY),
            "message_imprint": imprint,
            "serial_number": next(self.world.numbers),
            "gen_time": at.astimezone(UTC).replace(microsecond=0),
            "accuracy": {"seconds": 1},
            "tsa": asn1.GeneralName(name="directory_name", value=signer.parsed.subject),
        }
        nonce = {"wrong": 7, "none": None}.get(self.ordered.get("nonce", ""), asked["nonce"].native)
        return tsp.TSTInfo(told if nonce is None else {**told, "nonce": nonce})

    def _signed(self, info: bytes, signer: Signer) -> cms.SignerInfo:
        held = signer.parsed
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "signing_time", "values": [cms.Time({"utc_time": self.world.now().astimezone(UTC).replace(microsecond=0)})]},
                {"type": "message_digest", "values": [sha512(info).digest()]},
                # RFC 2634 §5.4, the older of the two ways to name the certificate.
                {"type": "signing_certificate", "values": [tsp.SigningCertificate({"certs": [{"cert_hash": sha1(held.dump()).digest()}]})]},
            ]
        )
        signature = signer.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA512())
        if self.ordered.get("signature") == "broken":
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.IssuerAndSerialNumber({"issuer": held.issuer, "serial_number": held.serial_number}),
                "digest_algorithm": {"algorithm": "sha512"},
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha512_rsa"},
                "signature": signature,
            }
        )


def root_pem() -> bytes:
    """The root under which the authority signs."""
    return _root().certificate.public_bytes(serialization.Encoding.PEM)


def _status(said: str, bit: int | None = None) -> bytes:
    """PKIStatusInfo ::= SEQUENCE { status INTEGER, statusString OPTIONAL, failInfo BIT STRING OPTIONAL }, by hand."""
    told = core.Integer(STATUSES[said]).dump()
    if bit is not None:
        told += core.BitString(tuple(int(place == bit) for place in range(bit + 1))).dump()
    return _sequence(told)


def _refusal(said: str, fails: str | None) -> bytes:
    status, _, named = said.partition(" ")
    failure = fails or named
    return _sequence(_status(status, BITS[failure] if failure else None))


def _sequence(content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return b"\x30" + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(length)]) + length + content


@cache
def _root() -> Signer:
    return _certified("Test Root", None, [x509.BasicConstraints(ca=True, path_length=0)])


@cache
def _signer(kind: str) -> Signer:
    usage = [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]
    if kind == "not_for_stamps":
        usage = [x509.oid.ExtendedKeyUsageOID.CODE_SIGNING]
    return _certified(f"Test TSA {kind}", None if kind == "nobodys" else _root(), [x509.ExtendedKeyUsage(usage)], expired=kind == "expired")


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _certified(name: str, by: Signer | None, extensions: list[x509.ExtensionType], *, expired: bool = False) -> Signer:
    key = _key() if by or name != "Test Root" else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name), x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Test")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2021 if expired else 2060, 1, 1, tzinfo=UTC))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return Signer(key, builder.sign(by.key if by else key, hashes.SHA256()))
