"""The kartable as a person opens it: what is asked and until when, what is new, what can be put away and found again."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kardad.inbox import policy
from kardad.inbox.models import Dossier, Letter
from tests.conftest import NOW
from tests.inbox.test_tell import answer, bill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
INBOX = "/panel/inbox/"
DAY = timedelta(days=1)


@pytest.fixture
def person(client, make):
    person = make.person(rules_version="1405-09-01")
    client.force_login(person)
    return person


def shown(client, address=INBOX, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page, of="form .letter-title a"):
    return [link.text for link in page.select(of)]


def wants(letter, asked, until):
    Letter.objects.filter(pk=letter.pk).update(asked=asked, until=until)
    return letter


def test_what_is_asked_stands_on_top_what_is_due_first_first_and_how_far_it_is(client, person):
    wants(bill(person), "صورتحساب را بپردازید", date(2025, 11, 30))
    wants(answer(person), "مدرک بفرستید", date(2025, 11, 23))
    wants(bill(person, at=NOW - 9 * DAY), "دیگر گذشته است", date(2025, 11, 10))
    rows = shown(client).select(".asked .letter")
    assert ["مدرک بفرستید" in rows[0].text, "صورتحساب را بپردازید" in rows[1].text, len(rows)] == [True, True, 2]
    assert rows[0].select_one(".tag-wait").text == "فردا"
    assert shown(client, show="money").select(".asked") == []


def test_who_comes_back_is_told_what_came_since_and_still_after_a_reload(client, person, clock):
    bill(person)
    assert "رسیده است" not in shown(client).select_one(".lead").text
    clock.shift(DAY)
    answer(person, at=NOW + DAY)
    for _ in range(2):
        page = shown(client)
        assert "یکشنبه" not in page.select_one(".lead").text
        assert "۱ نامه رسیده است: پرسش و پاسخ" in page.select_one(".lead").text
        assert ["تازه" in row.text for row in page.select("form .letter")] == [True, False]
        clock.shift(timedelta(minutes=5))
    clock.shift(DAY)
    assert "رسیده است" not in shown(client).select_one(".lead").text


def test_letters_are_put_away_and_taken_back_and_nothing_is_lost(client, person):
    first, second, third = bill(person), bill(person), answer(person)
    client.post(INBOX, {"letter": [first.pk, second.pk], "do": "archive", "back": "show=money"})
    assert titles(shown(client)) == [third.title]
    assert len(titles(shown(client, show="archive"))) == 2
    said = client.post(INBOX, {"letter": [first.pk], "do": "restore"}, follow=True).content.decode()
    assert "به کارپوشه برگشت" in said
    assert len(titles(shown(client))) == 2


def test_nobody_puts_away_the_letters_of_another(client, person, make):
    letter = bill(make.person())
    answered = client.post(INBOX, {"letter": [letter.pk, "x", "9" * 30], "do": "archive"}, follow=True)
    assert "انتخاب نشده بود" in answered.content.decode()
    letter.refresh_from_db()
    assert letter.archived_at is None


def test_words_are_found_in_sealed_letters_as_people_type_them_and_in_the_archive_too(client, person):
    put, other = bill(person), answer(person)
    client.post(INBOX, {"letter": [put.pk], "do": "archive"})
    assert titles(shown(client, q="مرخصي")) == [other.title]
    assert titles(shown(client, q="صورتحساب 770")) == [put.title]
    empty = shown(client, q="قایق")
    assert "پیدا نشد" in empty.text
    assert "۵۰۰ نامه آخر" in empty.text


def test_words_of_another_are_not_found(client, person, make):
    answer(make.person())
    assert titles(shown(client, q="مرخصی")) == []


def test_a_dossier_is_shown_alone_and_found_by_its_number(client, person):
    made = Dossier.objects.create(title="دعوای کریمی", number="۱۴۰۴/۱۲", opened_at=NOW)
    inside = bill(person)
    answer(person)
    Letter.objects.filter(pk=inside.pk).update(dossier=made)
    assert titles(shown(client, dossier=made.token)) == [inside.title]
    assert titles(shown(client, q="1404/12")) == [inside.title]
    page = shown(client)
    assert [one["value"] for one in page.select("#dossier option")] == ["", made.token]
    assert titles(shown(client, dossier="x" * 32)) == []


def test_a_bureau_has_no_shelf_of_notices(client, person, settings):
    settings.OPERATOR = "bureau"
    assert "ابلاغ" not in shown(client).find("main").text


def test_the_page_costs_the_same_few_statements_for_ten_letters_and_for_ten_thousand(client, person):
    asked = wants(bill(person), "بپردازید", date(2025, 11, 30))
    client.get(INBOX)
    counts = []
    for number in (9, 9_990):
        values = {name: getattr(asked, name) for name in ("event", "group", "subject_type", "subject_id", "words", "url", "at")}
        Letter.objects.bulk_create([Letter(person=person, **values) for _ in range(number)])
        with CaptureQueriesContext(connection) as front:
            page = shown(client)
        with CaptureQueriesContext(connection) as search:
            client.get(INBOX, {"q": "صورتحساب"})
        counts.append((len(front), len(search)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10
    assert "۹۹+" in page.select_one(".chip-count").text
    assert policy.UNREAD_COUNTED == 99


def test_the_unread_come_before_the_read_on_every_page_and_each_letter_comes_once(client, person):
    made = [answer(person, at=NOW + timedelta(minutes=step)) for step in range(60)]
    for one in made[20:]:
        Letter.objects.filter(pk=one.pk).update(read_at=NOW + DAY)
    seen, address = [], INBOX
    while address:
        page = shown(client, address)
        seen += [int(tick["value"]) for tick in page.select("input[name=letter]")]
        more = page.select_one("nav.pagination a, .pagination a")
        address = INBOX + more["href"] if more else None
    unread, read = [one.pk for one in made[:20]], [one.pk for one in made[20:]]
    assert seen == [*reversed(unread), *reversed(read)]


def test_unread_letters_past_a_page_go_on_on_the_next(client, person):
    made = [answer(person, at=NOW + timedelta(minutes=step)) for step in range(30)]
    Letter.objects.filter(pk__in=[one.pk for one in made[25:]]).update(read_at=NOW + DAY)
    first = [int(tick["value"]) for tick in shown(client).select("input[name=letter]")]
    assert first == [one.pk for one in reversed(made[:25])]


def test_letters_of_one_dossier_lie_together_under_its_name(client, person):
    dossier = Dossier.objects.create(title="دعوای علی کریمی", number="۱۴۰۴/۱۲", opened_at=NOW)
    made = [answer(person, at=NOW + timedelta(minutes=step)) for step in range(4)]
    Letter.objects.filter(pk__in=[made[0].pk, made[2].pk]).update(dossier=dossier)
    page = shown(client)
    assert [head.text for head in page.select(".letters-of")] == ["نامه‌های دیگر", "دعوای علی کریمی"]
    assert [int(tick["value"]) for tick in page.select("input[name=letter]")] == [made[3].pk, made[1].pk, made[2].pk, made[0].pk]
