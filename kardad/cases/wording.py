"""What the papers of a board say: the fields of N7 to N12 from the rows of a decision; one number gives digits and words (LP 101)."""

import json
from typing import Any, Final

from kardad.cases import bargaining, flow, shown
from kardad.cases.models import ClaimItem, Decision, Finding, Objection, Seat, Settlement, Withdrawal
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import withdrawals
from kardad.cases.queries.windows import Window
from kardad.core.operator import operator
from kardad.inbox.models import Party
from kardad.kit import calendar, money, text
from kardad.law import articles, claims, procedure

CODES: Final = {
    (Decision.Kind.MERITS, flow.FIRST): "N7",
    (Decision.Kind.MERITS, flow.APPEAL): "N9",
    (Decision.Kind.CORRECTION, flow.FIRST): "N11",
    (Decision.Kind.CORRECTION, flow.APPEAL): "N11",
}
ORDER: Final = "N10"  # every other kind
LATE: Final = {"heard": "اعتراض دیرهنگام {who} پذیرفته و به آن رسیدگی شد.", "refused": "اعتراض دیرهنگام {who} پذیرفته نشد."}


def code(decision: Decision) -> str:
    """Which notice serves the decision."""
    return CODES.get((Decision.Kind(decision.kind), decision.instance), ORDER)


def item(one: ClaimItem) -> str:
    """A claim item as people name it: its title and its period."""
    title = claims.claim(one.code).title
    if one.from_day and one.to_day:
        return f"{title}، از {calendar.slashed(one.from_day)} تا {calendar.slashed(one.to_day)}"
    return title


def finding(one: Finding) -> str:
    """What was found, in words: the outcome, what is to be done, why."""
    told = [one.get_outcome_display() + "."]
    if one.order:
        told.append(f"حکم: {one.order}")
    return "\n".join([*told, one.reasons] if one.reasons else told)


def basis(one: Finding) -> str:
    """The articles that a finding rests on."""
    return "؛ ".join(articles.every()[each].name for each in one.articles)


def role(seat: Seat, decision: Decision) -> str:
    """As what a member signs the decision; of an issued one as what he signed it, whoever chairs now."""
    kinds = {one.kind: one.title for one in procedure.body(seat.instance).members}
    chairs = decision.chair_id == seat.pk if decision.issued_at else seat.is_chair
    return f"{kinds[seat.member.kind]} (رئیس)" if chairs else kinds[seat.member.kind]


def says(decision: Decision) -> dict[str, Any]:
    """What the notice of an issued decision prints; who held what is told to nobody."""
    members = [{"name": one.person.name, "role": role(one, decision)} for one in queries.electorate(decision)]
    said: dict[str, Any] = {"board": _board(decision), "members": members}
    kind = code(decision)
    if kind == ORDER:
        order = {"order_number": decision.number, "ordered_on": _day(decision), "order": order_of(decision)}
        return said | order | {"reasons": decision.text}
    if kind == "N11":
        number = decision.corrects.number if decision.corrects else ""
        return said | {"decision_number": number, "corrected_on": _day(decision), "was": decision.was, "becomes": decision.text}
    said |= {"decision_number": decision.number, "decided_on": _day(decision), "findings": _findings(decision), "total": decision.total}
    said |= {"text": _text(decision)} if _text(decision) else {}
    if decision.expert_fee:
        said["expert_fee"] = decision.expert_fee
    first = queries.merits(decision.case, flow.FIRST) if decision.instance == flow.APPEAL else None
    return said | ({"first_decision_number": first.number} if first else {})


def objection(one: Objection) -> dict[str, Any]:
    """What the copy for the other side prints."""
    return {
        "decision_number": one.decision.number,
        "objector": one.party.name,
        "objected_on": calendar.tehran_day(one.filed_at).isoformat(),
        "items": [item(each) for each in one.items.order_by("position")],
        "grounds": one.grounds,
    }


def finality(decision: Decision, found: list[Window], *, final_on: str, services: list[tuple[Party, str]]) -> dict[str, Any]:
    """What the certificate of finality prints."""
    by_lapse = "مهلت اعتراض همه طرف‌ها گذشت و کسی در مهلت اعتراض نکرد (ماده ۱۵۹ قانون کار)"
    because = by_lapse if found else "رأی هیئت حل اختلاف با صدور قطعی است (ماده ۱۶۶ قانون کار)"
    told = [{"party": party.name, "served_on": day} for party, day in services]
    said = {"decision_number": decision.number, "decided_on": _day(decision), "final_on": final_on, "because": because}
    return {**said, "services": told} if told else dict(said)


def order_of(decision: Decision) -> str:
    """What an order is called: that of a withdrawal by the rule under which it was made."""
    made = Withdrawal.objects.filter(decision=decision).first() if decision.kind == Decision.Kind.WITHDRAWAL else None
    return withdrawals.order(made) if made else decision.get_kind_display()


def withdrawal(made: Withdrawal) -> str:
    """Why the order of a withdrawal was made, and whether one may file again."""
    day = calendar.tehran_day(made.asked_at)
    rule = procedure.rule(made.rule, day)
    names = [one.name for one in Party.objects.filter(dossier=made.case.dossier_id, side=made.party.side).order_by("pk")]
    if len(names) > 1:
        told = [f"خواهان‌ها ({'، '.join(names)}) همه آنچه خواسته بودند پس گرفتند؛ روز درخواست {calendar.long(day)}. {rule.says}"]
    else:
        told = [f"{made.party.get_side_display()} ({made.party.name}) روز {calendar.long(day)} آنچه خواسته بود پس گرفت. {rule.says}"]
    if made.gives_up:
        told.append("از حق خود به کلی گذشته است و نمی‌تواند همین خواسته را دوباره طرح کند.")
    elif rule.unit == withdrawals.NEEDS_CONSENT:
        told.append("طرف دیگر رضایت داده است. همین خواسته را می‌توان دوباره طرح کرد.")
    return "\n".join(told)


def settlement_words(table: Settlement) -> str:
    """What the sides sign: who they are, in which case, on which terms; one order, one spelling."""
    sides = Party.objects.filter(dossier=table.case.dossier_id, side__in=("claimant", "respondent")).order_by("pk")
    told = {"case": table.case.number, "sides": [[one.side, one.name] for one in sides], "terms": json.loads(table.terms)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def settlement_text(table: Settlement, *, by_board: bool) -> str:
    """What the report of a settlement says as a decision; the days of its instalments are in the paper that the sides have."""
    terms = bargaining.read(table.terms)
    if terms is None:
        raise LookupError(f"settlement {table.pk} has no terms")
    who = "رئیس هیئت" if by_board else "دبیرخانه"
    many = f"در {text.to_persian_digits(len(terms.parts))} قسط" if len(terms.parts) > 1 else "یک‌جا"
    told = [f"طرف‌ها بر {money.grouped(terms.total)} ({money.in_words(terms.total)}) {many} سازش کردند و سازش‌نامه را امضا کردند."]
    told += [bargaining.DEFAULTS[terms.default], bargaining.WAIVERS[terms.waiver], terms.promises]
    return "\n".join(filter(None, [*told, f"این سازش را {who} تأیید کرد؛ پرونده با آن بسته شد و اعتراض ندارد."]))


def settlement_says(table: Settlement) -> dict[str, Any]:
    """What the report of a settlement prints (N14)."""
    terms, decision = bargaining.read(table.terms), table.decision
    if terms is None or decision is None:
        raise LookupError(f"settlement {table.pk} is not confirmed")
    rows = [{"due_on": one.due_on.isoformat(), "amount": one.amount} for one in terms.parts]
    said: dict[str, Any] = {"report_number": decision.number, "confirmed_on": _day(decision), "total": terms.total, "instalments": rows}
    said |= {"default": bargaining.DEFAULTS[terms.default], "waiver": bargaining.WAIVERS[terms.waiver]}
    members = [{"name": one.person.name, "role": role(one, decision)} for one in [decision.chair] if one]
    said |= {"board": _board(decision), "members": members} if members else {}
    return said | ({"promises": terms.promises} if terms.promises else {})


def title(decision: Decision) -> str:
    """What the notice is called in a kartable."""
    return f"{order_of(decision)} شماره {text.to_persian_digits(decision.number or '')}"


def _board(decision: Decision) -> str:
    place = decision.case.office
    return f"{shown.board(decision.instance)}، {place.name if place else operator().name}"


def _day(decision: Decision) -> str:
    if decision.issued_at is None:
        raise LookupError(f"decision {decision.pk} is not issued")
    return calendar.tehran_day(decision.issued_at).isoformat()


def _findings(decision: Decision) -> list[dict[str, Any]]:
    found = []
    for one in queries.findings(decision):
        row: dict[str, Any] = {"claim": item(one.item), "finding": finding(one), "basis": basis(one)}
        found.append(row if one.amount is None else row | {"amount": one.amount})
    return found


def _text(decision: Decision) -> str:
    late = queries.objections(decision.case).exclude(ruled="") if decision.instance == flow.APPEAL else []
    return "\n".join([decision.text, *(LATE[one.ruled].format(who=one.party.name) for one in late)]).strip()
