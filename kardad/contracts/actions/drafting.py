"""A contract before it is sent: begun for an employer or from an earlier one, filled in, its annexes laid beside it, dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kardad.contracts import flow, policy, terms
from kardad.contracts.actions import common, waiving
from kardad.contracts.models import Annex, Contract
from kardad.contracts.queries import standing
from kardad.contracts.terms import Terms
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.kit import ids
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.law.contract_rules import Employer
from kardad.people import particulars
from kardad.people.models import Organisation, Person
from kardad.people.queries import mandates

LONGEST = 200_000  # characters of all terms
MOST_ROWS = 40  # clauses, steps, allowances, securities of one contract
MOST_ANNEXES = 20
TYPED = ("birth_certificate_number", "address", "postal_code", "phone", "workshop_code")  # of an employer: his own word stands


class NotVerified(Refusal):
    """Only people whose identity is known make contracts."""

    code = "CONTRACT_LEVEL"
    status = 403
    message = "برای نوشتن قرارداد، نخست هویت خود را تأیید کنید."


class TooManyDrafts(Refusal):
    """More contracts were begun than one person finishes."""

    code = "CONTRACT_DRAFTS"
    message = "قراردادهای نیمه‌کاره شما زیاد است. چندتایی را بفرستید یا کنار بگذارید."


class TooLong(BadInput):
    """The contract is longer than anybody reads."""

    code = "CONTRACT_LONG"
    message = "این قرارداد بیش از اندازه بلند است. بخشی را در یک پرونده PDF بنویسید و پیوست کنید."


class OtherWorker(BadInput):
    """What was sent to one worker is never laid before another, with all that the first was told."""

    code = "CONTRACT_OTHER_WORKER"
    message = "این قرارداد یک بار برای کارگر فرستاده شده است و کارگر آن عوض نمی‌شود. برای کارگر دیگر از روی همین یکی قرارداد تازه بنویسید."


class TooManyAnnexes(BadInput):
    """More papers than belong to one contract."""

    code = "CONTRACT_ANNEXES"
    message = "هر قرارداد تا {most} پیوست دارد. چند برگ را در یک PDF بگذارید."


@dataclass(frozen=True, slots=True)
class For:
    """Who employs: an organisation of the writer's, who gave him a mandate, or the writer himself."""

    organisation: Organisation | None = None
    principal: Person | None = None


@transaction.atomic
def begin(person: Person, whom: For, *, by: Actor, at: datetime) -> Contract:
    """A draft stands, with what is known of its employer. Raises NotVerified, NotYours, TooManyDrafts."""
    if person.level < 1:
        raise NotVerified
    ensure_theirs(person, whom)
    Person.objects.select_for_update().get(pk=person.pk)
    by_hand = Contract.objects.filter(maker=person, state="draft", origin=Contract.Origin.HERE, batch_rows=None)
    if by_hand.count() >= policy.MOST_DRAFTS:
        raise TooManyDrafts
    employer = None if whom.organisation else whom.principal or person
    made = Contract(organisation=whom.organisation, employer=employer, maker=person, made_at=at, changed_at=at)
    common.put(made, Terms(employer=known_employer(whom.organisation, employer, person)), at=at)
    made.save()
    record("contract.begun", made, by=by, at=at)
    return made


@transaction.atomic
def begin_from(person: Person, earlier: Contract, *, renews: bool, by: Actor, at: datetime) -> Contract:
    """As `begin`, with every word of an earlier contract but its days and wage steps; `renews` names it as the one that goes on."""
    made = begin(person, For(earlier.organisation, earlier.employer if earlier.employer_id != person.pk else None), by=by, at=at)
    held = terms.read(earlier.terms)
    trial = None if renews else held.term.trial_days  # nobody is on trial twice (C09)
    term = replace(held.term, starts_on=None, ends_on=None, stops=(), trial_days=trial)
    pay = replace(held.pay, steps=(), insured_from=None)
    employer = _employer_again(terms.read(made.terms).employer, held.employer)
    common.put(made, replace(held, term=term, pay=pay, employer=employer), at=at)
    made.worker, made.worker_index = earlier.worker, earlier.worker_index
    made.predecessor = earlier if renews else None
    made.save()
    return made


@transaction.atomic
def save_part(contract: Contract, *, part: str, told: Mapping[str, Any], by: Actor, at: datetime) -> Contract:
    """What was told in one part is kept, and the worker is who bears the code in it. Raises NotAllowed, NotYours, TooLong."""
    held = writable(contract, by)
    if part not in terms.PARTS:
        raise NotAllowed(flow="contract", state=held.state, move=f"save {part}", role=by.role)
    said = terms.told(terms.read(held.terms), part, told)
    return kept(held, said, at=at)


def kept(contract: Contract, said: Terms, *, at: datetime) -> Contract:
    """A draft that is held says this now. Raises TooLong, OtherWorker."""
    common.put(contract, said, at=at)
    if len(contract.terms) > LONGEST:
        raise TooLong
    index = worker_index(said)
    if contract.sent_at and index != contract.worker_index:
        raise OtherWorker(field="foreigner_code" if said.worker.is_foreign else "national_code")
    contract.is_marked = contract.is_marked and contract.worker_index == index
    contract.worker_index = index
    contract.worker = Person.objects.filter(code_index=contract.worker_index, level__gte=1).first() if contract.worker_index else None
    contract.save()
    return contract


@transaction.atomic
def annex(contract: Contract, files: Sequence[StoredFile], *, title: str, by: Actor, at: datetime) -> list[Annex]:
    """The files belong to the contract from now on. Raises NotAllowed, NotYours, TooManyAnnexes, InfectedFile."""
    held = writable(contract, by)
    waiving.ensure_none("title", title)
    if held.annexes.filter(removed_at=None).count() + len(files) > MOST_ANNEXES:
        raise TooManyAnnexes(field="files", most=MOST_ANNEXES)
    if any(one.scan == "infected" for one in files):
        raise InfectedFile(field="files")
    return [Annex.objects.create(contract=held, file=one, title=title[:120], by_id=by.somebody, added_at=at) for one in files]


@transaction.atomic
def take_annex_away(annex_: Annex, *, by: Actor, at: datetime) -> None:
    """The file does not belong to the contract any more; what was sent before keeps it. Raises NotAllowed, NotYours."""
    writable(annex_.contract, by)
    Annex.objects.filter(pk=annex_.pk, removed_at=None).update(removed_at=at)


@transaction.atomic
def drop(contract: Contract, *, by: Actor, at: datetime) -> Contract:
    """The draft is put away for good. Raises NotAllowed, NotYours."""
    held = common.locked(contract)
    place = _place(held, by)
    if held.disputed_at is not None:
        raise NotAllowed(flow="contract", state=held.state, move="drop", role=place.side)
    held.state = flow.CONTRACT.after(held.state, "drop", place.side)
    held.changed_at, held.due_at = at, None
    held.save()
    record("contract.dropped", held, by=by, at=at)
    return held


def writable(contract: Contract, by: Actor) -> Contract:
    """The contract, held, while its employer may change its words; raises NotAllowed, NotYours."""
    held = common.locked(contract)
    place = _place(held, by)
    if place.side != standing.EMPLOYER or held.state not in flow.WRITABLE:
        raise NotAllowed(flow="contract", state=held.state, move="write", role=place.side)
    return held


def ensure_theirs(person: Person, whom: For) -> None:
    """Raises NotYours unless the person may make contracts for this employer."""
    if whom.organisation is not None and whom.organisation.pk not in standing.organisations(person.pk):
        raise common.NotYours
    if whom.principal is not None and not mandates.active_mandates(person.pk).filter(principal=whom.principal).exists():
        raise common.NotYours


def worker_index(said: Terms) -> str:
    """The blind index of the worker's code, empty while it is not a sound one."""
    code = said.worker.foreigner_code if said.worker.is_foreign else said.worker.national_code
    return particulars.code_index(Person.Kind.FOREIGN if said.worker.is_foreign else Person.Kind.IRAN, code) if code else ""


def _employer_again(known: Employer, earlier: Employer) -> Employer:
    """Who he is as it is known now, with what was typed last time; another representative has another position."""
    told = {name: getattr(earlier, name) for name in TYPED if getattr(earlier, name)}
    told |= {one.name: getattr(earlier, one.name) for one in fields(Employer) if not getattr(known, one.name)}
    if known.representative != earlier.representative:
        told.pop("position", None)
    return replace(known, **told)


def _place(contract: Contract, by: Actor) -> standing.Standing:
    place = standing.of(contract, Person.objects.get(pk=by.somebody))
    if place is None:
        raise common.NotYours
    return place


def known_employer(organisation: Organisation | None, employer: Person | None, person: Person) -> Employer:
    """What is known here of the employer; of others' particulars nothing is read."""
    if organisation is not None:
        return Employer(
            kind="legal",
            name=organisation.name,
            company_id=organisation.company_id,
            registration_number=organisation.registration_number,
            representative=person.name,
        )
    if employer is None or employer.pk != person.pk:
        return Employer(kind="natural", name=employer.name if employer else "")
    own, born = particulars.own(person), particulars.birth(person)
    return Employer(
        kind="natural",
        name=person.name,
        father_name=own.father_name,
        born_on=born,
        national_code=own.code,
        address=own.address,
        postal_code=own.postal_code,
        phone=ids.local_mobile(own.mobile) if own.mobile else "",
    )
