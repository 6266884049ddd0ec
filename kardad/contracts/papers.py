"""The sealed papers of contracts: asked for with the last signature, of each kind of wording its own; how they stand, and for whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from kardad.contracts import printing, proof, saying, signed
from kardad.contracts.actions import common
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import sent
from kardad.core.actor import SYSTEM
from kardad.core.operator import operator
from kardad.documents import actions, queries, rendering
from kardad.documents import papers as kinds
from kardad.documents.models import Document
from kardad.kit import calendar, money

Facts = list[tuple[str, str]]
LONGEST: Final = 60  # letters of one fact on a paper
NO_NUMBER: Final = "پس از امضا"
UNSIGNED: Final = "این متن هنوز امضای هر دو طرف را ندارد و قرارداد نیست"
STAMPS: Final = {"paper": "روی کاغذ با دست امضا شده و کارگر آن را با رمز تأیید کرده است"}


@dataclass(frozen=True, slots=True)
class Kind:
    """Which paper a kind of wording has, and what it prints of its words."""

    paper: str
    title: str
    says: Callable[[Version, Mapping[str, Any]], dict[str, Any]]


def ask(version: Version, *, at: datetime) -> Document:
    """The paper of a version that both sides signed waits for its turn; inside the transaction of the last signature."""
    kind, data = KINDS[Version.Kind(version.kind)], _data(version)
    facts, chain = _facts(version, data), proof.chain(version.contract, at=at)
    return actions.issue(kind.paper, version, data=data, facts=facts, title=kind.title, chain=chain, by=SYSTEM, at=at)


def unsigned(version: Version, *, at: datetime) -> bytes:
    """The wording as its paper will be, to be read at home: without a seal or a number, and it says that it is not signed."""
    kind, told = KINDS[Version.Kind(version.kind)], operator()
    data = _data(version) | ({"stamp": UNSIGNED} if version.kind == Version.Kind.CONTRACT else {})
    face = rendering.Face(
        number=NO_NUMBER,
        title=f"{kind.title} (امضا نشده)",
        made_at=at,
        facts=_facts(version, data),
        code=f"{settings.SITE_URL.rstrip('/')}/contracts/check/",
        data=data,
    )
    return rendering.pdf(kinds.paper(kind.paper), face, rendering.House(told.name, told.statement, settings.SITE_URL))


def of(version: Version) -> Document | None:
    """The paper of the version, once it was asked for."""
    return queries.of(version).filter(kind=KINDS[Version.Kind(version.kind)].paper).select_related("file").order_by("pk").last()


def masked(name: str) -> str:
    """A name of which only the first letter of each word is shown: «ع••• ر•••»."""
    return " ".join(f"{word[0]}•••" for word in name.split())


def _data(version: Version) -> dict[str, Any]:
    """The fields of the version's paper."""
    return KINDS[Version.Kind(version.kind)].says(version, proof.read(version.words)) | {
        "contract_number": version.contract.number or NO_NUMBER,
        "digest": printing.digits(version.sha256),
        "signatures": [_row(one) for one in signed.below(version)],
    }


def _contract(version: Version, words: Mapping[str, Any]) -> dict[str, Any]:
    return printing.clauses(words) | {"stamp": STAMPS.get(version.contract.origin, "")}


def _other(says: Callable[[Version, Mapping[str, Any]], dict[str, Any]]) -> Callable[[Version, Mapping[str, Any]], dict[str, Any]]:
    def told(version: Version, words: Mapping[str, Any]) -> dict[str, Any]:
        return sides(version.contract) | says(version, words)

    return told


def sides(contract: Contract) -> dict[str, str]:
    """Both sides by their names."""
    return {"employer": common.employer(contract), "worker": contract.worker_name}


KINDS: Final = {
    Version.Kind.CONTRACT: Kind("contract", "قرارداد کار", _contract),
    Version.Kind.AMENDMENT: Kind("contract_amendment", "الحاقیه قرارداد کار", _other(saying.amendment)),
    Version.Kind.ENDING: Kind("contract_ending", "برگه پایان قرارداد کار", _other(saying.ending)),
    Version.Kind.VOIDING: Kind("contract_ending", "برگه باطل شدن قرارداد کار", _other(saying.voiding)),
    Version.Kind.SETTLEMENT: Kind("contract_settlement", "برگه تسویه قرارداد کار", _other(saying.settlement)),
}


def _facts(version: Version, data: Mapping[str, Any]) -> Facts:
    """What stands in the box and in its code: by it a changed name, day, sum or word of the paper is seen."""
    contract = sent.by(version) if version.kind == Version.Kind.CONTRACT else version.contract
    found: Facts = [("شماره قرارداد", contract.number or NO_NUMBER)]
    found += [("کارفرما", _short(common.employer(contract))), ("کارگر", _short(contract.worker_name))]
    if version.kind == Version.Kind.CONTRACT and contract.starts_on:
        until = calendar.slashed(contract.ends_on) if contract.ends_on else "بی‌پایان معین"
        found += [("از روز", calendar.slashed(contract.starts_on)), ("تا روز", until)]
        found += [(data["wage"]["basis"], money.grouped(data["wage"]["amount"]))]
    elif version.kind == Version.Kind.SETTLEMENT:
        found += [("خالص پرداختنی", money.grouped(data["total"]))]
    if version.closed_at:
        found += [("روز امضا", calendar.slashed(calendar.tehran_day(version.closed_at)))]
    return [*found, ("چکیده متن", printing.digits(version.sha256))]


def _row(one: signed.Signed) -> dict[str, Any]:
    told = {"side": one.side, "name": one.name, "right": one.right, "way": one.way, "says": list(one.says)}
    return told | {"at": one.at.astimezone(calendar.TEHRAN).isoformat()}


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
