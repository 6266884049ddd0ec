"""The seal of a paper: a PAdES signature by the platform's certificate, with an authority's time where there is one. Only for jobs."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from kardad.documents.certificates import Identity
from kardad.gateways.timestamp.port import Outcome, Stamper

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper

FIELD = "KardadSeal"
RESERVED = 24_576  # hexadecimal digits for certificate, signature and time stamp


class NoStamp(RuntimeError):
    """The authority gave no time; the paper is sealed at the next try."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader shows beside the seal."""

    reason: str
    place: str = ""


def sealed(pdf: bytes, *, identity: Identity, stamper: Stamper | None, words: Words) -> bytes:
    """The PDF with its seal, after which no change is allowed; raises NoStamp. The authority is asked over the network."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=words.reason,
        location=words.place or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=False,
    )
    signer = signers.PdfSigner(about, signer=_signer(identity), timestamper=_clock(stamper) if stamper else None)
    made = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=RESERVED)
    return bytes(made.getbuffer())


@lru_cache(maxsize=2)
def _signer(identity: Identity) -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    found = SimpleSigner.load_pkcs12_data(identity.p12, other_certs=[])
    if found is None:
        raise ValueError("the seal's key is not read")
    # A root is trusted from elsewhere; in the seal it would be bytes that nobody signs.
    between = SimpleCertificateStore.from_certs([one for one in found.cert_registry if not one.self_issued])
    return SimpleSigner(signing_cert=found.signing_cert, signing_key=found.signing_key, cert_registry=between)


def _clock(stamper: Stamper) -> "TimeStamper":
    """The house's authority in the shape that the signing library asks."""
    from asn1crypto.cms import ContentInfo
    from pyhanko.sign.timestamps import TimeStamper

    class Clock(TimeStamper):
        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
            answer = stamper.stamp(message_digest)
            if answer.outcome != Outcome.STAMPED:
                raise NoStamp(f"{answer.outcome} {answer.code}".strip())
            return ContentInfo.load(answer.token)

    return Clock()
