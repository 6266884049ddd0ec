"""A sealed paper (PDF), or a file that was put into a dossier: whether a proof given beside it knows its digest. Knows no Django."""

import io
import re
from hashlib import sha256
from typing import Any, Final

from kardad.evidence.verifying import availability, growth
from kardad.evidence.verifying.verdict import Verdict

FORMAT: Final = "pdf"
FILED: Final = "file"
PLAIN: Final = (b"\xff\xd8\xff", b"\x89PNG", b"PK\x03\x04")  # photos and documents of an office: what people put into a dossier
ABSENT: Final = "امضای آن درست است؛ در رسیدها و پرونده‌هایی که کنارش داده شد نیامده است."
_DIGITS: Final = re.compile(rb"<(?:[0-9A-F]*|[0-9a-f]*)>")
_STAMP: Final = "signature_time_stamp_token"
NAMELESS: Final = (availability.FORMAT, growth.FORMAT)  # proofs that name no papers


class Known:
    """What is believed of papers: digests that good proofs name, and the SHA-256 of certificates that sign papers here."""

    def __init__(self, keys: Any) -> None:
        listed = keys.get("certificates", []) if isinstance(keys, dict) else []
        self.certificates = {one["sha256"] for one in listed if isinstance(one, dict) and isinstance(one.get("sha256"), str)}
        self.digests: set[str] = set()
        self.names: dict[str, str] = {}
        self.has_proofs = False

    def note(self, proof: Verdict) -> None:
        """A proof was given beside the papers; what it names is believed when it is good."""
        self.has_proofs |= proof.format not in NAMELESS
        self.digests |= proof.papers if proof.is_valid else set()
        self.names |= proof.names


def is_pdf(beginning: bytes) -> bool:
    """Whether these are the first bytes of a PDF."""
    return beginning.startswith(b"%PDF-")


def is_plain(beginning: bytes, name: str) -> bool:
    """Whether these are the first bytes of a file that signs nothing itself; a text is one by its name."""
    return beginning.startswith(PLAIN) or name.endswith(".txt")


def filed(raw: bytes, known: Known, name: str = "") -> Verdict:
    """The verdict on a file without a signature of its own: known letter by letter by a good proof beside it."""
    verdict = Verdict(FILED)
    if sha256(raw).hexdigest() not in known.digests:
        verdict.find("PAPER_ALTERED" if known.has_proofs else "NOT_READABLE")
    return verdict


def verify(pdf: bytes, known: Known, name: str = "") -> Verdict:
    """The verdict on a paper: known letter by letter by a good proof beside it, or signed whole under a certificate that is believed.

    Proofs that tell of other papers take nothing from a signature that is good, unless one of them lists another paper under this name.
    """
    verdict = Verdict(FORMAT)
    signer = _judge_signature(pdf, verdict)
    digest = sha256(pdf).hexdigest()
    verdict.signer = signer or ""
    verdict.is_signer_known = signer in known.certificates
    if digest in known.digests:
        verdict.problems.clear()  # these very bytes were recorded
    elif known.has_proofs and verdict.is_valid and verdict.is_signer_known and known.names.get(name, digest) == digest:
        verdict.note = ABSENT
    elif known.has_proofs:
        verdict.find("PAPER_ALTERED")
    elif signer is None and verdict.is_valid:
        verdict.find("NOT_READABLE")
    elif signer is not None and not verdict.is_signer_known:
        verdict.find("SIGNER_UNKNOWN")
    return verdict


def _judge_signature(pdf: bytes, verdict: Verdict) -> str | None:
    """The digest of the last signature's certificate; a signature that is not of all that stands in the file is told."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    unreadable = (PdfError, SigningError, SignatureValidationError, ValueError, TypeError, KeyError, AttributeError)
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        is_signed = bool(reader.root.get("/AcroForm"))
    except unreadable:
        verdict.find("NOT_READABLE")
        return None
    try:
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return None
        last = signatures[-1]
        last.compute_integrity_info()
        if not _status(last) or not all(_is_alone(one) and _is_written_once(one, pdf) for one in signatures) or not _is_bare(last):
            verdict.find("SIGNATURE_BAD")
        elif not _is_well_stamped(last):
            verdict.find("STAMP_BAD")
        return sha256(last.signer_cert.dump()).hexdigest()
    except unreadable:  # the file can be read, and what stands for its signature cannot
        verdict.find("SIGNATURE_BAD" if is_signed else "NOT_READABLE")
        return None


def _is_alone(signature: Any) -> bool:
    """Whether nothing but zeros fills the place that was kept for the signature: nobody signs what stands there."""
    from asn1crypto import parser

    raw = signature.pkcs7_content
    return not any(raw[parser.peek(raw) :])


def _is_written_once(signature: Any, pdf: bytes) -> bool:
    """Whether the signature stands in digits of one case: another case of a digit would say the same."""
    _, before, after, _ = signature.byte_range
    return bool(_DIGITS.fullmatch(pdf[before:after]))


def _is_bare(signature: Any) -> bool:
    """Whether what stands unsigned beside the signature is a time alone, its one digest, and certificates that hold each other."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.x509 import load_der_x509_certificate

    info, data = signature.signer_info, signature.signed_data
    if [one["type"].native for one in info["unsigned_attrs"]] not in ([], [_STAMP]):
        return False
    if [one.dump() for one in data["digest_algorithms"]] != [info["digest_algorithm"].dump()]:
        return False
    held = [load_der_x509_certificate(one.chosen.dump()) for one in data["certificates"]]
    for one in held:
        for issuer in (other for other in held if other.subject == one.issuer):
            try:
                one.verify_directly_issued_by(issuer)
            except InvalidSignature:
                return False
            except (UnsupportedAlgorithm, TypeError):
                continue  # nothing is said of what cannot be reckoned
    return True


def _is_well_stamped(signature: Any) -> bool:
    """Whether the time beside the signature, if there is one, was given for it and is as its authority gave it."""
    from kardad.gateways.timestamp import reading  # its libraries are large

    info = signature.signer_info
    over = sha256(info["signature"].native).digest()
    tokens = [token.dump() for one in info["unsigned_attrs"] for token in one["values"]]
    return all(reading.read(one).digest == over and reading.is_signed(one) for one in tokens)


def _status(signature: Any) -> bool:
    """Whether bytes and signature agree, and the signature covers the whole file."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if signature.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return False
    is_untouched, is_good = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, expected_content_type="data", actual_digest=signature.compute_digest()
    )
    return bool(is_untouched and is_good)
