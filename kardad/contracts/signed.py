"""How the signatures below a version are told: who, in which part, by what right, when, how, and what is odd about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kardad.contracts.models import Signature, Version
from kardad.kit import calendar
from kardad.law.contract_rules import rulebook

WAYS: Final = {
    "code": "رمز یک‌بارمصرف به سیم‌کارت خود امضاکننده",
    "certificate": "گواهی امضای الکترونیکی",
    "paper": "امضای دستی روی کاغذ، با رمز یک‌بارمصرف تأیید شد",
    "list": "رمز یک‌بارمصرف به سیم‌کارت خود امضاکننده، برای فهرستی از متن‌ها که این یکی در آن است",
}
ALARMS: Final = {
    "same_device": "این امضا با همان مرورگری زده شد که طرف دیگر با آن امضا کرد",
    "same_address": "این امضا از همان شبکه‌ای زده شد که طرف دیگر از آن امضا کرد",
    "same_mobile": "هر دو طرف با یک شماره همراه امضا کرده‌اند",
}
ORDER: Final = tuple(Signature.Side.values)
MARK: Final = 8  # letters of a keyed digest, by which two are told apart


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as people read it; `device` and `network` are marks: the same one means the same browser or network."""

    side: str
    name: str
    right: str
    at: datetime
    way: str
    says: tuple[str, ...]
    device: str = ""
    network: str = ""


def below(version: Version) -> list[Signed]:
    """Every signature below the version, in the order of the sides."""
    related = ("person", "membership", "authority", "mandate")
    rows = version.signatures.filter(signed_at__isnull=False).select_related(*related).order_by("signed_at", "pk")
    contract = version.contract
    found = sorted(rows, key=lambda one: ORDER.index(one.side))
    return [_one(row, contract.employer_id) for row in found]


def right(row: Signature, employer_id: int | None) -> str:
    """By what right somebody signed."""
    if row.authority is not None:
        until = f" تا {calendar.slashed(row.authority.valid_to)}" if row.authority.valid_to else ""
        return f"نماینده کارفرما با معرفی‌نامه معتبر از {calendar.slashed(row.authority.valid_from)}{until}"
    if row.mandate is not None:
        return "نماینده کارفرما با اختیارنامه ثبت‌شده"
    if row.membership is not None:
        return "صاحب امضای شرکت" if row.membership.is_signatory else "مالک"
    if row.side == Signature.Side.EMPLOYER:
        return "خود کارفرما" if row.person_id == employer_id else "نماینده کارفرما"
    return "خود کارگر" if row.side == Signature.Side.WORKER else "گواه امضا"


def is_listed(row: Signature) -> bool:
    """Whether one code signed a list of wordings, this one among them: its proof names the list."""
    return row.provider == "code" and row.proof.startswith("{")


def _one(row: Signature, employer_id: int | None) -> Signed:
    assert row.signed_at is not None  # noqa: S101 – only signatures that were made are asked for
    return Signed(
        side=row.get_side_display(),
        name=row.person.name,
        right=right(row, employer_id),
        at=row.signed_at,
        way=WAYS["list"] if is_listed(row) else WAYS.get(row.provider, WAYS["certificate"]),
        says=(*(ALARMS.get(one, "نشانه‌ای نامعمول") for one in row.alarms), *_known(row.knows)),
        device=row.device[:MARK],
        network=row.address[:MARK],
    )


def _known(codes: Iterable[str]) -> list[str]:
    """The warnings of which the signer said that he knows them."""
    rules = rulebook.current().rules
    titles = [rules[code].title for code in codes if code in rules]
    return [f"گفته است این هشدارها را می‌داند: {'، '.join(titles)}"] if titles else []
