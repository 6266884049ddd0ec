"""What the common signing pages ask about an amendment and about making a contract void."""

from datetime import date
from typing import Any

from kardad.contracts import proof, signing_kinds
from kardad.contracts.actions import amending, voiding
from kardad.contracts.models import Version


def amendment_words(version: Version) -> dict[str, Any]:
    """The amendment as its template draws it."""
    told = proof.read(version.words)
    return {**told, "from_on": date.fromisoformat(told["from_on"])}


def voiding_words(version: Version) -> dict[str, Any]:
    """The words that make it void as their template draws them."""
    told = proof.read(version.words)
    return {**told, "starts_on": date.fromisoformat(told["starts_on"]) if told["starts_on"] else None}


def register() -> None:
    """Both kinds are known to the signing pages."""
    signing_kinds.register(
        Version.Kind.AMENDMENT,
        title="الحاقیه",
        template="contracts/life/_amendment.html",
        told=amendment_words,
        complete=amending.complete,
        ensure=amending.ensure,
        meaning="با امضای هر دو طرف، این بخش‌ها از روزی که نوشته شده عوض می‌شود. بقیه قرارداد همان است که بود.",
    )
    signing_kinds.register(
        Version.Kind.VOIDING,
        title="باطل کردن قرارداد پیش از آغاز",
        template="contracts/life/_voiding.html",
        told=voiding_words,
        complete=voiding.complete,
        first=signing_kinds.by_whom,
        ensure=voiding.ensure,
        meaning="با امضای هر دو طرف، قرارداد باطل است و کاری آغاز نمی‌شود. این کار بازگشت ندارد.",
    )


register()
