"""The demo's disputes and contracts: one in every state, each log-in finds its own, what there is came about before now."""

from argparse import Namespace
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from kardad.cases import flow, official
from kardad.cases.models import Capability, Case, CounterConsent, Divan, Enforcement, Hearing, Referral, Seat
from kardad.commands import demo as command
from kardad.contracts import flow as between
from kardad.contracts import terms
from kardad.contracts.models import Contract, Diary, Version
from kardad.core.models import Event
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.inbox.models import Letter
from kardad.kit import ids, money
from kardad.kit.text import to_persian_digits
from kardad.outbox.models import Message
from kardad.people.demo_accounts import ACCOUNTS
from kardad.people.models import Person
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
AFTER_NOWRUZ = datetime(2027, 3, 28, 5, 10, tzinfo=UTC)
NOWRUZ = date(2027, 3, 21)
IN_AUTUMN = datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
NOBODY_SEES = {"ended"}  # with its end a contract is being settled at once
IN_A_BUREAU = {"prepared"}
ON_APPEAL = {"appealed", "rehearing"}  # of the second board alone
OF_BOTH = {"set", "heard", "adjourned", "expert", "final"}  # 2.2: the states that have a second row
OF_OTHER_ROOMS = {"practitioner", "reviewer", "finance_officer", "expert"}


def sat(me, state, instance):
    """The case of the board in which he sits."""
    return Seat.objects.get(person=me, left_at=None, instance=instance, case__state=state, case__instance=instance).case


def of_side(me, side, state):
    return Case.objects.filter(dossier__parties__person=me, dossier__parties__side=side, state=state)[0]


def followed(me):
    return Case.objects.get(dossier__parties__representations__agent=me, state="heard")


def asked(me):
    return Referral.objects.get(expert=me, state="paid").case


# Log-in -> its page, its heading, and cases of its own, of which the page of an empty room knows nothing.
LOGINS = {
    "9990001243": ("cases:cases", "دعواهای من", lambda me: [of_side(me, "claimant", state) for state in ("window", "set", "expert")]),
    "0001234560": ("cases:cases", "دعواهای من", lambda me: [of_side(me, "respondent", state) for state in ("adjourned", "serving")]),
    "9990003122": ("cases:cases", "دعواهای من", lambda me: [followed(me)]),
    "9990003130": ("cases:expertises", "کارشناسی‌های من", lambda me: [asked(me)]),
    "9990002118": ("cases_office:queue", "پرونده‌های دعوا", lambda me: list(Case.objects.filter(state="filed"))),
    "9990002029": ("cases_office:queue", "پرونده‌های دعوا", lambda me: list(Case.objects.filter(state="filed"))),
    "9990003009": ("cases_office:sittings", "جلسه‌های من", lambda me: [sat(me, state, "DB") for state in ("heard", "set")]),
    "9990003017": ("cases_office:sittings", "جلسه‌های من", lambda me: [sat(me, state, "DB") for state in ("heard", "set")]),
    "9990003033": ("cases_office:sittings", "جلسه‌های من", lambda me: [sat(me, state, "DRB") for state in sorted(OF_BOTH - {"final"})]),
    "7771230008": ("cases:counter_petitions", "دادخواست برای چه کسی است؟", lambda me: [CounterConsent.objects.get(officer=me).person]),
    "9604040405": ("cases:counter_petitions", "دادخواست برای چه کسی است؟", lambda me: []),  # nobody has come to him
}


def made(settings, time_machine, at=AFTER_NOWRUZ):
    """The demo of this moment."""
    settings.DEMO = True
    time_machine.move_to(at, tick=False)
    assert command.run(Namespace()) == 0


def entered(code):
    """The browser of a log-in, in which its person has just shown himself."""
    found = {one.particulars.code: one for one in Person.objects.filter(particulars__isnull=False).select_related("particulars")}[code]
    client = Client()
    client.force_login(found)
    factories.show(client, found, "totp")
    return found, client


def said(thing):
    """How its page names a thing."""
    return thing.name if isinstance(thing, Person) else to_persian_digits(thing.class_number or thing.number)


def test_a_case_stands_in_every_state_of_each_board_and_each_log_in_finds_its_own(settings, time_machine):
    made(settings, time_machine)
    there = set(Case.objects.values_list("state", "instance"))
    assert there >= {(state, "DB") for state in set(flow.STATES) - IN_A_BUREAU - ON_APPEAL}
    assert there >= {(state, "DRB") for state in ON_APPEAL | OF_BOTH}
    assert set(Divan.objects.values_list("state", flat=True)) == {"open", "stayed", "rejected", "quashed"}
    assert set(Enforcement.objects.values_list("state", flat=True)) == {"requested", "sent", "ended"}
    assert sorted(Referral.objects.values_list("case__instance", "state")) == [("DB", "paid"), ("DRB", "ordered")]
    for late in (Event, Letter):
        assert not late.objects.filter(at__gt=AFTER_NOWRUZ).exists()
    assert not Hearing.objects.filter(state__in=("open", "closed", "adjourned"), starts_at__gt=AFTER_NOWRUZ).exists()
    assert Capability.objects.get(can_object=True).recorded_at is not None
    assert not Message.objects.filter(state__in=("blocked", "failed")).exists()
    longest = Case.objects.filter(state="rehearing").get()
    assert verify(evidence.dossier(evidence.chain_of(longest.dossier)), keys=evidence.published_keys()).is_valid
    assert not Contract.objects.filter(starts_on__gte=NOWRUZ).exists(), "of a year without a wage nothing is written"
    assert {account.code for account in ACCOUNTS if account.role not in OF_OTHER_ROOMS} == set(LOGINS)
    for code, (name, heading, own) in LOGINS.items():
        me, client = entered(code)
        page = BeautifulSoup(client.get(reverse(name)).content, "html.parser")
        assert page.h1.get_text(" ", strip=True) == heading, code
        for thing in own(me):
            assert said(thing) in page.main.get_text(" ", strip=True), (code, thing)


def test_a_bureau_shows_what_it_prepared_and_what_an_office_has_of_it(settings, time_machine):
    settings.OPERATOR = "bureau"
    made(settings, time_machine, IN_AUTUMN)
    assert set(Case.objects.values_list("state", flat=True)) == {"draft", "prepared"}
    _, client = entered("9990001243")
    page = BeautifulSoup(client.get(reverse("cases:cases")).content, "html.parser")
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert len(rows) == 4
    for words in (("نیمه‌کاره",), (flow.STATES["prepared"],), ("۱۴۰۵/۸۸۱۲", official.STAGES["session"], "مهلت لایحه"), ("۱۴۰۵/اج/۲۱۷",)):
        assert sum(all(word in row for word in words) for row in rows) == 1, words
    assert any(money.grouped(120_000_000) in row and money.grouped(160_000_000) in row for row in rows)
    contracts_stand_at_each_point_of_their_way_and_both_sides_open_them()


def contracts_stand_at_each_point_of_their_way_and_both_sides_open_them():
    assert set(Contract.objects.values_list("state", flat=True)) == set(between.STATES) - NOBODY_SEES
    assert set(Version.objects.values_list("state", flat=True)) == between.VERSION.states
    assert not Event.objects.filter(at__gt=IN_AUTUMN).exists()
    mobiles = {terms.read(one.terms).worker.mobile for one in Contract.objects.exclude(state="draft")}
    assert all(ids.mobile(one).normalised == one for one in mobiles), "kept as the form keeps them"
    runs = Contract.objects.get(state="active")
    assert runs.successors.get().state == "sent"
    for code, side in (("9990001243", "worker"), ("0001234560", "employer")):
        me, client = entered(code)
        mine = Contract.objects.filter(**{side: me}).exclude(**({"state__in": ("draft", "dropped")} if side == "worker" else {}))
        assert mine.count() >= 3
        for one in mine:
            over = ("settlement",) if one.state in ("in_settlement", "settled") else ()
            for name in ("contract", "read", "papers", *over) if one.number else ("contract",):
                assert client.get(reverse(f"contracts:{name}", args=[one.token])).status_code == 200, (side, one.state, name)
    diary = Diary.objects.get()
    assert verify(evidence.dossier(evidence.chain_of(diary)), keys=evidence.published_keys()).is_valid
