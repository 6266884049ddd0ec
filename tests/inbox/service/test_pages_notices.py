"""The letter of a notice: what counts is said at once, nothing opens without a press, and only the addressee reads it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from kardad.documents import sweeps
from kardad.documents.models import Document
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.inbox.actions import dossiers, notices
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.law import deadlines as law
from kardad.law import holidays, rules
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import placed
from tests.people.staff_world import company, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def enter(client, person):
    person.rules_version = "1405-09-01"
    person.save()
    client.force_login(person)
    return person


def letter_of(delivery, person):
    return Letter.objects.get(delivery=delivery, person=person)


def address(delivery, person):
    return f"/panel/inbox/{letter_of(delivery, person).pk}/"


def shown(client, where):
    response = client.get(where)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def begun(delivery):
    """The deadline of the delivery as the law counts it."""
    found = law.deadline(law.Asking(rules.current().rule("D4"), delivery.served_on), calendar=holidays.current())
    return Deadline.objects.create(
        delivery=delivery,
        code="D4",
        served_on=delivery.served_on,
        safe_until=found.safe_until,
        hard_until=found.hard_until,
        final_on=found.final_on,
        reasons=[one.as_json() for one in found.reasons],
        rule_version=found.asking.rule.version,
        calendar_version=found.calendar_version,
        computed_at=NOW,
    )


def test_looking_opens_nothing_and_says_all_that_counts(client, case):
    made = placed(case)["claimant"]
    Deadline.objects.filter(delivery=made).delete()
    begun(made)
    page = shown(client, address(made, enter(client, case.claimant)))
    main = page.find("main").text
    assert "ابلاغ قانونی" in main
    assert "شنبه ۱ آذر ۱۴۰۴" in main
    assert "یکشنبه ۱۶ آذر ۱۴۰۴" in page.select_one(".deadline-days").text
    assert page.select_one("svg.strip-picture")
    assert page.select(".strip-reasons li")
    assert "سپهر" not in main
    assert page.select("#twin-words, .paper-text") == []
    made.refresh_from_db()
    assert (made.opened_at, letter_of(made, case.claimant).read_at) == (None, None)


def test_a_press_opens_it_shows_it_in_plain_words_and_marked_for_a_voice(client, case, clock):
    made = placed(case)["claimant"]
    where = address(made, enter(client, case.claimant))
    clock.shift(2 * DAY)
    assert client.post(where, {"do": "open"})["Location"] == where
    made.refresh_from_db()
    assert (made.opened_at, made.effect) == (NOW + 2 * DAY, "actual")
    page = shown(client, where)
    assert [one.text for one in page.select("#twin-words h3")] == ["چه شده است؟", "چه باید بکنید؟", "تا کی؟", "اگر نکنید چه می‌شود؟"]
    assert all(one["data-say"] for one in page.select("#twin-words span"))
    assert "ابلاغ واقعی" in page.find("main").text
    assert [page.select_one(one).text for one in (".event-text", ".event-by")] == ["باز شد", "علی کریمی"]
    assert client.post(where, {"do": "acknowledge"})["Location"] == where
    assert "دریافت آن اعلام شد" in shown(client, where).select_one(".event-text").text
    made.refresh_from_db()
    assert made.acknowledged_at == NOW + 2 * DAY


def test_what_a_messenger_took_is_no_arrival(client, case):
    made = placed(case)["claimant"]
    Delivery.objects.filter(pk=made.pk).update(handed_at=NOW)
    way = shown(client, address(made, enter(client, case.claimant))).select_one(".timeline").text
    assert "هنوز نشانه رسیدن نیست" in way
    assert "به گوشی رسید" not in way


def test_a_confidential_one_says_nothing_until_its_person_has_shown_himself_and_said_so(client, case):
    made = placed(case, is_confidential=True)["claimant"]
    where = address(made, enter(client, case.claimant))
    page = shown(client, where)
    assert "رأی بدوی" not in page.text
    assert page.select_one("#open a")["href"].startswith(reverse("people:step_up") + "?next=")
    client.post(where, {"do": "open", "wants": "on"})
    assert Delivery.objects.get(pk=made.pk).opened_at is None
    factories.show(client, case.claimant)
    client.post(where, {"do": "open"})
    assert Delivery.objects.get(pk=made.pk).opened_at is None
    assert "رأی بدوی" not in shown(client, where).text
    client.post(where, {"do": "open", "wants": "on"})
    assert Delivery.objects.get(pk=made.pk).opened_at == NOW
    assert "رأی بدوی" in shown(client, where).text


def test_an_opened_confidential_one_is_shut_again_when_the_step_up_is_old(client, case, clock):
    made = placed(case, is_confidential=True)["claimant"]
    where = address(made, enter(client, case.claimant))
    factories.show(client, case.claimant)
    client.post(where, {"do": "open", "wants": "on"})
    clock.shift(DAY)
    client.force_login(case.claimant)
    assert "رأی بدوی" not in shown(client, where).text


def test_the_letter_is_nobody_elses(client, case, make):
    made = placed(case)["claimant"]
    where = address(made, case.claimant)
    for other in (case.respondent, make.person(), make.staff("secretary")):
        enter(client, other)
        assert client.get(where).status_code == 404
        assert client.post(where, {"do": "open"}).status_code == 404
        assert client.get(f"{where}receipt.json").status_code == 404
    assert Delivery.objects.get(pk=made.pk).opened_at is None


def test_who_stands_for_the_side_no_more_reads_no_further(client, case, secretary, make, clock):
    agent = make.person()
    stands = dossiers.represent(case.sides["claimant"], agent=agent, by=secretary, at=NOW)
    made = next(one for one in Delivery.objects.filter(notice=placed(case)["claimant"].notice) if one.agent_id == agent.pk)
    where = address(made, enter(client, agent))
    assert shown(client, where).select_one("#open")
    dossiers.end_representation(stands, by=secretary, at=NOW + DAY)
    clock.shift(2 * DAY)
    client.force_login(agent)
    page = shown(client, where)
    assert "دیگر نمی‌توانید ببینید" in page.text
    client.post(where, {"do": "open"})
    assert client.get(f"{where}receipt.json").status_code == 404
    assert Delivery.objects.get(pk=made.pk).opened_at is None


def test_a_member_who_lost_the_right_reads_no_further(client, case, secretary, make):
    firm, owner, clerk = company(NOW), make.person(), make.person()
    place(firm, owner, NOW, is_owner=True)
    seat = place(firm, clerk, NOW)
    dossiers.add_party(case.dossier, side="third", name="سپهر", organisation=firm, by=secretary, at=NOW)
    made = placed(case)["third"]
    where = address(made, enter(client, clerk))
    client.post(where, {"do": "open"})
    assert shown(client, where).select_one("#twin-words")
    seat.rights = []
    seat.save()
    assert shown(client, where).select("#twin-words") == []


def test_the_paper_and_the_receipt_are_taken_and_the_receipt_holds(client, case):
    made = placed(case)["claimant"]
    where = address(made, enter(client, case.claimant))
    received = client.get(f"{where}receipt.json")
    assert verify(received.content, keys=evidence.published()).is_valid
    assert not verify(received.content.replace(b"service.placed", b"service.opened"), keys=evidence.published()).is_valid
    token = Document.objects.get(subject_type="inbox.delivery", subject_id=made.pk).token
    assert client.get(f"{where}papers/{token}/").status_code == 404
    client.post(where, {"do": "open"})
    assert client.get(f"{where}papers/{token}/").status_code == 404
    assert "در حال آماده شدن" in shown(client, where).text
    sweeps.render(NOW)
    sweeps.sign(NOW)
    taken = client.get(f"{where}papers/{token}/")
    assert (taken.status_code, taken.content[:5]) == (200, b"%PDF-")


def test_a_voided_service_says_so_and_shows_no_deadline(client, case, secretary):
    made = placed(case)["claimant"]
    Deadline.objects.filter(delivery=made).delete()
    begun(made)
    notices.void(made, reason="دسترسی نداشت", by=secretary, at=NOW)
    page = shown(client, address(made, enter(client, case.claimant)))
    assert "این ابلاغ بی‌اثر شد" in page.text
    assert page.select("svg.strip-picture") == []
