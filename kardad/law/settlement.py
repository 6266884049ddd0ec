"""The settlement (تسویه‌حساب) at the end of an employment: one total per entitlement, by the way it ended."""

from dataclasses import dataclass
from typing import Final

from kardad.law import claim, kinds
from kardad.law.calculators import Calculator
from kardad.law.claim import Employment
from kardad.law.entitlements import TITLES
from kardad.law.facts import asked
from kardad.law.sheet import Totals, Working, sum_shown

CONTRACT, UNJUSTIFIED = "severance.days_per_year", "severance.unjustified_days_per_year"
# How an employment ended: its Persian words, the key of the severance that follows, and what a reader must know of it.
REASONS: Final = {
    "contract_end": ("پایان قرارداد", CONTRACT, ""),
    "mutual": ("توافق دو طرف", CONTRACT, ""),
    "resignation": ("استعفا", CONTRACT, "سنوات پس از استعفا در عمل به همین اندازه پرداخت می‌شود؛ متن روشنی در دست نداریم."),
    "justified_dismissal": ("اخراج موجه", CONTRACT, ""),
    "unjustified_dismissal": (
        "اخراج ناموجه، بی بازگشت به کار",
        UNJUSTIFIED,
        "اگر بخواهید می‌توانید بازگشت به کار و مزد روزهای دوری را بخواهید.",
    ),
    "retirement": ("بازنشستگی", CONTRACT, ""),
    "disability": ("ازکارافتادگی", CONTRACT, ""),
    "death": ("فوت", CONTRACT, "طلب او به ورثه می‌رسد."),
}


@dataclass(frozen=True, kw_only=True)
class Facts(Employment):
    """An employment, what was paid in it, and how it ended."""

    end_reason: str = asked(kinds.choice(*((name, row[0]) for name, row in REASONS.items())), "کار چگونه پایان یافت؟")


def work(known: Facts, working: Working) -> Totals:
    """One total per entitlement, and the whole."""
    _, key, note = REASONS[known.end_reason]
    if note:
        working.warn("END_REASON", note)
    found = claim.claims_of(known, working, key)
    claim.bound(found, working)
    sums = {name: claim.sum_of(years) for name, years in found.items()}
    for name, amount in sums.items():
        working.line(f"{name}_all", f"جمع {TITLES[name]}", amount, sum_shown(found[name].values()))
    return {**sums, **claim.whole([one for years in found.values() for one in years.values()], working)}


SETTLEMENT = Calculator(
    name="settlement",
    title="تسویه‌حساب",
    about="هر آنچه در پایان کار باید پرداخت شود، یک رقم برای هر حق.",
    asks=Facts,
    on=lambda known: known.left_on,
    work=work,
    main="total",
    readings=claim.CLAIM.readings,
)
