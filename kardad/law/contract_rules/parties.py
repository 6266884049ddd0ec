"""Checks of the two sides: what is left blank, identifiers, age, the account that is paid into, a foreigner's permit."""

from operator import attrgetter

from kardad.kit import calendar, ids, text
from kardad.kit.ids import Kind
from kardad.law.contract_rules.case import DAY, Case, Findings, Found, digits, is_blank, whole_years


def empty_field(case: Case) -> Findings:
    """C01: a field that must be filled is blank, or the duties are too short to say anything."""
    conditions = {
        "": True,
        "natural": case.contract.employer.kind == "natural",
        "legal": case.contract.employer.kind == "legal",
        "iranian": not case.contract.worker.is_foreign,
        "foreign": case.contract.worker.is_foreign,
    }
    for one in case.book.required:
        if conditions[one.when] and is_blank(attrgetter(one.field)(case.contract)):
            yield Found("empty", one.field, {"name": one.title})
    least = case.book.house["least_duties"]
    if not is_blank(case.contract.duties) and len(text.display(case.contract.duties)) < least:
        yield Found("short", "duties", {"least": digits(least)})


def bad_identifier(case: Case) -> Findings:
    """C02: an identifier that is filled is not of its kind."""
    employer, worker = case.contract.employer, case.contract.worker
    typed: list[tuple[str, str, Kind]] = [
        ("worker.postal_code", worker.postal_code, ids.postal_code),
        ("employer.postal_code", employer.postal_code, ids.postal_code),
    ]
    if worker.is_foreign:
        typed.append(("worker.foreigner_code", worker.foreigner_code, ids.foreigner_code))
    else:
        typed.append(("worker.national_code", worker.national_code, ids.national_code))
    if employer.kind == "legal":
        typed.append(("employer.company_id", employer.company_id, ids.company_id))
    else:
        typed.append(("employer.national_code", employer.national_code, ids.national_code))
    for field, value, kind in typed:
        problem = None if is_blank(value) else kind(value).problem
        if problem:
            yield Found("bad", field, {"side": case.book.names[field.split(".")[0]], "problem": problem})


def same_person(case: Case) -> Findings:
    """C03: the worker is the natural person who employs."""
    employer, worker = case.contract.employer, case.contract.worker
    mine, theirs = (ids.national_code(one.national_code).normalised for one in (worker, employer))
    if employer.kind == "natural" and mine is not None and mine == theirs:
        yield Found("same", "worker.national_code")


def young_worker(case: Case) -> Findings:
    """C04: the worker is under the age of work, or a minor whose contract needs the terms of young workers."""
    born, start = case.contract.worker.born_on, case.contract.starts_on
    if born is None or start is None:
        return
    age = whole_years(born, start)
    least, adult = (case.law.amount(f"contract.{key}", start) for key in ("minimum_age", "adult_age"))
    fills = {"age": digits(age), "least": digits(least), "adult": digits(adult)}
    if age < least:
        yield Found("child", "worker.born_on", fills)
    elif age < adult:
        yield Found("young" if case.contract.has_young_terms else "young_terms", "worker.born_on", fills)


def strange_account(case: Case) -> Findings:
    """C20: the wage goes to an account in another name than the worker's."""
    holder, name = case.contract.payment.account_holder, case.contract.worker.name
    if not is_blank(holder) and not is_blank(name) and text.match_key(holder) != text.match_key(name):
        yield Found("other", "payment.account_holder", {"holder": text.display(holder)})


def first_year_worker(case: Case) -> Findings:
    """C22: what a worker of the first year, or with a short insurance record, does not have yet."""
    start, worker = case.contract.starts_on, case.contract.worker
    if start is None:
        return
    earlier = [one for one in case.contract.engagements if one.is_same_employer and one.starts_on < start]
    eve = start - DAY
    served = sum((min(one.ends_on or eve, eve) - one.starts_on).days + 1 for one in earlier)
    if served < case.book.house["year_days"]:
        yield Found("first_year", "wage")
    needed = case.law.amount("allowance.child_insured_days", start)
    if worker.children and (worker.insured_days is None or worker.insured_days < needed):
        yield Found("child_allowance", "worker.insured_days", {"needed": digits(needed)})


def foreign_worker(case: Case) -> Findings:
    """C23: a foreign worker has no work permit, or one that does not cover the contract."""
    worker = case.contract.worker
    if not worker.is_foreign:
        return
    if is_blank(worker.work_permit_number) or worker.work_permit_until is None:
        yield Found("none", "worker.work_permit_number")
        return
    until = worker.work_permit_until
    fills = {"until": calendar.slashed(until)}
    if case.contract.starts_on and until < case.contract.starts_on:
        yield Found("lapsed", "worker.work_permit_until", fills)
    elif case.contract.ends_on and until < case.contract.ends_on:
        yield Found("short", "worker.work_permit_until", fills)
    elif case.contract.ends_on is None and until < case.on:
        yield Found("over", "worker.work_permit_until", fills)
