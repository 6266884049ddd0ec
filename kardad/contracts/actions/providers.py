"""By what a signature is made: a one-time code to the signer's own SIM, or his own certificate by a service of remote signing (rule 7)."""

import base64
import json
from datetime import datetime
from typing import Final, Protocol

from kardad.contracts.models import Signature
from kardad.core import crypto, outside
from kardad.core.actor import Actor
from kardad.gateways.signature import reading
from kardad.gateways.signature.port import Outcome, Signer
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.actions import codes

PURPOSE: Final = "contract"
SAID: Final = {
    Outcome.WAITING: "هنوز با گواهی خود امضا نکرده‌اید. پس از امضا در همان سامانه، دوباره بزنید.",
    Outcome.REFUSED: "سامانه گواهی، امضا را نپذیرفت؛ رمز گواهی را دوباره و درست بنویسید.",
    Outcome.EXPIRED: "زمان امضا با گواهی گذشت. از نو درخواست کنید.",
    Outcome.UNKNOWN: "سامانه گواهی برای کد ملی شما گواهی‌ای ندارد. با رمز یک‌بارمصرف امضا کنید.",
}


class NoCertificate(Refusal):
    """This house has no service of certificates, or the service gave no signature that holds."""

    code = "CONTRACT_CERTIFICATE"
    message = "امضا با گواهی انجام نشد. {said}"


class Provider(Protocol):
    """A way to sign: `ask` sets it going for a begun signature, `prove` gives what is kept as its proof, or refuses."""

    def ask(self, asked: Signature, what: codes.For, *, by: Actor, at: datetime, voice: bool) -> None:
        """The signer is asked. Called outside any transaction."""

    def prove(self, asked: Signature, what: codes.For, typed: str, *, by: Actor, at: datetime) -> str:
        """The proof that this person signed these words. Called outside any transaction."""


class OneTimeCode:
    """A simple electronic signature: a code that is good for one signature, SIM and session."""

    def ask(self, asked: Signature, what: codes.For, *, by: Actor, at: datetime, voice: bool) -> None:
        """A code is on its way. Raises CodeCooldown, CodeLimit, NotSent."""
        codes.send(what, by=by, at=at, voice=voice)

    def prove(self, asked: Signature, what: codes.For, typed: str, *, by: Actor, at: datetime) -> str:
        """The number of the accepted code. Raises CodeWrong, CodeUsed, CodeExpired, CodeTries."""
        return str(codes.accept(what, typed, by=by, at=at).pk)


class Certificate:
    """A signature by the signer's own certificate over the SHA-256 of the words, checked here before it counts."""

    def ask(self, asked: Signature, what: codes.For, *, by: Actor, at: datetime, voice: bool) -> None:
        """The service asks the signer. Raises NoCertificate."""
        outside.ensure_no_transaction()
        asking = _signer().ask(bytes.fromhex(asked.sha256), particulars.own(asked.person).code)
        if asking.outcome is not Outcome.ASKED:
            raise _refused(asking.outcome)
        asked.proof = json.dumps({"reference": asking.reference, "session": _session(what)})
        asked.save(update_fields=["proof"])

    def prove(self, asked: Signature, what: codes.For, typed: str, *, by: Actor, at: datetime) -> str:
        """Signature and certificate as JSON, once both hold for this person and these words. Raises NoCertificate."""
        outside.ensure_no_transaction()
        kept, signer = json.loads(asked.proof or "{}"), _signer()
        if not kept or kept["session"] != _session(what):
            raise _refused(Outcome.EXPIRED)
        signing = signer.finish(kept["reference"], typed)
        if signing.outcome is not Outcome.SIGNED:
            raise _refused(signing.outcome)
        holder = particulars.own(asked.person).code
        if not reading.holds(bytes.fromhex(asked.sha256), signing.signature, signing.certificate, holder=holder, roots=signer.roots, at=at):
            raise _refused(Outcome.REFUSED)
        return json.dumps({"provider": signing.provider, "signature": _text(signing.signature), "certificate": _text(signing.certificate)})


KINDS: Final[dict[str, Provider]] = {"code": OneTimeCode(), "certificate": Certificate()}


def of(asked: Signature) -> Provider:
    """The way by which this signature was begun."""
    return KINDS[asked.provider]


def _signer() -> Signer:
    signer = outside.signer()
    if signer is None:
        raise NoCertificate(said="این سامانه با سرویس گواهی کار نمی‌کند؛ با رمز یک‌بارمصرف امضا کنید.")
    return signer


def _refused(outcome: Outcome) -> NoCertificate:
    return NoCertificate(
        field="code", said=SAID.get(outcome, "سامانه گواهی پاسخ نداد. کمی بعد دوباره بزنید یا با رمز یک‌بارمصرف امضا کنید.")
    )


def _session(what: codes.For) -> str:
    return crypto.blind_index("contracts.session", what.session_key) if what.session_key else ""


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
