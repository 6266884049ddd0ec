"""The service parts of SC-1, SC-2 and SC-3 and an outage, from the first page to the last, by pages alone."""

from datetime import datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from kardad.core import sweeps
from kardad.core.models import Incident
from kardad.inbox.models import Deadline, Delivery, Dossier, Letter, Notice, Representation
from kardad.kit import calendar
from kardad.law import holidays
from kardad.people import particulars
from tests import factories
from tests.people.staff_world import company, place

pytestmark = pytest.mark.django_db
SITE = "/office/service"
OUTAGES = "/office/incidents/"
JOIN = "/panel/inbox/join/"
DECISION = {"title": "رأی بدوی", "decision_number": "۱۴۰۴/د/۵۵۱", "decided_on": "۱۴۰۴/۰۷/۲۳", "total": "۲۳۵٬۰۰۰٬۰۰۰"}
SUMMONS = {"title": "دعوتنامه", "hearing_at": "۱۴۰۴/۰۹/۲۴", "hearing_at_hour": "۱۰:۰۰", "place": "خیابان نمونه، پلاک ۱۲"}


class House:
    """A secretary at his desk and people at home; the clock goes forward, and whoever is logged out comes in again."""

    def __init__(self, clock):
        self.clock = clock
        self.secretary = factories.staff("secretary")

    def on(self, day, hour="10:00"):
        """It is this moment in Tehran."""
        self.clock.move_to(moment(day, hour), tick=False)

    def at(self, person):
        """The person's browser, in which he has just shown himself."""
        client = Client()
        client.force_login(person)
        factories.show(client, person, "totp")
        return client

    def press(self, where, person=None, **typed):
        """A form that is sent and taken; where it leads."""
        answer = self.at(person or self.secretary).post(where, typed)
        assert answer.status_code == 302, (where, answer.status_code, answer.content.decode()[:3000])
        return answer["Location"]

    def reads(self, where, person=None):
        """The words of a page that opens."""
        answer = self.at(person or self.secretary).get(where)
        assert answer.status_code == 200, (where, answer.status_code)
        return answer.content.decode()

    def opens(self, title, number, *sides):
        """A dossier with its sides."""
        where = self.press(f"{SITE}/dossiers/new/", title=title, number=number, office="")
        for side in sides:
            self.press(where, **side)
        return Dossier.objects.latest("pk")

    def serves(self, dossier, code, **typed):
        """A notice is written, seen, and placed once though the button is pressed twice; its deliveries of record by side."""
        where = self.press(f"{SITE}/dossiers/{dossier.pk}/notices/{code}/", **typed)
        made = Notice.objects.latest("pk")
        page = self.reads(f"{where}place/")
        to = [str(party.pk) for party in dossier.parties.all() if f'name="to" value="{party.pk}"' in page]
        for _ in range(2):
            assert self.press(f"{where}place/", to=to) == where
        return {one.party.side: one for one in Delivery.objects.filter(notice=made, is_copy=False)}

    def letter(self, delivery, person):
        """Where the person reads what came."""
        return f"/panel/inbox/{Letter.objects.get(delivery=delivery, person=person).pk}/"


def moment(day, hour="10:00"):
    """A moment in Tehran on a Jalali day."""
    return datetime.combine(calendar.parse_jalali(day), time.fromisoformat(hour), calendar.TEHRAN)


def served(delivery):
    """The Jalali day of service and its effect."""
    delivery.refresh_from_db()
    return (calendar.jalali(delivery.served_on) if delivery.served_on else None, delivery.effect)


def days(delivery):
    """The last safe day, the last day and the first day after."""
    row = Deadline.objects.get(delivery=delivery, superseded_at=None)
    return tuple(calendar.jalali(day) for day in (row.safe_until, row.hard_until, row.final_on))


def side(name, person, **more):
    """What the secretary types of a side."""
    return {"side": name, "name": person.name, "code": more.pop("code", ""), "mobile": "", "address": ""} | more


@pytest.fixture
def house(db, clock, no_captcha):
    """The house on the first day."""
    made = House(clock)
    made.on("1404-05-01")
    return made


def test_sc1_arrival_is_service_and_opening_moves_no_day(house, make, monkeypatch):
    maryam, clerk = make.person(code="9990007111", first_name="مریم"), make.person()
    firm = company(moment("1404-05-01"), "شرکت سپهر")
    place(firm, clerk, moment("1404-05-01"))
    sides = side("claimant", maryam, code="9990007111"), side("respondent", firm, code=firm.company_id)
    dossier = house.opens("مریم و سپهر", "۱۴۰۴/۷", *sides)
    assert [one.has_account for one in dossier.parties.order_by("pk")] == [True, True]
    house.on("1404-07-06", "22:40")
    summons = house.serves(dossier, "N1", **SUMMONS | {"hearing_at": "۱۴۰۴/۰۷/۲۰"})
    assert {served(one) for one in summons.values()} == {("1404-07-06", "legal")}
    house.on("1404-07-09", "08:15")
    house.press(house.letter(summons["respondent"], clerk), clerk, do="open")
    assert served(summons["respondent"]) == ("1404-07-06", "actual")
    assert served(summons["claimant"]) == ("1404-07-06", "legal")
    house.on("1404-07-26")
    decision = house.serves(dossier, "N7", **DECISION)
    assert {days(one) for one in decision.values()} == {("1404-08-11", "1404-08-12", "1404-08-13")}
    house.on("1404-08-12", "23:00")
    filer = dossier.parties.get(side="respondent")
    said = {"title": "اعتراض", "filer": filer.pk, "decision_number": "۱", "objector": "سپهر", "objected_on": "۱۴۰۴/۰۸/۱۲"}
    assert set(house.serves(dossier, "N8", **said)) == {"claimant"}
    house.on("1404-09-10")
    known = holidays.current().known_on(calendar.parse_jalali("1404-09-10"))
    with monkeypatch.context() as then:
        then.setattr(holidays, "current", lambda: known)
        final = house.serves(dossier, "N9", **DECISION)
        assert {days(one) for one in final.values()} == {("1404-12-10", "1404-12-11", "1404-12-12")}
    house.on("1404-12-10", "20:00")  # seven days of closing, announced on this day, follow
    sweeps.run("inbox.follow_the_calendar", timezone.now())
    assert {days(one) for one in final.values()} == {("1404-12-10", "1404-12-17", "1404-12-18")}
    page = house.reads(f"{SITE}/dossiers/{dossier.pk}/")
    assert "ابلاغ واقعی" in page
    assert "دست نخورده است" in house.reads(f"{SITE}/dossiers/{dossier.pk}/evidence/")


def test_sc2_paper_until_he_joins_and_joining_moves_no_day(house, make):
    reza, code = make.person(code="9990007111", first_name="رضا"), "9990007225"
    told = {"side": "respondent", "name": "رحیمی", "code": code, "mobile": "", "address": "تهران، خیابان نمونه"}
    house.on("1404-09-01")
    dossier = house.opens("رضا و رحیمی", "۱۴۰۴/۹", side("claimant", reza, code="9990007111"), told)
    house.on("1404-09-08")
    summons = house.serves(dossier, "N1", **SUMMONS)
    paper = f"{SITE}/paper/{summons['respondent'].pk}/"
    assert house.press(paper, agent_name="حسن امینی") == paper
    assert "نزد مأمور، تا دوشنبه ۱۰ آذر ۱۴۰۴" in house.reads(paper)
    house.on("1404-09-11")
    assert "دیر شده" in house.reads(f"{SITE}/paper/")
    call = {"outcome": "relative", "day": "۱۴۰۴/۰۹/۱۰", "hour": "۱۷:۳۰", "receiver": "حمید رحیمی"}
    assert house.at(house.secretary).post(paper, call).status_code == 422
    house.press(paper, **call, relation="برادر")
    assert served(summons["respondent"]) == ("1404-09-10", "legal")
    assert "ساعت هفده و سی دقیقه روز دوشنبه دهم آذر ماه" in house.reads(paper)
    house.on("1404-10-01")
    decision = house.serves(dossier, "N7", **DECISION)
    paper = f"{SITE}/paper/{decision['respondent'].pk}/"
    house.on("1404-10-09")
    house.press(paper, agent_name="حسن امینی")
    house.on("1404-10-10", "14:00")
    house.press(paper, outcome="handed", day="۱۴۰۴/۱۰/۱۰", hour="۱۲:۰۰", receiver="رحیمی")
    before = served(decision["respondent"]), days(decision["respondent"])
    assert before[0] == ("1404-10-10", "actual")
    house.on("1404-10-20")
    rahimi = make.person(code=code, last_name="رحیمی")
    refused = house.at(rahimi).post(JOIN, {"tracking_code": "0000000000001"})
    assert (refused.status_code, dossier.title in refused.content.decode()) == (422, False)
    house.at(rahimi).post(JOIN, {"tracking_code": dossier.tracking_code})
    house.at(rahimi).post(JOIN, {"tracking_code": dossier.tracking_code, "do": "join"})
    assert dossier.title in house.reads(dossier.url, rahimi)
    assert (served(decision["respondent"]), days(decision["respondent"])) == before
    house.on("1404-10-29")
    said = {"title": "گواهی", "decision_number": "۱", "decided_on": "۱۴۰۴/۱۰/۰۱", "final_on": "۱۴۰۴/۱۰/۲۹", "because": "مهلت گذشت"}
    assert house.serves(dossier, "N12", **said)["respondent"].via == "account"


def test_sc3_service_on_the_lawyer_runs_for_the_company(house, make):
    ali, karimi, owner = make.person(code="9990007111", first_name="علی"), make.person(last_name="کریمی"), make.person()
    firm = company(moment("1404-05-01"), "شرکت کاوه")
    place(firm, owner, moment("1404-05-01"), is_owner=True)
    house.on("1404-05-04")
    sides = side("claimant", ali, code="9990007111"), side("respondent", firm, code=firm.company_id)
    dossier = house.opens("علی و کاوه", "۱۴۰۴/۵", *sides)
    kaveh = dossier.parties.get(side="respondent")
    house.on("1404-05-11")
    names, shown = f"{SITE}/sides/{kaveh.pk}/representative/", {"was_seen": "on"}
    assert house.press(names, code=particulars.own(karimi).code, **shown) == f"{SITE}/dossiers/{dossier.pk}/"
    stands = Representation.objects.get()
    # LP 22: a second one is led to the end of the first.
    assert house.press(names, code=particulars.own(make.person()).code, **shown) == f"{SITE}/representations/{stands.pk}/end/"
    assert Representation.objects.get() == stands
    house.on("1404-06-08")
    decision = house.serves(dossier, "N7", **DECISION | {"decided_on": "۱۴۰۴/۰۶/۰۵"})
    assert "نماینده: " + karimi.name in house.reads(f"{SITE}/dossiers/{dossier.pk}/")
    copied = Delivery.objects.get(notice=decision["respondent"].notice, is_copy=True)
    house.on("1404-06-12")
    house.press(house.letter(copied, owner), owner, do="open")
    house.press(house.letter(decision["respondent"], karimi), karimi, do="open")
    assert served(copied) == (None, "")
    assert served(decision["respondent"]) == ("1404-06-08", "actual")
    assert days(decision["respondent"]) == ("1404-06-23", "1404-06-24", "1404-06-25")
    house.on("1404-06-22")
    assert house.press(f"/panel/inbox/representations/{stands.pk}/end/", owner) == dossier.url
    assert house.at(karimi).get(dossier.url).status_code == 404
    assert days(decision["respondent"]) == ("1404-06-23", "1404-06-24", "1404-06-25")
    later = house.serves(dossier, "N1", **SUMMONS | {"hearing_at": "۱۴۰۴/۰۷/۱۴"})["respondent"]
    house.press(house.letter(later, owner), owner, do="open")
    assert served(later) == ("1404-06-22", "actual")


def test_an_outage_is_flagged_its_service_voided_and_served_again(house, make):
    ali, sepehr = make.person(code="9990007111", last_name="کریمی"), make.person(code="9990007225", last_name="راد")
    house.on("1404-07-20")
    sides = side("claimant", ali, code="9990007111"), side("respondent", sepehr, code="9990007225")
    dossier = house.opens("علی و سپهر", "۱۴۰۴/۲", *sides)
    house.on("1404-07-26")
    decision = house.serves(dossier, "N7", **DECISION)
    first, other = decision["respondent"], decision["claimant"]
    manager = factories.staff("manager")
    house.on("1404-08-11", "09:00")
    house.press(OUTAGES, manager, part="site", title="قطعی سایت", text="سایت باز نمی‌شد.")
    house.on("1404-08-12", "15:00")
    house.press(f"{OUTAGES}{Incident.objects.get().pk}/", manager, afterword="برق رفته بود.")
    house.on("1404-08-12", "16:00")
    sweeps.run("inbox.look_at_outages", timezone.now())
    risk = Deadline.objects.get(delivery=first, superseded_at=None)
    assert "اختلال" in house.reads(f"{SITE}/risks/{risk.pk}/")
    assert "هنوز قطعی نیست" in house.reads(house.letter(first, sepehr), sepehr)
    also = Deadline.objects.get(delivery=other, superseded_at=None)
    house.press(f"{SITE}/risks/{also.pk}/", reason="دسترسی داشت و پرونده را خواند.")
    assert days(other) == ("1404-08-11", "1404-08-12", "1404-08-13")
    where = f"{SITE}/deliveries/{first.pk}/"
    page = house.reads(f"{where}void/")
    assert "گواهی دسترس‌پذیری این بازه" in page
    assert "گواهی دسترس‌پذیری سامانه" in house.reads(house.press(f"{where}certify/"))
    house.press(f"{where}void/", reason="در روزهای پایانی به سامانه دسترسی نداشت.")
    assert not Deadline.objects.filter(delivery=first, superseded_at=None).exists()
    assert "این ابلاغ بی‌اثر شد" in house.reads(house.letter(first, sepehr), sepehr)
    house.on("1404-08-14")
    again = house.press(f"{where}again/", via="account")
    house.press(f"{where}again/", via="account")
    anew = Delivery.objects.get(replaces=first)
    assert (again, served(anew)) == (f"{SITE}/deliveries/{anew.pk}/", ("1404-08-14", "legal"))
    assert days(anew)[0] > "1404-08-27"
    assert "دست نخورده است" in house.reads(f"{SITE}/dossiers/{dossier.pk}/evidence/")
