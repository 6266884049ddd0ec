"""Checks of time: the days of the contract, its trial period, what lies beside and before it, and its weekly hours."""

from datetime import date, timedelta
from fractions import Fraction

from kardad.kit import calendar, text
from kardad.law.contract_rules import patterns
from kardad.law.contract_rules.case import DAY, Case, Findings, Found, digits, is_blank
from kardad.law.contract_rules.contract import Engagement


def long_week(case: Case) -> Findings:
    """C07: more hours a week than the law allows this work."""
    start, hours = case.contract.starts_on, case.contract.weekly_hours
    if start is None or hours is None:
        return
    most = case.full_week(start)
    if hours > most:
        says = "hazardous" if case.contract.is_hazardous else "long"
        yield Found(says, "weekly_hours", {"hours": digits(hours), "most": digits(most)})


def long_trial(case: Case) -> Findings:
    """C08: the trial period is longer than the skill allows or than the contract, or gives no pay."""
    yield from _unpaid_trial(case)
    trial, start = case.contract.trial, case.contract.starts_on
    if trial is None or start is None or trial.days <= 0:
        return
    days = {"days": digits(trial.days)}
    if case.contract.skill:
        kind = "skilled" if case.contract.skill in ("skilled", "expert") else "unskilled"
        most = case.law.amount(f"contract.trial_days_{kind}", start)
        if trial.days > most:
            yield Found(kind, "trial.days", {**days, "most": digits(most)})
    if case.term_days is not None and trial.days > case.term_days:
        yield Found("longer", "trial.days", {**days, "term": digits(case.term_days)})


def _unpaid_trial(case: Case) -> Findings:
    if case.contract.trial and not case.contract.trial.is_paid:
        yield Found("unpaid", "trial.is_paid")
    for field, clauses in case.contract.texts.items():
        for sentence in patterns.sentences(clauses, case.book.words):
            if any(one.hits(sentence) for one in case.book.patterns["unpaid_trial"]):
                yield Found("unpaid_clause", field, {"clause": sentence.written}, sentence.written)


def second_trial(case: Case) -> Findings:
    """C09: the worker has already been on trial in this job with this employer."""
    if case.contract.trial and any(one.had_trial and one.is_same_employer and _is_same_job(case, one) for one in case.contract.engagements):
        yield Found("second", "trial.days")


def _is_same_job(case: Case, other: Engagement) -> bool:
    code, title = text.fold(case.contract.job_code), text.match_key(case.contract.job_title)
    return (bool(code) and code == text.fold(other.job_code)) or (bool(title) and title == text.match_key(other.job_title))


def bad_term(case: Case) -> Findings:
    """C10: a fixed term without its end, an end before the start, or a permanent contract with an end."""
    start, end = case.contract.starts_on, case.contract.ends_on
    if case.contract.type == "fixed_term" and end is None:
        yield Found("no_end", "ends_on")
    if start and end and end < start:
        yield Found("backwards", "ends_on", {"start": calendar.slashed(start), "end": calendar.slashed(end)})
    if case.contract.type == "permanent" and end is not None:
        yield Found("permanent", "ends_on")


def hidden_permanence(case: Case) -> Findings:
    """C11: lasting work without a term, that is not called permanent."""
    contract = case.contract
    if contract.nature == "continuous" and not contract.has_term and contract.type not in ("permanent", ""):
        yield Found("permanent", "type")


def fixed_term_cap(case: Case) -> Findings:
    """C12: the fixed terms of this worker in work that is not continuous add up to nearly the cap, or to more."""
    if case.contract.nature != "non_continuous" or case.span is None:
        return
    cap = case.known("contract.non_continuous_cap_months", max(case.on, case.span[0]))
    if cap is None:
        return  # before the decree of 1398 there was no cap
    months = Fraction(len(_counted_days(case)) * 12, case.book.house["year_days"])
    fills = {"months": digits(int(months)), "cap": digits(cap)}
    if months >= cap:
        yield Found("binding" if case.policy.is_cap_binding else "over", "ends_on", fills)
    elif months >= case.book.house["cap_warning_months"]:
        yield Found("near", "ends_on", fills)


def _counted_days(case: Case) -> set[date]:
    """The days that count towards the cap: this contract's and earlier ones', each once, without stops of the workplace."""
    spans = [case.span] if case.span else []
    last = max((end for _, end in spans), default=case.on)
    spans += [(one.starts_on, one.ends_on or last) for one in case.contract.engagements if one.is_same_employer and one.is_non_continuous]
    days = {day for start, end in spans for day in _days(start, end)}
    days -= {day for stop in case.contract.stops for day in _days(stop.starts_on, stop.ends_on)}
    since = case.policy.cap_counts_from
    return {day for day in days if since is None or day >= since}


def _days(start: date, end: date) -> list[date]:
    # Nobody works a hundred years: a mistyped century must not cost a second.
    return [start + timedelta(days=ahead) for ahead in range(min((end - start).days + 1, 36500))]


def overlapping_contract(case: Case) -> Findings:
    """C13: the worker has other contracts on the same days, and together they are more than a full week."""
    if case.span is None:
        return
    start, end = case.span
    beside = [one for one in case.contract.engagements if one.starts_on <= end and (one.ends_on or date.max) >= start]
    if not beside:
        return
    most = case.law.amount("hours.weekly", start)
    for one in beside:
        if one.weekly_hours is None or one.weekly_hours >= most:
            yield Found("full_time", "starts_on", {"since": calendar.slashed(one.starts_on)})
    parts = [one for one in beside if one.weekly_hours is not None and one.weekly_hours < most]
    mine = case.contract.weekly_hours or 0
    for since in sorted({max(one.starts_on, start) for one in parts}):
        total = mine + sum(one.weekly_hours or 0 for one in parts if one.starts_on <= since <= (one.ends_on or date.max))
        if total > most:
            fills = {"since": calendar.slashed(since), "most": digits(most), "total": digits(total)}
            yield Found("total", "weekly_hours", fills)
            return


def no_termination_terms(case: Case) -> Findings:
    """C14: the contract has no term and does not say how it may be ended."""
    if not case.contract.has_term and case.contract.type != "fixed_term" and all(is_blank(one) for one in case.contract.termination_terms):
        yield Found("none", "termination_terms")


def odd_conclusion(case: Case) -> Findings:
    """C19: concluded long after the work began, or far in the future."""
    concluded, start = case.contract.concluded_on, case.contract.starts_on
    late, ahead = case.book.house["conclusion_late_days"], case.book.house["conclusion_ahead_days"]
    if concluded and start and concluded > start + late * DAY:
        yield Found("late", "concluded_on", {"days": digits(late)})
    if concluded and concluded > case.on + ahead * DAY:
        yield Found("ahead", "concluded_on", {"days": digits(ahead)})


def oral_contract(case: Case) -> Findings:
    """C21: a contract that must be written is oral."""
    start = case.contract.starts_on
    if case.contract.form != "oral" or start is None:
        return
    most = case.law.amount("contract.oral_days_maximum", start)
    if case.term_days is None or case.term_days > most:
        yield Found("oral", "form", {"most": digits(most)})
