"""How the desk's staff pages are reached: a bureau at work, and one of its people logged in."""

from kardad.desk.actions import reviewing, talking
from kardad.desk.models import Attachment, Deliverable
from kardad.people.access import has_second_factor
from tests import factories
from tests.desk import world as bureaus
from tests.people.staff_world import stored


def enter(world, person):
    """A member of staff is logged in."""
    if not has_second_factor(person.pk):
        factories.with_totp(person)
    world.enter(person, "totp")


def _by(role, make, *, item=False):
    """As this role of a bureau, on a request that is made so."""

    def visit(world):
        bureau = bureaus.open_bureau()
        found = make(bureau, at=world.now)
        enter(world, getattr(bureau, role))
        return (found.pk, found.items.first().pk) if item else (found.pk,)

    return visit


def _room(role):
    """A room of this role, in a bureau with something in it."""

    def visit(world):
        bureau = bureaus.open_bureau()
        bureaus.skilled(bureau.expert)
        bureaus.submitted(bureau, "written", at=world.now)
        bureaus.invoiced(bureau, at=world.now)
        enter(world, getattr(bureau, role))
        return ()

    return visit


def _full(world):
    """A request with everything on it."""
    bureau = bureaus.open_bureau()
    found = bureaus.in_review(bureau, "written", "payslip", at=world.now)
    talking.say(found, body="کی پاسخ می‌دهید؟\nعجله دارم.", by=bureau.by("client"), at=world.now)
    talking.say(found, body="امروز بررسی می‌کنم.", by=bureau.by("expert"), at=world.now)
    talking.say(found, body="به نظرم دنباله‌دار است.", is_internal=True, by=bureau.by("expert"), at=world.now)
    enter(world, bureau.expert)
    return (found.pk,)


def _file(world):
    bureau = bureaus.open_bureau()
    found = bureaus.in_review(bureau, at=world.now)
    kept = stored(bureau.expert, world.now)
    row = Attachment.objects.create(request=found, file_id=kept, added_by=bureau.expert, side="staff", added_at=world.now)
    enter(world, bureau.expert)
    return found.pk, row.pk


def _opinion(world):
    bureau = bureaus.open_bureau()
    found = bureaus.in_review(bureau, at=world.now)
    words = {"of": bureau.other_expert, "question": "ماده ۲۷ شامل این می‌شود؟", "is_shared": False}
    asked = talking.ask_opinion(found, **words, by=bureau.by("expert"), at=world.now)
    enter(world, bureau.other_expert)
    return (asked.pk,)


def _recall(world):
    bureau = bureaus.open_bureau()
    found = bureaus.delivered(bureau, "written", at=world.now)
    made = {"number": "DL-1405-000001", "token": "t" * 32, "kind": "opinion", "made_by": bureau.expert, "made_at": world.now}
    paper = Deliverable.objects.create(item=found.items.get(), version=1, released_at=world.now, **made)
    enter(world, bureau.manager)
    return found.pk, paper.pk


def _approval(role, *, alone=True):
    def visit(world):
        bureau = bureaus.open_bureau()
        found = bureaus.in_review(bureau, at=world.now)
        words = {"code": "out_of_scope", "reason": "این کار مربوط به مالیات است."}
        asked = reviewing.propose_rejection(found, **words, by=bureau.by("expert"), at=world.now)
        enter(world, getattr(bureau, role))
        return (asked.pk,) if alone else ()

    return visit


def _expert(world):
    bureau = bureaus.open_bureau()
    enter(world, bureau.manager)
    return (bureau.expert.pk,)


VISITS = {
    "desk_office:queue": _room("manager"),
    "desk_office:mine": _room("expert"),
    "desk_office:request": _full,
    "desk_office:applicant": _by("expert", bureaus.in_review),
    "desk_office:hide": _file,
    "desk_office:assign": _by("manager", bureaus.submitted),
    "desk_office:ask": _by("expert", bureaus.in_review),
    "desk_office:say": _by("expert", bureaus.in_review),
    "desk_office:note": _by("expert", bureaus.in_review),
    "desk_office:ask_opinion": _by("expert", bureaus.in_review),
    "desk_office:opinion": _opinion,
    "desk_office:redirect": _by("expert", bureaus.in_review, item=True),
    "desk_office:reject": _by("expert", bureaus.in_review),
    "desk_office:price": _by("expert", bureaus.in_review),
    "desk_office:invoice": _by("expert", bureaus.priced),
    "desk_office:start": _by("expert", bureaus.paid),
    "desk_office:deliver": _by("expert", bureaus.in_progress),
    "desk_office:recall": _recall,
    "desk_office:approvals": _approval("manager", alone=False),
    "desk_office:approval": _approval("manager"),
    "desk_office:drop_approval": _approval("expert"),
    "desk_office:experts": _room("manager"),
    "desk_office:expert": _expert,
    "desk_office:picture": _room("manager"),
}
