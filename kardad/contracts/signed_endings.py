"""What the common signing pages ask about an ending by signature and about a settlement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kardad.contracts import causes, proof, signing_kinds, statement
from kardad.contracts.actions import ending, settling
from kardad.contracts.models import Version
from kardad.contracts.queries.standing import WORKER


def ending_words(version: Version) -> dict[str, Any]:
    """The end as its template draws it."""
    told = proof.read(version.words)
    return {**told, "about": causes.find(told["cause"]), "ends_on": _day(told["ends_on"])}


def settlement_words(version: Version) -> dict[str, Any]:
    """The statement as its template draws it."""
    return drawn(proof.read(version.words))


def drawn(told: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a statement with days as days."""
    paid = {**told["paid"], "paid_on": _day(told["paid"]["paid_on"])} if told["paid"] else {}
    days = {name: _day(told[name]) for name in ("since", "ended_on", "concluded_on", "pays_until")}
    return {**told, **days, "paid": paid, "how": statement.METHODS[told["method"]]}


def ending_sides(version: Version) -> frozenset[str]:
    """A resignation is the worker's alone; an agreement is both sides'."""
    return frozenset({WORKER}) if proof.read(version.words)["way"] == causes.RESIGN else signing_kinds.BOTH


def reservable(version: Version) -> list[tuple[str, str]]:
    """Every item of the statement, and whatever is not in it."""
    return statement.reservable(proof.read(version.words))


def _day(raw: str) -> Any:
    return date.fromisoformat(raw) if raw else None


def register() -> None:
    """Both kinds are known to the signing pages."""
    signing_kinds.register(
        Version.Kind.ENDING,
        title="پایان قرارداد",
        template="contracts/ending/_words.html",
        told=ending_words,
        complete=ending.complete,
        sides=ending_sides,
        first=signing_kinds.by_whom,
        ensure=ending.ensure,
        refused=ending.refused,
        meaning="با امضا، قرارداد در روزی که در متن آمده پایان می‌یابد و تسویه‌حساب آغاز می‌شود.",
    )
    signing_kinds.register(
        Version.Kind.SETTLEMENT,
        title="برگه تسویه",
        template="contracts/ending/_statement.html",
        told=settlement_words,
        complete=settling.complete,
        reservable=reservable,
        ensure=settling.ensure,
        refused=settling.refused,
        meaning="با امضا می‌پذیرید که ردیف‌های این برگه درست است. هر ردیفی را که قبول ندارید نشان کنید؛ طلب آن برای شما می‌ماند.",
    )


register()
