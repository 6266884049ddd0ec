"""The pages of decisions: a board writes, votes and issues over HTTP, the secretary serves, a side objects; others meet nothing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from kardad.cases.models import Capability, Case, Decision, Finding, Objection, Vote
from kardad.cases.urls import decisions as urls
from kardad.kit import money
from kardad.law import calculators, instruments
from tests import factories
from tests.cases import boards
from tests.cases.boards import moment

pytestmark = pytest.mark.django_db
HEARD, DAY, SERVED = moment("1404-07-20"), moment("1404-07-23"), moment("1404-07-26")


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(DAY, tick=False)


def entered(person, factor="totp"):
    """A browser in which the person is logged in and has just shown himself."""
    person.rules_version = "1405-09-01"
    person.save()
    client = Client()
    client.force_login(person)
    factories.show(client, person, factor)
    return client


def browser(seat):
    """The member's browser, his second factor set up."""
    factories.with_totp(seat.person)
    return entered(seat.person)


def read(client, name, *args, status=200):
    response = client.get(reverse(name, args=args))
    assert response.status_code == status, (name, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def press(client, name, *args, **data):
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == 302, BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)[:900]
    return response


def test_a_board_decides_the_secretary_serves_and_a_side_objects(time_machine):
    made = boards.heard(at=HEARD)
    pk, token = made.case.pk, made.case.token
    chair, others = browser(made.seats[0]), [browser(one) for one in made.seats[1:]]
    assert "آغاز نوشتن" in read(chair, "cases_office:decision", pk).text
    press(chair, "cases_office:decision_draft", pk, kind="merits")
    page = read(chair, "cases_office:decision", pk)
    assert page.find("time")["datetime"] == "2025-10-19"
    assert "فرستادن برای رأی" in page.text
    said = {"outcome": "allowed", "amount": "۱۸۰٬۰۰۰٬۰۰۰", "reasons": "فیش‌ها آن را نشان می‌دهد.", "articles": ["ll-37"]}
    press(chair, "cases_office:decision_find", pk, 1, **said)
    held = others[0].post(reverse("cases_office:decision_find", args=[pk, 2]), said | {"articles": []})
    assert held.status_code == 409
    assert "در حال نوشتن است" in held.content.decode()
    short = chair.post(reverse("cases_office:decision_propose", args=[pk]))
    assert short.status_code == 422
    assert "عیدی" in short.content.decode()
    press(chair, "cases_office:decision_find", pk, 2, **(said | {"amount": "۵٬۵۰۰٬۰۰۰ تومان", "articles": [], "more": "ll-37"}))
    press(chair, "cases_office:decision_write", pk, text="پس از شنیدن سخن دو طرف")
    press(chair, "cases_office:decision_propose", pk)
    assert money.in_words(235_000_000) in read(chair, "cases_office:decision_vote", pk).text
    for led in ("propose", "redraft", "drop", "issue", "renew"):  # a member who does not chair finds none of the chair's deeds
        where = reverse(f"cases_office:decision_{led}", args=[pk])
        assert {others[0].get(where).status_code, others[0].post(where).status_code} == {404}, led
    assert "بازگرداندن" in read(chair, "cases_office:decision_redraft", pk).text
    for one in [chair, *others]:
        press(one, "cases_office:decision_vote", pk, version=1, opinion="agree")
    assert Vote.objects.filter(level=3).count() == 3
    press(chair, "cases_office:decision_issue", pk)
    decision = Decision.objects.get()
    assert (decision.state, decision.total) == ("issued", 235_000_000)

    desk = entered(made_secretary(made))
    assert "ابلاغ نشده است" in read(desk, "cases_office:decisions", pk).text
    time_machine.move_to(SERVED, tick=False)
    press(desk, "cases_office:decision_serve", decision.pk)
    assert Case.objects.get().state == "window"

    employer = entered(made.employer, "sms")
    page = read(employer, "cases:decisions", token)
    assert "۱۱ آبان ۱۴۰۴" in page.text
    assert "موافق" not in page.text
    assert money.in_words(235_000_000) in page.text
    refused = employer.post(reverse("cases:certify", args=[token]))
    assert refused.status_code == 409
    assert "۱۲ آبان ۱۴۰۴" in refused.content.decode()
    item = str(made.items[1].pk)
    press(employer, "cases:object", token, items=[item], grounds="پرداخت شده است.")
    assert Objection.objects.get().items.get().position == 2
    assert "شما اعتراض کرده‌اید" in read(employer, "cases:decisions", token).text
    read(employer, "cases:object", token, status=404)
    assert "پرداخت شده است" not in read(entered(made.worker, "sms"), "cases:decisions", token).text  # it comes as N8


def made_secretary(made):
    """The person behind the secretary of the case."""
    from kardad.people.models import Person

    return Person.objects.get(pk=made.secretary.person_id)


def every_address(made, decision, objection):
    """Each address of the room for this case."""
    known = {"pk": made.case.pk, "token": made.case.token, "position": 1, "objection": objection.pk, "issued": decision.pk}
    special = {"decision_serve": decision.pk, "objection_send_up": objection.pk}
    for space, rows in (("cases_office", urls.staff), ("cases", urls.client)):
        for one in rows:
            names = one.pattern.converters
            given = {name: known[name] for name in names} | ({"pk": special[one.name]} if one.name in special else {})
            yield reverse(f"{space}:{one.name}", kwargs=given)


def test_strangers_other_sides_other_boards_and_other_offices_meet_nothing():
    made = boards.heard(at=HEARD)
    decision = boards.served(made, {1: 1000, 2: "rejected"}, at=DAY)
    late = Objection.objects.create(
        case=made.case, decision=decision, party=made.sides["claimant"], by_id=1, grounds="x", filed_at=DAY, is_late=True
    )
    other = boards.heard(at=HEARD)
    lawyer_ended = factories.person(first_name="نگار")
    made.sides["respondent"].representations.create(agent=lawyer_ended, began_at=HEARD, ended_at=DAY)
    outsiders = {
        "a stranger": entered(factories.person()),
        "a side of another case": entered(other.worker),
        "a lawyer whose mandate is over": entered(lawyer_ended),
        "a member of another board": browser(other.seats[0]),
        "a secretary of another office": entered(made_secretary(other)),
    }
    addresses = list(every_address(made, decision, late))
    for who, client in outsiders.items():
        for where in addresses:
            for response in (client.get(where), client.post(where)):
                assert response.status_code in (404, 405), (who, where, response.status_code)
    visitor = Client()
    assert {visitor.get(where).status_code for where in addresses} <= {302, 404}
    side = entered(made.worker)
    assert {side.get(where).status_code for where in addresses if "/office/" in where} == {404}
    member = browser(made.seats[0])
    assert {member.get(where).status_code for where in addresses if "/panel/" in where or "/serve/" in where} == {404}
    assert Vote.objects.filter(decision=decision).count() == 3
    assert Decision.objects.filter(case=made.case).count() == 1


def test_nothing_of_the_room_is_there_in_a_bureau(settings):
    made = boards.heard(at=HEARD)
    decision = boards.served(made, {1: 1000, 2: "rejected"}, at=DAY)
    settings.OPERATOR = "bureau"
    assert browser(made.seats[0]).get(reverse("cases_office:decision", args=[made.case.pk])).status_code == 404
    assert entered(made.worker).get(reverse("cases:decisions", args=[made.case.token])).status_code == 404
    assert decision.state == "issued"


def test_a_representative_without_express_power_reads_why_and_the_two_ways_out():
    made = boards.heard(at=HEARD)
    boards.served(made, {1: 1000, 2: "rejected"}, at=DAY)
    lawyer = factories.person(first_name="نگار", last_name="کریمی")
    held = made.sides["respondent"].representations.create(agent=lawyer, began_at=HEARD)
    Capability.objects.create(representation=held, recorded_at=HEARD)
    page = read(entered(lawyer), "cases:object", made.case.token, status=403)
    assert "ماده ۲۶" in page.text
    assert len(page.select("main ol > li")) == 2
    refused = entered(lawyer).post(reverse("cases:object", args=[made.case.token]), {"items": [made.items[0].pk], "grounds": "x"})
    assert refused.status_code == 403
    assert not Objection.objects.exists()


def test_a_vote_and_an_objection_are_signed_by_who_has_just_shown_himself():
    made = boards.heard(at=HEARD)
    factories.with_totp(made.seats[0].person)
    boards.written(made, {1: 1000, 2: "rejected"}, at=DAY)
    stale = Client()
    made.seats[0].person.rules_version = "1405-09-01"
    made.seats[0].person.save()
    stale.force_login(made.seats[0].person)
    response = stale.post(reverse("cases_office:decision_vote", args=[made.case.pk]), {"version": 0, "opinion": "agree"})
    assert response.status_code == 302
    assert reverse("people:step_up") in response.url
    assert not Vote.objects.exists()


def test_the_computation_of_the_petition_lies_beside_the_finding_and_goes_with_it():
    made = boards.heard(at=HEARD, codes=("W03",))
    sheet = calculators.named("bonus").sheet({"year": 1403, "monthly": 150_000_000}, instruments.current()).as_json()
    amount = sheet["totals"][calculators.named("bonus").main]
    made.case.items.update(sheet=sheet, amount=amount)
    chair = browser(made.seats[0])
    press(chair, "cases_office:decision_draft", made.case.pk, kind="merits")
    page = read(chair, "cases_office:decision_find", made.case.pk, 1)
    assert money.grouped(amount) in page.select_one("section table").text
    assert page.select_one("input[name=amount]")["value"] == money.figures(amount)
    given = {"outcome": "allowed", "amount": str(amount), "reasons": "برابر برگه محاسبه.", "articles": []}
    press(chair, "cases_office:decision_find", made.case.pk, 1, **given)
    assert Finding.objects.get().sheet["calculator"] == "bonus"
    press(chair, "cases_office:decision_find", made.case.pk, 1, **(given | {"amount": "۱٬۰۰۰"}))
    assert Finding.objects.get().sheet == {}  # another sum is the board's own
