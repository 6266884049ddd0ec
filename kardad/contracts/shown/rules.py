"""What every contract is judged by, told to everybody: the checks with their articles, and what this house does where sources differ."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kardad.contracts import pauses, policy
from kardad.contracts.shown.writing import SEVERITIES
from kardad.kit import calendar, text
from kardad.law import articles, instruments
from kardad.law.articles import Article
from kardad.law.contract_rules import rulebook
from kardad.law.contract_rules.rulebook import Rule

CAP: Final = "contract.non_continuous_cap_months"


@dataclass(frozen=True, slots=True)
class Told:
    """One check: how grave it may be, on what it rests."""

    rule: Rule
    tags: list[tuple[str, str]]
    articles: list[Article]


def every() -> list[Told]:
    """Every check in the order of the codes, the gravest of its severities first."""
    return [_told(rule) for rule in rulebook.current().rules.values()]


def unsettled(today: date) -> dict[str, Any]:
    """The cap on temporary work as the law data have it and as it is used here; which days of a suspension are service."""
    chosen, cap = policy.checks(), instruments.current().value(CAP, today)
    since = f"، و تنها کارهای پس از {calendar.long(chosen.cap_counts_from)} شمرده می‌شود" if chosen.cap_counts_from else ""
    does = "گذشتن از آن جلوی امضا را می‌گیرد" if chosen.is_cap_binding else "گذشتن از آن تنها هشدار می‌دهد"
    return {
        "cap": text.to_persian_digits(f"{cap.amount} ماه"),
        "cap_since": cap.since,
        "cap_does": does + since,
        "cap_key": CAP,
        "pauses": list(pauses.every().values()),
    }


def _told(rule: Rule) -> Told:
    found = {rule.severity_of(name) for name in rule.says} or {rule.severity}
    return Told(rule, [told for name, told in SEVERITIES.items() if name in found], list(articles.cited(rule.articles)))
