"""Members of boards: registered with their mandate, ended, and related to those whose cases they must not hear."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kardad.cases import drawing, policy
from kardad.cases.actions import panels
from kardad.cases.models import Member, Relation, Room, Seat
from kardad.cases.queries import boards
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import dossiers
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import procedure
from kardad.people import particulars
from kardad.people.models import LabourOffice, Organisation, Person, RoleGrant


class MemberTwice(Refusal):
    """The person is a member of this body of this office already."""

    code = "MEMBER_TWICE"
    message = "این شخص هم‌اکنون عضو همین هیئت است."


class NotMember(BadInput):
    """Only who has the role of a board member at this office is registered."""

    code = "MEMBER_ROLE"
    message = "این شخص در این اداره نقش عضو هیئت ندارد. نخست مدیر این نقش را به او می‌دهد."


class BadTerm(BadInput):
    """The mandate ends before it begins, or lasts longer than the law lets it."""

    code = "MEMBER_TERM"
    message = "پایان دوره درست نیست: باید پس از آغاز باشد{most}."


class TooYoung(BadInput):
    """The representatives of workers and employers have an age."""

    code = "MEMBER_AGE"
    message = "نماینده باید دست‌کم {age} سال تمام داشته باشد."


class RelatedTwice(Refusal):
    """The member declared this one before."""

    code = "RELATION_TWICE"
    message = "این نسبت پیش‌تر ثبت شده است."


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a member was sent with: his kind, by whom, from when until when (exclusive), and where he works."""

    body: str
    kind: str
    sent_by: str
    since: date
    until: date
    is_chair: bool = False
    order_number: str = ""
    workplace: Organisation | None = None


@transaction.atomic
def register(person: Person, mandate: Mandate, *, office: LabourOffice, by: Actor, at: datetime) -> Member:
    """The person may be drawn for the cases of this body; raises NotMember, BadTerm, TooYoung, MemberTwice."""
    _staff(by, "register")
    if not RoleGrant.objects.filter(person=person, role=policy.MEMBER, office=office, state="active").exists():
        raise NotMember(field="person")
    board = procedure.body(mandate.body)
    if mandate.kind not in {one.kind for one in board.members}:
        raise BadInput("این گونه عضو در این هیئت نیست.", field="kind")
    _judge(person, mandate)
    try:
        with transaction.atomic():
            made = Member.objects.create(
                person=person,
                office=office,
                body=mandate.body,
                kind=mandate.kind,
                is_chair=mandate.is_chair and mandate.kind == board.chair,
                sent_by=mandate.sent_by,
                order_number=mandate.order_number,
                since=mandate.since,
                until=mandate.until,
                workplace=mandate.workplace,
            )
    except IntegrityError as error:
        raise MemberTwice(field="person") from error
    record("member.registered", made, by=by, at=at, board=board.title, until=calendar.slashed(mandate.until))
    return made


@transaction.atomic
def end(member: Member, *, reason: str, by: Actor, at: datetime) -> int:
    """The mandate is over and every place the member had in a running case is vacant, its draw promised; how many there were."""
    _staff(by, "end")
    seats = Seat.objects.filter(member=member)
    panels.hold_all(_sitting(seats))  # the dossiers before the mandate: whoever draws him holds them in this order, too
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.ended_at is not None:
        return 0
    member.ended_at = at
    member.save(update_fields=["ended_at"])
    sitting = _sitting(seats)
    panels.leave_all(sitting, reason=reason, by=by, at=at)
    record("member.ended", member, by=by, at=at, board=procedure.body(member.body).title, seats=len(sitting))
    return len(sitting)


@transaction.atomic
def relate(person: Person, *, kind: str, name: str, code: str, by: Actor, at: datetime) -> Relation:
    """The member hears no case of this one from now on: where he sits in one that runs he has stepped aside. Raises RelatedTwice."""
    if by.person_id != person.pk:
        _staff(by, "relate")
    index, seats = dossiers.index_of(text.to_ascii_digits(code)), Seat.objects.filter(person=person)
    panels.hold_all(_sitting(seats))
    try:
        with transaction.atomic():
            made = Relation.objects.create(member=person, kind=kind, name=name, code_index=index, declared_at=at)
    except IntegrityError as error:
        raise RelatedTwice(field="code") from error
    record("relation.declared", made, by=by, at=at, kind=made.get_kind_display())
    near = [seat for seat in _sitting(seats) if boards.is_sat_against(person.pk, seat.case) == drawing.RELATION]
    panels.leave_all(near, reason=drawing.REASONS[drawing.RELATION], by=by, at=at)
    return made


@transaction.atomic
def open_room(office: LabourOffice, *, name: str, address: str, by: Actor, at: datetime) -> Room:
    """The office has one more room in which its boards meet; opened twice under one name it is one."""
    _staff(by, "open_room")
    LabourOffice.objects.select_for_update().get(pk=office.pk)
    if there := Room.objects.filter(office=office, name=name, is_open=True).first():
        return there
    made = Room.objects.create(office=office, name=name, address=address)
    record("room.opened", made, by=by, at=at, room=name)
    return made


@transaction.atomic
def close_room(room: Room, *, by: Actor, at: datetime) -> Room:
    """No hearing is set in the room any more; those that are stay."""
    _staff(by, "close_room")
    room = Room.objects.select_for_update().get(pk=room.pk)
    if room.is_open:
        room.is_open = False
        room.save(update_fields=["is_open"])
        record("room.closed", room, by=by, at=at, room=room.name)
    return room


def _sitting(seats: QuerySet[Seat]) -> list[Seat]:
    """Those of these places that are taken in a case which its present board still has."""
    held = seats.filter(left_at=None).select_related("case").order_by("case_id", "pk")
    return [seat for seat in held if boards.is_running(seat.case) and seat.instance == seat.case.instance]


def _judge(person: Person, mandate: Mandate) -> None:
    """The days of the mandate and the age of its holder are lawful."""
    rules = {one.code: one for one in procedure.rules("membership", mandate.since, mandate.body)}
    term, age = rules.get("member_term"), rules.get("member_age")
    years = int(term.value) if term else 0
    most = f" و بیش از {text.to_persian_digits(years)} سال نباشد" if years else ""
    if mandate.until <= mandate.since or (years and mandate.until > _later(mandate.since, years)):
        raise BadTerm(field="until", most=most)
    born = particulars.birth(person)
    is_delegate = mandate.kind in ("workers", "employers")
    if age and is_delegate and born and _later(born, int(age.value)) > mandate.since:
        raise TooYoung(field="person", age=text.to_persian_digits(int(age.value)))


def _later(day: date, years: int) -> date:
    """The same Jalali day so many years later; the last of its month where there is none."""
    told = calendar.to_jalali(day)
    last = calendar.month_length(told.year + years, told.month)
    return calendar.from_jalali(told.year + years, told.month, min(told.day, last))


def _staff(by: Actor, move: str) -> None:
    if by.role not in (policy.SECRETARY, policy.MANAGER, "system"):
        raise NotAllowed(flow="member", state="", move=move, role=by.role)
