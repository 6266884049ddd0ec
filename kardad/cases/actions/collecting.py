"""Money of an enforcement: what reached the creditor is counted, what the debtor says waits for the creditor's yes."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kardad.cases import flow, policy
from kardad.cases.actions import enforcing
from kardad.cases.actions.noting import noted
from kardad.cases.actions.reaching import tell_sides
from kardad.cases.models import Case, Collection, Enforcement, Instalment, Remittance
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries import standing
from kardad.core.actor import Actor
from kardad.inbox.models import Party
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people.models import Person


class TooMuch(BadInput):
    """No more is counted than is owed."""

    code = "COLLECTION_TOO_MUCH"
    message = "از این رأی {rest} مانده است؛ مبلغی میان یک ریال تا همین اندازه بنویسید."


class WrongDay(BadInput):
    """Money came after the decision, and not on a day that is yet to come."""

    code = "COLLECTION_DAY"
    message = "روزی میان صدور رأی و امروز بنویسید."


@transaction.atomic
def note_money(enforcement: Enforcement, *, amount: int, received_on: date, by: Actor, at: datetime) -> Collection:
    """The creditor's or the office's word counts at once; the debtor's waits for the creditor. Typed twice in a moment it is one."""
    case, held = enforcing.hold(enforcement)
    flow.ENFORCEMENT.after(held.state, "note_money", flow.role_of(by.role))
    party = _party(case, by, at=at)
    since = at - timedelta(seconds=policy.SAME_FILING)
    told = {"enforcement": held, "party": party, "amount": amount, "received_on": received_on, "by_id": by.somebody}
    same = Collection.objects.filter(**told, noted_at__gte=since).exclude(state="refused").first()
    if same is not None:
        return same
    rest = held.owed - held.received
    if not 0 < amount <= rest:
        raise TooMuch(field="amount", rest=money.grouped(rest))
    if not calendar.tehran_day(held.decision.issued_at or at) <= received_on <= calendar.tehran_day(at):
        raise WrongDay(field="received_on")
    is_word = party is None or party.pk == held.party_id
    made = Collection.objects.create(**told, noted_at=at, state="counted" if is_word else flow.COLLECTION.initial)
    if is_word:
        _count(case, held, made, by=by, at=at)
        return made
    noted(case, "collection.told", by=by, at=at, enforcement=held.pk, amount=amount)
    tell_sides(case, "collection.told", to=[held.party], about=made, url=enforcing.page(case), at=at, **_words(made))
    return made


@transaction.atomic
def answer(collection: Collection, name: str, *, by: Actor, at: datetime) -> Collection:
    """The creditor says whether the money reached him: then it counts, else the debtor is told that it did not. Raises TooMuch."""
    case, held = enforcing.hold(collection.enforcement)
    made = Collection.objects.select_for_update(of=("self",)).select_related("party").get(pk=collection.pk)
    made.state = flow.COLLECTION.after(made.state, name, flow.role_of(by.role))
    if not enforcing.is_creditors(case, held, by, at=at):
        raise enforcing.NotCreditor(flow="collection", state=made.state, move=name, role=by.role)
    made.answered_at = at
    made.save(update_fields=["state", "answered_at"])
    teller = [made.party] if made.party else []
    if name == "refuse":
        noted(case, "collection.refused", by=by, at=at, enforcement=held.pk, amount=made.amount)
        tell_sides(case, "collection.refused", to=teller, about=made, url=enforcing.page(case), at=at, **_words(made))
        return made
    flow.ENFORCEMENT.after(held.state, "note_money", "party")
    if made.amount > held.owed - held.received:
        raise TooMuch(rest=money.grouped(held.owed - held.received))
    _count(case, held, made, by=by, at=at)
    return made


def count_paid(case: Case, paid: Remittance, *, by: Actor, at: datetime) -> Collection | None:
    """Money that pays an instalment of the settlement is received in the enforcement that brings it, too; with the last rial it ends.

    Called with the case held, before the instalment has it; None where no enforcement brings that instalment.
    """
    found = queries.covered(case, paid.instalment)
    if found is None:
        return None
    _, held = enforcing.hold(found[0])
    told = {"enforcement": held, "party": paid.party, "amount": min(paid.amount, found[1]), "received_on": paid.paid_on}
    made = Collection.objects.create(**told, by_id=by.somebody, noted_at=at, answered_at=at, state="counted")
    held.received += made.amount
    held.save(update_fields=["received"])
    _spread(list(queries.instalments(held)), made)
    noted(case, "collection.counted", by=by, at=at, enforcement=held.pk, amount=made.amount, rest=held.owed - held.received)
    enforcing.paid_whole(case, held, at=at)
    return made


def _count(case: Case, held: Enforcement, made: Collection, *, by: Actor, at: datetime) -> None:
    """The sum is received, its instalments are paid, the oldest first; with the last rial the enforcement ends."""
    held.received += made.amount
    held.save(update_fields=["received"])
    _pay(held, made)
    left = held.owed - held.received
    noted(case, "collection.counted", by=by, at=at, enforcement=held.pk, amount=made.amount, rest=left)
    told = _words(made) | {"rest": money.grouped(left)}
    me = None if made.party is None else held.party_id
    to = [one for one in queries.parties(case) if one.pk != me]
    tell_sides(case, "collection.counted", to=to, about=made, url=enforcing.page(case), at=at, **told)
    enforcing.paid_whole(case, held, at=at)


def _pay(held: Enforcement, made: Collection) -> None:
    table = queries.settled(held.case) if held.case.state == "settled" else None
    for rows in (list(queries.instalments(held)), table[1] if table else []):
        _spread(rows, made)


def _spread(rows: list[Instalment], made: Collection) -> None:
    """The sum pays these instalments, the oldest first."""
    left, touched = made.amount, []
    for one in rows:
        part = min(left, one.amount - one.paid)
        if part <= 0:
            continue
        one.paid, left = one.paid + part, left - part
        one.paid_on = made.received_on if one.paid == one.amount else None
        touched.append(one)
    Instalment.objects.bulk_update(touched, ["paid", "paid_on"])


def _party(case: Case, by: Actor, *, at: datetime) -> Party | None:
    """The side for which the actor speaks; None for the office. Raises NotAllowed for a stranger."""
    if flow.role_of(by.role) != "party":
        return None
    person = Person.objects.filter(pk=by.person_id or 0).first()
    place = standing.of(case, person, at=at) if person else None
    if place is None or place.party is None:
        raise NotAllowed(flow="enforcement", state="", move="note_money", role=by.role)
    return place.party


def _words(made: Collection) -> dict[str, str]:
    return {"amount": money.grouped(made.amount), "day": calendar.long(made.received_on)}
