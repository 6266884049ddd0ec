"""A signing service for tests: real keys and certificates of the moment, one PIN for everybody, and whatever faults a test wants."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kardad.gateways.signature.port import Asking, Outcome, Signing, judge
from kardad.gateways.signature.reading import PREHASHED

PIN = "246810"
ISSUER = "KARDAD TEST SIGNERS"
VALID = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's key and the certificate over it (DER)."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: bytes


class Memory:
    """Asks everybody and signs for the right PIN unless told otherwise; `asked` holds the digests in order."""

    def __init__(self, *, name: str = "memory", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.name = name
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._root = _certificate("", self._key, self._key.public_key(), now())
        self._holders: dict[str, Holder] = {}
        self.reset()

    @property
    def roots(self) -> list[bytes]:
        """The certificate that issued every holder's, PEM."""
        return [self._root.public_bytes(serialization.Encoding.PEM)]

    def reset(self) -> None:
        """Nothing was asked, and everybody is known."""
        self.asked: list[bytes] = []
        self._open: dict[str, tuple[bytes, str]] = {}
        self._failing: Outcome | None = None

    def fail(self, outcome: Outcome | None) -> None:
        """Every request comes to this outcome; None: as they should again."""
        self._failing = outcome

    def ask(self, digest: bytes, holder: str) -> Asking:
        """ASKED, or what `fail` said."""
        judge(digest)
        if self._failing is not None:
            return Asking(outcome=self._failing, provider=self.name, code="scripted")
        self.asked.append(digest)
        reference = secrets.token_hex(8)
        self._open[reference] = (digest, holder)
        return Asking(outcome=Outcome.ASKED, provider=self.name, reference=reference)

    def finish(self, reference: str, answer: str) -> Signing:
        """SIGNED for the right PIN, once."""
        if self._failing is not None:
            return Signing(outcome=self._failing, provider=self.name, code="scripted")
        if reference not in self._open:
            return Signing(outcome=Outcome.EXPIRED, provider=self.name)
        if answer != PIN:
            return Signing(outcome=Outcome.REFUSED if answer else Outcome.WAITING, provider=self.name)
        digest, code = self._open.pop(reference)
        held = self._holders.setdefault(code, self._made(code))
        signature = held.key.sign(digest, ec.ECDSA(PREHASHED))
        return Signing(outcome=Outcome.SIGNED, provider=self.name, signature=signature, certificate=held.certificate)

    def _made(self, code: str) -> Holder:
        key = ec.generate_private_key(ec.SECP256R1())
        issued = _certificate(code, self._key, key.public_key(), self._now())
        return Holder(key, issued.public_bytes(serialization.Encoding.DER))


def _certificate(code: str, signer: ec.EllipticCurvePrivateKey, public: ec.EllipticCurvePublicKey, now: datetime) -> x509.Certificate:
    root = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ISSUER)])
    subject = x509.Name([x509.NameAttribute(NameOID.SERIAL_NUMBER, code)]) if code else root
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(root).public_key(public).serial_number(x509.random_serial_number())
    dated = built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + VALID)
    return dated.add_extension(x509.BasicConstraints(ca=not code, path_length=None), critical=True).sign(signer, hashes.SHA256())
