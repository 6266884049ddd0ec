"""Who is in a session: members in their seats and sides, by themselves, by a representative or by a brief; who comes and who leaves."""

from datetime import datetime

from django.db import transaction

from kardad.cases import policy, proof
from kardad.cases.actions import hearings
from kardad.cases.models import Case, Hearing, Presence, Seat
from kardad.cases.queries import sittings
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.models import Party
from kardad.inbox.queries import dossiers
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput

WAYS = sittings.WAYS


class NotOfThisSession(BadInput):
    """Only the panel and the sides of the case are written down."""

    code = "PRESENCE_STRANGER"
    message = "این شخص از اعضا یا طرف‌های این جلسه نیست."


class NoRepresentative(BadInput):
    """Nobody stands for the side today."""

    code = "PRESENCE_NO_AGENT"
    message = "برای این طرف نماینده‌ای در پرونده ثبت نشده است. نخست نمایندگی را ثبت کنید."


class NotHimself(BadInput):
    """The board wanted the side itself, and the invitation said so (LP 57)."""

    code = "PRESENCE_IN_PERSON"
    message = "هیئت حضور خود شخص را خواسته است؛ لایحه جای آن را نمی‌گیرد."


@transaction.atomic
def come(hearing: Hearing, who: Seat | Party, *, by_whom: str = "self", by: Actor, at: datetime) -> Presence:
    """He is in the session; who comes again has his first hour and no last one.

    Raises NotYet, DayOver, NotOfThisSession, NoRepresentative, NotHimself.
    """
    case, hearing = _running(hearing, by, "come", at=at)
    found = {"seat": _seat(case, who, by)} if isinstance(who, Seat) else {"party": _party(case, hearing, who, by_whom, at)}
    made, _ = Presence.objects.get_or_create(hearing=hearing, **found, defaults={"is_present": False})
    if made.is_present:
        return made
    made.is_present, made.left_at = True, None
    made.came_at = made.came_at or at
    made.by_whom = WAYS[by_whom] if isinstance(who, Party) else ""
    made.save()
    _note("hearing.came", case, hearing, made, by=by, at=at)
    return made


@transaction.atomic
def leave(hearing: Hearing, who: Seat | Party, *, by: Actor, at: datetime) -> Presence | None:
    """He is not in the session any more, and the quorum is counted without him; who was not there, None. Raises NotYet, DayOver."""
    case, hearing = _running(hearing, by, "leave", at=at)
    found = {"seat": _seat(case, who, by)} if isinstance(who, Seat) else {"party": who}
    made = Presence.objects.select_for_update().filter(hearing=hearing, is_present=True, **found).first()
    if made is None:
        return None
    made.is_present, made.left_at = False, at
    made.save(update_fields=["is_present", "left_at"])
    _note("hearing.went", case, hearing, made, by=by, at=at)
    return made


def _running(hearing: Hearing, by: Actor, move: str, *, at: datetime) -> tuple[Case, Hearing]:
    case, hearing = hearings.held(hearing)
    if by.role not in (policy.SECRETARY, policy.MEMBER) or hearing.state not in sittings.AHEAD:
        raise NotAllowed(flow="hearing", state=hearing.state, move=move, role=by.role)
    hearings.ensure_today(hearing, at=at)
    return case, hearing


def _seat(case: Case, seat: Seat, by: Actor) -> Seat:
    """The seat, if it is one of the present panel's; a member who does not chair answers for himself alone."""
    held = Seat.objects.filter(case=case, instance=case.instance, left_at=None)
    found = held.filter(pk=seat.pk).first()
    if found is None:
        raise NotOfThisSession(field="seat")
    if by.role == policy.MEMBER and found.person_id != by.somebody and not held.filter(person_id=by.somebody, is_chair=True).exists():
        raise NotAllowed(flow="hearing", state="", move="come", role=by.role)
    return found


def _party(case: Case, hearing: Hearing, party: Party, by_whom: str, at: datetime) -> Party:
    if party.dossier_id != case.dossier_id or by_whom not in WAYS:
        raise NotOfThisSession(field="party")
    if by_whom == "representative" and dossiers.representation(party, at=at) is None:
        raise NoRepresentative(field="by_whom")
    if by_whom != "self" and hearing.in_person:
        raise NotHimself(field="by_whom")
    return party


def _note(event: str, case: Case, hearing: Hearing, presence: Presence, *, by: Actor, at: datetime) -> None:
    told = sittings.quorum(hearing)
    who = {"seat": presence.seat_id or 0, "party": presence.party_id or 0}
    proof.note(case, event, by=by, at=at, hearing=hearing.pk, members=told.count, **who)
    record(event, case, by=by, at=at, number=case.class_number or case.number or "", hearing=hearing.pk)
