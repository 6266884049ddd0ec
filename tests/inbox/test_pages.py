"""The kartable's pages: my letters and nobody else's, read when opened, and what I want to be told how."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.core import outside
from kardad.core.models import Event
from kardad.inbox import actions, proving, queries
from kardad.inbox.models import Letter, Preference
from kardad.outbox import sweeps
from kardad.outbox.models import Message
from kardad.people import particulars
from kardad.people.actions import accounts
from tests import factories
from tests.conftest import NOW
from tests.inbox.test_tell import answer, bill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
INBOX, PREFERENCES = "/panel/inbox/", "/panel/inbox/preferences/"


@pytest.fixture
def person(client, make):
    person = make.person(rules_version="1405-09-01")
    client.force_login(person)
    return person


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [link.text for link in page.select(".letter-title a")]


def test_a_visitor_is_sent_to_log_in(client):
    for address in (INBOX, PREFERENCES, "/panel/inbox/1/"):
        assert client.get(address)["Location"].startswith(reverse("people:login") + "?next=")


def test_letters_stand_newest_first_and_unread_ones_say_so(client, person):
    first = answer(person)
    bill(person, at=NOW + timedelta(minutes=1))
    actions.read(first, by=factories.actor(person), at=NOW)
    page = shown(client, INBOX)
    assert titles(page) == ["صورتحساب ۷۷۰ ریال صادر شد", "پاسخ «مرخصی» رسید"]
    assert ["خوانده‌نشده" in row.text for row in page.select(".letter")] == [True, False]


def test_a_group_or_the_unread_can_be_shown_alone_and_the_next_page_stays_there(client, person):
    for number in range(30):
        bill(person, at=NOW + timedelta(minutes=number))
    read = answer(person)
    actions.read(read, by=factories.actor(person), at=NOW)
    assert titles(shown(client, f"{INBOX}?show=questions")) == ["پاسخ «مرخصی» رسید"]
    page = shown(client, f"{INBOX}?show=money")
    assert page.select_one(".chip[aria-current]").text == "صورتحساب و پرداخت"
    assert len(titles(page)) == 25
    more = page.select_one("a[href*=after]")["href"]
    assert "show=money" in more
    assert len(titles(shown(client, INBOX + more))) == 5
    assert "پاسخ" not in str(titles(shown(client, f"{INBOX}?show=unread")))


@pytest.mark.parametrize("query", ["?show=everything", "?show=", "?after=x", "?after=99999999999999999999999", "?show=money&after=-1"])
def test_an_address_that_makes_no_sense_begins_anew(client, person, query):
    bill(person)
    assert titles(shown(client, INBOX + query)) != []


def test_an_empty_kartable_says_what_will_come(client, person):
    assert "هنوز نامه‌ای ندارید" in shown(client, INBOX).text
    assert "خوانده‌نشده‌ای ندارید" in shown(client, f"{INBOX}?show=unread").text


def test_a_letter_of_another_is_not_there(client, person, make):
    letter = bill(make.person())
    assert client.get(f"/panel/inbox/{letter.pk}/").status_code == 404
    assert Letter.objects.get(pk=letter.pk).read_at is None
    assert titles(shown(client, INBOX)) == []


def test_opening_a_letter_marks_it_read_once_and_leads_to_its_page(client, person, clock):
    letter = bill(person)
    page = shown(client, f"/panel/inbox/{letter.pk}/")
    assert page.find("h1").text == letter.title
    assert letter.text in page.text
    assert page.select_one("main .buttons a")["href"] == letter.url
    letter.refresh_from_db()
    assert letter.read_at == NOW
    clock.shift(timedelta(hours=1))
    shown(client, f"/panel/inbox/{letter.pk}/")
    letter.refresh_from_db()
    assert letter.read_at == NOW
    assert queries.unread(person.pk) == 0


def test_words_of_a_letter_are_never_markup(client, person):
    letter = actions.tell(person, "question.answered", about=person, url="/panel/", at=NOW, title="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(f"/panel/inbox/{letter.pk}/").content.decode()
    assert "<script>alert(1)" not in client.get(INBOX).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("sent", "هنوز رسیدن آن را خبر نداده"),
        ("delivered", "پیامک رسید."),
        ("blocked", "پیامک‌های خدماتی را نمی‌پذیرد"),
        ("failed", "پیامک نرسید."),
    ],
)
def test_the_letter_says_what_became_of_its_sms(client, person, state, said):
    letter = bill(person)
    Message.objects.update(state=state, due_at=None)
    assert said in shown(client, f"/panel/inbox/{letter.pk}/").text


def test_a_message_on_its_way_is_told_as_such(client, person):
    letter = bill(person)
    address = f"/panel/inbox/{letter.pk}/"
    assert "پیامک در راه است." in shown(client, address).text
    Message.objects.update(tries=1)
    assert "دوباره می‌فرستیم" in shown(client, address).text
    Message.objects.update(tries=0, due_at=NOW + timedelta(hours=9))
    assert "مزاحم شما نشویم" in shown(client, address).text


@pytest.mark.parametrize(("state", "said"), [("sent", "رایانامه فرستاده شد."), ("failed", "رایانامه نرسید")])
def test_and_of_its_email(client, person, state, said):
    kept = particulars.own(person)
    kept.email = "ali@example.ir"
    kept.save()
    proving.prove(person, key=proving.key_of(person, at=NOW), by=factories.actor(person), at=NOW)
    letter = bill(person)
    sweeps.send(NOW)
    Message.objects.filter(channel="email").update(state=state)
    assert said in shown(client, f"/panel/inbox/{letter.pk}/").text


def test_what_has_a_deadline_has_no_tick_and_says_why(client, person):
    page = shown(client, PREFERENCES)
    names = {one["name"] for one in page.select("input[type=checkbox]")}
    assert names == {"money-email", "questions-sms", "questions-email", "requests-email"}
    rows = {row.find("th").text: row.text for row in page.select("tbody tr")}
    assert "همیشه" in rows["صورتحساب و پرداخت"]
    assert "پول و مهلت پرداخت شما در آن است" in rows["صورتحساب و پرداخت"]
    assert "پیامک ندارد" in rows["درخواست‌ها"]
    assert "نوبت‌ها" not in rows


def test_everything_is_ticked_until_something_is_chosen(client, person):
    boxes = shown(client, PREFERENCES).select("input[type=checkbox]")
    assert all(one.has_attr("checked") for one in boxes)


def test_a_choice_is_kept_told_in_the_history_and_obeyed(client, person):
    response = client.post(PREFERENCES, {"money-email": "on", "questions-email": "on", "requests-email": "on", "x": "1"})
    assert response["Location"] == PREFERENCES
    assert [(row.topic, row.channel, row.is_on) for row in Preference.objects.all()] == [("questions", "sms", False)]
    event = Event.objects.get(name="preferences.changed")
    assert (event.person_id, event.data) == (person.pk, {"what": "پیامک «پرسش و پاسخ» خاموش"})
    answer(person)
    assert not Message.objects.filter(channel="sms").exists()
    page = shown(client, PREFERENCES)
    assert not page.select_one("input[name=questions-sms]").has_attr("checked")


def test_a_choice_can_be_taken_back_and_nothing_new_leaves_no_trace(client, person):
    everything = dict.fromkeys(("money-email", "questions-sms", "questions-email", "requests-email"), "on")
    client.post(PREFERENCES, everything | {"questions-sms": ""})
    client.post(PREFERENCES, everything)
    client.post(PREFERENCES, everything)
    assert [(row.topic, row.is_on) for row in Preference.objects.all()] == [("questions", True)]
    assert Event.objects.filter(name="preferences.changed").count() == 2


def test_one_kind_of_letter_is_switched_off_beside_it_and_the_others_of_its_group_are_not(client, person):
    letter = answer(person)
    address = f"/panel/inbox/{letter.pk}/"
    assert {one["name"] for one in shown(client, address).select("input[type=checkbox]")} == {"sms", "email"}
    assert client.post(address, {"do": "choose", "email": "on"})["Location"] == address
    assert [(row.topic, row.channel, row.is_on) for row in Preference.objects.all()] == [("question.answered", "sms", False)]
    assert Event.objects.get(name="preferences.changed").data == {"what": "پیامک «پاسخ «…» رسید» خاموش"}
    before = Message.objects.count()
    answer(person)
    assert Message.objects.count() == before
    page = shown(client, PREFERENCES)
    assert "پیامک «پاسخ «…» رسید»: خاموش" in page.text
    assert page.select_one("input[name=questions-sms]").has_attr("checked")


def test_what_was_chosen_apart_can_follow_its_group_again(client, person):
    actions.choose(person, {("question.answered", "sms"): False, ("requests", "email"): False}, by=factories.actor(person), at=NOW)
    assert client.post(PREFERENCES, {"do": "follow"})["Location"] == PREFERENCES
    assert [row.topic for row in Preference.objects.all()] == ["requests"]
    answer(person)
    assert Message.objects.filter(channel="sms").exists()
    client.post(PREFERENCES, {"do": "follow"})
    assert Event.objects.filter(name="preferences.changed").count() == 2


def test_a_kind_follows_its_group_until_it_has_a_choice_of_its_own(person):
    by = factories.actor(person)
    actions.choose(person, {("questions", "sms"): False}, by=by, at=NOW)
    assert actions.choose(person, {("question.answered", "sms"): False}, by=by, at=NOW) == 0
    assert actions.choose(person, {("question.answered", "sms"): True}, by=by, at=NOW) == 1
    answer(person)
    assert Message.objects.filter(channel="sms").exists()


def test_the_sms_of_a_deadline_has_no_tick_beside_its_letter(client, person):
    letter = bill(person)
    address = f"/panel/inbox/{letter.pk}/"
    assert {one["name"] for one in shown(client, address).select("input[type=checkbox]")} == {"email"}
    client.post(address, {"do": "choose", "email": "on", "sms": ""})
    assert not Preference.objects.exists()


def test_a_letter_of_a_kind_that_is_told_no_more_is_still_read(client, person):
    letter = bill(person)
    Letter.objects.update(event="bill.forgotten")
    page = shown(client, f"/panel/inbox/{letter.pk}/")
    assert page.find("h1").text == letter.title
    assert not page.select("input[type=checkbox]")


def test_nobody_chooses_beside_the_letter_of_another(client, person, make):
    letter = answer(make.person())
    assert client.post(f"/panel/inbox/{letter.pk}/", {"do": "choose"}).status_code == 404
    assert not Preference.objects.exists()


def test_what_cannot_be_switched_off_is_not_switched_off_by_a_forged_form(client, person):
    client.post(PREFERENCES, {"x": "1", "money-sms": ""})
    assert not Preference.objects.filter(topic="money", channel="sms").exists()
    bill(person)
    assert Message.objects.filter(channel="sms").exists()


def test_who_cannot_be_reached_is_told_so(client, person):
    assert "اکنون پیامکی به شما نمی‌رسد" not in shown(client, PREFERENCES).text
    person.sms_suspended_at = NOW
    person.save()
    assert "اکنون پیامکی به شما نمی‌رسد" in shown(client, PREFERENCES).text


def test_a_house_without_email_offers_none(client, person, settings):
    settings.GATEWAYS = settings.GATEWAYS | {"mail": []}
    outside.forget()
    page = shown(client, PREFERENCES)
    assert "رایانامه" not in page.find("main").text
    assert client.post(PREFERENCES, {"questions-sms": "on"})["Location"] == PREFERENCES
    assert not Preference.objects.exists()


def test_the_copy_of_ones_data_holds_letters_and_choices(client, person, make):
    bill(person)
    bill(make.person())
    actions.choose(person, {("questions", "sms"): False}, by=factories.actor(person), at=NOW)
    told = accounts.copy(person, by=factories.actor(person), at=NOW)
    assert [row["title"] for row in told["letters"]] == ["صورتحساب ۷۷۰ ریال صادر شد"]
    assert [(row["topic"], row["channel"], row["is_on"]) for row in told["preferences"]] == [("پرسش و پاسخ", "پیامک", False)]


def test_the_panel_says_how_many_letters_wait_without_another_statement(client, person):
    with CaptureQueriesContext(connection) as before:
        client.get("/panel/")
    for _ in range(3):
        bill(person)
    with CaptureQueriesContext(connection) as after:
        page = shown(client, "/panel/")
    assert len(before) == len(after)
    assert "۳ نامه خوانده‌نشده" in page.text
    for _ in range(120):
        bill(person)
    assert "بیش از ۹۹ نامه خوانده‌نشده" in shown(client, "/panel/").text
