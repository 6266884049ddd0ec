"""SC-1 in a real Chromium, on a desk and on a telephone: from the petition through both boards to the request for enforcement."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as django
from django.test import Client
from django.urls import reverse

from kardad.cases.actions import decisions
from kardad.cases.models import Case, Decision, Enforcement, Hearing, Objection
from kardad.cases.queries import boards as panel
from kardad.kit import money
from kardad.kit.text import to_persian_digits
from kardad.people.models import Person
from tests import factories
from tests.browser.looking import DESK, PHONE
from tests.cases import boards, petitions, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AWARD = 180_000_000
ENFORCE = "درخواست اجرای رأی"


class House:
    """Four people at four browsers of one size; after a jump of the clock each comes in anew."""

    def __init__(self, browser, site, size, clock):
        self.browser, self.site, self.size, self.clock = browser, site, size, clock
        self.opened = []

    def at(self, person):
        """The person's page, in which he has just shown himself."""
        client = Client()
        client.force_login(person)
        factories.show(client, person, "totp")
        context = self.browser.new_context(viewport=self.size, locale="fa-IR", base_url=self.site)
        context.set_default_timeout(20_000)
        name = django.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.site}])
        self.opened.append(context)
        return context.new_page()

    def on(self, at):
        """It is this moment; time goes on from it."""
        self.clock.move_to(at, tick=True)

    def close(self):
        """Every browser is shut."""
        for one in self.opened:
            one.close()


@pytest.fixture
def house(browser, live_server, time_machine, request, settings):
    """The people's browsers, of the size that is asked for."""
    settings.OPERATOR = "authority"
    made = House(browser, live_server.url, request.param, time_machine)
    made.on(datetime.now(UTC))  # a browser has a clock of its own: what its cookies say must lie ahead of it
    yield made
    made.close()


def goes(page, name, *args):
    """The page of this name; nothing of it stands out at its side."""
    page.goto(reverse(name, args=args))
    fits(page)


def fits(page):
    """Nothing of the page is wider than the window."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def send(page, name=None):
    """The form of the page is sent by its button, and where it leads fits too."""
    scope = page.locator("main form[method=post]")
    button = scope.get_by_role("button", name=name) if name else scope.locator("button[type=submit]")
    before = page.url
    button.first.click()
    page.wait_for_load_state()
    fits(page)
    return before


def ticks(page, name, value):
    """The box or circle of this value."""
    page.locator(f"main [name={name}][value='{value}']").check(force=True)


def types(page, told):
    """What a step asks is typed, chosen or ticked; what the house knows already it does not ask."""
    for name, value in told.items():
        box = page.locator(f"main [name={name}]")
        kind = box.first.evaluate("one => one.type") if box.count() else ""
        if kind in ("radio", "checkbox"):
            ticks(page, name, value)
        elif kind == "select-one":
            box.select_option(value)
        elif kind:
            box.fill(value)


def onward(page, told=None):
    """The step is answered, and one goes on to the next."""
    types(page, told or {})
    before = page.url
    page.locator("#form .buttons button.button-primary").last.click()
    page.wait_for_url(lambda url: url != before)
    fits(page)


def writes(s, against):
    """The worker writes his petition step by step (LP 31), from its first page to its review."""
    goes(s.page, "cases:petition_new")
    for told in ({"side": "worker", "whom": "self"}, petitions.CLAIMANT, against, {}, petitions.WORKSHOP, {}, petitions.EMPLOYMENT):
        onward(s.page, told)
    for code in ("W01", "W19"):
        ticks(s.page, "codes", code)
    onward(s.page)
    onward(s.page, {"from_day": "۱۴۰۴/۰۱/۰۱", "to_day": "۱۴۰۴/۰۶/۳۱", "way": "typed", "amount": "۱۸ میلیون تومان"})
    for told in ({}, petitions.NARRATIVE, {}, petitions.CONCILIATION):
        onward(s.page, told)
    return Case.objects.get()


def begins(house, s):
    """The office and its boards, a worker and his employer with accounts."""
    s.now = datetime.now(UTC)
    office = world.office()
    world.pool(office, at=s.now)
    s.clerk = Person.objects.get(pk=world.secretary(office).person_id)
    s.worker = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    s.employer = factories.person(level=2, role="employer", first_name="سپهر", last_name="راد")


def files(house, s):
    """The worker signs his petition, written in the browser on the telephone, and has its receipt."""
    against = {"kind": "natural", "first_name": "سپهر", "last_name": "راد", "code": s.employer.particulars.code, "address": "تهران"}
    s.page = house.at(s.worker)
    draft = writes(s, against) if house.size == PHONE else petitions.whole(s.worker, at=s.now, respondents=[against])
    goes(s.page, "cases:petition_check", draft.token)
    send(s.page, "رفتن به امضا")
    assert money.grouped(AWARD) in s.page.inner_text("main")
    s.page.locator("[name=true]").check(force=True)
    send(s.page)
    s.case = Case.objects.get()
    assert s.case.state == "filed"
    assert [(one.code, one.amount) for one in s.case.items.order_by("position")] == [("W01", AWARD), ("W19", None)]
    assert to_persian_digits(s.case.dossier.tracking_code) in s.page.inner_text("main")


def is_set(house, s):
    """The clerk accepts it, has its panel drawn and sets the day."""
    s.desk = house.at(s.clerk)
    goes(s.desk, "cases_office:accept", s.case.pk)
    send(s.desk)
    summons(s)
    goes(s.page, "cases:case", s.case.token)
    assert "تعیین وقت هیئت تشخیص" in s.page.inner_text("main")


def summons(s):
    """The clerk has a panel drawn, and both sides are invited to its session."""
    for name in ("انتشار اثر قرعه", "کشیدن قرعه"):
        goes(s.desk, "cases_office:panel", s.case.pk)
        send(s.desk, name)
    goes(s.desk, "cases_office:set_hearing", s.case.pk)
    send(s.desk)  # the first time at which everybody is free is chosen already
    s.hearing = Hearing.objects.latest("pk")
    s.seats = list(panel.panel(Case.objects.get()))


def is_heard(house, s):
    """Everybody came; the chair opens and closes, the clerk writes what is said, and the chair signs it."""
    house.on(s.hearing.starts_at)
    factories.with_totp(s.seats[0].person)
    s.desk, s.chair = house.at(s.clerk), house.at(s.seats[0].person)
    goes(s.desk, "cases_office:hearing", s.hearing.pk)
    for _ in range(len(s.seats) + 2):
        s.desk.locator("main form[action$='/come/'] button[type=submit]").first.click()
        s.desk.wait_for_load_state()
    fits(s.desk)
    goes(s.chair, "cases_office:hearing", s.hearing.pk)
    send(s.chair, "آغاز جلسه")
    goes(s.desk, "cases_office:minutes", s.hearing.pk)
    s.desk.fill("main [name=claimant]", "مزد شش ماه را نداده‌اند.")
    send(s.desk)
    goes(s.chair, "cases_office:hearing", s.hearing.pk)
    send(s.chair, "ختم جلسه")
    goes(s.chair, "cases_office:sign_minutes", s.hearing.pk)
    send(s.chair)
    assert Case.objects.get().state == "heard"


def decides(s, found):
    """The chair writes and votes with the others, issues; the clerk serves."""
    goes(s.chair, "cases_office:decision_draft", s.case.pk)
    send(s.chair)
    for position, outcome in found.items():
        goes(s.chair, "cases_office:decision_find", s.case.pk, position)
        ticks(s.chair, "outcome", outcome)
        if outcome == "allowed":
            s.chair.fill("main [name=amount]", "۱۸۰٬۰۰۰٬۰۰۰")
        s.chair.fill("main [name=reasons]", "مدارک پرونده آن را نشان می‌دهد.")
        send(s.chair)
    goes(s.chair, "cases_office:decision_propose", s.case.pk)
    send(s.chair)
    goes(s.chair, "cases_office:decision_vote", s.case.pk)
    assert money.in_words(AWARD) in s.chair.inner_text("main")
    ticks(s.chair, "opinion", "agree")
    send(s.chair)
    s.decision = Decision.objects.latest("pk")
    for seat in s.seats[1:]:
        decisions.vote(s.decision, by=boards.member(seat), at=datetime.now(UTC), version=1, opinion="agree", dissent="")
    goes(s.chair, "cases_office:decision_issue", s.case.pk)
    send(s.chair)
    goes(s.desk, "cases_office:decision_serve", s.decision.pk)
    send(s.desk)
    s.decision.refresh_from_db()


def is_decided(house, s):
    """The first board allows the wage, and both have its decision."""
    decides(s, {1: "allowed", 2: "rejected"})
    assert (s.decision.total, s.decision.notice.code, Case.objects.get().state) == (AWARD, "N7", "window")
    goes(s.page, "cases:case", s.case.token)
    assert ENFORCE not in s.page.inner_text("main")


def objects(house, s):
    """The employer reads it and objects in time; the worker sees where it goes."""
    house.on(s.hearing.starts_at + timedelta(days=10))
    theirs, s.page = house.at(s.employer), house.at(s.worker)
    goes(theirs, "cases:decisions", s.case.token)
    words = theirs.inner_text("main")
    assert money.in_words(AWARD) in words
    assert "موافق" not in words
    theirs.locator("main").get_by_role("link", name=re.compile("ثبت اعتراض")).first.click()
    theirs.wait_for_url("**/object/")
    ticks(theirs, "items", str(s.case.items.get(position=1).pk))
    theirs.fill("main [name=grounds]", "مزد را پرداخت کرده‌ایم.")
    send(theirs)
    filed = Objection.objects.get()
    assert (filed.is_late, Case.objects.get().state) == (False, "appealed")
    assert "شما اعتراض کرده‌اید" in theirs.inner_text("main")
    goes(s.page, "cases:case", s.case.token)
    assert "هیئت حل اختلاف" in s.page.inner_text("main")


def is_heard_on_appeal(house, s):
    """The nine of the appeal board are drawn and meet: nobody of the first board among them."""
    first = {one.person_id for one in s.seats}
    s.desk = house.at(s.clerk)
    summons(s)
    assert (len(s.seats), first & {one.person_id for one in s.seats}) == (9, set())
    is_heard(house, s)


def is_final(house, s):
    """The appeal board upholds: final on issue; what is served (N9) names the Divan and its days, and no vote."""
    decides(s, {1: "upheld"})
    case = Case.objects.get()
    assert (s.decision.total, s.decision.notice.code, case.state, case.instance) == (AWARD, "N9", "final", "DRB")
    s.page, s.theirs = house.at(s.worker), house.at(s.employer)
    for one in (s.page, s.theirs):
        goes(one, "cases:decisions", s.case.token)
        words = one.inner_text("main")
        assert "دیوان عدالت اداری" in words
        assert money.in_words(AWARD) in words
        assert "موافق" not in words


def asks_for_enforcement(house, s):
    """The worker asks for enforcement from his case's page, once; the employer has no such button and reads what is owed."""
    goes(s.theirs, "cases:case", s.case.token)
    assert ENFORCE not in s.theirs.inner_text("main")
    goes(s.page, "cases:case", s.case.token)
    s.page.locator("main").get_by_role("link", name=ENFORCE).first.click()
    s.page.wait_for_url("**/enforce/")
    fits(s.page)
    s.page.fill("main [name=iban]", "IR580540105180021273113007")
    send(s.page)
    made = Enforcement.objects.get()
    assert (made.state, made.owed, made.decision_id) == ("requested", AWARD, s.decision.pk)
    for one in (s.page, s.theirs):
        goes(one, "cases:enforcement", s.case.token)
        assert money.grouped(AWARD) in one.inner_text("main")


@pytest.mark.parametrize("house", [DESK, PHONE], indirect=True, ids=["1280", "390"])
def test_four_people_take_a_dispute_from_its_petition_to_enforcement(house):
    s = SimpleNamespace()
    first = (begins, files, is_set, is_heard, is_decided, objects)
    for step in (*first, is_heard_on_appeal, is_final, asks_for_enforcement):
        step(house, s)
