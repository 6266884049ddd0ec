"""Pages of boards through HTTP: a case from the draw to signed minutes, and who finds none of them."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.cases.actions import dates, minutes
from kardad.cases.models import Case, Hearing, Member, Relation, Room, Unavailable, Veto
from kardad.cases.queries import boards, sittings
from kardad.documents.models import Document
from kardad.inbox.models import Notice
from kardad.kit import calendar, text
from kardad.people.models import Person
from tests import factories
from tests.cases import board_room, world
from tests.cases import boards as boards_of
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OFFICE = (
    *("members", "register", "rooms", "board_calendar", "causes", "cause_paper"),
    *("member", "end_member", "relate", "close_room"),
    *("panel", "commit", "draw", "replace", "hand_over", "set_hearing", "propose", "choose"),
    *("hearing", "come", "leave", "adjourn", "minutes"),
)
MEMBERS = ("sittings", "away", "recuse", "sign_minutes", "open_hearing", "close_hearing")
SHARED = ("panel", "hearing", "hand_over", "come", "leave", "adjourn", "minutes")
POSTS = {"cause_paper", "close_room", "commit", "draw", "hand_over", "choose", "come", "leave", "open_hearing", "close_hearing"}


def browser(person):
    from kardad.people.access import has_second_factor

    if not has_second_factor(person.pk):
        factories.with_totp(person)
    made = Client()
    made.force_login(person)
    return made


def page(client, name, *args, **query):
    answer = client.get(reverse(f"cases_office:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def press(client, name, /, *args, follow=True, **typed):
    return client.post(reverse(f"cases_office:{name}", args=args), typed, follow=follow)


def staff(made):
    return SimpleNamespace(
        secretary=browser(Person.objects.get(pk=made.secretary.person_id)),
        chair=browser(made.seats[0].person) if hasattr(made, "seats") else None,
    )


@pytest.fixture
def at(clock):
    def move(moment):
        clock.move_to(moment, tick=False)

    return move


def test_a_case_goes_from_the_draw_to_signed_minutes(at):
    made = world.filed(state="accepted")
    room = world.pool(made.office)
    desk = browser(Person.objects.get(pk=made.secretary.person_id))
    pk = made.case.pk
    assert "۳ جای خالی" in page(desk, "panel", pk)
    press(desk, "commit", pk)
    assert "کشیدن قرعه" in page(desk, "panel", pk)
    at(NOW + timedelta(minutes=1))
    press(desk, "draw", pk)
    assert "قرعه دوباره کشیده شد و همان شد" in page(desk, "panel", pk)
    shown = desk.get(reverse("cases_office:set_hearing", args=[pk])).content.decode()
    first = re.search(r'name="slot" value="(\d+-\d+)"', shown)[1]
    answer = press(desk, "set_hearing", pk, slot=first, room=room.pk)
    hearing = Hearing.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("cases_office:hearing", args=[hearing.pk])
    assert sorted(Notice.objects.values_list("code", flat=True)) == ["N1", "N3"]
    at(hearing.starts_at)
    seats = list(boards.panel(made.case))
    chair = browser(seats[0].person)
    assert "۰ از ۳" in page(chair, "hearing", hearing.pk)
    for seat in seats[1:]:
        press(desk, "come", hearing.pk, who=f"seat-{seat.pk}")
    assert "حد نصاب ۳ عضو" in page(chair, "hearing", hearing.pk)
    assert "۲ عضو حاضر است" in press(chair, "open_hearing", hearing.pk).content.decode()
    press(chair, "come", hearing.pk, who=f"seat-{seats[0].pk}")
    press(desk, "come", hearing.pk, who=f"party-{made.sides['claimant'].pk}", by_whom="brief")
    press(chair, "open_hearing", hearing.pk)
    press(chair, "leave", hearing.pk, who=f"seat-{seats[1].pk}")
    assert "۲ عضو حاضر است" in press(chair, "close_hearing", hearing.pk).content.decode()
    press(chair, "come", hearing.pk, who=f"seat-{seats[1].pk}")
    press(desk, "minutes", hearing.pk, claimant="مزد شش ماه را نداده‌اند.")
    press(chair, "close_hearing", hearing.pk)
    assert Case.objects.get(pk=pk).state == "heard"
    factories.show(chair, seats[0].person, "totp")
    session = chair.session
    session["step_up"] = {"person": seats[0].person_id, "by": "totp", "at": hearing.starts_at.isoformat()}
    session.save()
    signing = chair.get(reverse("cases_office:sign_minutes", args=[hearing.pk])).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', signing)[1]
    assert press(chair, "sign_minutes", hearing.pk, seen="0" * 64, follow=False).status_code == 409
    press(chair, "sign_minutes", hearing.pk, seen=seen)
    hearing.refresh_from_db()
    assert hearing.locked_hash == seen == minutes.digest(hearing)
    assert "صورتجلسه امضا و بسته شد" in page(desk, "hearing", hearing.pk)


def test_who_opens_the_minutes_while_another_writes_is_told(at):
    made = board_room.seated()
    hearing = board_room.running(made)
    at(hearing.starts_at)
    who = staff(made)
    page(who.secretary, "minutes", hearing.pk)
    assert "مینا دبیری در حال نوشتن است" in page(who.chair, "minutes", hearing.pk)
    refused = press(who.chair, "minutes", hearing.pk, claimant="چیز دیگر", follow=False)
    assert refused.status_code == 409
    assert "چیز دیگر" in refused.content.decode()  # nothing typed is lost
    assert not any(minutes.read(Hearing.objects.get()).values())


def test_members_and_rooms_are_registered_on_their_pages():
    office = world.office()
    person = factories.staff("board_member", at_office=office, factor=False, first_name="نرگس", last_name="پیمان")
    desk = browser(Person.objects.get(pk=world.secretary(office).person_id))
    assert "هنوز عضوی ثبت نشده است" in page(desk, "members")
    typed = {"person": person.grants.get().pk, "seat": "DB-workers", "sent_by": "کانون", "since": "۱۴۰۴/۰۹/۰۱", "until": "۱۴۰۵/۰۹/۰۱"}
    wrong = press(desk, "register", **typed | {"until": "۱۴۰۴/۰۸/۰۱"}, follow=False)
    assert wrong.status_code == 422
    press(desk, "register", **typed)
    made = Member.objects.get()
    assert (made.person, made.kind, made.until) == (person, "workers", calendar.parse_jalali("1405/09/01"))
    assert "نرگس پیمان" in page(desk, "members")
    press(desk, "relate", made.pk, kind="relative", name="برادر", code=factories.national_code())
    assert Relation.objects.get().member == person
    assert "برادر" in page(desk, "member", made.pk)
    for _ in range(2):  # pressed twice it is one room
        press(desk, "rooms", office=office.pk, name="اتاق ۵", address="طبقه ۲")
    room = Room.objects.get()
    press(desk, "close_room", room.pk)
    room.refresh_from_db()
    assert not room.is_open
    press(desk, "end_member", made.pk, reason="پایان دوره")
    assert "پایان یافته" in page(desk, "member", made.pk)


def test_a_day_and_a_week_list_their_sessions_in_few_statements_and_the_paper_is_made_once():
    made = board_room.seated()
    hearing = board_room.listed(made)
    secret = board_room.seated(at_office=made.office, is_restricted=True)
    board_room.listed(secret, hearing.ends_at + timedelta(hours=1))
    desk = staff(made).secretary
    day = calendar.jalali(calendar.tehran_day(hearing.starts_at))
    shown = page(desk, "causes", day=day)
    assert shown.count("مریم کاظمی") == 1
    assert "نام طرف‌ها در این فهرست نمی‌آید" in shown
    assert "هیئت تشخیص" in page(desk, "board_calendar", day=day)
    assert "جلسه‌ای نیست" in page(desk, "board_calendar", day=day, body="DRB")
    for _ in range(2):
        press(desk, "cause_paper", day=day, office=made.office.pk)
    paper = Document.objects.get(kind="cause_list")
    assert [one["sides"] for one in json.loads(paper.data)["sessions"]][1] == ["نام طرف‌ها در این فهرست نمی‌آید"]
    other = board_room.seated(at_office=made.office)
    counts = []
    for name in ("causes", "board_calendar"):
        for more in (False, True):
            if more and name == "causes":
                board_room.listed(other, hearing.ends_at + timedelta(hours=2))
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page(desk, name, day=day)
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert max(counts) <= 16  # ten of the list's own, the rest is the frame's


def test_a_side_strikes_out_dates_on_its_own_page_and_says_when_it_is_away():
    made = board_room.seated()
    offered = dates.propose(made.case, by=made.secretary, at=NOW)
    client = Client()
    client.force_login(made.worker)
    here = reverse("cases:dates", args=[made.case.token])
    assert client.get(here).content.decode().count("نمی‌توانم بیایم</button>") == len(offered)
    for one in offered[:3]:
        client.post(reverse("cases:strike", args=[made.case.token, one.pk]))
    assert Veto.objects.count() == 2
    assert "نمی‌توانم بیایم</button>" not in client.get(here).content.decode()
    client.post(reverse("cases:away", args=[made.case.token]), {"from_day": "۱۴۰۴/۰۹/۲۰", "to_day": "۱۴۰۴/۰۹/۲۲"})
    told = Unavailable.objects.get()
    assert (told.person, told.case) == (made.worker, made.case)
    desk = staff(made).secretary
    assert page(desk, "propose", made.case.pk).count("کنار گذاشته شد") == 2
    stranger = Client()
    stranger.force_login(factories.person())
    other = board_room.seated()
    for name, args in (("dates", []), ("strike", [offered[3].pk]), ("away", [])):
        url = reverse(f"cases:{name}", args=[made.case.token, *args])
        for someone in (stranger, desk):
            assert (someone.post if name == "strike" else someone.get)(url).status_code == 404
        foreign = reverse(f"cases:{name}", args=[other.case.token, *args])
        assert (client.post if name == "strike" else client.get)(foreign).status_code == 404


def addresses(made, hearing, room):
    """Every staff address of boards about this case."""
    case, seat, member = made.case.pk, made.seats[1].pk, made.seats[1].member_id
    args = dict.fromkeys(("members", "register", "rooms", "board_calendar", "causes", "cause_paper", "sittings", "away"), ())
    args |= dict.fromkeys(("member", "end_member", "relate"), (member,)) | {"close_room": (room.pk,)}
    args |= dict.fromkeys(("panel", "commit", "draw", "recuse", "set_hearing", "propose", "choose"), (case,))
    args |= dict.fromkeys(("replace", "hand_over"), (case, seat))
    for name in ("hearing", "come", "leave", "open_hearing", "close_hearing", "adjourn", "minutes", "sign_minutes"):
        args[name] = (hearing.pk,)
    return {name: reverse(f"cases_office:{name}", args=given) for name, given in args.items()}


GENERAL = ("members", "register", "rooms", "board_calendar", "causes")


def test_nobody_else_finds_a_page_of_boards(settings):
    made = board_room.seated()
    hearing = board_room.listed(made)
    urls = addresses(made, hearing, made.room)
    from kardad.cases.urls import boards as ours

    assert set(urls) == {one.name for one in ours.paths}
    elsewhere = world.office()
    outsiders = {
        "stranger": factories.person(),
        "party": made.worker,
        "other secretary": Person.objects.get(pk=world.secretary(elsewhere).person_id),
        "other member": factories.staff("board_member", at_office=made.office),
    }
    before = (Hearing.objects.get().state, boards.panel(made.case).count(), Notice.objects.count())
    for who, person in outsiders.items():
        client = browser(person)
        for name, url in urls.items():
            general = name in GENERAL and who == "other secretary"
            own = name in ("sittings", "away") and who == "other member"
            for method in (client.post,) if name in POSTS else (client.get, client.post):
                if general or own:
                    continue
                answer = method(url, {"who": f"seat-{made.seats[0].pk}", "office": made.office.pk, "reason": "…", "day": "1404-09-01"})
                # What is only read may say that it is not written to.
                allowed = {404} if method == client.get or name in POSTS else {404, 405}
                assert answer.status_code in allowed, (who, name, answer.status_code)
    assert (Hearing.objects.get().state, boards.panel(made.case).count(), Notice.objects.count()) == before
    foreign = browser(outsiders["other secretary"])
    day = calendar.jalali(calendar.tehran_day(hearing.starts_at))
    for name, query in (("causes", {"day": day}), ("board_calendar", {"day": day}), ("members", {}), ("rooms", {})):
        shown = page(foreign, name, **query)
        assert "مریم" not in shown, name
        assert "DB 0" not in shown, name
    # What is the chair's alone, a secretary and a common member do not find; what is a secretary's, a member does not.
    secretary, member = staff(made).secretary, browser(made.seats[1].person)
    for name in ("open_hearing", "close_hearing"):
        assert secretary.post(urls[name]).status_code == member.post(urls[name]).status_code == 404
    for name in ("recuse", "sign_minutes", "sittings"):
        assert secretary.get(urls[name]).status_code == 404
    for name in ("set_hearing", "replace", "propose", "members", "causes"):
        assert member.get(urls[name]).status_code == 404
    side = factories.staff("secretary", at_office=made.office)
    Case.objects.filter(pk=made.case.pk).update(is_restricted=True)
    assert browser(side).get(urls["hearing"]).status_code == 404
    settings.OPERATOR = "bureau"
    for name, url in urls.items():
        assert (secretary.post if name in POSTS else secretary.get)(url).status_code == 404, name


def test_to_open_the_address_of_a_button_does_nothing():
    made = world.filed(state="accepted")
    world.pool(made.office)
    desk = browser(Person.objects.get(pk=made.secretary.person_id))
    for name in ("commit", "draw", "choose"):
        assert desk.get(reverse(f"cases_office:{name}", args=[made.case.pk])).status_code == 302
    assert not boards.draws(made.case).exists()


def offered(client, hearing):
    """The grounds that may be chosen."""
    found = BeautifulSoup(client.get(reverse("cases_office:adjourn", args=[hearing.pk])).content, "html.parser")
    return [one["value"] for one in found.select("input[name=ground]") if not one.has_attr("disabled")]


def test_a_session_is_told_of_on_its_page_before_its_hour_and_after_its_day(at):
    made = board_room.seated()
    hearing = board_room.listed(made)
    who = staff(made)
    shown = page(who.chair, "hearing", hearing.pk)
    assert "هنوز زمان جلسه نرسیده است" in shown
    assert not any(button in shown for button in ("آغاز جلسه", "ثبت حضور", "نوشتن صورتجلسه"))
    assert "هنوز" in press(who.secretary, "come", hearing.pk, who=f"seat-{made.seats[0].pk}").content.decode()
    assert who.secretary.get(reverse("cases_office:minutes", args=[hearing.pk])).status_code == 302
    at(hearing.starts_at)
    who = staff(made)
    assert "آغاز جلسه" in page(who.chair, "hearing", hearing.pk)
    assert who.secretary.get(reverse("cases_office:minutes", args=[hearing.pk])).status_code == 302  # it did not begin yet
    at(hearing.starts_at + timedelta(days=1))
    who = staff(made)
    assert "این جلسه به پایان نرسید" in page(who.secretary, "hearing", hearing.pk)
    assert offered(who.secretary, hearing) == ["unfinished"]
    press(who.secretary, "adjourn", hearing.pk, ground="unfinished")
    assert Hearing.objects.get().ground == "unfinished"


def test_a_session_that_is_put_off_shows_only_the_grounds_that_hold():
    made = board_room.seated()
    hearing = board_room.listed(made)
    who = staff(made)
    assert press(who.secretary, "adjourn", hearing.pk, ground="joint_request", follow=False).status_code == 422
    board_room.both_ask(made)
    shown = page(who.secretary, "adjourn", hearing.pk)
    assert offered(who.secretary, hearing) == ["joint_request"]
    assert "هنوز زمان جلسه نرسیده است" in shown  # and why the others do not
    press(who.secretary, "adjourn", hearing.pk, ground="joint_request")
    assert "درخواست هر دو طرف" in page(who.chair, "hearing", hearing.pk)
    again = board_room.listed(made)
    assert offered(who.secretary, again) == []
    assert press(who.secretary, "adjourn", again.pk, ground="joint_request", follow=False).status_code == 422
    assert "۲" in text.to_persian_digits(sittings.ahead(made.case).position)


def test_who_decided_first_is_not_led_to_the_session_of_the_appeal_board():
    made = boards_of.heard(at=NOW - timedelta(hours=2))
    Case.objects.filter(pk=made.case.pk).update(instance="DRB", state="set")
    made.case.refresh_from_db()
    nine = boards_of.seat_panel(made.case, at=NOW)
    day = NOW + timedelta(days=3)
    told = {"office": made.office, "starts_at": day, "ends_at": day + timedelta(minutes=30), "set_by_id": 1, "set_at": NOW}
    ahead = Hearing.objects.create(case=made.case, instance="DRB", position=2, **told)
    where = reverse("cases_office:hearing", args=[ahead.pk])
    for seat, sits in ((made.seats[0], False), (nine[0], True)):
        client = Client()
        client.force_login(factories.with_totp(seat.person))
        assert (where in client.get(reverse("cases_office:sittings")).content.decode()) == sits
        assert client.get(where).status_code == (200 if sits else 404)
