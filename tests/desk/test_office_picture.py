"""The manager's picture: its numbers are those of the rows, its columns those of its table; experts and what they may be given."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.desk.actions import assigning, staffing, timing
from kardad.desk.models import Rating, Skill
from kardad.desk.shown.office import columns, picture
from kardad.kit.flow import NotAllowed
from kardad.work import queries as work
from tests import factories
from tests.conftest import NOW
from tests.desk import world
from tests.desk.office_world import address, browser, opened, words
from tests.people.staff_world import events

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _nothing_kept(db):
    """The picture is counted anew."""
    cache.clear()


@pytest.fixture
def manager(bureau, clock):
    """The manager's browser."""
    return browser(bureau.manager)


def counted(at=NOW, **more):
    """The picture as it is counted at a moment."""
    cache.clear()
    return picture.picture(at=at, **more)


def test_an_empty_desk_has_a_calm_picture(manager):
    shown = words(opened(manager, "picture"))
    assert "در این هفته‌ها درخواستی نرسیده است" in shown
    assert "هنوز پاسخی نیست که شمرده شود" in shown


def test_months_are_jalali_and_end_with_the_one_of_the_day():
    spans = picture.months(NOW)
    assert [spans[0].title, spans[-1].title] == ["دی ۱۴۰۳", "آذر ۱۴۰۴"]
    assert spans[-1].since == datetime(2025, 11, 21, 20, 30, tzinfo=UTC)
    assert all(one.until == two.since for one, two in itertools.pairwise(spans))


@pytest.mark.parametrize(("key", "last"), [("1404-05", "1404-05"), ("1499-01", "1404-09"), ("x", "1404-09"), ("1404-13", "1404-09")])
def test_another_month_may_be_asked_for_if_it_has_begun(key, last):
    assert picture.months(NOW, last=key)[-1].key == last


def test_weeks_begin_on_saturday_and_leave_no_gap():
    spans = picture.weeks(NOW)
    assert len(spans) == picture.WEEKS
    assert spans[-1].since <= NOW < spans[-1].until
    assert all(one.until == two.since for one, two in itertools.pairwise(spans))


def test_what_was_late_once_stays_late_in_its_week(bureau, clock):
    late = world.submitted(bureau, at=NOW - WEEK)
    timing.alarm_due(late.pk, at=NOW)
    assigning.assign(late, expert=bureau.expert, by=bureau.by("manager"), at=NOW)
    world.submitted(bureau, at=NOW - WEEK)
    rows = counted().clocks.rows
    assert [row.words for row in rows[-2:]] == [("۱", "۱", "۵۰٪"), ("۰", "۰", "–")]


def test_money_is_the_ledgers(bureau, clock):
    request = world.paid(bureau, "written")
    made = counted()
    assert made.income.rows[-1].words == ("۴٬۴۰۰٬۰۰۰", "۰", "۴٬۴۰۰٬۰۰۰")
    assert made.income.rows[-2].words == ("۰", "۰", "۰")
    assert request.invoice.total == 4_400_000


def test_the_first_answer_is_told_in_working_time(bureau, clock):
    for minutes in (30, 60, 120):
        request = world.in_review(bureau, at=NOW)
        type(request).objects.filter(pk=request.pk).update(first_response_at=NOW + timedelta(minutes=minutes))
    rows = counted(at=NOW + timedelta(hours=3)).answers.rows
    assert rows[-1].words == ("۱ ساعت", "۳")


def test_scores_are_counted_and_their_mean_has_one_decimal(bureau, clock):
    for score in (5, 4, 4):
        item = world.submitted(bureau).items.get()
        Rating.objects.create(item=item, score=score, at=NOW)
    made = counted(at=NOW + timedelta(minutes=1))
    assert made.mean_score == "۴٫۳ از ۵"
    assert [share.count for share in made.scores] == [1, 2, 0, 0, 0]
    assert [share.width for share in made.scores] == [500, 1000, 0, 0, 0]


def test_states_now_lead_to_the_queue(bureau, clock, manager):
    world.info_requested(bureau)
    world.closed(bureau)
    counts = {share.title: (share.count, share.href) for share in counted().states}
    assert counts["منتظر مدارک متقاضی"] == (1, "?state=client")
    assert "مختومه" not in counts
    assert f"{address('queue')}?state=client" in opened(manager, "picture")


def test_the_picture_is_kept_for_ten_minutes(bureau, clock):
    before = counted()
    world.submitted(bureau)
    assert picture.picture(at=NOW + timedelta(minutes=9)) == before
    assert picture.picture(at=NOW + timedelta(minutes=11)) != before


def test_the_page_asks_as_little_for_many_as_for_few(bureau, clock, manager):
    counts = []
    for _ in range(2):
        for _ in range(3):
            world.in_review(bureau)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            opened(manager, "picture")
        counts.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        opened(manager, "picture", query="?month=1404-09")
    assert counts[0] == counts[1]
    assert len(asked) <= 12


def test_columns_grow_from_the_right_and_up_to_the_top():
    bars = columns.bars([(1, 1), (4, 0)], is_stacked=True)
    first, second, tall = bars
    assert first.x == second.x > tall.x
    assert tall.height == 252
    assert tall.y + tall.height == columns.HIGH
    assert (first.y + first.height, second.y + second.height) == (columns.HIGH, first.y)


def test_nothing_makes_no_columns_and_neighbours_do_not_overlap():
    assert columns.bars([(0, 0)], is_stacked=False) == []
    one, two = columns.bars([(3, 2)], is_stacked=False)
    assert two.x + two.width <= one.x


def test_experts_show_their_groups_their_load_and_who_takes_new_work(bureau, clock, manager):
    world.skilled(bureau.expert, "advice")
    world.skilled(bureau.other_expert, is_away=True)
    late = world.in_review(bureau)
    clock.shift(timedelta(days=10))
    shown = words(opened(manager, "experts"))
    for said in ("مشاوره", "همه گروه‌ها", "می‌گیرد", "در مرخصی", "۱ دیر"):
        assert said in shown
    assert late.assigned_to == bureau.expert


def test_a_manager_says_what_an_expert_may_be_given(bureau, clock, manager):
    place = address("expert", bureau.expert.pk)
    assert manager.post(place, {"groups": ["advice", "papers"], "is_away": "on"}).status_code == 302
    assert set(Skill.objects.values_list("group", "is_away")) == {("advice", True), ("papers", True)}
    assert manager.post(place, {"groups": ["*", "papers"]}).status_code == 302
    assert set(Skill.objects.values_list("group", "is_away")) == {("*", False)}
    assert [event.actor_id for event in events("expert.skills_set")] == [bureau.manager.pk]
    assert manager.post(place, {"is_away": "on"}).status_code == 422
    assert manager.post(place, {"groups": ["nonsense"]}).status_code == 422
    assert manager.post(place, {}).status_code == 302
    assert not Skill.objects.exists()


def test_only_a_manager_says_it_and_only_of_an_expert(bureau):
    with pytest.raises(NotAllowed):
        staffing.set_skills(bureau.expert, groups=["advice"], is_away=False, by=bureau.by("expert"), at=NOW)
    with pytest.raises(staffing.NoExpert):
        staffing.set_skills(bureau.client, groups=["advice"], is_away=False, by=bureau.by("manager"), at=NOW)
    with pytest.raises(staffing.NoSuchGroup):
        staffing.set_skills(bureau.expert, groups=["nonsense"], is_away=False, by=bureau.by("manager"), at=NOW)
    assert not Skill.objects.exists()


def test_new_requests_go_to_whom_the_manager_said(bureau, clock, manager):
    manager.post(address("expert", bureau.other_expert.pk), {"groups": ["*"]})
    assert world.submitted(bureau).assigned_to == bureau.other_expert


def test_my_work_holds_what_was_given_to_me_and_not_to_others(bureau, clock):
    world.in_review(bureau)
    mine, theirs = browser(bureau.expert), browser(bureau.other_expert)
    home = reverse("office:home")
    assert "به شما سپرده شد" in mine.get(home).content.decode()
    assert "به شما سپرده شد" not in theirs.get(home).content.decode()
    assert work.waiting({"expert"}).count() == 1


@pytest.mark.parametrize(("role", "doors"), [("expert", ["mine"]), ("manager", ["queue", "approvals", "experts", "picture"])])
def test_every_role_has_its_doors(client, db, role, doors):
    html = browser(factories.staff(role)).get(reverse("office:home")).content.decode()
    every = ("mine", "queue", "approvals", "experts", "picture")
    assert [name for name in every if f'href="{address(name)}"' in html] == sorted(doors, key=every.index)
