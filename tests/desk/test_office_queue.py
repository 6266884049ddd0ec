"""The queue of managers and the work of experts: who sees what, in which order, in few statements, by an index."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kardad.desk.actions import assigning, talking
from kardad.desk.models import Item, Request
from kardad.desk.shown.office import lists
from tests import factories
from tests.conftest import NOW
from tests.desk import world
from tests.desk.office_world import address, browser, opened, words

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def rows(many, bureau, *, state="submitted", assigned_to=None):
    """So many requests in a state, without the deeds that lead there."""
    start = Request.objects.count()
    made = Request.objects.bulk_create(
        Request(
            number=f"SR-1404-{start + number + 500:06d}",
            applicant=bureau.client,
            description=world.TEXT,
            state=state,
            assigned_to=assigned_to,
            made_at=NOW,
            changed_at=NOW,
            submitted_at=NOW - number * HOUR,
            clock="work",
            clock_due_at=NOW + number * HOUR,
        )
        for number in range(many)
    )
    Item.objects.bulk_create(
        Item(request=one, service_code="written", title="مشاوره کتبی", delivery="written_consultation", state="pending") for one in made
    )
    return made


def statements(client, place):
    """How many statements the second opening of a page asks."""
    assert client.get(place).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(place)
    return len(asked)


def test_what_lies_with_nobody_comes_first_and_the_oldest_is_on_the_desk(bureau, clock):
    with_expert = world.in_review(bureau, at=NOW - 3 * HOUR)
    young = world.submitted(bureau, at=NOW - HOUR)
    old = world.submitted(bureau, at=NOW - 2 * HOUR)
    html = opened(browser(bureau.manager), "queue")
    queue = html[html.index('class="queue') :]
    places = [queue.index(f'open={one.pk}"') for one in (old, young, with_expert)]
    assert places == sorted(places)
    assert address("assign", old.pk) in html
    assert address("assign", young.pk) not in html


def test_a_chosen_request_is_on_the_desk_even_when_it_is_not_on_the_page(bureau, clock):
    world.submitted(bureau)
    other = world.in_review(bureau)
    html = opened(browser(bureau.manager), "queue", query=f"?state=submitted&open={other.pk}")
    assert address("request", other.pk) in html


def test_a_chosen_draft_is_nobodys_business(bureau, clock):
    draft = world.draft(bureau)
    assert browser(bureau.manager).get(address("queue") + f"?open={draft.pk}").status_code == 404


@pytest.mark.parametrize(
    ("hours", "tone", "said"),
    [(5, "good", "۵ ساعت مانده"), (1, "wait", "۱ ساعت مانده"), (-3, "bad", "۳ ساعت دیر شده"), (72, "good", "۳ روز مانده")],
)
def test_the_colour_and_the_words_say_how_the_clock_stands(hours, tone, said):
    assert lists.pressing(Request(clock_due_at=NOW + hours * HOUR), at=NOW) == (tone, said)


def test_a_message_that_waits_presses_like_a_step():
    found = Request(clock_due_at=NOW + 9 * HOUR, reply_due_at=NOW - HOUR)
    assert lists.pressing(found, at=NOW)[0] == "bad"


def test_a_clock_that_stands_is_said_so():
    assert lists.pressing(Request(clock_left=30), at=NOW) == ("plain", "ساعت ایستاده")
    assert lists.pressing(Request(), at=NOW) == ("plain", "")


def test_chips_keep_what_they_say(bureau, clock):
    waiting, asked = world.submitted(bureau, "written"), world.info_requested(bureau)
    manager = browser(bureau.manager)

    def shown(query):
        html = opened(manager, "queue", query=query)
        queue = html[html.index('class="queue') :]
        return {one.pk for one in (waiting, asked) if f"open={one.pk}" in queue}

    assert shown("?state=submitted") == {waiting.pk}
    assert shown("?state=client") == {asked.pk}
    assert shown("?group=advice") == {waiting.pk}
    assert shown("?group=computing") == {asked.pk}
    assert shown(f"?expert={bureau.expert.pk}") == {asked.pk}
    assert shown("?state=nonsense&group=x&expert=y") == {waiting.pk}  # as if nothing were said: what has a clock that runs
    assert shown("?breached=1") == set()
    clock.shift(timedelta(days=3))
    assert shown("?breached=1") == {waiting.pk}


@pytest.mark.parametrize("typed", ["{number}", "{short}", "{persian}", " {number} "])
def test_a_request_is_found_by_its_number_whole_or_bare_in_either_digits(bureau, clock, typed):
    one, other = world.submitted(bureau), world.submitted(bureau)
    short = str(int(one.number[-6:]))
    persian = short.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    found = typed.format(number=one.number.lower(), short=short, persian=persian)
    html = browser(bureau.manager).get(address("queue"), {"number": found}).content.decode()
    queue = html[html.index('class="queue') :]
    assert f"open={one.pk}" in queue
    assert f"open={other.pk}" not in queue


def test_the_queue_goes_on_after_the_last_row_and_loses_none(bureau, clock):
    made = rows(60, bureau)
    manager, seen, query = browser(bureau.manager), [], "?state=submitted"
    for _ in range(3):
        answer = manager.get(address("queue") + query)
        parts = answer.context["parts"]
        seen += [row.request.pk for _, shown, _ in parts for row in shown]
        query = parts[0][2]
    assert seen == [one.pk for one in reversed(made)]
    assert query == ""


@pytest.mark.parametrize("query", ["", "?state=submitted", "?state=working", "?breached=1", "?group=advice", "?state=ended"])
def test_the_queue_asks_as_little_for_100_as_for_10(bureau, clock, query):
    manager, counts = browser(bureau.manager), []
    for many in (10, 90):
        for state in ("submitted", "in_progress", "closed"):
            rows(many, bureau, state=state, assigned_to=None if state == "submitted" else bureau.expert)
        counts.append(statements(manager, address("queue") + query))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("query", ["", "?part=waiting", "?part=ended"])
def test_an_experts_work_asks_as_little_for_100_as_for_10(bureau, clock, query):
    expert, counts = browser(bureau.expert), []
    for many in (10, 90):
        for state in ("in_progress", "closed"):
            rows(many, bureau, state=state, assigned_to=bureau.expert)
        counts.append(statements(expert, address("mine") + query))
    assert counts[0] == counts[1] <= 10


def test_the_lists_are_read_by_their_indexes(bureau, clock):
    for number, state in enumerate(("closed", "submitted", "in_progress")):
        rows((3000, 200, 100)[number], bureau, state=state, assigned_to=bureau.expert if state == "in_progress" else None)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE desk_request")
    waiting = lists.queue(lists.Wanted(state="submitted"), at=NOW).order_by("submitted_at", "pk")[:26].explain()
    carried = Request.objects.filter(assigned_to=bureau.expert, state__in=lists.OPEN).explain()
    assert "request_queue" in waiting, waiting
    assert "Seq Scan" not in carried
    assert "SCAN desk_request" not in carried


def test_an_expert_sees_his_own_work_by_the_clock(bureau, clock):
    late = world.in_review(bureau, at=NOW - timedelta(days=5))
    fresh = world.in_review(bureau)
    theirs = world.submitted(bureau)
    assigning.assign(theirs, expert=bureau.other_expert, by=bureau.by("manager"), at=NOW)
    html = opened(browser(bureau.expert), "mine")
    assert html.index(address("request", late.pk)) < html.index(address("request", fresh.pk))
    assert address("request", theirs.pk) not in html
    assert "دیر شده" in words(html)


def test_what_waits_for_the_client_is_told_apart(bureau, clock):
    asked = world.info_requested(bureau)
    expert = browser(bureau.expert)
    assert address("request", asked.pk) not in opened(expert, "mine")
    assert address("request", asked.pk) in opened(expert, "mine", query="?part=waiting")
    talking.answer(asked, body="فیش پیوست شد.", by=bureau.by("client"), at=NOW)
    html = opened(expert, "mine")
    assert address("request", asked.pk) in html
    assert "پیام تازه" in html


def test_empty_lists_teach(bureau, clock):
    assert "همین‌جا می‌آید" in opened(browser(bureau.manager), "queue")
    assert "با این صافی‌ها نیست" in opened(browser(bureau.manager), "queue", query="?state=ended")
    for part, said in (("", "کاری منتظر شما نیست"), ("waiting", "منتظر دیگران نیست"), ("ended", "هنوز چیزی پایان نیافته است")):
        assert said in opened(browser(bureau.expert), "mine", query=f"?part={part}")


def test_experts_are_chosen_from_in_the_queue_and_strangers_are_not(bureau, clock):
    factories.person(first_name="ناشناس")
    html = opened(browser(bureau.manager), "queue")
    assert bureau.expert.name in html
    assert "ناشناس" not in html
