"""What Kardad asks of a service that signs with a person's own certificate: that he is asked, and his signature over a digest of ours."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Protocol


class Outcome(StrEnum):
    """What became of a request. Asking again begins anew: no outcome but SIGNED says that anything was signed."""

    ASKED = "asked"
    """The person is asked; `reference` names the request."""
    SIGNED = "signed"
    """The signature is over our digest; whether the certificate is the person's own is for `reading.holds`."""
    WAITING = "waiting"
    """He has not answered yet."""
    REFUSED = "refused"
    """He said no, or his PIN was wrong."""
    EXPIRED = "expired"
    """He did not answer in time, or the request is not known."""
    UNKNOWN = "unknown"
    """The service has no certificate of this person."""
    UNAVAILABLE = "unavailable"
    """No answer for now; it may be asked later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What `ask` returns; only ASKED carries a reference."""

    outcome: Outcome
    provider: str
    reference: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What `finish` returns; only SIGNED carries a signature (DER, ECDSA or RSA PKCS #1 v1.5 over SHA-256) and a certificate (DER)."""

    outcome: Outcome
    provider: str
    signature: bytes = field(default=b"", repr=False)
    certificate: bytes = field(default=b"", repr=False)
    code: str = ""


class Signer(Protocol):
    """A service of remote signing. Nothing is raised for what the other side did, and nothing is repeated by itself."""

    name: str

    @property
    def roots(self) -> list[bytes]:
        """Certificates (PEM) of the authorities that issue its people's certificates."""

    def ask(self, digest: bytes, holder: str) -> Asking:
        """The bearer of this national code is asked to sign this SHA-256 digest; raises ValueError for what is not 32 bytes."""

    def finish(self, reference: str, answer: str) -> Signing:
        """What came of a request; `answer` is what the person typed (a PIN), empty where he answers elsewhere."""


def judge(digest: bytes) -> None:
    """Pass a SHA-256 digest; raise ValueError for anything else."""
    if not isinstance(digest, bytes) or len(digest) != sha256().digest_size:
        raise ValueError("a digest is 32 bytes of SHA-256")
