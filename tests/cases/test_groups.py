"""Co-workers complain together: joined by a code alone, one panel that suits all, one session; each keeps his own case."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.cases import maintenance, petition
from kardad.cases.actions import dates, filing, grouping, hearings, intake, members, panels
from kardad.cases.models import Case, Hearing, Member, Relation, Seat
from kardad.cases.queries import boards, groups, standing
from kardad.core.actor import SYSTEM
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.people.flow import show_tracking_code
from tests import factories
from tests.cases import board_room, petitions, world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def filed_with(lead, office):
    """A co-worker's petition that joined the lead, filed and accepted."""
    me = factories.person(level=2, first_name="رضا", last_name="محمدی")
    case = petitions.whole(me, lead_number=lead.invitation)
    case = filing.submit(case, by=factories.actor(me), at=NOW)
    return me, intake.accept(case, by=world.secretary(office), at=NOW)


@pytest.fixture
def office():
    """An office with members for its boards."""
    place = world.office()
    world.pool(place)
    return place


@pytest.fixture
def lead(office):
    """A worker's accepted case whose co-workers may join."""
    me = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    case = filing.submit(petitions.whole(me), by=factories.actor(me), at=NOW)
    grouping.invite(standing.of(case, me, at=NOW), by=factories.actor(me), at=NOW)
    return intake.accept(Case.objects.get(pk=case.pk), by=world.secretary(office), at=NOW)


def test_a_co_worker_joins_by_the_code_with_the_same_workshop_and_his_own_words(office, lead, client, clock, no_captcha):
    claimant = lead.filer
    host = Client()
    host.force_login(claimant)
    at = reverse("cases:group", args=[lead.token])
    assert show_tracking_code(lead.invitation) in host.get(at).content.decode().translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    me = factories.person(level=2, first_name="رضا", last_name="محمدی")
    client.force_login(me)
    factories.show(client, me)
    join = reverse("cases:join_group")
    assert client.post(join, {"code": "0000000000000"}).status_code == 422
    begun = client.post(join, {"code": show_tracking_code(lead.invitation)})["Location"]
    assert client.get(begun).status_code == 200
    client.post(begun, {"side": "worker", "whom": "self"})
    case = Case.objects.get(filer=me)
    held, theirs = petition.read(case.petition), petition.read(lead.petition)
    assert (held.respondents, held.workshop.name) == (theirs.respondents, theirs.workshop.name)
    assert (held.narrative.text, held.items, held.claimant.first_name) == ("", (), "رضا")
    petitions.fill_rest(case, by=factories.actor(me))
    assert client.post(petitions.address(case, "petition_sign"), {"true": "on"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.lead) == ("filed", lead)
    assert Letter.objects.filter(event="group.joined", person=claimant).count() == 1
    words = host.get(at).content.decode()
    assert words.count("<li>") >= 2
    assert "محمدی" not in words  # whoever joined is a number to the others
    assert host.get(reverse("cases:case", args=[case.token])).status_code == 404
    employer = Client()
    employer.force_login(factories.person())
    assert employer.get(at).status_code == employer.post(at, {"do": "close"}).status_code == 404
    host.post(at, {"do": "close"})
    assert client.post(join, {"code": lead.invitation}).status_code == 422
    assert client.get(f"{reverse('cases:petition_new')}?join={lead.invitation}").status_code == 404


def test_a_group_has_one_panel_without_anybodys_relation_and_one_session(office, lead):
    me, case = filed_with(lead, office)
    staff = world.secretary(office)
    barred = Member.objects.filter(office=office, body="DB", kind="workers").order_by("pk")[:2]
    for one in barred:  # two of three are near the co-worker, not the one who leads
        Relation.objects.create(member=one.person, name=me.name, code_index=me.code_index, kind="relative", declared_at=NOW)
    with pytest.raises(panels.WithLead):
        panels.commit(case, by=SYSTEM, at=NOW)
    seats = board_room.drawn(lead)
    assert not {one.member for one in seats} & set(barred)
    theirs = list(boards.panel(case))
    assert {(one.person_id, one.is_chair) for one in theirs} == {(one.person_id, one.is_chair) for one in seats}
    made = type("Made", (), {"case": lead, "room": office.rooms.get(), "secretary": staff})
    hearing = board_room.listed(made)
    both = Hearing.objects.order_by("pk")
    assert [(one.case_id, one.starts_at, one.room_id) for one in both] == [
        (lead.pk, hearing.starts_at, hearing.room_id),
        (case.pk, hearing.starts_at, hearing.room_id),
    ]
    assert set(Case.objects.filter(pk__in=[lead.pk, case.pk]).values_list("state", flat=True)) == {"set"}
    _, alone = filed_with(Case(invitation=""), office)  # who does not belong to them does not fit into their hour
    board_room.drawn(alone)
    with pytest.raises(hearings.Clash):
        hearings.set_hearing(alone, hearings.Wish(hearing.starts_at, hearing.room), by=staff, at=NOW)


def test_who_leaves_one_panel_of_a_group_leaves_all_and_one_draw_replaces_him(office, lead):
    _, case = filed_with(lead, office)
    board_room.drawn(lead)
    seat = next(one for one in boards.panel(case) if one.member.kind == "employers")
    panels.leave(seat, reason="نسبت با خوانده", by=SYSTEM, at=NOW)
    assert not Seat.objects.filter(person=seat.person, left_at=None).exists()
    assert boards.waiting(lead)
    assert boards.waiting(case) is None
    later = NOW.replace(hour=12)
    panels.draw(lead, by=SYSTEM, at=later)
    assert {one.person_id for one in boards.panel(lead)} == {one.person_id for one in boards.panel(case)}
    assert not boards.vacancies(case)


def test_nobody_joins_after_the_session_is_set_or_invites_into_a_case_that_follows(office, lead):
    me, case = filed_with(lead, office)
    place = standing.of(case, me, at=NOW)
    with pytest.raises(NotAllowed):
        grouping.invite(place, by=factories.actor(me), at=NOW)
    Case.objects.filter(pk=lead.pk).update(state="set")
    late = petitions.whole(factories.person(level=2), lead_number=lead.invitation)
    assert filing.submit(late, by=factories.actor(late.filer), at=NOW).lead is None


def test_a_co_worker_leaves_the_group_before_a_session_is_set_and_keeps_his_petition(office, lead, client, clock):
    me, case = filed_with(lead, office)
    client.force_login(me)
    at = reverse("cases:group", args=[case.token])
    assert "جدا شدن از شکایت همکاران" in client.get(at).content.decode()
    host = Client()
    host.force_login(lead.filer)
    host.post(reverse("cases:group", args=[lead.token]), {"do": "leave"})  # who leads leaves nobody
    for _ in range(2):  # pressed twice
        client.post(at, {"do": "leave"})
    number, (case.lead, case.number) = case.number, Case.objects.values_list("lead", "number").get(pk=case.pk)
    assert (case.lead, case.number) == (None, number)
    assert Letter.objects.filter(event="group.left", person=lead.filer).count() == 1
    assert Entry.objects.filter(kind="case.ungrouped").count() == 1
    board_room.drawn(lead)
    assert not boards.panel(case)
    me, other = filed_with(lead, office)
    Case.objects.filter(pk=other.pk).update(state="set")
    with pytest.raises(NotAllowed):
        grouping.leave(standing.of(Case.objects.get(pk=other.pk), me, at=NOW), by=factories.actor(me), at=NOW)


def who(case):
    """Who sits in the case, and who of them chairs."""
    return {(one.person_id, one.is_chair) for one in boards.panel(case)}


def test_whoever_takes_the_chair_of_one_panel_of_a_group_chairs_them_all(office, lead):
    _, case = filed_with(lead, office)
    Case.objects.filter(pk__in=[lead.pk, case.pk]).update(state="appealed", instance="DRB")
    lead, case = Case.objects.get(pk=lead.pk), Case.objects.get(pk=case.pk)
    states = [one for one in board_room.drawn(lead) if one.member.kind == "state"]
    panels.hand_over(states[1], by=SYSTEM, at=NOW)
    assert who(lead) == who(case)
    back = boards.panel(case).get(person=states[0].person)  # from the page of the case that follows
    panels.hand_over(back, by=SYSTEM, at=NOW)
    assert boards.panel(lead).get(is_chair=True).person == states[0].person
    assert who(lead) == who(case)
    assert Entry.objects.filter(kind="panel.handed_over").values("chain").distinct().count() == 2


def test_where_the_lead_has_ended_one_draw_of_another_case_still_seats_the_whole_group(office, lead):
    (_, case), (_, third) = filed_with(lead, office), filed_with(lead, office)
    board_room.drawn(lead)
    Case.objects.filter(pk=lead.pk).update(state="withdrawn")
    seat = next(one for one in boards.panel(third) if one.member.kind == "workers")
    panels.leave(seat, reason="نسبت با خوانده", by=SYSTEM, at=NOW)
    assert boards.waiting(case)
    assert who(case) == who(third)
    with pytest.raises(panels.WithLead):
        panels.draw(third, by=SYSTEM, at=NOW.replace(hour=12))
    panels.draw(case, by=SYSTEM, at=NOW.replace(hour=12))
    assert who(case) == who(third)
    assert not boards.vacancies(third)


def test_a_member_whose_mandate_ends_or_who_is_near_to_a_side_leaves_every_panel_of_a_group_once(office, lead):
    me, case = filed_with(lead, office)
    staff = world.secretary(office)
    seats = board_room.drawn(lead)
    ending = next(one for one in seats if one.member.kind == "workers")
    members.end(ending.member, reason="پایان مأموریت", by=staff, at=NOW)
    near = next(one for one in seats if one.member.kind == "employers")
    told = {"kind": "relative", "name": me.name, "code": me.particulars.code}
    members.relate(near.person, **told, by=factories.actor(near.person, "board_member"), at=NOW)
    assert not Seat.objects.filter(person__in=[ending.person, near.person], left_at=None).exists()
    assert who(case) == who(lead)


def test_a_lead_that_goes_to_another_office_leaves_its_group_and_its_dates_behind(office, lead):
    (me, case), (you, third) = filed_with(lead, office), filed_with(lead, office)
    staff, there = world.secretary(office), factories.office(name="اداره کار غرب", kind="labour")
    board_room.drawn(lead)
    assert dates.propose(lead, by=staff, at=NOW)
    late = dates.current(lead)[0].answer_by
    intake.transfer(third, to=there, reason="کارگاه او آنجاست.", by=staff, at=NOW)
    assert set(Letter.objects.filter(event="group.parted").values_list("person_id", flat=True)) == {you.pk}
    intake.transfer(lead, to=there, reason="کارگاه آنجاست.", by=staff, at=NOW)
    assert set(Letter.objects.filter(event="group.parted").values_list("person_id", flat=True)) == {you.pk, me.pk}
    assert not Case.objects.filter(lead__isnull=False).exists()
    assert Entry.objects.filter(kind="case.ungrouped").values("chain").distinct().count() == 2
    theirs = world.secretary(there)
    intake.receive(lead, by=theirs, at=NOW)
    intake.accept(lead, by=theirs, at=NOW)
    lead.refresh_from_db()
    assert dates.current(lead) == []
    assert maintenance.choose_dates(late) == 0
    with pytest.raises(NotAllowed):
        dates.choose(lead, by=SYSTEM, at=late)
    assert [one.lead_id for one in groups.together(Case.objects.get(pk=case.pk))] == [None]


def test_a_case_that_is_tied_to_another_lead_gets_its_panel_unless_its_own_has_been_called(office, lead):
    board_room.drawn(lead)
    alone = [filed_with(Case(invitation=""), office)[1] for _ in range(2)]
    for one in alone:
        board_room.drawn(one)
    made = type("Made", (), {"case": alone[1], "room": office.rooms.get(), "secretary": world.secretary(office)})
    board_room.listed(made)
    own = who(alone[1])
    for one in alone:
        intake.tie(one, lead=lead, by=made.secretary, at=NOW)
    assert who(alone[0]) == who(lead)
    assert who(alone[1]) == own
