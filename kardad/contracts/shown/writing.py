"""What an employer sees of his draft beside its fields: the parts, what the law found in them, how long it lasts, what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final

from kardad.contracts import reading, terms
from kardad.contracts.terms import Terms
from kardad.kit import calendar, records
from kardad.kit.text import to_persian_digits
from kardad.law import articles
from kardad.law.articles import Article
from kardad.law.contract_rules import Contract, Finding
from kardad.law.contract_rules.case import is_blank

TITLES: Final = {
    "employer": "کارفرما",
    "worker": "کارگر",
    "work": "کار",
    "term": "مدت",
    "hours": "ساعت کار",
    "pay": "مزد",
    "ending": "پایان دادن",
    "others": "شرط‌های دیگر",
}
STEPS: Final = ["کارفرما", "کارگر", "کار", "مدت", "ساعت", "مزد", "پایان", "شرط‌ها", "پیوست", "بازبینی"]  # as short as a phone needs
SEVERITIES: Final = {"error": ("باید درست شود", "bad"), "warning": ("هشدار", "wait"), "info": ("بدانید", "info")}
# Where a field of the law's contract is not called so in the form.
FIELDS: Final = {
    "wage": "amount",
    "wage.amount": "amount",
    "trial.days": "trial_days",
    "trial.is_paid": "trial_days",
    "weekly_hours": "weekly_minutes",
    "work_place": "place",
    "scheme": "grade",
    "termination_terms": "terms",
    "other_terms": "terms",
    "worker.education": "level",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its articles, the part of the form and the field in which it is mended."""

    finding: Finding
    articles: tuple[Article, ...]
    part: str
    field: str

    @property
    def word(self) -> str:
        """How grave it is, in a word."""
        return SEVERITIES[self.finding.severity][0]

    @property
    def tone(self) -> str:
        """The colour that helps the word."""
        return SEVERITIES[self.finding.severity][1]

    @property
    def title(self) -> str:
        """The part's title."""
        return TITLES[self.part]

    @property
    def clause(self) -> str:
        """The offending clause, where the message does not quote it."""
        return "" if self.finding.clause in self.finding.message else self.finding.clause


def facts(held: Terms) -> dict[str, reading.Part]:
    """Every part that says something, by its name, as both sides will read it."""
    return {one.name: one for one in reading.parts(_words(held))}


def differences(now: Terms, typed: Terms) -> tuple[reading.Change, ...]:
    """Every field in which what was typed is not what is kept: `old` is kept, `new` was typed."""
    return reading.changes(_words(now), _words(typed))


def _words(held: Terms) -> dict[str, Any]:
    return {"terms": records.plain(held)}


def found(findings: Iterable[Finding], *, part: str = "") -> list[Found]:
    """The findings, of one part where it is named, the gravest first."""
    made = [Found(one, articles.cited(one.articles), terms.part_of(one.field), field_of(one.field)) for one in findings]
    order = list(SEVERITIES)
    return sorted((one for one in made if part in ("", one.part)), key=lambda one: (order.index(one.finding.severity), one.finding.code))


def field_of(path: str) -> str:
    """The form's field in which a field of the law's contract is filled in."""
    bare = path.partition("[")[0]
    if bare.startswith("securities."):
        return f"securities_{bare.rpartition('.')[2]}_kind"
    return FIELDS.get(bare) or FIELDS.get(bare.rpartition(".")[0] if bare[-1:].isdigit() else "") or bare.rpartition(".")[2]


def is_gap(finding: Finding, judged: Contract) -> bool:
    """Whether it says no more than that a field is still empty."""
    return finding.code == "C01" and is_blank(attrgetter(finding.field)(judged))


def length(held: Terms) -> str:
    """How long the contract lasts, in days and, where it is whole months, in months."""
    start, end = held.term.starts_on, held.term.ends_on
    if start is None or end is None or end < start:
        return ""
    days = (end - start).days + 1
    first, after = calendar.to_jalali(start), calendar.to_jalali(date.fromordinal(end.toordinal() + 1))
    months = (after.year - first.year) * 12 + after.month - first.month
    told = to_persian_digits(f"{days} روز")
    return f"{to_persian_digits(months)} ماه ({told})" if months and after.day == first.day else told
