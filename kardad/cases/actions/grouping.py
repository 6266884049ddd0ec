"""Co-workers' petitions: invited by one, joined by the others, decided one by one before one panel in one session."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from kardad.cases import flow, proof
from kardad.cases.actions import common, reaching
from kardad.cases.models import Case, Hearing, Presence, Seat
from kardad.cases.petition import Petition
from kardad.cases.queries import boards, groups
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import actions as inbox
from kardad.inbox.actions import holding
from kardad.inbox.models import Party
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people.models import LabourOffice
from kardad.people.models.verification import tracking_code


class NoSuchGroup(BadInput):
    """Nobody gave such a code, or its case takes no co-workers any more."""

    code = "GROUP_UNKNOWN"
    message = "با این کد نمی‌توان پیوست. کد را دوباره از همکارتان بپرسید؛ پس از تعیین وقت جلسه هم دیگر کسی نمی‌پیوندد."


@transaction.atomic
def invite(place: Standing, *, by: Actor, at: datetime) -> Case:
    """Co-workers may join the case by its code, which stays. Raises NotAllowed once a session is set, or in a case that follows."""
    case = common.locked(place.case)
    if place.side != "claimant" or case.lead_id or case.state not in groups.JOINABLE or case.instance != flow.FIRST:
        raise NotAllowed(flow="case", state=case.state, move="invite", role=by.role)
    if case.invitation is None:
        case.invitation = tracking_code()
        case.save(update_fields=["invitation"])
        record("group.invited", case, by=by, at=at, number=case.number or "")
    return case


@transaction.atomic
def close(place: Standing, *, by: Actor, at: datetime) -> Case:
    """Nobody joins by the code any more; who has joined stays."""
    case = common.locked(place.case)
    if place.side != "claimant":
        raise NotAllowed(flow="case", state=case.state, move="close", role=by.role)
    if case.invitation is not None:
        case.invitation = None
        case.save(update_fields=["invitation"])
        record("group.closed", case, by=by, at=at, number=case.number or "")
    return case


@transaction.atomic
def leave(place: Standing, *, by: Actor, at: datetime) -> Case:
    """The case is heard for itself, and who invited knows; its panel stays as it was drawn. Raises NotAllowed once a session is set."""
    case = common.locked(place.case, besides=groups.of_group(place.case))
    lead = case.lead
    if place.side != "claimant" or lead is None or case.state not in groups.JOINABLE or case.instance != flow.FIRST:
        raise NotAllowed(flow="case", state=case.state, move="leave", role=by.role)
    _untie(case, by=by, at=at)
    url, words = reverse("cases:group", args=[lead.token]), {"number": lead.number or ""}
    inbox.tell(lead.filer, "group.left", about=lead, url=url, at=at, dossier=lead.dossier, **words)
    return case


def part(case: Case, *, to: LabourOffice, by: Actor, at: datetime) -> list[Case]:
    """The case goes to another office, and those of its group that stay are heard apart from it; who claims in each untied one is told.

    Called with the case and the dossiers of its group held; those that were untied.
    """
    untied = [case] if case.lead_id else [common.locked(one) for one in groups.followers(case)]
    for one in untied:
        _untie(one, by=by, at=at)
        claimants = Party.objects.filter(dossier=one.dossier_id, side=Party.Side.CLAIMANT).order_by("pk")
        who = "پرونده شما" if one.pk == case.pk else "پرونده اصلی همکاران"
        url = f"/panel/cases/{one.token}/"
        reaching.tell_sides(one, "group.parted", to=claimants, about=one, url=url, at=at, who=who, office=to.name)
    return untied


def _untie(case: Case, *, by: Actor, at: datetime) -> None:
    lead, case.lead, case.changed_at = case.lead, None, at
    case.save(update_fields=["lead", "changed_at"])
    proof.note(case, "case.ungrouped", by=by, at=at, other=lead.pk if lead else None)
    record("case.ungrouped", case, by=by, at=at, number=case.number or "", other=lead.number or "" if lead else "")


def lead_of(held: Petition, office: LabourOffice) -> Case | None:
    """The case that this petition joins: by its code, at the same office, never by a number that one may guess."""
    found = groups.by_invitation(held.narrative.lead_number)
    return found if found is not None and found.office_id == office.pk else None


def joined(case: Case, *, by: Actor, at: datetime) -> None:
    """That the petition was joined to its lead is in both chains, and who invited knows; called when it is filed."""
    if case.lead is None:
        return
    holding.dossiers([pk for pk in (case.lead.dossier_id,) if pk])
    proof.note(case, "case.grouped", by=by, at=at, other=case.lead_id)
    record("case.grouped", case, by=by, at=at, number=case.number or "", other=case.lead.number or "")
    proof.note(case.lead, "group.joined", by=by, at=at, other=case.pk)
    url, words = reverse("cases:group", args=[case.lead.token]), {"number": case.lead.number or ""}
    inbox.tell(case.lead.filer, "group.joined", about=case.lead, url=url, at=at, dossier=case.lead.dossier, **words)


def share(lead: Case, *, at: datetime) -> list[Case]:
    """Who sits in the lead sits in those heard with it too, wherever no member is barred; those that share.

    A panel of their own goes out for it, unless it has met or is called.
    """
    seats = list(boards.panel(lead).select_related("draw"))
    who = {one.person_id for one in seats}
    for case in groups.heard_with(lead) if seats else []:
        here = list(boards.panel(case))
        fresh = [one for one in seats if one.person_id not in {other.person_id for other in here}]
        own = [one for one in here if one.person_id not in who]
        if (own and _has_met(case)) or any(boards.is_sat_against(one.person_id, case) for one in fresh):
            continue
        Seat.objects.filter(pk__in=[one.pk for one in own]).update(left_at=at, reason="هیئت پرونده‌های همکاران یکی شد")
        for one in fresh:
            _seat(case, one, at=at)
        _chaired(case, seats)
    return groups.sharing(lead)


def left(seat: Seat, *, at: datetime) -> None:
    """Who left the lead's panel has left the panels that share it, in a session that runs too."""
    rows = Seat.objects.filter(_shared(seat), person_id=seat.person_id, left_at=None)
    gone = list(rows.values_list("pk", flat=True))
    rows.update(left_at=at, reason=seat.reason)
    here = Presence.objects.filter(seat__in=gone, is_present=True, hearing__state__in=("set", "open"))
    here.update(is_present=False, left_at=at)


def handed_over(lead: Case, *, by: Actor, at: datetime) -> None:
    """Who chairs the lead's panel chairs every panel that is the same."""
    seats = list(boards.panel(lead))
    for case in groups.sharing(lead):
        if _chaired(case, seats):
            chair = boards.panel(case).get(is_chair=True)
            proof.note(case, "panel.handed_over", by=by, at=at, instance=case.instance, seat=chair.pk)


def _shared(seat: Seat) -> Q:
    return Q(case__in=[one.pk for one in groups.heard_with(seat.case)], instance=seat.instance)


def _has_met(case: Case) -> bool:
    return Hearing.objects.filter(case=case, instance=case.instance).exclude(state="cancelled").exists()


def _chaired(case: Case, seats: list[Seat]) -> bool:
    """The chair is who chairs among these seats; whether it was another before."""
    chair = next((one.person_id for one in seats if one.is_chair), None)
    rows = Seat.objects.filter(case=case, instance=case.instance, left_at=None)
    if chair is None or rows.filter(person_id=chair, is_chair=True).exists():
        return False
    rows.filter(is_chair=True).update(is_chair=False)
    rows.filter(person_id=chair).update(is_chair=True)
    return True


def _seat(case: Case, one: Seat, *, at: datetime) -> None:
    gone = Seat.objects.filter(case=case, instance=one.instance, member__kind=one.member.kind, left_at__isnull=False, replaced_by=None)
    before = gone.order_by("pk").first()
    Seat.objects.create(
        draw=one.draw,
        case=case,
        member=one.member,
        person=one.person,
        instance=one.instance,
        replaces=before,
        taken_at=at,
    )
