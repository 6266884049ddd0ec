"""A petition that a bureau prepared is followed by the office's own numbers: its papers, days, decisions, and money to the last rial."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from kardad.cases import official, sweeps
from kardad.cases.actions import filing
from kardad.cases.actions import official as actions
from kardad.cases.models import OfficialEntry
from kardad.core import files
from kardad.inbox.models import Deadline, Letter
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.portal import queries as portal
from tests import factories
from tests.cases import petitions, world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = calendar.tehran_day(NOW)
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40)


@pytest.fixture
def me(client, clock, no_captcha):
    """A worker whose bureau prepared his petition."""
    found = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    client.force_login(found)
    return found


@pytest.fixture
def case(me, settings):
    """The prepared petition."""
    world.office()
    with override_settings(OPERATOR="bureau"):
        return filing.prepare(petitions.whole(me), by=factories.actor(me), at=NOW)


def said(day):
    """A day as people type it."""
    return calendar.slashed(day)


def test_a_prepared_petition_is_followed_from_its_filing_to_the_last_rial(me, case, client, clock):
    at = reverse("cases:official", args=[case.token])
    assert at in client.get(petitions.address(case, "petition_prepared")).content.decode()
    tell = lambda kind, **typed: client.post(reverse("cases:official_tell", args=[case.token, kind]), typed)  # noqa: E731
    assert tell("ruling", on=said(TODAY)).status_code == 404  # nothing is decided of what is not filed
    assert tell("filed", on=said(TODAY), place="اداره کار شرق").status_code == 422  # its number is missing
    assert tell("filed", on=said(TODAY + timedelta(days=1)), number="1", place="اداره کار").status_code == 422
    assert tell("filed", on=said(TODAY), number="۱۴۰۴/۸۸۱۲", place="اداره کار شرق")["Location"] == at
    assert "۱۴۰۴/۸۸۱۲" in client.get(at).content.decode()
    with pytest.raises(filing.AlreadyThere):
        filing.resume(case, by=factories.actor(me), at=NOW)
    session = TODAY + timedelta(days=10)
    assert tell("session", on=said(TODAY - timedelta(days=1)), place="اتاق ۲").status_code == 422
    assert tell("session", on=said(session), hour="۱۰:۳۰", place="اتاق ۲")["Location"] == at
    assert client.get(at).context["found"].ahead.hour == time(10, 30)
    for days, letters in ((6, 0), (7, 1), (8, 1), (9, 2), (11, 2)):
        moment = datetime.combine(TODAY + timedelta(days=days), time(9, 1), tzinfo=calendar.TEHRAN).astimezone(UTC)
        sweeps.remind_official(moment)
        assert Letter.objects.filter(event="official.soon", person=me).count() == letters, days
    clock.move_to(NOW + timedelta(days=20))
    client.force_login(me)
    ruled = TODAY + timedelta(days=12)
    assert tell("ruling", on=said(ruled), number="۹۹", amount="180,000,000", text="پرداخت مزد")["Location"] == at
    assert tell("notice", code="N7", on=said(ruled), number="۷۷")["Location"] == at
    assert client.get(at).context["until"][0].safe_until == ruled + timedelta(days=15)
    assert tell("money", on=said(ruled), amount="30000001")["Location"] == at
    found = client.get(at).context["found"]
    assert (found.awarded, found.received, found.owed, found.stage) == (180_000_000, 30_000_001, 149_999_999, "ruling")
    assert tell("final", on=said(ruled), number="۱۰۰", amount="170,000,000")["Location"] == at
    assert tell("enforcement", on=said(ruled), number="۵", place="دادگاه")["Location"] == at
    assert tell("money", on=said(ruled), amount="139999999")["Location"] == at
    found = client.get(at).context["found"]
    assert (found.owed, dict(found.numbers)["شماره اجرا"]) == (0, "۵")
    money = OfficialEntry.objects.filter(case=case, kind="money").latest("pk")
    assert client.post(reverse("cases:official_void", args=[case.token, money.pk]))["Location"] == at
    assert client.get(at).context["found"].owed == 139_999_999
    assert tell("closed", on=said(ruled), text="همه پرداخت شد")["Location"] == at
    assert tell("money", on=said(ruled), amount="1").status_code == 404
    for person, code in ((factories.person(), 404), (None, 302)):
        browser = Client()
        if person:
            browser.force_login(person)
        for name, *more in (("official",), ("official_tell", "money"), ("official_void", money.pk)):
            assert browser.get(reverse(f"cases:{name}", args=[case.token, *more])).status_code == code


def test_a_notice_told_has_its_deadline_in_the_kartable_and_none_when_it_is_taken_back(me, case):
    by = factories.actor(me)
    with pytest.raises(actions.OutOfTurn):
        actions.tell(case, actions.Told(kind="notice", on=TODAY, number="1", code="N7"), by=by, at=NOW)
    filed = actions.tell(case, actions.Told(kind="filed", on=TODAY, number="8812", place="اداره کار شرق"), by=by, at=NOW)
    entry = actions.tell(case, actions.Told(kind="notice", on=TODAY, number="77", code="N7"), by=by, at=NOW)
    assert actions.tell(case, actions.Told(kind="notice", on=TODAY, number="77", code="N7"), by=by, at=NOW).pk == entry.pk
    again = actions.tell(case, actions.Told(kind="notice", on=TODAY, number="78", code="N4"), by=by, at=NOW)
    fee = actions.Told(kind="notice", on=TODAY, number="79", code="N5", days=10)
    photo = files.store(SimpleUploadedFile("برگه.jpg", PHOTO, "image/jpeg"), owner_id=me.pk, at=NOW)
    told = [fee, replace(fee, days=15), replace(fee, photos=[photo]), fee]  # other days or a picture are another paper
    assert len({actions.tell(case, one, by=by, at=NOW + timedelta(seconds=5)).pk for one in told}) == 3
    assert again.delivery.notice.dossier == entry.delivery.notice.dossier  # one folder a petition
    assert Deadline.objects.get(delivery=entry.delivery, superseded_at=None).safe_until == TODAY + timedelta(days=15)
    with pytest.raises(actions.OutOfTurn):
        actions.void(filed, by=by, at=NOW)  # what rests on it stands
    actions.void(entry, by=by, at=NOW)
    actions.void(entry, by=by, at=NOW)
    entry.delivery.refresh_from_db()
    assert entry.delivery.voided_at == NOW
    assert not Deadline.objects.filter(delivery=entry.delivery, superseded_at=None).exists()
    with pytest.raises(NotAllowed):
        actions.tell(case, actions.Told(kind="money", on=TODAY, amount=1), by=factories.actor(factories.person()), at=NOW)
    with pytest.raises(actions.Lacks):
        actions.tell(case, actions.Told(kind="money", on=TODAY), by=by, at=NOW)


def listed(client, django_assert_max_num_queries):
    """The rows of «دعواهای من», by what they say and where they lead."""
    with django_assert_max_num_queries(10):
        answer = client.get(reverse("cases:cases"))
    return {row.find("a")["href"]: row.get_text(" ", strip=True) for row in BeautifulSoup(answer.content, "html.parser").select("tbody tr")}


def test_what_an_office_has_stands_in_my_cases_with_its_number_its_days_and_its_money(me, case, client, django_assert_max_num_queries):
    by, course = factories.actor(me), reverse("cases:official", args=[case.token])
    ready = reverse("cases:petition_prepared", args=[case.token])
    tell = lambda of, kind, day=TODAY, **more: actions.tell(of, actions.Told(kind=kind, on=day, **more), by=by, at=NOW)  # noqa: E731
    rows = listed(client, django_assert_max_num_queries)
    assert list(rows) == [ready]
    assert "هنوز ثبت نشده" in rows[ready]
    assert ready in client.get(reverse("cases:petitions")).content.decode()
    assert portal.standing_of(me.pk, NOW).petition == case.token
    tell(case, "filed", number="۱۴۰۴/۸۸۱۲", place="اداره کار شرق")
    tell(case, "ruling", number="۹۹", amount=180_000_000)
    tell(case, "notice", number="۷۷", code="N7")
    tell(case, "session", TODAY + timedelta(days=10), hour=time(10, 30), place="اتاق ۲")
    tell(case, "money", amount=30_000_001)
    others = []
    for place in range(6):
        with override_settings(OPERATOR="bureau"):
            others.append(filing.prepare(petitions.whole(me), by=by, at=NOW + timedelta(minutes=place)))
        tell(others[-1], "filed", number=str(place + 1), place="اداره کار")
        tell(others[-1], "notice", number="۷۸", code="N7")
    here = world.filed().sides["claimant"]  # one that is here lies beside those that are there
    type(here).objects.filter(pk=here.pk).update(person=me)
    rows = listed(client, django_assert_max_num_queries)
    assert len(rows) == 8
    for said in ("علیه سپهر راد", "۱۴۰۴/۸۸۱۲", "۹۹", official.STAGES["session"], calendar.long(TODAY + timedelta(days=10)), "۱۰:۳۰"):
        assert said in rows[course], said
    assert f"مهلت تا {calendar.long(TODAY + timedelta(days=15))}" in rows[course]
    assert (money.grouped(30_000_001) in rows[course], money.grouped(149_999_999) in rows[course]) == (True, True)
    assert "نیمه‌کاره" not in "".join(rows.values())
    assert case.token not in client.get(reverse("cases:petitions")).content.decode()
    assert portal.standing_of(me.pk, NOW).petition == ""
    stranger = Client()
    stranger.force_login(factories.person())
    assert listed(stranger, django_assert_max_num_queries) == {}


def test_after_the_session_of_an_appeal_its_decision_can_be_told():
    entries = [OfficialEntry(kind=kind, on=TODAY) for kind in ("filed", "ruling", "objection", "session")]
    assert "final" in official.picture(entries, today=TODAY).next_kinds
