"""A petition before it is filed: begun for oneself or for another, filled in step by step, its papers laid beside it, dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kardad.calc.models import SavedSheet
from kardad.calc.queries import recorded_on
from kardad.cases import computing, jurisdiction, papers, petition, policy
from kardad.cases.actions import common
from kardad.cases.models import Case, FilingFile
from kardad.cases.petition import Item, Petition
from kardad.cases.queries import identity, petitions
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.kit import records
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.law import claims, instruments
from kardad.people import particulars
from kardad.people.models import Mandate, Organisation, Particulars, Person
from kardad.people.queries import mandates, organisations

MOST_DRAFTS = 30
LOOKED_AT = "مشخصات برای دادخواست"  # in the access log of who is claimed for
LONGEST = 400_000  # characters of a whole petition, its sheets included
CAPACITIES = {"lawyer": Case.Capacity.LAWYER, "representative": Case.Capacity.REPRESENTATIVE, "guardian": Case.Capacity.GUARDIAN}


class NotTheirs(Refusal):
    """Nobody files for another without a mandate, or for an organisation whose cases are not his to see."""

    code = "PETITION_NO_MANDATE"
    status = 403
    message = "نمایندگی یا دسترسی شما برای این کار برقرار نیست. نخست آن را در بخش نمایندگی‌ها یا سازمان‌ها درست کنید."


class NotVerified(Refusal):
    """Only people whose identity is known file a petition."""

    code = "PETITION_LEVEL"
    status = 403
    message = "برای دادخواست، نخست هویت خود را تأیید کنید."


class TooManyDrafts(Refusal):
    """More petitions were begun than one person needs."""

    code = "PETITION_DRAFTS"
    message = "دادخواست‌های نیمه‌کاره شما زیاد است. یکی را تمام کنید یا کنار بگذارید."


class TooLong(BadInput):
    """The petition is longer than an office reads."""

    code = "PETITION_LONG"
    message = "این دادخواست بیش از اندازه بلند است. بخشی از شرح را در یک پرونده PDF بنویسید و پیوست کنید."


class TooManyRows(BadInput):
    """More respondents or claims than a petition takes."""

    code = "PETITION_ROWS"
    message = "بیش از {most} ردیف نمی‌شود. ردیف‌های یکسان را یکی کنید."


class TooManyFiles(BadInput):
    """More papers than the office reads."""

    code = "PETITION_FILES"
    message = "هر بار تا {once} پرونده و روی هم تا {most} پرونده می‌پذیریم. چند برگ را در یک PDF بفرستید."


class NoSuchPaper(BadInput):
    """There is no such kind of paper, or the file is another's."""

    code = "PETITION_PAPER"
    message = "این پرونده پذیرفته نشد. صفحه را تازه کنید و دوباره انتخاب کنید."


@dataclass(frozen=True, slots=True)
class For:
    """For whom a petition is: oneself, one's organisation, who gave a mandate, or oneself as an heir."""

    side: str
    capacity: str = "self"
    organisation: Organisation | None = None
    mandate: Mandate | None = None


@transaction.atomic
def begin(person: Person, whom: For, *, by: Actor, at: datetime) -> Case:
    """A petition of the person stands as a draft, with what is known of its claimant. Raises NotVerified, NotTheirs, TooManyDrafts."""
    if person.level < 1:
        raise NotVerified
    ensure_theirs(person, organisation_id=whom.organisation.pk if whom.organisation else None, mandate=whom.mandate)
    Person.objects.select_for_update().get(pk=person.pk)
    if petitions.drafts(person.pk).count() >= MOST_DRAFTS:
        raise TooManyDrafts
    capacity = _capacity(whom)
    held = Petition(side=whom.side, capacity=capacity, organisation=whom.organisation.pk if whom.organisation else None)
    held = petition.told(held, "claimant", _known(person, whom, by=by, at=at))
    case = Case.objects.create(
        by_side=whom.side,
        filer=person,
        claimant=whom.mandate.principal if whom.mandate else None if whom.organisation else person,
        capacity=capacity,
        mandate=whom.mandate,
        petition=petition.as_json(held),
        made_at=at,
        changed_at=at,
    )
    record("petition.begun", case, by=by, at=at)
    return case


@transaction.atomic
def begin_with_coworker(person: Person, whom: For, lead: Case, *, by: Actor, at: datetime) -> Case:
    """As `begin`, against the same respondents and of the same workshop as a co-worker's case, with which it will be heard."""
    case, theirs = begin(person, whom, by=by, at=at), petition.read(lead.petition)
    held = replace(petition.read(case.petition), respondents=theirs.respondents)
    held = petition.told(held, "workshop", {**asdict(theirs.workshop), "last_day": None})
    return kept(case, petition.told(held, "narrative", {"lead_number": lead.invitation or ""}), at=at)


@transaction.atomic
def begin_with_sheet(person: Person, whom: For, row: SavedSheet, *, by: Actor, at: datetime) -> Case:
    """As `begin`, with every claim of a kept «چقدر طلب دارم؟» in it already. Raises NoSuchPaper, and what `begin` raises."""
    return take_sheet(begin(person, whom, by=by, at=at), row, by=by, at=at)


@transaction.atomic
def save_step(case: Case, *, step: str, told: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """What was told in one step is kept, the claimant's identity as the house knows it, whatever was told of it.

    The workshop's place names the office where that is settled. Raises NotAllowed, TooLong.
    """
    case, held = writing(case, step, by=by)
    if step == "claimant":
        told = {**told, **identity.known(case, held)}
    held = petition.told(held, step, told)
    if step == "workshop":
        office = jurisdiction.of(held.workshop).office
        held = petition.told(held, "workshop", {"office": office.pk if office else None})
    return kept(case, held, at=at)


@transaction.atomic
def put_respondent(case: Case, *, place: int, told: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """The respondent at that place (from 1; the next free one adds) is this one. Raises NotAllowed, TooManyRows."""
    case, held = writing(case, "respondents", by=by)
    ensure_place(place, len(held.respondents), petition.MOST_RESPONDENTS)
    return kept(case, replace(held, respondents=records.put(held.respondents, place, petition.Respondent(**told))), at=at)


@transaction.atomic
def drop_respondent(case: Case, *, place: int, by: Actor, at: datetime) -> Case:
    """The respondent at that place is gone."""
    case, held = writing(case, "respondents", by=by)
    return kept(case, replace(held, respondents=records.drop(held.respondents, place)), at=at)


@transaction.atomic
def add_items(case: Case, *, codes: Sequence[str], by: Actor, at: datetime) -> Case:
    """These claims are asked for too, each once, of the filer's side, with the period of the work until another is told."""
    case, held = writing(case, "claims", by=by)
    have = {item.code for item in held.items}
    known = {one.code for one in claims.of(held.side) if one.is_for_board}
    work = held.employment
    span: dict[str, Any] = {"from_day": work.started_on, "to_day": work.ended_on or held.workshop.last_day}
    fresh = [Item(code=code, **(span if claims.claim(code).needs_period else {})) for code in codes if code in known - have]
    ensure_place(len(held.items) + len(fresh), petition.MOST_ITEMS, petition.MOST_ITEMS)
    return kept(case, replace(held, items=(*held.items, *fresh)), at=at)


@transaction.atomic
def put_item(case: Case, *, place: int, told: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """The claim item at that place says this; a sheet lasts as long as its amount is computed from the same period."""
    case, held = writing(case, "claims", by=by)
    ensure_place(place, len(held.items) - 1, petition.MOST_ITEMS)
    before = held.items[place - 1]
    item = replace(before, **told)
    if "sheet" not in told and (item.way != "computed" or (item.from_day, item.to_day) != (before.from_day, before.to_day)):
        item = replace(item, sheet={}, amount=item.amount if item.way == "typed" else None)
    return kept(case, replace(held, items=records.put(held.items, place, item)), at=at)


@transaction.atomic
def drop_item(case: Case, *, place: int, by: Actor, at: datetime) -> Case:
    """The claim item at that place is gone."""
    case, held = writing(case, "claims", by=by)
    return kept(case, replace(held, items=records.drop(held.items, place)), at=at)


@transaction.atomic
def take_sheet(case: Case, row: SavedSheet, *, by: Actor, at: datetime) -> Case:
    """Every claim of a kept «چقدر طلب دارم؟» is an item with its sheet, by the law of that sheet's day; nothing is typed again.

    Raises NoSuchPaper for another's sheet, NotAllowed.
    """
    case, held = writing(case, "claims", by=by)
    if row.person_id != by.person_id or row.calculator != computing.CLAIM:
        raise NoSuchPaper(field="sheet")
    law = instruments.current().known_on(recorded_on(row.law_version))
    fresh = computing.items(row.inputs, law)
    codes = {item.code for item in fresh}
    others = tuple(item for item in held.items if item.code not in codes)
    held = petition.told(held, "employment", computing.employment(held.employment, row.inputs))
    return kept(case, replace(held, items=(*others, *fresh)), at=at)


@transaction.atomic
def attach(case: Case, *, files: Sequence[StoredFile], paper: str, by: Actor, at: datetime) -> list[FilingFile]:
    """The files lie with the petition as this kind of paper; sent once more, each lies there once. Raises TooManyFiles, NoSuchPaper."""
    case, _ = writing(case, "evidence", by=by)
    if paper not in papers.every() or any(file.owner_id != by.person_id for file in files):
        raise NoSuchPaper(field="paper")
    return lay(case, files, paper=paper, at=at)


def lay(case: Case, files: Sequence[StoredFile], *, paper: str, at: datetime) -> list[FilingFile]:
    """The files lie with a petition that is held; each once. Raises TooManyFiles, InfectedFile."""
    if any(file.scan == StoredFile.Scan.INFECTED for file in files):
        raise InfectedFile(field="files")
    rows = FilingFile.objects.filter(Q(filing=None) | Q(filing__by_id=case.filer_id), case=case)  # not what others filed
    have = set(rows.values_list("file_id", flat=True))
    fresh = [file for file in {one.pk: one for one in files}.values() if file.pk not in have]
    if len(fresh) > policy.FILES_A_FILING or len(have) + len(fresh) > policy.FILES_A_CASE:
        once, most = to_persian_digits(policy.FILES_A_FILING), to_persian_digits(policy.FILES_A_CASE)
        raise TooManyFiles(field="files", once=once, most=most)
    return FilingFile.objects.bulk_create(FilingFile(case=case, paper=paper, file=file, added_at=at) for file in fresh)


@transaction.atomic
def detach(row: FilingFile, *, by: Actor, at: datetime) -> None:
    """The file lies with the petition no more; one that was filed stays."""
    case, _ = writing(row.case, "evidence", by=by)
    if not FilingFile.objects.filter(pk=row.pk, case=case, filing=None).delete()[0]:
        raise NotAllowed(flow="case", state=case.state, move="detach", role=by.role)


@transaction.atomic
def drop(case: Case, *, by: Actor, at: datetime) -> None:
    """The petition that nobody filed is gone, its papers with it."""
    case = common.locked(case)
    if case.state != "draft" or case.filer_id != by.person_id:
        raise NotAllowed(flow="case", state=case.state, move="drop", role=by.role)
    record("petition.dropped", case, by=by, at=at)
    FilingFile.objects.filter(case=case).delete()
    case.delete()


def ensure_theirs(person: Person, *, organisation_id: int | None, mandate: Mandate | None) -> None:
    """Whoever files for another may do so at this moment. Raises NotTheirs."""
    if mandate is not None and not mandates.active_mandates(person.pk).filter(pk=mandate.pk).exists():
        raise NotTheirs
    if organisation_id is not None:
        rows = organisations.acting_memberships(person.pk).filter(organisation_id=organisation_id)
        if not any(row.is_owner or "cases" in row.rights for row in rows):
            raise NotTheirs


def _capacity(whom: For) -> Case.Capacity:
    if whom.mandate:
        return CAPACITIES[whom.mandate.basis]
    return Case.Capacity.MEMBER if whom.organisation else Case.Capacity(whom.capacity)


def _known(person: Person, whom: For, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the house knows of the claimant; of who gave a mandate who he is and no more, how to reach him is the agent's to write."""
    if whom.mandate:
        other = whom.mandate.principal
        return identity.of_person(other, particulars.read(other, by=by, what=LOOKED_AT, reason="دادخواست به نمایندگی از شما", at=at))
    if whom.organisation:
        return identity.of_organisation(whom.organisation) | {"signatory": person.name, "mobile": particulars.own(person).mobile}
    return known_of(person, particulars.own(person))


def known_of(person: Person, kept: Particulars) -> dict[str, Any]:
    """The claimant as the house knows him, and how he is reached."""
    return identity.of_person(person, kept) | {name: getattr(kept, name) for name in ("mobile", "address", "postal_code", "email")}


def writing(case: Case, step: str, *, by: Actor) -> tuple[Case, Petition]:
    """The petition, held, if this step of it may be written now: every step of a draft, what the office asked of one with a defect."""
    case = common.locked(case)
    if case.filer_id != by.person_id or not petitions.is_writable(case, step):
        raise NotAllowed(flow="case", state=case.state, move="save_step", role=by.role)
    return case, petition.read(case.petition)


def kept(case: Case, held: Petition, *, at: datetime) -> Case:
    """The case with this petition in it. Raises TooLong."""
    case.petition, case.changed_at = petition.as_json(held), at
    if len(case.petition) > LONGEST:
        raise TooLong
    case.save(update_fields=["petition", "changed_at"])
    return case


def ensure_place(place: int, have: int, most: int) -> None:
    """Places are those that are taken, and the next one while there is room."""
    if place > most:
        raise TooManyRows(most=to_persian_digits(most))
    if not 1 <= place <= have + 1:
        raise NotAllowed(flow="case", state="", move="put", role="")
