"""How a time-stamp token is read and believed (RFC 3161, RFC 5816, RFC 5652): pure, without network, by whoever holds it."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import new as hasher
from typing import Any, NamedTuple

from asn1crypto import cms, core, pem, tsp, x509
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import NameOID

SIGNED_WITH = frozenset({"sha256", "sha384", "sha512"})
NAMES_ITS_CERTIFICATE = frozenset({"signing_certificate", "signing_certificate_v2"})
IMPRINT = "sha256"
PURPOSE = "time_stamping"


class NotAStamp(ValueError):
    """These bytes are no time-stamp token over a SHA-256 digest that names its signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a token says; nothing of it is true unless `holds` is."""

    at: datetime
    """UTC."""
    digest: bytes = field(repr=False)
    serial: int
    authority: str
    """The authority's name as its certificate writes it."""
    policy: str
    nonce: int | None = None
    certificate: bytes = field(repr=False)
    """The authority's certificate, DER."""


class _Opened(NamedTuple):
    stamp: Stamp
    content: bytes
    signer: cms.SignerInfo
    certificate: x509.Certificate
    others: list[x509.Certificate]


def read(token: bytes) -> Stamp:
    """What the token says of itself; raises NotAStamp."""
    return _open(token).stamp


def is_signed(token: bytes) -> bool:
    """Whether the token's signature is good under the certificate that it carries – anybody's; raises NotAStamp."""
    return _is_signed(_open(token))


def holds(token: bytes, digest: bytes, *, roots: Sequence[bytes]) -> bool:
    """Whether somebody who is trusted by one of these certificates (PEM or DER) says that the digest existed at the token's moment.

    Certificates are judged as of that moment; whether one was revoked is not asked, because nobody is.
    """
    try:
        opened = _open(token)
        trusted = [certificate(one) for one in roots]
    except ValueError:
        return False
    return opened.stamp.digest == digest and _is_signed(opened) and _is_trusted(opened, trusted)


def certificate(raw: bytes) -> x509.Certificate:
    """A certificate from PEM or DER; raises ValueError."""
    der = pem.unarmor(raw)[2] if pem.detect(raw) else raw
    found = x509.Certificate.load(der, strict=True)
    _known(found)
    return found


def _known(one: x509.Certificate) -> None:
    """What is asked of a certificate is read at once: the library is lazy, and would raise at some later place."""
    _ = (one.serial_number, one.not_valid_before, one.not_valid_after, one.extended_key_usage_value, one.public_key.native)


def _open(token: bytes) -> _Opened:
    # The library raises whatever it stumbles over; bytes from outside are either a token or they are not.
    try:
        return _opened(token)
    except Exception as error:
        raise NotAStamp(type(error).__name__) from None


def _opened(token: bytes) -> _Opened:
    outer = cms.ContentInfo.load(token, strict=True)
    if outer["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    signed = outer["content"]
    inner = signed["encap_content_info"]
    signers = list(signed["signer_infos"])
    if inner["content_type"].native != "tst_info" or len(signers) != 1:
        raise ValueError("no time stamp of one signer")
    info, content = inner["content"].parsed, bytes(inner["content"])
    if info["message_imprint"]["hash_algorithm"]["algorithm"].native != IMPRINT:
        raise ValueError("another imprint")
    certificates = [one.chosen for one in signed["certificates"] if one.name == "certificate"]
    mine = next(one for one in certificates if _is_named(signers[0]["sid"].chosen, one))
    _known(mine)
    return _Opened(_stamp(info, mine), content, signers[0], mine, [one for one in certificates if one is not mine])


def _is_named(sid: Any, one: x509.Certificate) -> bool:
    if isinstance(sid, cms.IssuerAndSerialNumber):
        return bool(sid["issuer"].dump() == one.issuer.dump() and sid["serial_number"].native == one.serial_number)
    return bool(sid.native == one.key_identifier)


def _stamp(info: tsp.TSTInfo, mine: x509.Certificate) -> Stamp:
    at = info["gen_time"].native
    if at.tzinfo is None:
        raise ValueError("a moment of nowhere")
    return Stamp(
        at=at.astimezone(UTC),
        digest=info["message_imprint"]["hashed_message"].native,
        serial=info["serial_number"].native,
        authority=_name(mine),
        policy=info["policy"].dotted,
        nonce=info["nonce"].native,
        certificate=mine.dump(),
    )


def _name(one: x509.Certificate) -> str:
    # The library that reads the rest refuses names that mix directions of writing, as Persian ones with digits do.
    subject = load_der_x509_certificate(one.dump()).subject
    told = subject.get_attributes_for_oid(NameOID.COMMON_NAME) or list(subject)
    return ", ".join(str(part.value) for part in told)


def _is_signed(opened: _Opened) -> bool:
    """Whether content and certificate are those that were signed, by a key that is for time stamps, while it was valid."""
    try:
        return _is_for_stamps(opened) and _is_whole(opened)
    except Exception:  # whatever the library does not like about a signature, the signature is not good
        return False


def _is_for_stamps(opened: _Opened) -> bool:
    held = opened.certificate
    usage = held.extended_key_usage_value
    is_in_time = held.not_valid_before <= opened.stamp.at <= held.not_valid_after
    return bool(usage is not None and usage.native == [PURPOSE] and is_in_time)


def _is_whole(opened: _Opened) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    algorithm = opened.signer["digest_algorithm"]["algorithm"].native
    attributes = {one["type"].native for one in opened.signer["signed_attrs"]}
    if algorithm not in SIGNED_WITH or not attributes & NAMES_ITS_CERTIFICATE:
        return False
    content = hasher(algorithm, opened.content).digest()
    is_untouched, is_good = validate_sig_integrity(opened.signer, opened.certificate, "tst_info", content)
    return bool(is_untouched and is_good)


def _is_trusted(opened: _Opened, roots: list[x509.Certificate]) -> bool:
    from pyhanko_certvalidator import CertificateValidator, ValidationContext

    at = opened.stamp.at
    try:
        context = ValidationContext(trust_roots=roots, other_certs=opened.others, moment=at, best_signature_time=at, allow_fetching=False)
        path = CertificateValidator(opened.certificate, intermediate_certs=opened.others, validation_context=context)
        work = path.async_validate_usage(key_usage=set(), extended_key_usage={PURPOSE}, extended_optional=False)  # type: ignore[no-untyped-call]
        return _finished(work) is not None
    except Exception:  # no path is no trust, whatever the reason
        return False


def _finished(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of work that waits for nothing: without fetching, the validator is asynchronous in name only."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise RuntimeError("the validator waits for something")


class Response(core.Sequence):  # type: ignore[misc]
    """TimeStampResp (RFC 3161 §2.4.2) with its token optional, as the RFC has it and the library does not."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]
