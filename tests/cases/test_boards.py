"""Boards: members with mandates, panels promised and drawn without anybody who must not sit, mended seat by seat."""

import json
from datetime import timedelta

import pytest

from kardad.cases import drawing
from kardad.cases.actions import attendance, decisions, hearings, members, panels
from kardad.cases.actions.members import Mandate
from kardad.cases.models import Case, Draw, Member, Relation, Seat
from kardad.cases.queries import boards
from kardad.cases.queries import decisions as queries
from kardad.core.models import Event
from kardad.evidence.models import Entry
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Letter, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.people.models import Membership, Organisation
from tests import factories
from tests.cases import board_room, world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = calendar.tehran_day(NOW)


def entries(kind):
    return [json.loads(row.body)["data"] for row in Entry.objects.filter(kind=kind).order_by("pk")]


def mandate(**other):
    return Mandate(**{"body": "DB", "kind": "workers", "sent_by": "کانون", "since": TODAY, "until": TODAY + timedelta(days=365)} | other)


def test_a_panel_is_promised_first_then_drawn_and_whoever_reads_the_chain_draws_it_again():
    made = world.filed(state="accepted")
    world.pool(made.office)
    with pytest.raises(panels.NotPromised):
        panels.draw(made.case, by=made.secretary, at=NOW)
    promised = panels.commit(made.case, by=made.secretary, at=NOW)
    assert panels.commit(made.case, by=made.secretary, at=NOW) == promised
    with pytest.raises(panels.NotPromised):
        panels.draw(made.case, by=made.secretary, at=NOW)  # in the same moment nobody saw the promise
    assert entries("panel.committed") == [{"commitment": promised.commitment, "draw": promised.pk, "instance": "DB"}]
    done = panels.draw(made.case, by=made.secretary, at=NOW + timedelta(seconds=1))
    (told,) = entries("panel.drawn")
    pool, result = drawing.read(done.pool), [drawing.Pick(**one) for one in done.result]
    assert drawing.replay(pool, secret=told["secret"], commitment=promised.commitment, result=result).holds
    assert told["digest"] == drawing.digest(pool, result)
    seats = list(boards.panel(made.case))
    assert [(one.member.kind, one.is_chair) for one in seats] == [("ministry", True), ("employers", False), ("workers", False)]
    assert Letter.objects.filter(event="panel.seated").count() == 3
    assert not any(promised.secret in json.dumps(one.data) for one in Event.objects.all())
    with pytest.raises(panels.PanelFull):
        panels.commit(made.case, by=made.secretary, at=NOW + timedelta(hours=1))


@pytest.mark.parametrize("role", ["board_member", "worker", "manager", "expert"])
def test_only_a_secretary_promises_draws_and_replaces(role):
    made = board_room.seated()
    stranger = factories.actor(factories.person(), role)
    for deed in (panels.commit, panels.draw):
        with pytest.raises(NotAllowed):
            deed(made.case, by=stranger, at=NOW)
    for deed in (panels.replace, panels.recuse):
        with pytest.raises(NotAllowed):
            deed(made.seats[0], reason="…", by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        members.end(made.seats[0].member, reason="…", by=factories.actor(factories.person(), "worker"), at=NOW)


def firm(name="شرکت سپهر"):
    return Organisation.objects.create(
        company_index=f"index of {name}", company_id="1", registration_number="1", name=name, checked_at=NOW, joined_at=NOW
    )


def test_whoever_must_not_sit_is_told_why_and_is_never_drawn():
    made = world.filed(state="accepted")
    world.pool(made.office)
    workers = list(Member.objects.filter(body="DB", kind="workers").order_by("pk"))
    employers = list(Member.objects.filter(body="DB", kind="employers").order_by("pk"))
    company = firm()
    dossiers.add_party(made.case.dossier, side="third", name=company.name, organisation=company, by=made.secretary, at=NOW)
    Relation.objects.create(member=workers[0].person, kind="relative", name="مریم", code_index=made.worker.code_index, declared_at=NOW)
    dossiers.represent(made.sides["claimant"], agent=workers[1].person, by=made.secretary, at=NOW)
    Membership.objects.create(organisation=company, person=employers[0].person, state="active", asked_at=NOW)
    Member.objects.filter(pk=employers[1].pk).update(workplace=company)
    made.case.filer = employers[2].person
    made.case.save()
    late = Member.objects.filter(body="DB", kind="ministry").order_by("pk").last()
    Member.objects.filter(pk=late.pk).update(until=TODAY)
    found = {one.member: one.out for one in boards.candidates(made.case, at=NOW)}
    assert late.pk not in found
    assert found[workers[0].pk] == drawing.RELATION
    assert found[workers[1].pk] == drawing.REPRESENTATIVE
    assert found[workers[2].pk] == ""
    assert [found[one.pk] for one in employers] == [drawing.WORKPLACE, drawing.WORKPLACE, drawing.SIDE]
    panels.commit(made.case, by=made.secretary, at=NOW - timedelta(hours=1))
    with pytest.raises(drawing.TooFew) as told:
        panels.draw(made.case, by=made.secretary, at=NOW)
    assert "نماینده مدیران صنایع" in told.value.text
    assert Draw.objects.get().drawn_at is None
    assert not Seat.objects.exists()


def test_who_turns_out_to_be_near_a_side_after_the_draw_leaves_the_panel(django_capture_on_commit_callbacks):
    made = board_room.seated()
    code = factories.national_code()
    late = dossiers.add_party(made.case.dossier, side="third", name="کارفرمای دوم", code=code, by=made.secretary, at=NOW)
    company, (chair, owner, lawyer) = firm(), made.seats
    Member.objects.filter(pk=owner.member_id).update(workplace=company)
    Party.objects.filter(pk=late.pk).update(asked_by=made.worker, asked_for=company)
    with django_capture_on_commit_callbacks(execute=True):  # the company's clerk brought the tracking code from the paper
        dossiers.admit(late, by=made.secretary, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        dossiers.represent(made.sides["claimant"], agent=lawyer.person, by=made.secretary, at=NOW)
    gone = {one.person_id: one.reason for one in Seat.objects.filter(case=made.case, left_at__isnull=False)}
    assert gone == {owner.person_id: drawing.REASONS[drawing.WORKPLACE], lawyer.person_id: drawing.REASONS[drawing.REPRESENTATIVE]}
    assert [one.person for one in boards.panel(made.case)] == [chair.person]
    assert boards.waiting(made.case)
    Case.objects.filter(pk=made.case.pk).update(state="final")
    with django_capture_on_commit_callbacks(execute=True):  # what is decided stays with those who decided it
        dossiers.represent(late, agent=chair.person, by=made.secretary, at=NOW)
    assert boards.panel(made.case).count() == 1


def test_nobody_decides_the_same_case_in_both_instances_and_nobody_comes_back_who_left():
    made = board_room.seated()
    both = made.seats[2].person
    Member.objects.create(
        person=both, office=made.office, body="DRB", kind="workers", sent_by="…", since=TODAY, until=TODAY + timedelta(days=9)
    )
    made.case.instance, made.case.state = "DRB", "appealed"
    made.case.save()
    out = {one.member: one.out for one in boards.candidates(made.case, at=NOW)}
    assert out[Member.objects.get(person=both, body="DRB").pk] == drawing.EARLIER
    seats = board_room.drawn(made.case)
    assert len(seats) == 9
    assert both not in [one.person for one in seats]
    assert sum(one.is_chair for one in seats) == 1
    assert panels.dissolve(made.case, reason="نقض رأی", by=made.secretary, at=NOW) == 12
    again = {one.out for one in boards.candidates(made.case, at=NOW) if one.member in {seat.member_id for seat in seats}}
    assert again == {drawing.LEFT}


def test_a_chair_who_steps_aside_is_followed_by_another_whom_a_new_draw_finds():
    made = board_room.seated()
    first = made.seats[0]
    assert first.is_chair
    panels.recuse(first, reason="با خوانده خویشاوندم", by=board_room.actor(first), at=NOW)
    with pytest.raises(panels.LeftAlready):
        panels.replace(first, reason="…", by=made.secretary, at=NOW)
    panels.draw(made.case, by=made.secretary, at=NOW + timedelta(minutes=1))
    now = boards.panel(made.case).get(is_chair=True)
    assert now.person != first.person
    assert now.replaces == first
    assert boards.panel(made.case).count() == 3
    assert [one.round for one in boards.draws(made.case)] == [2, 1]


def test_the_chair_is_handed_only_to_who_may_chair():
    made = board_room.seated(state="appealed", instance="DRB")
    chair, other = [one for one in made.seats if one.member.kind == "state"][:2]
    worker = next(one for one in made.seats if one.member.kind == "workers")
    with pytest.raises(panels.CannotChair):
        panels.hand_over(worker, by=made.secretary, at=NOW)
    with pytest.raises(NotAllowed):
        panels.hand_over(other, by=board_room.actor(worker), at=NOW)
    panels.hand_over(other, by=board_room.actor(chair), at=NOW)
    assert [one.person for one in boards.panel(made.case).filter(is_chair=True)] == [other.person]


def test_load_is_shared_and_a_newcomer_does_not_get_everything():
    office = world.office()
    board_room.seated(at_office=office)
    for _ in range(5):
        board_room.seated(at_office=office)
    found = {one.pk: one for one in Member.objects.filter(office=office, body="DB")}
    loads = boards.loads_of(list(found.values()), at=NOW)
    for kind in ("ministry", "workers", "employers"):
        mine = [loads[pk] for pk, one in found.items() if one.kind == kind]
        assert sum(mine) == 6
        assert max(mine) - min(mine) <= 4
    late = Member.objects.filter(office=office, kind="workers", body="DB").order_by("pk").last()
    Seat.objects.filter(member=late).delete()
    Member.objects.filter(pk=late.pk).update(since=TODAY - timedelta(days=3))
    elders = [one for one in found.values() if one.kind == "workers" and one.pk != late.pk]
    late.refresh_from_db()
    assert boards.loads_of([*elders, late], at=NOW)[late.pk] == min(boards.loads_of(elders, at=NOW).values())


def test_a_member_is_registered_once_with_a_lawful_term_and_age():
    office = world.office()
    by = world.secretary(office)
    person = factories.staff("board_member", at_office=office, factor=False)
    made = members.register(person, mandate(is_chair=True), office=office, by=by, at=NOW)
    assert not made.is_chair  # a workers' representative never chairs
    with pytest.raises(members.MemberTwice):
        members.register(person, mandate(), office=office, by=by, at=NOW)
    with pytest.raises(members.NotMember):
        members.register(person, mandate(), office=world.office(), by=by, at=NOW)
    with pytest.raises(members.BadTerm):
        members.register(person, mandate(body="DRB", until=TODAY + timedelta(days=800)), office=office, by=by, at=NOW)
    young = factories.staff("board_member", at_office=office, factor=False, birth="2005-01-01")
    with pytest.raises(members.TooYoung):
        members.register(young, mandate(), office=office, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        members.register(young, mandate(), office=office, by=factories.actor(young, "board_member"), at=NOW)


def test_the_end_of_a_mandate_and_a_relation_found_late_make_the_place_vacant():
    made = board_room.seated()
    chair, employer, worker = made.seats
    assert members.end(worker.member, reason="پایان دوره", by=made.secretary, at=NOW) == 1
    assert members.end(worker.member, reason="پایان دوره", by=made.secretary, at=NOW) == 0
    typed = {"kind": "relative", "name": "سپهر راد", "code": factories.national_code()}
    members.relate(employer.person, **typed, by=board_room.actor(employer), at=NOW)
    assert boards.panel(made.case).count() == 2  # nobody of that code is in the case
    from kardad.people import particulars

    near = typed | {"code": particulars.own(made.employer).code}
    members.relate(employer.person, **near, by=board_room.actor(employer), at=NOW)
    assert [one.person for one in boards.panel(made.case)] == [chair.person]
    with pytest.raises(members.RelatedTwice):
        members.relate(employer.person, **near, by=made.secretary, at=NOW)
    with pytest.raises(NotAllowed):
        members.relate(employer.person, **typed, by=board_room.actor(chair), at=NOW)
    panels.draw(made.case, by=made.secretary, at=NOW + timedelta(minutes=1))
    assert boards.panel(made.case).count() == 3


def test_where_the_chair_leaves_in_the_middle_another_who_may_takes_the_chair_and_the_board_goes_on():
    made = board_room.seated(state="appealed", instance="DRB")
    hearing = board_room.running(made)
    gone = next(one for one in made.seats if one.is_chair)
    at = hearing.starts_at + timedelta(minutes=10)
    attendance.leave(hearing, gone, by=made.secretary, at=at)
    heir = next(one for one in made.seats if one.member.kind == gone.member.kind and one.pk != gone.pk)
    with pytest.raises(NotAllowed):  # nobody takes it himself
        panels.hand_over(heir, by=board_room.actor(heir), at=at)
    panels.hand_over(heir, by=made.secretary, at=at)
    assert board_room.chair(made.case).person_id == heir.person_id
    closed = hearings.close_hearing(hearing, by=board_room.chair(made.case), at=at + timedelta(minutes=20))
    assert (closed.state, Case.objects.get(pk=made.case.pk).state) == ("closed", "heard")
    draft = decisions.draft(Case.objects.get(pk=made.case.pk), kind="merits", by=board_room.chair(made.case), at=closed.closed_at)
    assert gone.pk not in {one.pk for one in queries.electorate(draft)}  # who had left has not heard it
    assert len(queries.electorate(draft)) == 8
