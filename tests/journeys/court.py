"""A labour office and the people of one dispute, each at a browser of his own: what they do goes through pages, and the clock forward."""

import re
from datetime import datetime, time
from io import BytesIO
from types import SimpleNamespace

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kardad.cases.models import Case, Decision, Hearing
from kardad.cases.queries import boards
from kardad.core import sweeps
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.kit import calendar
from kardad.law import holidays
from kardad.law.holidays import ClosedDay
from kardad.people.models import Person
from tests import factories
from tests.cases import world

CLAIMANT = {"father_name": "حسین", "birth_year": "۱۳۷۰", "address": "تهران، خیابان نمونه، پلاک ۱۲"}
WORKSHOP = {"name": "کارگاه نمونه", "province": "تهران", "city": "تهران", "address": "جاده نمونه، کیلومتر ۵", "is_operating": "yes"}
EMPLOYMENT = {"job": "جوشکار", "contract": "fixed", "started_on": "۱۴۰۲/۰۱/۰۱", "end": "dismissal", "ended_on": "۱۴۰۴/۰۳/۳۱"}
PERIOD = {"from_day": "۱۴۰۳/۰۱/۰۱", "to_day": "۱۴۰۳/۱۲/۳۰"}
NARRATIVE = {"text": "مزد و عیدی من پرداخت نشده است و هر بار گفتند ماه بعد."}


def moment(day, hour="10:00"):
    """A moment in Tehran on a Jalali day."""
    return datetime.combine(calendar.parse_jalali(day), time.fromisoformat(hour), calendar.TEHRAN)


def calendar_of_scenarios(monkeypatch, *shut):
    """Closed are every Friday and the days that the scenario names."""
    rows = [ClosedDay(day=calendar.parse_jalali(day), title="تعطیل", kind="official", status="sourced") for day in shut]
    made = holidays.Calendar(rows, range(1400, 1410))
    monkeypatch.setattr(holidays, "current", lambda: made)


def soup(answer):
    """A page as it can be asked."""
    return BeautifulSoup(answer.content, "html.parser")


def words(answer):
    """The words of a page."""
    return soup(answer).get_text(" ", strip=True)


def links(answer):
    """Every address to which a page leads or sends a form."""
    return {one.get("href") or one.get("action") for one in soup(answer).select("a[href], form[action]")}


class Court:
    """An office with its secretary, its room and enough members for both boards, and the clock of the day."""

    def __init__(self, clock, day):
        self.clock = clock
        self.on(day)
        self.office = world.office()
        self.secretary = Person.objects.get(pk=world.secretary(self.office).person_id)
        self.room = world.pool(self.office, at=moment(day))

    def on(self, day, hour="10:00"):
        """It is this moment in Tehran."""
        self.clock.move_to(moment(day, hour), tick=False)

    def at(self, person):
        """The person's browser, in which he has just shown himself."""
        client = Client()
        client.force_login(person)
        factories.show(client, person, "totp")
        return client

    def press(self, who, name, /, *args, **typed):
        """A form that is sent and taken; where it leads."""
        answer = self.tries(who, name, *args, **typed)
        assert answer.status_code == 302, (name, answer.status_code, words(answer)[:1500])
        return answer["Location"]

    def tries(self, who, name, /, *args, **typed):
        """What a form is answered with; `name` is that of a page or an address."""
        return self.at(who).post(_address(name, args), {"csrfmiddlewaretoken": "as a browser sends it"} | typed)

    def opens(self, who, name, *args, status=200):
        """A page as it is answered."""
        answer = self.at(who).get(_address(name, args))
        assert answer.status_code == status, (name, answer.status_code)
        return answer

    def reads(self, who, name, *args):
        """The words of a page that opens."""
        return words(self.opens(who, name, *args))

    def paper(self, who, notice):
        """The words of the sealed paper of a notice that the person opened."""
        for name in ("documents.render", "documents.sign"):
            sweeps.run(name, timezone.now())
        letter = Letter.objects.get(delivery__notice=notice, person=who)
        where = f"/panel/inbox/{letter.pk}/"
        self.press(who, where, do="open")
        address = next(one for one in links(self.opens(who, where)) if one and f"{where}papers/" in one)
        raw = self.opens(who, address).content
        return "\n".join(one.extract_text() for one in PdfReader(BytesIO(raw)).pages)

    def petition(self, who, *respondents, claims, side="worker", **told):
        """A whole petition through every page, signed and filed; `claims` are codes with what is typed of each."""
        client = self.at(who)

        def follow(answer):
            assert answer.status_code == 302, words(answer)[:1500]
            return answer["Location"]

        at = follow(client.post(reverse("cases:petition_new"), {"side": side, "whom": told.get("whom", "self")}))
        known = {one["name"]: one.get("value", "") for one in soup(client.get(at)).select("main input[name]") if one["name"] in KNOWN}
        at = follow(client.post(at, known | CLAIMANT))
        at = follow(client.get(at))
        for place, one in enumerate(respondents, start=1):
            follow(client.post(at.replace("respondents/1/", f"respondents/{place}/"), one))
        at = follow(client.post(at.replace("respondents/1/", "respondents/")))
        at = follow(client.post(follow(client.post(at, WORKSHOP))))
        claims_page = follow(client.post(at, EMPLOYMENT))
        at = follow(client.post(claims_page, {"codes": list(claims)}))
        for place, typed in enumerate(claims.values(), start=1):
            follow(client.post(re.sub(r"claims/\d+/", f"claims/{place}/", at), PERIOD | typed))
        at = follow(client.post(claims_page))
        at = follow(client.post(follow(client.post(at, NARRATIVE))))
        at = follow(client.post(at, {"tried": "no"}))
        follow(client.post(follow(client.post(at)), {"true": "on"}))
        return Case.objects.latest("pk")

    def draws(self, case):
        """The panel is promised and drawn; each member can be asked for his factor."""
        for name in ("commit", "draw"):
            self.press(self.secretary, f"cases_office:{name}", case.pk)
            self.clock.shift(1)
        seats = list(boards.panel(Case.objects.get(pk=case.pk)))
        for seat in seats:
            if not seat.person.authenticator_set.exists():
                factories.with_totp(seat.person)
        return seats

    def sets(self, case, day, hour="10:00"):
        """The session is set for this moment and both sides are invited."""
        said = {"slot": "", "day": day.replace("-", "/"), "hour": hour, "room": self.room.pk}
        self.press(self.secretary, "cases_office:set_hearing", case.pk, **said)
        return Hearing.objects.filter(case=case).latest("pk")

    def meets(self, hearing, *sides, but=()):
        """The session is opened with every member but those and these sides, written down, closed and signed by the chair."""
        seats = [one for one in boards.panel(Case.objects.get(pk=hearing.case_id)) if one not in but]
        chair = seats[0].person
        self.comes(hearing, *seats, *sides)
        self.press(chair, "cases_office:open_hearing", hearing.pk)
        self.press(self.secretary, "cases_office:minutes", hearing.pk, claimant="مزد من پرداخت نشده است.", respondent="پرداخت شده است.")
        self.press(chair, "cases_office:close_hearing", hearing.pk)
        for seat in seats:
            seen = soup(self.opens(seat.person, "cases_office:sign_minutes", hearing.pk)).select_one("input[name=seen]")["value"]
            self.press(seat.person, "cases_office:sign_minutes", hearing.pk, seen=seen)
        return seats

    def comes(self, hearing, *who):
        """Members and sides are in the room."""
        for one in who:
            kind = "party" if hasattr(one, "side") else "seat"
            self.press(self.secretary, "cases_office:come", hearing.pk, who=f"{kind}-{one.pk}", by_whom="self")

    def writes(self, case, chair, **found):
        """The chair writes what is found on each item (`item_1={…}`) and puts it to the vote; the version to vote on."""
        self.press(chair, "cases_office:decision_draft", case.pk, kind="merits")
        for name, typed in found.items():
            said = {"reasons": "مدارک پرونده آن را نشان می‌دهد.", "articles": []} | typed
            self.press(chair, "cases_office:decision_find", case.pk, int(name.removeprefix("item_")), **said)
        self.press(chair, "cases_office:decision_propose", case.pk)
        return Decision.objects.filter(case=case).latest("pk").version

    def votes(self, case, seats, version, *, against=()):
        """Every one of these members signs what he holds."""
        for seat in seats:
            said = {"opinion": "against", "dissent": "نظر دیگری دارم."} if seat in against else {"opinion": "agree", "dissent": ""}
            self.press(seat.person, "cases_office:decision_vote", case.pk, version=version, **said)

    def decides(self, case, seats, *, against=(), **found):
        """The board decided so and the decision is issued."""
        version = self.writes(case, seats[0].person, **found)
        self.votes(case, seats, version, against=against)
        self.press(seats[0].person, "cases_office:decision_issue", case.pk)
        return Decision.objects.filter(case=case).latest("pk")

    def serves(self, decision):
        """The decision is on its way to both sides; its deliveries of record by side."""
        self.press(self.secretary, "cases_office:decision_serve", decision.pk)
        decision.refresh_from_db()
        return deliveries(decision.notice)


KNOWN = ("first_name", "last_name", "code", "company_name", "company_id", "registration_number", "signatory", "mobile")


def deliveries(notice):
    """The deliveries of record of a notice, by side."""
    return {one.party.side: one for one in Delivery.objects.filter(notice=notice, is_copy=False).select_related("party")}


def served(delivery):
    """The Jalali day of service and its effect."""
    delivery.refresh_from_db()
    return (calendar.jalali(delivery.served_on) if delivery.served_on else None, delivery.effect)


def days(delivery):
    """The last safe day, the last day and the first day after."""
    row = Deadline.objects.get(delivery=delivery, superseded_at=None)
    return tuple(calendar.jalali(day) for day in (row.safe_until, row.hard_until, row.final_on))


def sides(case):
    """The sides of a case by what they are in it."""
    return SimpleNamespace(**{one.side: one for one in case.dossier.parties.all()})


def state(case):
    """State, instance and the day of finality as they are kept."""
    kept = Case.objects.get(pk=case.pk)
    return kept.state, kept.instance, calendar.jalali(kept.final_on) if kept.final_on else None


def _address(name, args):
    return name if name.startswith("/") else reverse(name, args=args)
