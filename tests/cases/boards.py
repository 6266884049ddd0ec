"""A case that its board has heard, made by models: its panel in its seats, who was there, the session closed."""

import hashlib
from datetime import datetime, timedelta

from kardad.cases.actions import decisions, findings, issuing, serving
from kardad.cases.models import Case, Decision, Draw, Hearing, Member, Presence, Seat
from kardad.cases.queries import decisions as queries
from kardad.kit import calendar
from tests import factories
from tests.cases import world

SIZES = {"DB": {"ministry": 1, "workers": 1, "employers": 1}, "DRB": {"state": 3, "workers": 3, "employers": 3}}


def moment(day, clock="10:00"):
    """A moment in Tehran on a Jalali day."""
    hour, minute = clock.split(":")
    return datetime.combine(calendar.parse_jalali(day), datetime.min.time(), calendar.TEHRAN).replace(hour=int(hour), minute=int(minute))


def member(seat):
    """The member in his seat, as actions see him."""
    return factories.actor(seat.person, "board_member")


def seat_panel(case, *, at):
    """The panel of the case's instance, the chair first."""
    draw = Draw.objects.create(
        case=case, instance=case.instance, commitment=hashlib.sha256(b"x").hexdigest(), secret="x", committed_at=at, drawn_at=at
    )
    chosen = []
    for kind, count in SIZES[case.instance].items():
        chosen += Member.objects.filter(office=case.office, body=case.instance, kind=kind).order_by("-is_chair", "pk")[:count]
    return [
        Seat.objects.create(draw=draw, case=case, member=one, person=one.person, instance=case.instance, is_chair=place == 0, taken_at=at)
        for place, one in enumerate(chosen)
    ]


def hear(made, *, at, absent=(), present=None, position=1):
    """The case was heard by its panel at this moment, the minutes signed; members beyond `present` and the sides in `absent` were away."""
    case = made.case
    seats = list(Seat.objects.filter(case=case, instance=case.instance, left_at=None).order_by("pk")) or seat_panel(case, at=at)
    hearing = Hearing.objects.create(
        case=case,
        instance=case.instance,
        position=position,
        state="closed",
        office=case.office,
        starts_at=at - timedelta(minutes=30),
        ends_at=at,
        opened_at=at - timedelta(minutes=30),
        closed_at=at,
        locked_at=at,
        locked_hash=hashlib.sha256(b"minutes").hexdigest(),
        set_by_id=1,
        set_at=at,
    )
    for place, seat in enumerate(seats):
        Presence.objects.create(hearing=hearing, seat=seat, is_present=present is None or place < present)
    for side, party in made.sides.items():
        Presence.objects.create(hearing=hearing, party=party, is_present=side not in absent)
    Case.objects.filter(pk=case.pk).update(state="heard")
    case.refresh_from_db()
    return seats[:present]


def heard(*, at, **extra):
    """A case that its first board has heard, with its seats."""
    place = world.office()
    world.pool(place, at=at)
    made = world.filed(state="set", at_office=place, at=at, **{name: extra.pop(name) for name in ("codes",) if name in extra})
    made.seats = hear(made, at=at, **extra)
    return made


def written(made, found, *, at, kind="merits", text=""):
    """The board's draft with these findings by position: an amount, or an outcome."""
    chair = member(made.seats[0])
    draft = decisions.draft(made.case, kind=kind, by=chair, at=at)
    for item in made.items:
        said = found.get(item.position)
        if said is None:
            continue
        said = {"outcome": "allowed", "amount": said} if isinstance(said, int) else {"outcome": said}
        findings.find(draft, item, by=chair, at=at, reasons="مدارک پرونده آن را نشان می‌دهد.", **said)
    if text:
        decisions.write(draft, text=text, by=chair, at=at)
    return draft


def voted(made, draft, *, at, against=()):
    """The draft was put to the vote and every member said what he holds."""
    draft = decisions.propose(draft, by=member(made.seats[0]), at=at)
    for place, seat in enumerate(made.seats):
        opinion = queries.AGAINST if place in against else queries.AGREE
        decisions.vote(draft, by=member(seat), at=at, version=draft.version, opinion=opinion, dissent="نظر دیگری دارم.")
    return draft


def issued(made, found, *, at, **more):
    """The board decided so, all agreeing."""
    draft = voted(made, written(made, found, at=at, **more), at=at)
    return issuing.issue(draft, by=member(made.seats[0]), at=at)


def served(made, found, *, at, on=None):
    """The decision is in everybody's account."""
    decision = issued(made, found, at=at)
    serving.serve(decision, by=made.secretary, at=on or at)
    made.case.refresh_from_db()
    return Decision.objects.get(pk=decision.pk)
