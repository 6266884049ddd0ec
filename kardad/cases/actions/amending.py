"""A respondent whose name nobody knew bears it from now on: petition, sides and panel follow, and he is served anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from kardad.cases import flow, petition, proof, writing
from kardad.cases.actions import common, panels
from kardad.cases.models import Case
from kardad.cases.petition import Petition
from kardad.cases.queries import groups, petitions, standing
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.documents import actions as documents
from kardad.inbox.actions import notices, opening, placing, renaming
from kardad.inbox.models import Delivery, Party
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person

NAMED: Final = ("kind", "first_name", "last_name", "code", "company_name", "company_id", "registration_number", "signatory")
WHERE: Final = ("mobile", "address", "postal_code")
AGAIN: Final = "نام خوانده پس از آن روشن شد و برگه به نام خود او دوباره ابلاغ می‌شود"
VOIDING: Final = "N13"  # the paper that says so is nobody's clock, and is not served anew


class NobodyUnnamed(Refusal):
    """A respondent is named once, before the first session, while the petition knows one without a name."""

    code = "RESPONDENT_NAMED"
    message = "در این پرونده خوانده‌ای نیست که نامش را بتوان نوشت: یا همه نام دارند، یا جلسه برگزار شده است."


class StillNobody(BadInput):
    """Whoever is named has a name."""

    code = "RESPONDENT_NAME"
    message = "نام خوانده را بنویسید."


@transaction.atomic
def name_respondent(case: Case, *, told: Mapping[str, Any], by: Actor, at: datetime) -> Party:
    """The petition and the dossier name him, and what had gone to nobody's name is on its way to him. Of many, the first unnamed one.

    `told` is what the form of a respondent knows. Raises NobodyUnnamed, StillNobody, SideTaken, NotAllowed.
    """
    case = common.locked(case, besides=groups.of_group(case))  # who must not sit leaves the panels of its group, too
    _ensure_may(case, by, at=at)
    place = petitions.unnamed(case)
    if place is None or case.dossier is None:
        raise NobodyUnnamed
    held = petition.read(case.petition)
    was = held.respondents[place]
    named = replace(was, **{name: told.get(name, "") for name in NAMED}, **{name: told.get(name) or getattr(was, name) for name in WHERE})
    if named.kind not in ("natural", "legal") or not named.name:
        raise StillNobody(field="kind")
    sides = list(Party.objects.filter(dossier=case.dossier).select_related("dossier").order_by("pk"))
    party = next((one for one in sides if one.side == Party.Side.RESPONDENT and not one.code_index and one.name == was.name), None)
    if party is None:
        raise NobodyUnnamed
    _keep(case, held, place, named, at=at)
    if not party.has_account:
        opening.rename(party, name=named.name, code=named.identifier, others=sides, at=at)
    party.address, party.mobile = named.address, named.mobile
    renaming.keep(party, by=by, at=at)
    _amended(case, by=by, at=at)
    panels.keep_apart(case, at=at)
    _serve_anew(party, at=at)
    return party


def _ensure_may(case: Case, by: Actor, *, at: datetime) -> None:
    """The secretary may, and who stands on the side that claims."""
    person = Person.objects.filter(pk=by.person_id or 0).first() if flow.role_of(by.role) == "party" else None
    place = standing.of(case, person, at=at) if person else None
    is_claimant = place is not None and place.party is not None and place.side == Party.Side.CLAIMANT
    if flow.role_of(by.role) != "secretary" and not is_claimant:
        raise NotAllowed(flow="case", state=case.state, move="name_respondent", role=by.role)
    placing.ensure_authority()


def _keep(case: Case, held: Petition, place: int, named: petition.Respondent, *, at: datetime) -> None:
    rows = (*held.respondents[:place], named, *held.respondents[place + 1 :])
    case.petition, case.changed_at = petition.as_json(replace(held, respondents=rows)), at
    case.save(update_fields=["petition", "changed_at"])


def _amended(case: Case, *, by: Actor, at: datetime) -> None:
    """That the petition reads otherwise is in the chain, with the form as it reads now."""
    told: dict[str, Any] = {"digest": proof.digest(case.petition), "number": case.number or ""}
    proof.note(case, "petition.amended", by=by, at=at, **told)
    record("petition.amended", case, by=by, at=at, **told)
    form = writing.petition(case, petition.read(case.petition), office=case.office.name if case.office else "", stamp="", at=at)
    documents.issue("petition", case, chain=proof.chain(case, at=at), by=by, at=at, **form)


def _serve_anew(party: Party, *, at: datetime) -> None:
    """What was on its way to the unnamed side, or had reached him, is on its way to him by his name."""
    rows = Delivery.objects.filter(party=party, is_copy=False, voided_at=None).exclude(notice__code=VOIDING)
    for delivery in rows.select_related("notice").order_by("pk"):
        ended = notices.void(delivery, reason=AGAIN, by=SYSTEM, at=at) if delivery.served_on is not None else delivery
        notices.serve_again(ended, via=placing.way(delivery.notice, party, at=at).via, by=SYSTEM, at=at)
