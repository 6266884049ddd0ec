"""A petition is signed and filed: its dossier, sides, items and numbers stand, the office has work, the filer his receipt (LP 28–31)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from kardad.cases import jurisdiction, lacking, petition, policy, proof, writing
from kardad.cases.actions import common, contracting, countering, drafting, grouping, heirs, naming, numbering
from kardad.cases.models import Case, ClaimItem, CounterConsent, Filing, FilingFile, OfficialEntry
from kardad.cases.petition import Petition
from kardad.cases.queries import identity, petitions
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.operator import operator
from kardad.documents import actions as documents
from kardad.evidence.models import Chain
from kardad.inbox import actions as inbox
from kardad.inbox.actions import dossiers, holding, opening, renaming
from kardad.inbox.models import Dossier, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.kit.text import to_persian_digits
from kardad.people.models import LabourOffice, Organisation, Person
from kardad.work import actions as work

INTAKE = "case.intake"  # the work item of whoever accepts petitions


class Incomplete(Refusal):
    """Something that LP 31 wants is missing."""

    code = "PETITION_INCOMPLETE"
    status = 422
    message = "دادخواست هنوز کامل نیست: {first}"


class NoOffice(Refusal):
    """No office is named that could decide."""

    code = "PETITION_OFFICE"
    status = 422
    message = "اداره رسیدگی‌کننده روشن نیست. در گام «کارگاه» اداره را انتخاب کنید."


class NoPower(Refusal):
    """A private bureau files nothing: it prepares what its client takes to the office."""

    code = "PETITION_NO_POWER"
    status = 403
    message = "این سامانه را یک دفتر خصوصی می‌گرداند و دادخواست ثبت نمی‌کند. دادخواست آماده را خودتان در اداره کار ثبت کنید."


class OnlyInBureau(Refusal):
    """Where the authority itself files, nothing is prepared for elsewhere."""

    code = "PETITION_FILE_HERE"
    message = "این سامانه دادخواست را خودش ثبت می‌کند؛ آماده‌سازی جداگانه لازم نیست."


class AlreadyThere(Refusal):
    """Its owner said that he filed it at the office."""

    code = "PETITION_ALREADY_THERE"
    message = "نوشته‌اید که این دادخواست در اداره ثبت شده است؛ متن آن دیگر تغییر نمی‌کند. اگر اشتباه شده است، نخست آن را بردارید."


def submit(case: Case, *, factor: str = "sms", by: Actor, at: datetime) -> Case:
    """The petition is filed and its receipt is on its way; sent twice, by whichever draft, it is filed once, and that case is given.

    `factor` tells by which code its writer has just signed. Raises Incomplete, NoOffice, NoPower, NotTheirs, SideTaken, NotAllowed.
    """
    if not operator().is_authority:
        raise NoPower
    try:
        return _filed(case, factor, by=by, at=at)
    except IntegrityError:
        stored = Case.objects.get(pk=case.pk)
        whose = stored.claimant_id if stored.capacity == Case.Capacity.COUNTER else stored.filer_id
        twin = Case.objects.filter(filer_id=whose, once=_once(stored.petition, at)).exclude(pk=case.pk).first()
        if twin is None:
            raise
        return twin


@transaction.atomic
def prepare(case: Case, *, factor: str = "sms", by: Actor, at: datetime) -> Case:
    """In a bureau: the petition is whole, signed and ready to print, marked as not filed anywhere. Raises OnlyInBureau, Incomplete."""
    if operator().is_authority:
        raise OnlyInBureau
    case, held = _held(case, "prepare", by=by)
    _judge(case, held, at=at)
    sealed = countering.seal(case, by=by, at=at) if case.capacity == Case.Capacity.COUNTER else {}
    common.step(case, "prepare", "petition.prepared", by=by, at=at, factor=factor, **sealed)
    office = jurisdiction.of(held.workshop).office
    told = writing.petition(case, held, office=office.name if office else f"اداره کار {held.workshop.city}", stamp=writing.NOT_FILED, at=at)
    documents.issue_once("petition", case, version=proof.digest(case.petition)[:40], by=by, at=at, **told)
    return case


def sign_at_counter(consent: CounterConsent, *, typed: str, session_key: str, by: Actor, at: datetime) -> Case:
    """By the person's second code the petition that an officer wrote for him is filed, or prepared, as his own.

    Raises NoConsent, what a wrong code raises, and what `submit` and `prepare` raise.
    """
    countering.hear(consent, typed=typed, session_key=session_key, by=by, at=at)
    if consent.case is None:
        raise countering.NoConsent
    return (submit if operator().is_authority else prepare)(consent.case, factor="counter", by=by, at=at)


@transaction.atomic
def resume(case: Case, *, by: Actor, at: datetime) -> Case:
    """A prepared petition may be written again; the paper that was made of it stays what it is. Raises AlreadyThere."""
    case, _ = _held(case, "resume", by=by)
    if OfficialEntry.objects.filter(case=case, voided_at=None).exists():
        raise AlreadyThere
    return common.step(case, "resume", "petition.resumed", by=by, at=at)


@transaction.atomic
def cure(case: Case, *, factor: str = "sms", by: Actor, at: datetime) -> Case:
    """What the office asked is mended and the petition is with it again, under its number and its day of filing."""
    case, held = _held(case, "cure", by=by)
    _judge(case, held, at=at)
    asked, case.asked = sorted(case.asked), {}
    rows = list(FilingFile.objects.filter(case=case, filing=None).select_related("file").order_by("pk"))
    told = {"digest": proof.digest(case.petition), "factor": factor, "fields": asked, "files": [row.file.sha256 for row in rows]}
    common.step(case, "cure", "petition.cured", by=by, at=at, **told)
    ClaimItem.objects.filter(case=case).delete()
    _copy_items(case, held)
    claimant = _mend_sides(case.dossier, held, by=by, at=at) if case.dossier else None
    naming.again(case)
    _file_papers(case, rows, claimant, title="مدارک رفع نقص", by=by, at=at)
    form = writing.petition(case, held, office=case.office.name if case.office else "", stamp="", at=at)
    documents.issue("petition", case, chain=proof.chain(case, at=at), by=by, at=at, **form)
    _ask_office(case, "بررسی دوباره پس از رفع نقص", at=at)
    return case


@transaction.atomic
def _filed(case: Case, factor: str, *, by: Actor, at: datetime) -> Case:
    case, held = _held(case, "submit", by=by)
    if case.once and case.state != "draft":
        return case  # pressed twice: it is filed
    _judge(case, held, at=at)
    office = jurisdiction.of(held.workshop).office
    if office is None:
        raise NoOffice(field="office")
    sealed = countering.seal(case, by=by, at=at) if case.capacity == Case.Capacity.COUNTER else {}
    case.once, case.office, case.filed_at = _once(case.petition, at), office, at
    Case.objects.filter(pk=case.pk).update(
        once=case.once, filer=case.filer
    )  # the database refuses a twin before anything of this one is made
    case.number = numbering.next_number(numbering.PETITION, office_id=office.pk, at=at)
    case.lead = grouping.lead_of(held, office)
    common.move(case, "submit", by=by, at=at)
    rows = list(FilingFile.objects.filter(case=case, filing=None).select_related("file").order_by("pk"))
    told: dict[str, Any] = {
        "registration": case.number,
        "digest": proof.digest(case.petition),
        "factor": factor,
        "files": [row.file.sha256 for row in rows],
    } | sealed
    chain, claimant = _open(case, held, office, told, by=by, at=at)
    case.save()
    record("petition.submitted", case, by=by, at=at, number=case.number, **told)
    contracting.lock(case, by=by, at=at)
    if case.dossier and held.capacity in ("guardian", "heir"):
        heirs.empower_guardians(case.dossier, at=at)
    _copy_items(case, held)
    _file_papers(case, rows, claimant, title="مدارک دادخواست", by=by, at=at)
    form = writing.petition(case, held, office=office.name, stamp="", at=at)
    documents.issue_all([("petition", form), ("receipt", writing.receipt(case, held, at=at))], case, chain=chain, by=by, at=at)
    _tell(case, at=at)
    grouping.joined(case, by=by, at=at)
    _ask_office(case, "بررسی دادخواست تازه", at=at)
    return case


def _held(case: Case, move: str, *, by: Actor) -> tuple[Case, Petition]:
    """The petition, held after its dossier where it has one, in the hands of its writer."""
    if case.dossier_id:
        holding.dossiers([case.dossier_id])
    rows = Case.objects.select_for_update(of=("self",)).select_related("dossier", "office", "filer", "claimant", "mandate")
    case = rows.get(pk=case.pk)
    if case.filer_id != by.person_id:
        raise NotAllowed(flow="case", state=case.state, move=move, role=by.role)
    return case, petition.read(case.petition)


def _judge(case: Case, held: Petition, *, at: datetime) -> None:
    """Its writer may file it now, and it is whole. Raises NotTheirs, Incomplete."""
    drafting.ensure_theirs(case.filer, organisation_id=held.organisation, mandate=case.mandate)
    if case.capacity == Case.Capacity.COUNTER and case.state == "draft":
        countering.ensure_consent(case, case.filer_id, at=at)
    heirs.ensure_mandates(case.filer_id, held)
    have = set(FilingFile.objects.filter(case=case).values_list("paper", flat=True)) if held.capacity in lacking.NEEDED else set()
    known = (
        identity.known(case, held) if petitions.is_writable(case, "claimant") else {}
    )  # what nobody could change since is as it was filed
    gaps = lacking.missing(held, today=calendar.tehran_day(at), have=have, known=known)
    if gaps:
        raise Incomplete(first=gaps[0].message, gaps=[gap.field for gap in gaps])


def _open(case: Case, held: Petition, office: LabourOffice, told: dict[str, Any], *, by: Actor, at: datetime) -> tuple[Chain, Party]:
    """The dossier is open with its sides, and who files for another stands for him in it; its chain and the claimant."""
    title = f"دعوای {held.claimant.name} و {held.respondents[0].name}"
    folder = opening.Folder(title=title, office=office, number=to_persian_digits(case.number or ""), subject=case)
    agent = case.filer if case.mandate else None
    sides = [opening.Side(side="claimant", name=held.claimant.name, agent=agent, mandate=case.mandate, **_whose(case, held))]
    sides += [*heirs.sides(case.filer, held), *(_side(one) for one in held.respondents)]
    then = [("petition.submitted", {"state": case.state, "instance": case.instance, **told})]
    system = by.acting_as("system", on_behalf_of=by.on_behalf_of)
    case.dossier, chain, parties = opening.open_whole(folder, sides, then=then, by=system, at=at)
    naming.keep(case, parties)
    return chain, parties[0]


def _side(one: petition.Respondent) -> opening.Side:
    return opening.Side(side="respondent", name=one.name, code=one.identifier, mobile=one.mobile, address=one.address)


def _whose(case: Case, held: Petition) -> dict[str, Any]:
    told = held.claimant
    organisation = Organisation.objects.get(pk=held.organisation) if held.organisation else None
    who: dict[str, Any] = {"organisation": organisation} if organisation else {"person": case.claimant}
    return who | {"code": told.company_id if told.kind == "legal" else told.code, "mobile": told.mobile, "address": told.address}


def _mend_sides(dossier: Dossier, held: Petition, *, by: Actor, at: datetime) -> Party:
    """The sides are those of the petition now: renamed where they have no account, added, or removed. The claimant."""
    rows = list(Party.objects.filter(dossier=dossier).order_by("pk"))
    claimant = next(row for row in rows if row.side == "claimant")
    claimant.address, claimant.mobile = held.claimant.address, held.claimant.mobile
    claimant.save(update_fields=["address", "mobile"])
    pairs, gone = _paired([row for row in rows if row.side == "respondent"], held.respondents)
    for party in gone:
        dossiers.remove_party(party, by=by.acting_as("system"), at=at)
    rows = [row for row in rows if row not in gone]
    for kept, one in pairs:
        if kept is None:
            known: dossiers.Known = {"code": one.identifier, "mobile": one.mobile, "address": one.address}
            dossiers.add_party(dossier, side="respondent", name=one.name, by=by.acting_as("system"), at=at, **known)
            continue
        kept.address, kept.mobile = one.address, one.mobile
        if not kept.has_account:
            opening.rename(kept, name=one.name, code=one.identifier, others=rows, at=at)
        renaming.keep(kept, by=by, at=at)
    return claimant


def _paired(
    against: list[Party], named: Sequence[petition.Respondent]
) -> tuple[list[tuple[Party | None, petition.Respondent]], list[Party]]:
    """Each respondent of the petition with the side that he is: the one of his code, of his name, else one that nobody else is.

    A side with an account is never taken for another name. The second are the sides that the petition names no more.
    """
    left, found = list(against), dict[int, Party]()

    def take(place: int, party: Party | None) -> None:
        if party is not None and place not in found:
            found[place] = party
            left.remove(party)

    for place, one in enumerate(named):
        index = dossiers.index_of(one.identifier) if one.identifier else ""
        take(place, next((row for row in left if index and row.code_index == index), None))
    for place, one in enumerate(named):
        take(place, next((row for row in left if row.name == one.name), None) if place not in found else None)
    for place in range(len(named)):
        take(place, next((row for row in left if not row.has_account), None) if place not in found else None)
    return [(found.get(place), one) for place, one in enumerate(named)], left


def _copy_items(case: Case, held: Petition) -> None:
    ClaimItem.objects.bulk_create(
        ClaimItem(
            case=case,
            position=place,
            code=item.code,
            from_day=item.from_day,
            to_day=item.to_day,
            amount=item.amount,
            is_typed=item.way == "typed",
            sheet=item.sheet,
            text=item.text,
        )
        for place, item in enumerate(held.items, start=1)
    )


def _file_papers(case: Case, rows: Sequence[FilingFile], party: Party | None, *, title: str, by: Actor, at: datetime) -> None:
    """The papers that lay beside the petition are a filing of the claimant's."""
    if rows:
        made = Filing.objects.create(case=case, party=party, by_id=by.somebody, kind=Filing.Kind.EVIDENCE, title=title, filed_at=at)
        FilingFile.objects.filter(pk__in=[row.pk for row in rows]).update(filing=made)


def _tell(case: Case, *, at: datetime) -> None:
    """The filer, and for whom he files, have a letter each."""
    told = {"number": case.number or "", "office": case.office.name if case.office else ""}
    people: dict[int, Person] = {case.filer_id: case.filer}
    if case.claimant is not None:
        people.setdefault(case.claimant.pk, case.claimant)
    for person in people.values():
        url = reverse("cases:petition_done", args=[case.token])
        inbox.tell(person, "petition.filed", about=case, url=url, at=at, dossier=case.dossier, **told)


def _ask_office(case: Case, title: str, *, at: datetime) -> None:
    work.open_item(INTAKE, case, title=title, role=policy.SECRETARY, at=at, due_at=case.due_at, office_id=case.office_id)


def _once(raw: str, at: datetime) -> str:
    """What is the same petition: the same words on the same day."""
    return hashlib.sha256(f"{calendar.tehran_day(at)}\n{raw}".encode()).hexdigest()
