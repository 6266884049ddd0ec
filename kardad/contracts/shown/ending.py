"""The end of a contract and its settlement as their pages show them."""

from datetime import date, datetime
from typing import Any, Final

from kardad.contracts import causes, flow, proof, signed_endings, signing_kinds, statement, terms
from kardad.contracts.actions import common, paying, settling
from kardad.contracts.models import Contract, Ending, Settlement, Version
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal

TONES: Final = {"waiting": "wait", "offered": "wait", "given": "info", "done": "plain", "withdrawn": "plain"}


def head(place: Standing) -> dict[str, Any]:
    """What every page of the room shows of the contract."""
    found = place.contract
    return {
        "place": place,
        "found": found,
        "is_employer": place.side == standing.EMPLOYER,
        "employer": common.employer(found),
        "state": flow.STATES[found.state],
        "tone": flow.TONES.get(found.state, "info"),
    }


def ending(place: Standing, *, at: datetime) -> dict[str, Any]:
    """The end that was named, or the causes that this side may name."""
    contract = place.contract
    found = visible(place)
    may_end = flow.CONTRACT.allows(contract.state, "end", place.side)
    open_causes = causes.open_to(place.side, terms.read(contract.terms)) if may_end and found is None else []
    told = {**head(place), "ending": found, "may_end": may_end, "causes": open_causes, "others": _others(place)}
    if found is None:
        return told
    until = queries.taken_back_until(found)
    told |= {"cause": causes.find(found.cause), "tag": TONES[found.state], "evidence": evidence(found, contract)}
    told |= {
        "is_mine": found.side == place.side,
        "until": until,
        "named_by": {"employer": "کارفرما", "worker": "کارگر"}.get(found.side, ""),
    }
    told["may_take_back"] = bool(until and until > at and place.side == standing.WORKER and not _is_settled(contract))
    told["waits_for_me"] = found.version is not None and found.state == Ending.State.WAITING and waits_for(found.version, place)
    return told


def visible(place: Standing) -> Ending | None:
    """The end that was named, as far as this side may know: one that waits for its first signature is its writer's alone."""
    found = queries.ending(place.contract)
    is_begun = found is not None and (found.side == place.side or found.version is None or _is_begun(found.version))
    return found if is_begun else None


def evidence(found: Ending, contract: Contract) -> list[tuple[str, str]]:
    """What was shown, a label and its words each; a paper has its own link."""
    shown, held = queries.evidence(found), terms.read(contract.terms)
    rows = [("توضیح", shown.detail)]
    rows += [(f"تذکر کتبی {text.to_persian_digits(place)}", calendar.long(day)) for place, day in enumerate(shown.warnings, start=1)]
    rows += [("نظر", causes.COUNCILS.get(shown.council, "")), ("تاریخ نظر", _said(shown.council_on))]
    clause = held.ending.terms[shown.clause - 1] if shown.clause and shown.clause <= len(held.ending.terms) else ""
    rows += [("بند قرارداد", clause), ("پیش‌آگهی", _said(shown.notice_on)), ("شماره", shown.number), ("تاریخ", _said(shown.dated_on))]
    rows += [("رأی", "اخراج ناموجه، بی بازگشت به کار" if shown.is_unjustified else "")]
    return [(label, said) for label, said in rows if said]


def settlement(place: Standing, *, at: datetime) -> dict[str, Any]:
    """Where the settlement stands, its statement, and what this side does next."""
    contract = place.contract
    row = queries.settlement(contract)
    told: dict[str, Any] = {**head(place), "row": row, "cause": causes.title(contract.end_cause)}
    if row is None or contract.ended_on is None:
        return told
    version = row.version or queries.open_version(contract, Version.Kind.SETTLEMENT)
    told |= {"version": version, "is_signed": row.version is not None, "is_told": queries.is_told(row), "method": _method(row)}
    told["told"], told["silent"] = _statement(place, row, version, at=at)
    until = queries.undone_until(row)
    told |= {"until": until, "may_undo": bool(until and until > at and place.side == standing.WORKER and contract.state == "in_settlement")}
    told["kept"] = _kept(row)
    told["waits_for_me"] = version is not None and version.state == "open" and waits_for(version, place)
    told["is_open"] = place.side == standing.EMPLOYER and contract.state == "in_settlement"
    told["may_write"] = told["is_open"] and row.version is None and not _is_begun(version)
    told["may_pay"] = told["is_open"] and row.paid_at is None and (told["is_signed"] or told["is_told"])
    told["refusal"] = _refusal(contract) if row.refused_at else None
    return told


def years(contract: Contract) -> list[int]:
    """The Jalali years of the service."""
    earlier = queries.before(contract)
    since, on = earlier[0][0] if earlier else contract.starts_on, contract.ended_on
    return list(range(calendar.to_jalali(since).year, calendar.to_jalali(on).year + 1)) if since and on else []


def waits_for(version: Version, place: Standing) -> bool:
    """Whether this side has yet to sign, and its turn has come."""
    known = signing_kinds.of(version)
    have = signing_kinds.signed(version)
    return place.side in known.sides(version) - have and (bool(have) or known.first(version) == place.side)


def net(contract: Contract, row: Settlement) -> int | None:
    """What is to be paid; None where nothing was told yet, or the law is silent."""
    try:
        return paying.net(contract, row)
    except Refusal:
        return None


def _statement(place: Standing, row: Settlement, version: Version | None, *, at: datetime) -> tuple[dict[str, Any] | None, str]:
    """The statement as it is signed; before that, as it is reckoned today, for its employer alone; or why there is none."""
    if version is not None and (row.version_id or _is_begun(version)):
        return signed_endings.settlement_words(version), ""
    if place.side != standing.EMPLOYER or not queries.is_told(row):
        return None, ""
    facts = queries.facts(row)
    try:
        found = queries.reckoned(place.contract, facts)
    except Refusal as refusal:
        return None, refusal.text
    return signed_endings.drawn(settling.words(place.contract, row, facts, found, at=at)), ""


def _is_begun(version: Version | None) -> bool:
    """Whether a side has signed it."""
    return version is not None and bool(signing_kinds.signed(version))


def _kept(row: Settlement) -> list[str]:
    """The titles of what the worker keeps his claim to."""
    if row.version is None:
        return []
    signature = row.version.signatures.filter(side=standing.WORKER, signed_at__isnull=False).first()
    named = dict(statement.reservable(proof.read(row.version.words)))
    return [named[code] for code in (signature.reserves if signature else []) if code in named]


def _refusal(contract: Contract) -> str:
    """Why the worker did not sign the last statement."""
    last = contract.versions.filter(kind=Version.Kind.SETTLEMENT, state="refused").order_by("-number").first()
    return last.reason if last else ""


def _is_settled(contract: Contract) -> bool:
    row = queries.settlement(contract)
    return bool(row and (row.version_id or row.paid_at))


def _others(place: Standing) -> list[str]:
    """The causes that the other side names, by their titles."""
    held = terms.read(place.contract.terms)
    return [one.title for one in causes.every().values() if place.side not in one.sides and held.work.type in one.types]


def _method(row: Settlement) -> str:
    return statement.METHODS.get(row.method, "")


def _said(day: date | None) -> str:
    return calendar.long(day) if day else ""
