"""The rooms of experts by their pages: the board asks, the side pays, the expert answers, the side objects; others meet nothing."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from kardad.cases.models import Case, Referral
from kardad.cases.urls import experts as urls
from kardad.inbox.models import Representation
from kardad.people.models import Person, RoleGrant
from tests import factories
from tests.cases import experts as rooms
from tests.cases import world
from tests.cases.test_pages_decisions import browser, entered, press, read
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
OPINION = "میانگین هفته‌ای ۵۲ ساعت بود."


@pytest.fixture(autouse=True)
def _scene(settings, time_machine, tmp_path):
    settings.OPERATOR, settings.MEDIA_ROOT = "authority", tmp_path
    time_machine.move_to(NOW, tick=False)


def desk(made):
    return entered(Person.objects.get(pk=made.secretary.person_id))


def state(made):
    return Case.objects.get(pk=made.case.pk).state


def test_from_the_question_to_the_decision_by_pages_alone(time_machine):
    made = rooms.heard()
    shown, hidden = rooms.evidence(made), rooms.evidence(made, "حساب.pdf")
    chair = browser(made.seats[0])
    page = read(chair, "cases_office:decision", made.case.pk)
    assert page.find("a", href=reverse("cases_office:expert", args=[made.case.pk]))
    told = {"asked_by": "board", "expert": made.expert.pk, "question": "چند ساعت؟", "fee": "۲۰٬۰۰۰٬۰۰۰", "days": "۱۰", "files": [shown.pk]}
    assert press(chair, "cases_office:refer", made.case.pk, **told)
    assert (state(made), Referral.objects.get().fee) == ("expert", 20_000_000)
    made.referral = Referral.objects.get()
    worker, employer, expert = entered(made.worker), entered(made.employer), entered(made.expert)
    page = read(worker, "cases:expert", made.case.token)
    assert page.find("a", href=reverse("billing:invoice", args=[made.referral.invoice.token]))
    ways = read(worker, "cases:case", made.case.token).text
    assert "پرداخت هزینه کارشناسی" in ways
    assert "اکنون در دست خواهان" in " ".join(ways.split())
    assert "پرداخت هزینه کارشناسی" not in read(employer, "cases:case", made.case.token).text
    assert made.referral.invoice.token not in str(read(employer, "cases:expert", made.case.token))
    read(expert, "cases:expertise", made.referral.pk, status=404)  # before the fee is paid nothing is his to read
    rooms.paid(made)
    page = read(expert, "cases:expertise", made.referral.pk)
    assert "چند ساعت؟" in page.text
    assert made.worker.name not in page.text
    assert expert.get(reverse("cases:expertise_file", args=[made.referral.pk, shown.pk])).status_code == 200
    assert expert.get(reverse("cases:expertise_file", args=[made.referral.pk, hidden.pk])).status_code == 404
    press(expert, "cases:opine", made.referral.pk, words=OPINION)
    assert OPINION in read(worker, "cases:expert", made.case.token).text
    press(employer, "cases:opinion_object", made.case.token, words="روز تعطیل را هم شمرده است.")
    assert "روز تعطیل" in read(chair, "cases_office:expert", made.case.pk).text
    read(employer, "cases:opinion_object", made.case.token, status=404)
    time_machine.move_to(NOW + rooms.LATER * 24 * 20, tick=False)
    chair = entered(made.seats[0].person)
    press(chair, "cases_office:go_on", made.case.pk)
    assert state(made) == "heard"
    read(entered(made.expert), "cases:expertise", made.referral.pk, status=404)  # and after the end none of it is


def test_strangers_other_offices_other_experts_and_the_wrong_half_meet_nothing():
    made = rooms.paid()
    other = world.filed(at_office=factories.office(name="اداره کار غرب تهران", kind="labour"))
    lapsed = rooms.expert()
    RoleGrant.objects.filter(person=lapsed).update(state="ended")
    Referral.objects.filter(pk=made.referral.pk).update(expert=lapsed)
    outside = [factories.person(), other.worker, Person.objects.get(pk=other.secretary.person_id), rooms.expert(), lapsed]
    for someone in outside:
        client = entered(someone)
        for one in urls.staff:
            assert client.get(reverse(f"cases_office:{one.name}", args=[made.case.pk])).status_code == 404, (someone, one.name)
        for one in urls.client:
            args = {"expertises": [], "expertise_file": [made.referral.pk, 1]}.get(one.name)
            args = [made.case.token if "token" in str(one.pattern) else made.referral.pk] if args is None else args
            wanted = 200 if one.name == "expertises" and someone is outside[3] else 404
            assert client.get(reverse(f"cases:{one.name}", args=args)).status_code == wanted, (someone, one.name)
    member = browser(made.seats[1])
    assert member.get(reverse("cases_office:expert", args=[made.case.pk])).status_code == 200
    for name in ("refer", "go_on", "take_up", "note_fee", "opine"):
        assert member.get(reverse(f"cases_office:{name}", args=[made.case.pk])).status_code == 404
    for name in ("refer", "go_on"):
        assert desk(made).get(reverse(f"cases_office:{name}", args=[made.case.pk])).status_code == 404
    page = BeautifulSoup(desk(made).get(reverse("cases_office:opine", args=[made.case.pk])).content, "html.parser")
    assert "ثبت نظر کاغذی" in page.text


def test_who_stands_for_the_payer_pays_for_him_and_nobody_else_sees_the_invoice():
    made = rooms.heard()
    agent = factories.person(first_name="نگار", last_name="داوری")
    Representation.objects.create(party=made.sides["claimant"], agent=agent, began_at=NOW - rooms.LATER)
    rooms.referred(made)
    address = reverse("billing:invoice", args=[made.referral.invoice.token])
    for someone, wanted in ((agent, 200), (made.worker, 200), (made.employer, 404), (made.expert, 404)):
        assert entered(someone).get(address).status_code == wanted, someone
    assert "کارشناسی پرونده" in entered(made.worker).get(address).content.decode()
    page = read(entered(agent), "cases:expert", made.case.token)
    assert page.find("a", href=address)
    assert read(entered(made.expert), "cases:cases").find("a", href=reverse("cases:expertises"))
