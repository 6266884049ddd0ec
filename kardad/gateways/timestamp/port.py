"""What Kardad asks of a time-stamping authority: its signed word that a digest existed at a moment, and the truth when it gives none."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Protocol


class Outcome(StrEnum):
    """What became of a request. Asking again is never harmful: a second token only says a later moment."""

    STAMPED = "stamped"
    """The token is for our digest, carries our nonce and a good signature."""
    REFUSED = "refused"
    """The authority does not give what we ask for (algorithm, policy, form): the operator must mend the settings."""
    UNPROVED = "unproved"
    """The authority says yes, and its token is not for us: another digest, nonce, policy or hour, or a bad signature."""
    GARBLED = "garbled"
    """What came is not what RFC 3161 promises."""
    UNAVAILABLE = "unavailable"
    """No token for now; it may be asked later."""
    AUTH = "auth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """What every request returns; only STAMPED carries a token (DER of a CMS ContentInfo, RFC 3161 §2.4.2)."""

    outcome: Outcome
    provider: str
    token: bytes = field(default=b"", repr=False)
    code: str = ""
    """The authority's own word (`bad_alg`, `http_503`), or ours for what is wrong (`nonce`, `timeout`)."""


class Stamper(Protocol):
    """A time-stamping authority. Nothing is raised for what the other side did, and nothing is repeated by itself."""

    name: str

    @property
    def is_independent(self) -> bool:
        """Whether somebody else than the operator says the time: only then does a token prove anything against him."""

    @property
    def roots(self) -> list[bytes]:
        """Certificates (PEM or DER) that its tokens lead to, for `reading.holds`; none where the operator named none."""

    def stamp(self, digest: bytes) -> Stamping:
        """A token over this SHA-256 digest, asked for once; raises ValueError for what is not 32 bytes."""


def judge(digest: bytes) -> None:
    """Pass a SHA-256 digest; raise ValueError for anything else."""
    if not isinstance(digest, bytes) or len(digest) != sha256().digest_size:
        raise ValueError("a digest is 32 bytes of SHA-256")
