"""Dossiers: opened with their chain of proof, given their sides, joined late by who has the code, represented by one agent a side."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, Q

from kardad.core import crypto, limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import flow, marks, policy, proof, signals
from kardad.inbox.actions import holding, telling
from kardad.inbox.models import Dossier, Party, Representation
from kardad.inbox.queries import dossiers
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.people import flow as people
from kardad.people import particulars
from kardad.people.models import LabourOffice, Mandate, Organisation, Person
from kardad.work import actions as work

JOINING = "party.join"
COMPANY, FOREIGN = 11, 12  # digits of a company's national id, and of a foreigner's code; a national code has ten


class CannotJoin(Refusal):
    """The code is no dossier's, or the dossier has no side that waits for this person: which of them is nobody's business."""

    code = "DOSSIER_JOIN"
    status = 422
    message = "با این کد نمی‌توانید به پرونده‌ای بپیوندید. کد را از روی برگه کاغذی دوباره بخوانید؛ اگر باز هم نشد، با اداره تماس بگیرید."


class NotVerified(Refusal):
    """A dossier opens only to people whose identity is known."""

    code = "DOSSIER_LEVEL"
    message = "برای این کار، نخست هویت خود را تأیید کنید."


class SideTaken(Refusal):
    """The same person or organisation is a side already, or stands for the other one."""

    code = "PARTY_TWICE"
    message = "این شخص در همین پرونده طرف یا نماینده طرف دیگری است."


class PartyStays(Refusal):
    """A side that anything has reached is not taken out of its dossier."""

    code = "PARTY_STAYS"
    message = "به این طرف چیزی ابلاغ شده یا او چیزی در پرونده گذاشته است؛ نامش برداشته نمی‌شود."


class SideRepresented(Refusal):
    """One representative a side (LP 22)."""

    code = "PARTY_REPRESENTED"
    message = "هر طرف تنها یک نماینده دارد (ماده ۲۲ آیین دادرسی کار). نخست نمایندگی پیشین را پایان دهید."


class NoMandate(Refusal):
    """The mandate is not in force, or is not from this side to this agent."""

    code = "PARTY_MANDATE"
    message = "نمایندگی این شخص از سوی این طرف برقرار نیست."


class Known(TypedDict, total=False):
    """What is known of a side: the organisation it is, its national code or company id, and where it can be found."""

    organisation: Organisation | None
    code: str
    mobile: str
    address: str


@transaction.atomic
def open_dossier(
    *, title: str, office: LabourOffice | None = None, number: str = "", subject: Model | None = None, by: Actor, at: datetime
) -> Dossier:
    """The dossier is open and has its chain of proof; called again for the same subject, the same dossier."""
    _staff(by, "open")
    found = {"title": title, "office": office, "number": number, "opened_at": at}
    if subject is None:
        dossier, is_new = Dossier.objects.create(**found), True
    else:
        dossier, is_new = Dossier.objects.get_or_create(subject_type=subject._meta.label_lower, subject_id=subject.pk, defaults=found)
    if is_new:
        proof.open_chain(dossier, at=at)
        proof.note(dossier, "dossier.opened", by=by, at=at, number=number, mark=marks.of("dossier", dossier))
        record("dossier.opened", dossier, by=by, at=at, title=title)
    return dossier


@transaction.atomic
def add_party(
    dossier: Dossier, *, side: str, name: str, by: Actor, at: datetime, person: Person | None = None, **known: Unpack[Known]
) -> Party:
    """The dossier has this side; who is named by code and name, and has a verified account under both, is that account.

    Raises SideTaken.
    """
    _staff(by, "add_party")
    organisation, code = known.get("organisation"), text.to_ascii_digits(known.get("code", ""))
    index = index_of(code) if code else ""
    if person is None and organisation is None and index:
        person, organisation = _account(index, name)
    held = holding.dossier(dossier.pk)
    party = Party(
        dossier=held,
        side=side,
        name=name,
        person=person,
        organisation=organisation,
        code_index=index,
        mobile=known.get("mobile", ""),
        address=known.get("address", ""),
        joined_at=at if person or organisation else None,
        added_at=at,
    )
    if person is not None and _is_in(held, person, at=at):
        raise SideTaken
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError as error:
        raise SideTaken from error
    said = {"party": party.pk, "side": side, "has_account": party.has_account, "mark": marks.of("party", party)}
    proof.note(held, "party.added", by=by, at=at, **said)
    record("party.added", party, by=by, at=at, side=party.get_side_display())
    signals.sides_changed.send(Party, dossier_id=held.pk, at=at)
    return party


@transaction.atomic
def remove_party(party: Party, *, by: Actor, at: datetime) -> None:
    """The dossier has not this side, who was named by mistake; raises PartyStays for one whom anything has reached.

    Its chain keeps that it was there.
    """
    _staff(by, "remove_party")
    held = holding.dossier(party.dossier_id)
    if party.deliveries.exists() or party.representations.exists():
        raise PartyStays
    proof.note(held, "party.removed", by=by, at=at, party=party.pk, side=party.side)
    record("party.removed", party, by=by, at=at, side=party.get_side_display())
    try:
        with transaction.atomic():
            party.delete()
    except ProtectedError as error:
        raise PartyStays from error
    signals.sides_changed.send(Party, dossier_id=held.pk, at=at)


def join(person: Person, *, tracking_code: str, organisation: Organisation | None = None, by: Actor, at: datetime) -> Party:
    """Who holds the paper's code and is the side that it names sees the dossier from now on; services before stay as they were.

    Where the claimant knew no code of his, the secretary looks first: then the party that is given has no `joined_at` yet.
    Raises NotVerified, TooMany and CannotJoin, which says nothing about what exists.
    """
    if person.level < 1:
        raise NotVerified
    limits.allow("dossier-join", f"person:{person.pk}", limit=policy.JOIN_TRIES, at=at, window=policy.JOIN_WINDOW)
    if organisation is not None and organisation.pk not in dossiers.organisations_of(person.pk):
        raise CannotJoin(field="tracking_code")
    with transaction.atomic():
        return _joined(person, people.read_tracking_code(tracking_code), organisation, by=by, at=at)


def _joined(person: Person, code: str, organisation: Organisation | None, *, by: Actor, at: datetime) -> Party:
    dossier = (
        Dossier.objects.select_for_update(no_key=True).filter(tracking_code=code, kind=Dossier.Kind.OFFICE, closed_at=None).first()
        if code
        else None
    )
    if dossier is None:
        raise CannotJoin(field="tracking_code")
    waiting = list(Party.objects.filter(dossier=dossier, person=None, organisation=None).order_by("pk"))
    index = organisation.company_index if organisation else person.code_index
    own = next((one for one in waiting if one.code_index and one.code_index == index), None)
    if own is not None and not _is_in(dossier, person, at=at):
        return _enter(own, person, organisation, by=by, at=at)
    unnamed = [one for one in waiting if not one.code_index]
    asked = next((one for one in unnamed if one.asked_by_id == person.pk), None)
    if asked is not None:
        return asked
    free = [one for one in unnamed if one.asked_by_id is None]
    if len(free) > 1:  # of several without a code the one of his name
        name = text.fold(organisation.name if organisation else person.name)
        free = [one for one in free if text.fold(one.name) == name]
    if len(free) != 1 or _is_in(dossier, person, at=at):
        raise CannotJoin(field="tracking_code")
    return _ask(free[0], person, organisation, by=by, at=at)


def _ask(party: Party, person: Person, organisation: Organisation | None, *, by: Actor, at: datetime) -> Party:
    party.asked_by, party.asked_for = person, organisation
    party.save(update_fields=["asked_by", "asked_for"])
    title, office_id = "پیوستن به پرونده: این شخص همان طرف است؟", party.dossier.office_id
    work.open_item(JOINING, party, title=title, role="secretary", at=at, office_id=office_id)
    record("party.asked", party, by=by, at=at)
    return party


@transaction.atomic
def admit(party: Party, *, by: Actor, at: datetime) -> Party:
    """The secretary saw that he who asked is the side: the dossier is open to him."""
    _staff(by, "admit")
    holding.dossiers([party.dossier_id])
    party = Party.objects.select_for_update(of=("self",)).select_related("asked_by", "asked_for", "dossier").get(pk=party.pk)
    if party.asked_by is None or party.has_account:
        raise NotAllowed(flow="party", state="", move="admit", role=by.role)
    work.close_item(JOINING, party, outcome="admitted", at=at)
    record("party.admitted", party, by=by, at=at, person_id=party.asked_by_id)
    return _enter(party, party.asked_by, party.asked_for, by=by, at=at)


@transaction.atomic
def turn_away(party: Party, *, reason: str, by: Actor, at: datetime) -> Party:
    """He who asked is not the side; another may ask."""
    _staff(by, "turn_away")
    holding.dossiers([party.dossier_id])
    party = Party.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=party.pk)
    if party.asked_by_id is None or party.has_account:
        raise NotAllowed(flow="party", state="", move="turn_away", role=by.role)
    work.close_item(JOINING, party, outcome="turned_away", at=at)
    record("party.turned_away", party, by=by, at=at, person_id=party.asked_by_id, reason=reason)
    party.asked_by = party.asked_for = None
    party.save(update_fields=["asked_by", "asked_for"])
    return party


def _enter(party: Party, person: Person, organisation: Organisation | None, *, by: Actor, at: datetime) -> Party:
    """The side has an account; what was served before stays served as it was (LP 130)."""
    party.person, party.organisation = (None, organisation) if organisation else (person, None)
    party.asked_by = party.asked_for = None
    party.joined_at = at
    party.save(update_fields=["person", "organisation", "asked_by", "asked_for", "joined_at"])
    said = {"party": party.pk, "for_organisation": organisation is not None, "mark": marks.of("party", party)}
    proof.note(party.dossier, "party.joined", by=by, at=at, **said)
    record("party.joined", party, by=by, at=at, person_id=person.pk)
    signals.sides_changed.send(Party, dossier_id=party.dossier_id, at=at)
    return party


@transaction.atomic
def represent(party: Party, *, agent: Person, mandate: Mandate | None = None, by: Actor, at: datetime) -> Representation:
    """Papers for the side go to the agent from now on and count for it (LP 39); raises SideRepresented, NoMandate, SideTaken."""
    held = mandates_held([mandate] if mandate else [])  # before the dossier, as whoever revokes it holds them
    dossier = holding.dossier(party.dossier_id)
    _own_or_staff(party, by, "represent")
    agent.refresh_from_db(fields=["state", "level"])
    if agent.level < 1 or not agent.is_active:
        raise NotVerified
    if mandate is not None and not (mandate.pk in held and _holds(held[mandate.pk], party, agent)):
        raise NoMandate(field="mandate")
    if dossiers.representation(party, at=at) is not None or Representation.objects.filter(party=party, ended_at=None).exists():
        raise SideRepresented
    if _is_in(dossier, agent, at=at):
        raise SideTaken(field="agent")
    made = Representation.objects.create(party=party, agent=agent, mandate=mandate, began_at=at)
    mark = marks.of("representation", made)
    proof.note(dossier, "representation.began", by=by, at=at, party=party.pk, representation=made.pk, mark=mark)
    record("representation.began", made, by=by, at=at)
    tell(made, "representation.began", at=at, by=by)
    signals.sides_changed.send(Party, dossier_id=dossier.pk, at=at)
    return made


@transaction.atomic
def end_representation(representation: Representation, *, by: Actor, at: datetime) -> Representation:
    """The agent stands for the side no more: what he was served stays served, the next paper goes to the side itself."""
    dossier = holding.dossier(representation.party.dossier_id)
    found = Representation.objects.select_for_update(of=("self",)).select_related("party__dossier").get(pk=representation.pk)
    if by.person_id != found.agent_id:
        _own_or_staff(found.party, by, "end_representation")
    if found.ended_at is not None:
        return found
    found.ended_at = max(at, found.began_at)
    found.save(update_fields=["ended_at"])
    proof.note(dossier, "representation.ended", by=by, at=at, party=found.party_id, representation=found.pk)
    record("representation.ended", found, by=by, at=at)
    tell(found, "representation.ended", at=at, by=by)
    return found


def tell(of: Representation, event: str, *, at: datetime, by: Actor) -> None:
    """The side and its agent know of it, but for whoever did it."""
    party, dossier = of.party, of.party.dossier
    said = {"agent": of.agent.name, "party": party.name, "number": dossier.number, "day": calendar.long(calendar.tehran_day(at))}
    for person in {one.pk: one for one in [of.agent, *dossiers.persons_of(party)]}.values():
        if person.is_active and person.pk != by.person_id:
            telling.tell(person, event, about=of, url=dossier.url, at=at, dossier=dossier, **said)


def mandate_ended(mandate: Mandate, *, by: Actor, at: datetime) -> int:
    """Nobody stands for a side by a mandate that is over; how many did. Called inside the transaction that ends it."""
    held = list(Representation.objects.filter(mandate=mandate, ended_at=None).select_related("party__dossier").order_by("pk"))
    holding.dossiers(one.party.dossier_id for one in held)
    for one in held:
        end_representation(one, by=by.acting_as("system"), at=at)
    return len(held)


def mandates_held(mandates: Iterable[Mandate]) -> dict[int, Mandate]:
    """Of these mandates those in force, as they are now, held until the transaction ends: nobody revokes one while it is relied on."""
    wanted = {one.pk for one in mandates}
    if not wanted:
        return {}
    rows = Mandate.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {one.pk: one for one in rows if one.state == "active"}


def index_of(code: str) -> str:
    """The blind index of a national code, a foreigner's code or a company's id, by its length."""
    if len(code) == COMPANY:
        return crypto.blind_index("company", code)
    return particulars.code_index("foreign" if len(code) == FOREIGN else "iran", code)


def _account(index: str, name: str) -> tuple[Person | None, Organisation | None]:
    """The verified account of this code, where the name agrees too: a slip in one digit must not show a dossier to a stranger."""
    person = Person.objects.filter(code_index=index, level__gte=1, state=Person.State.ACTIVE).first()
    organisation = Organisation.objects.filter(company_index=index, is_active=True).first()
    return (
        person if person and text.fold(person.name) == text.fold(name) else None,
        organisation if organisation and text.fold(organisation.name) == text.fold(name) else None,
    )


def _is_in(dossier: Dossier, person: Person, *, at: datetime) -> bool:
    """Whether he is a side, reads the papers of the organisation that is one, or stands for one: whoever is anything on either side."""
    mine = Q(person=person) | Q(organisation_id__in=dossiers.organisations_of(person.pk))
    if Party.objects.filter(mine, dossier=dossier).exists():
        return True
    return Representation.objects.filter(party__dossier=dossier, agent=person, ended_at=None).exists()


def _holds(mandate: Mandate, party: Party, agent: Person) -> bool:
    if mandate.agent_id != agent.pk:
        return False
    if party.organisation_id:
        return mandate.principal_id in {one.pk for one in dossiers.persons_of(party)}
    return mandate.principal_id == party.person_id


def _staff(by: Actor, move: str) -> None:
    if by.role not in flow.STAFF:
        raise NotAllowed(flow="dossier", state="", move=move, role=by.role)


def _own_or_staff(party: Party, by: Actor, move: str) -> None:
    """A side appoints and dismisses for itself; so does the secretary, who has seen the paper."""
    if by.role in flow.STAFF:
        return
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None or not dossiers.is_own(party, person):
        raise NotAllowed(flow="dossier", state="", move=move, role=by.role)
