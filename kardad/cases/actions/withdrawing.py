"""A claimant takes back what he asked for: at once, or, after the hearing, with the other side's yes or by giving up the right (2.6)."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from kardad.cases import flow, proof, wording
from kardad.cases.actions import common, ending, issuing, numbering
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, Decision, Withdrawal
from kardad.cases.queries import withdrawals as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.actions import notices, telling
from kardad.inbox.models import Notice, Party
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

BY_CONSENT, BY_GIVING_UP = "consent", "gives_up"
ORDER: Final = "N10"
TOLD_OF_THE_PETITION: Final = ("N1", "N3")


class NoPower(Refusal):
    """A representative takes nothing back that his letter does not let him."""

    code = "WITHDRAW_POWER"
    status = 403
    message = "معرفی‌نامه شما اختیار استرداد نداده است. یا موکل خودش پس بگیرد، یا معرفی‌نامه تازه ثبت شود."


class OnlyClaimant(NotAllowed):
    """Only who asked takes back."""

    code = "WITHDRAW_CLAIMANT"
    message = "تنها خواهان می‌تواند دادخواست یا دعوا را پس بگیرد."


class HowMissing(BadInput):
    """After the hearing there are two ways, and he says which."""

    code = "WITHDRAW_HOW"
    message = "یکی از دو راه را انتخاب کنید."


class CannotBeAsked(Refusal):
    """A side without an account cannot be asked here."""

    code = "WITHDRAW_NO_ACCOUNT"
    message = "{who} در سامانه حساب ندارد و نمی‌توان رضایت او را این‌جا گرفت. در جلسه یا نزد دبیرخانه رضایت بگیرید، یا از حق خود بگذرید."


class AskedAlready(Refusal):
    """It is asked once."""

    code = "WITHDRAW_ASKED"
    message = "رضایت طرف دیگر خواسته شده است و پاسخ او را انتظار می‌کشید."


@transaction.atomic
def withdraw(place: Standing, *, how: str = "", reason: str = "", by: Actor, at: datetime) -> Withdrawal:
    """What was asked for is taken back by an order; after the hearing, with `how` consent, it waits for the other side's yes.

    Raises OnlyClaimant, NoPower, HowMissing, CannotBeAsked, AskedAlready, NotAllowed.
    """
    case = common.locked(place.case)
    flow.CASE.after(case.state, "withdraw", flow.role_of(by.role))
    if place.party is None or place.side != Party.Side.CLAIMANT:
        raise OnlyClaimant(flow="case", state=case.state, move="withdraw", role=by.role)
    if not place.may("withdraw"):
        raise NoPower
    rule = queries.rule(case, at=at)
    is_late = rule.unit == queries.NEEDS_CONSENT
    if is_late and how not in (BY_CONSENT, BY_GIVING_UP):
        raise HowMissing(field="how")
    waits = is_late and how == BY_CONSENT
    if queries.asked(case):
        if waits:
            raise AskedAlready
        _set(queries.asked(case), "drop", by=by, at=at)
    if waits:
        _ensure_reachable(case, place.party, at=at)
    made = Withdrawal.objects.create(
        case=case,
        party=place.party,
        rule=rule.code,
        gives_up=is_late and not waits,
        reason=reason,
        by_id=by.somebody,
        asked_at=at,
    )
    if not waits:
        return _done(case, made, by=by, at=at)
    noted(case, "withdrawal.asked", by=by, at=at, withdrawal=made.pk, digest=proof.digest(reason))
    _tell(case, place.party, "withdrawal.asked", at=at, is_to_others=True)
    return made


@transaction.atomic
def consent(place: Standing, *, by: Actor, at: datetime) -> Withdrawal:
    """This side says yes; with the last yes the claim is taken back. Raises NotAllowed."""
    case, made = _answered(place, "consent", by=by)
    if place.party is None or place.party in made.consents.all():
        return made
    made.consents.add(place.party)
    noted(case, "withdrawal.consented", by=by, at=at, withdrawal=made.pk, party=place.party.pk)
    others = Party.objects.filter(dossier=case.dossier).exclude(side=Party.Side.CLAIMANT)
    if others.exclude(pk__in=made.consents.values("pk")).exists():
        return made
    return _done(case, made, by=by, at=at)


@transaction.atomic
def refuse(place: Standing, *, by: Actor, at: datetime) -> Withdrawal:
    """This side wants a decision: the claim goes on. Raises NotAllowed."""
    case, made = _answered(place, "refuse", by=by)
    _set(made, "refuse", by=by, at=at)
    noted(case, "withdrawal.refused", by=by, at=at, withdrawal=made.pk)
    _tell(case, made.party, "withdrawal.refused", at=at, is_to_others=False)
    return made


def _answered(place: Standing, move: str, *, by: Actor) -> tuple[Case, Withdrawal]:
    """What waits for the yes of this side, held."""
    case = common.locked(place.case)
    found = queries.asked(case)
    if found is None or place.party is None or place.side == Party.Side.CLAIMANT or not place.may("withdraw"):
        raise NotAllowed(flow="withdrawal", state="", move=move, role=by.role)
    flow.WITHDRAWAL.after(found.state, move, flow.role_of(by.role))
    return case, found


def _set(made: Withdrawal | None, move: str, *, by: Actor, at: datetime) -> None:
    if made is not None:
        made.state, made.ended_at = flow.WITHDRAWAL.after(made.state, move, flow.role_of(by.role)), at
        made.save(update_fields=["state", "ended_at"])


def _ensure_reachable(case: Case, claimant: Party, *, at: datetime) -> None:
    for party in Party.objects.filter(dossier=case.dossier).exclude(pk=claimant.pk).exclude(side=Party.Side.CLAIMANT):
        if not deliveries.readers(party, at=at)[0]:
            raise CannotBeAsked(who=party.name)


def _done(case: Case, made: Withdrawal, *, by: Actor, at: datetime) -> Withdrawal:
    """The order stands under its number, the case has ended, who knew of the petition has the order (N10)."""
    order = queries.order(made)
    _set(made, "finish", by=by, at=at)
    ending.close_down(case, reason=order, at=at)
    number = numbering.next_number(numbering.DECISION, office_id=case.office_id or 0, at=at)
    base = {"case": case, "instance": case.instance, "kind": Decision.Kind.WITHDRAWAL, "state": "issued", "number": number}
    decision = Decision(**base, text=wording.withdrawal(made), made_at=at, issued_at=at)
    decision.save()
    decision.hash = proof.digest(issuing.content(decision))
    made.decision = decision
    made.save(update_fields=["decision"])
    case.end_reason = order
    common.step(case, "withdraw", "case.withdrawn", by=by, at=at, order=order, decision=number, sha256=decision.hash)
    decision.case = case
    decision.notice = _serve(decision, at=at)
    decision.save(update_fields=["hash", "notice"])
    return made


def _serve(decision: Decision, *, at: datetime) -> Notice | None:
    """Each side that knew of the petition has the order; another learns nothing of what was taken back before it came to him."""
    dossier = decision.case.dossier
    if dossier is None:
        return None
    is_known = Notice.objects.filter(dossier=dossier, code__in=TOLD_OF_THE_PETITION, state="placed").exists()
    sides = Party.objects.filter(dossier=dossier)
    to = [] if is_known else list(sides.filter(side=Party.Side.CLAIMANT))
    made = notices.draft(dossier, code=ORDER, title=wording.title(decision), says=wording.says(decision), by=SYSTEM, at=at)
    notices.place(made, to=to, by=SYSTEM, at=at)
    return made


def _tell(case: Case, claimant: Party, event: str, *, at: datetime, is_to_others: bool) -> None:
    url, number = reverse("cases:withdraw", args=[case.token]), case.class_number or case.number or ""
    for party in Party.objects.filter(dossier=case.dossier):
        if (party.side != Party.Side.CLAIMANT) == is_to_others:
            for person in deliveries.readers(party, at=at)[0]:
                telling.tell(person, event, about=case, url=url, at=at, dossier=case.dossier, number=number, who=claimant.name)
