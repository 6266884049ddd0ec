"""Contract rules: the checks C01 to C25 of a contract against the law of its days, each a small function named by what it checks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from kardad.law.contract_rules import clauses, parties, pay, rulebook, term
from kardad.law.contract_rules.case import Case, Found, Policy
from kardad.law.contract_rules.contract import (
    Contract,
    Employer,
    Engagement,
    Payment,
    Scheme,
    Security,
    Stop,
    Trial,
    Wage,
    WageStep,
    Worker,
)
from kardad.law.contract_rules.rulebook import Rule
from kardad.law.instruments import Law, Silent

CHECKS: Final[Mapping[str, Callable[[Case], Iterator[Found]]]] = MappingProxyType(
    {
        "C01": parties.empty_field,
        "C02": parties.bad_identifier,
        "C03": parties.same_person,
        "C04": parties.young_worker,
        "C05": pay.short_wage,
        "C06": pay.silent_year,
        "C07": term.long_week,
        "C08": term.long_trial,
        "C09": term.second_trial,
        "C10": term.bad_term,
        "C11": term.hidden_permanence,
        "C12": term.fixed_term_cap,
        "C13": term.overlapping_contract,
        "C14": term.no_termination_terms,
        "C15": clauses.one_sided_ending,
        "C16": clauses.given_up_rights,
        "C17": clauses.forced_work,
        "C18": clauses.vague_security,
        "C19": term.odd_conclusion,
        "C20": parties.strange_account,
        "C21": term.oral_contract,
        "C22": parties.first_year_worker,
        "C23": parties.foreign_worker,
        "C24": pay.low_grade,
        "C25": pay.small_rise,
    }
)
SILENCE: Final = "C06"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: `message` (Persian) says what is wrong and how to mend it, `clause` is the offending text.

    `severity` is error (cannot be signed), warning (signed after both sides say they know) or info; `field` is a path into the
    contract; `articles` are ids of `law/articles.py`; `caution` is what people are told of a basis that is not sourced.
    """

    code: str
    severity: str
    title: str
    message: str
    field: str
    articles: tuple[str, ...]
    clause: str = ""
    caution: str = ""


def findings(contract: Contract, law: Law, on: date, policy: Policy = Policy()) -> tuple[Finding, ...]:  # noqa: B008 – frozen
    """Everything the checks find in a contract judged on a Gregorian day, in the order of their codes; never raises Silent."""
    case = Case(contract, law, on, policy, rulebook.current())
    found = [_finding(case.book.rules[code], one) for code, check in CHECKS.items() for one in _run(code, check, case)]
    silences = {one.message: one for one in found if one.code == SILENCE}
    rest = [one for one in found if one.code != SILENCE]
    return tuple(sorted([*rest, *silences.values()], key=lambda one: one.code))


def blocks(found: tuple[Finding, ...]) -> bool:
    """Whether what was found keeps the contract from being signed."""
    return any(one.severity == "error" for one in found)


def rules() -> tuple[Rule, ...]:
    """Every rule with its words and articles, in the order of the codes."""
    book = rulebook.current()
    return tuple(book.rules[code] for code in CHECKS)


def _run(code: str, check: Callable[[Case], Iterator[Found]], case: Case) -> Iterator[Found | Silent]:
    try:
        yield from check(case)
    except Silent as silent:
        # Fail closed: a check that cannot be made is an error of the data's silence, unless C06 has told it of the whole year.
        if silent.details.get("key") not in pay.NEEDED:
            yield silent


def _finding(rule: Rule, found: Found | Silent) -> Finding:
    if isinstance(found, Silent):
        rule = rulebook.current().rules[SILENCE]
        found = Found("silent", "", {"why": found.text})
    return Finding(
        code=rule.code,
        severity=rule.severity_of(found.says),
        title=rule.title,
        message=rule.says[found.says].format_map(found.fills),
        field=found.field,
        articles=rule.articles,
        clause=found.clause,
        caution=rule.caution,
    )


__all__ = [
    "CHECKS",
    "Contract",
    "Employer",
    "Engagement",
    "Finding",
    "Payment",
    "Policy",
    "Rule",
    "Scheme",
    "Security",
    "Stop",
    "Trial",
    "Wage",
    "WageStep",
    "Worker",
    "blocks",
    "findings",
    "rules",
]
