"""Claimants take back what they asked for, all of them: at once, or, after the hearing, with the other side's yes or their right (2.6)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from kardad.cases import flow, proof, wording
from kardad.cases.actions import common, ending, issuing, numbering
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, Decision, Withdrawal
from kardad.cases.queries import standing
from kardad.cases.queries import withdrawals as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.actions import notices, telling
from kardad.inbox.models import Notice, Party
from kardad.inbox.queries import deliveries, dossiers
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person

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


class CannotJoin(Refusal):
    """Nothing is taken back without a claimant who cannot be asked here."""

    code = "WITHDRAW_NO_CLAIMANT"
    message = (
        "{who} هم خواهان این پرونده است و بی رضایت او دعوا پس گرفته نمی‌شود، ولی در سامانه حساب ندارد. "
        "او با کد رهگیری به پرونده بپیوندد، یا نماینده‌ای با اختیار پس گرفتن معرفی کند."
    )


class AskedAlready(Refusal):
    """It is asked once."""

    code = "WITHDRAW_ASKED"
    message = "پس گرفتن این دعوا خواسته شده است و پاسخ آن نرسیده است. اگر از شما پرسیده‌اند، در صفحه همین پرونده پاسخ دهید."


@transaction.atomic
def withdraw(place: Standing, *, how: str = "", reason: str = "", by: Actor, at: datetime) -> Withdrawal:
    """What was asked for is taken back by an order, once every claimant wants it; after the hearing, with `how` consent, the others too.

    Raises OnlyClaimant, NoPower, HowMissing, CannotBeAsked, CannotJoin, AskedAlready, NotAllowed.
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
    gives_up, ours = is_late and how == BY_GIVING_UP, standing.spoken_for(place, "withdraw", at=at)
    before = queries.asked(case)
    if before is not None:
        if not gives_up or before.gives_up or before.party not in ours:
            raise AskedAlready
        _set(before, "drop", by=by, at=at)
    made = Withdrawal.objects.create(
        case=case, party=place.party, rule=rule.code, gives_up=gives_up, reason=reason, by_id=by.somebody, asked_at=at
    )
    made.consents.add(*ours)
    return _done(case, made, by=by, at=at) if not queries.missing(made) else _ask(case, made, by=by, at=at)


@transaction.atomic
def consent(place: Standing, *, by: Actor, at: datetime) -> Withdrawal:
    """This side says yes; with the last yes the claim is taken back, by what holds then. Raises NotAllowed, CannotBeAsked."""
    case, made, party = _answered(place, "consent", by=by)
    if made.consents.filter(pk=party.pk).exists():
        return made
    made.rule = queries.rule(case, at=at).code  # the session may have begun or ended since it was asked
    made.save(update_fields=["rule"])
    made.consents.add(party, *standing.spoken_for(place, "withdraw", at=at))
    event = "withdrawal.joined" if party.side == Party.Side.CLAIMANT else "withdrawal.consented"
    noted(case, event, by=by, at=at, withdrawal=made.pk, party=party.pk)
    left = queries.missing(made)
    if not left:
        return _done(case, made, by=by, at=at)
    return made if left[0].side == party.side else _ask(case, made, by=by, at=at)


@transaction.atomic
def refuse(place: Standing, *, by: Actor, at: datetime) -> Withdrawal:
    """This side wants a decision: the claim goes on. Raises NotAllowed."""
    case, made, party = _answered(place, "refuse", by=by)
    _set(made, "refuse", by=by, at=at)
    event = "withdrawal.parted" if party.side == Party.Side.CLAIMANT else "withdrawal.refused"
    noted(case, event, by=by, at=at, withdrawal=made.pk)
    claimants = Party.objects.filter(dossier=case.dossier, side=Party.Side.CLAIMANT).exclude(pk=party.pk).order_by("pk")
    _tell(case, claimants, event, at=at, who=party.name)
    return made


def _answered(place: Standing, move: str, *, by: Actor) -> tuple[Case, Withdrawal, Party]:
    """What waits for the yes of this side, held, and the side."""
    case = common.locked(place.case)
    found, party = queries.asked(case), place.party
    if found is None or party is None or not queries.is_asked(found, party) or not place.may("withdraw"):
        raise NotAllowed(flow="withdrawal", state="", move=move, role=by.role)
    flow.CASE.after(case.state, "withdraw", flow.role_of(by.role))
    flow.WITHDRAWAL.after(found.state, move, flow.role_of(by.role))
    return case, found, party


def _ask(case: Case, made: Withdrawal, *, by: Actor, at: datetime) -> Withdrawal:
    """Whose turn it is knows that a yes is wanted; raises CannotBeAsked, CannotJoin."""
    asked = queries.missing(made)
    is_ours = asked[0].side == Party.Side.CLAIMANT
    for party in asked:
        if not _readers(party, at=at):
            raise CannotJoin(who=party.name) if is_ours else CannotBeAsked(who=party.name)
    event = "withdrawal.shared" if is_ours else "withdrawal.asked"
    noted(case, event, by=by, at=at, withdrawal=made.pk, digest=proof.digest(made.reason))
    _tell(case, asked, event, at=at, who=made.party.name)
    return made


def _readers(party: Party, *, at: datetime) -> list[Person]:
    """Who is asked for the side: who stands for it; of a claimant himself too, for his own right it is."""
    found = deliveries.readers(party, at=at)[0]
    own = dossiers.persons_of(party) if party.side == Party.Side.CLAIMANT else []
    return list({one.pk: one for one in [*found, *own]}.values())


def _set(made: Withdrawal | None, move: str, *, by: Actor, at: datetime) -> None:
    if made is not None:
        made.state, made.ended_at = flow.WITHDRAWAL.after(made.state, move, flow.role_of(by.role)), at
        made.save(update_fields=["state", "ended_at"])


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


def _tell(case: Case, parties: Iterable[Party], event: str, *, at: datetime, who: str) -> None:
    url, number = reverse("cases:withdraw", args=[case.token]), case.class_number or case.number or ""
    for person in {one.pk: one for party in parties for one in _readers(party, at=at)}.values():
        telling.tell(person, event, about=case, url=url, at=at, dossier=case.dossier, number=number, who=who)
