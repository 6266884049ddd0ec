"""SC-2 of the documents, whole and by pages alone: an employer without an account, final by lapse, enforced to the last rial."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kardad.cases.models import Case, Enforcement
from kardad.core import sweeps
from kardad.inbox.models import Notice
from kardad.kit import money
from tests import factories
from tests.journeys.court import Court, calendar_of_scenarios, days, deliveries, links, moment, served, sides, state, words

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
CODE = "9990007225"
RAHIMI = {"kind": "natural", "first_name": "کاوه", "last_name": "رحیمی", "code": CODE, "address": "تهران، خیابان نمونه، پلاک ۲۰"}
ASKED = {"W01": {"way": "typed", "amount": "۱۰۰٬۰۰۰٬۰۰۰"}, "W03": {"way": "typed", "amount": "۴۰٬۰۰۰٬۰۰۰"}}
JOIN = "/panel/inbox/join/"
IBAN = "IR580540105180021273113007"


@pytest.fixture
def court(db, clock, no_captcha, monkeypatch, settings, tmp_path):
    """The office on the first day; one more day is closed."""
    settings.OPERATOR, settings.MEDIA_ROOT = "authority", tmp_path
    calendar_of_scenarios(monkeypatch, "1404-10-27")
    return Court(clock, "1404-09-01")


def sweep(*names):
    """What the sweeps do now."""
    for name in names:
        sweeps.run(name, timezone.now())


def by_hand(court, delivery, *, given, on, **outcome):
    """An agent took the paper on one day and told on another what came of it."""
    where = f"/office/service/paper/{delivery.pk}/"
    court.on(given)
    court.press(court.secretary, where, agent_name="حسن امینی")
    court.on(on, "20:00")
    court.press(court.secretary, where, day=on.replace("-", "/"), **outcome)
    return where


def enforcement(court, who, case):
    """Whether a page of the case leads to enforcement."""
    pages = [court.opens(who, name, case.token) for name in ("cases:case", "cases:decisions")]
    return {one for page in pages for one in links(page) if one and "enforce" in one}


def heard(court, reza):
    """Steps 1 to 3: filed, accepted, the employer invited on paper, the session without him."""
    case = court.petition(reza, RAHIMI, claims=ASKED)
    assert (state(case)[0], "رحیمی" in case.dossier.title) == ("filed", True)
    there = sides(case)
    assert (there.claimant.has_account, there.respondent.has_account) == (True, False)
    court.on("1404-09-04")
    court.press(court.secretary, "cases_office:accept", case.pk)
    seats = court.draws(case)
    court.on("1404-09-08")
    hearing = court.sets(case, "1404-09-24")
    summons, copy = (deliveries(Notice.objects.get(code=code)) for code in ("N1", "N3"))
    assert served(summons["claimant"]) == ("1404-09-08", "legal")
    assert (summons["respondent"].via, served(summons["respondent"])[0]) == ("paper", None)
    brother = {"outcome": "relative", "hour": "۱۷:۳۰", "receiver": "حمید رحیمی", "relation": "برادر"}
    where = f"/office/service/paper/{summons['respondent'].pk}/"
    court.press(court.secretary, where, agent_name="حسن امینی")
    assert "نزد مأمور، تا دوشنبه ۱۰ آذر ۱۴۰۴" in court.reads(court.secretary, where)
    court.on("1404-09-10", "20:00")
    court.press(court.secretary, where, day="1404/09/10", **brother)
    assert served(summons["respondent"]) == ("1404-09-10", "legal")
    by_hand(court, copy["respondent"], given="1404-09-11", on="1404-09-11", **brother)
    court.on("1404-09-24")
    court.meets(hearing, there.claimant)
    assert state(case) == ("heard", "DB", None)
    refused = court.tries(seats[0].person, "cases_office:decision_draft", case.pk, kind="annulment")  # the claimant is here (LP 58)
    assert refused.status_code == 409
    return case, seats


def decided(court, case, seats):
    """Step 4: issued on the last day of LP 101; each party has his own days."""
    court.on("1404-10-01")
    above = {"outcome": "allowed", "amount": "۴۰٬۰۰۰٬۰۰۱", "is_above": "on"}
    found = {"item_1": {"outcome": "partly", "amount": "۹۰٬۰۰۰٬۰۰۰"}, "item_2": above}
    first = court.decides(case, seats, **found)
    assert (first.due_on, first.total) == (moment("1404-10-01").date(), 130_000_001)
    ways = court.serves(first)
    assert days(ways["claimant"])[1] == "1404-10-17"
    assert state(case)[0] == "serving"
    by_hand(court, ways["respondent"], given="1404-10-09", on="1404-10-10", outcome="handed", hour="۱۲:۰۰", receiver="کاوه رحیمی")
    assert served(ways["respondent"]) == ("1404-10-10", "actual")
    assert days(ways["respondent"]) == ("1404-10-25", "1404-10-28", "1404-10-29")
    assert state(case)[0] == "window"
    return ways


def test_sc2_final_by_lapse_and_enforced_to_the_last_rial(court):
    reza = factories.person(first_name="رضا", last_name="امینی", level=2)
    case, seats = heard(court, reza)
    ways = decided(court, case, seats)

    # 5. Too early: the other side's days run.
    court.on("1404-10-18")
    sweep("cases.finalise")
    refused = court.tries(reza, "cases:certify", case.token)
    assert (refused.status_code, "۲۸ دی ۱۴۰۴" in words(refused)) == (409, True)
    assert not enforcement(court, reza, case)
    court.opens(reza, "cases:enforce", case.token, status=404)

    # 6. The employer opens an account and types the code: a wrong one tells nothing, the right one shows the file and moves no day.
    court.on("1404-10-20")
    rahimi = factories.person(code=CODE, first_name="کاوه", last_name="رحیمی", level=2, role="employer")
    wrong = court.tries(rahimi, JOIN, tracking_code="0000000000001")
    assert (wrong.status_code, case.dossier.title in words(wrong)) == (422, False)
    court.opens(rahimi, "cases:case", case.token, status=404)
    for more in ({}, {"do": "join"}):
        court.tries(rahimi, JOIN, tracking_code=case.dossier.tracking_code, **more)
    page = court.reads(rahimi, "cases:decisions", case.token)
    for said in ("۱۳۰٬۰۰۰٬۰۰۱", money.in_words(130_000_001), "۲۵ دی ۱۴۰۴", "۲۸ دی ۱۴۰۴"):
        assert said in page, said
    assert "سخن" not in page
    assert (served(ways["respondent"]), days(ways["respondent"])[1]) == (("1404-10-10", "actual"), "1404-10-28")

    # 7. Final from midnight; the request is built with the certified decision and both services, for the court of the workshop's place.
    court.on("1404-10-28", "23:59")
    sweep("cases.finalise")
    assert state(case)[0] == "window"
    assert not enforcement(court, reza, case)
    court.on("1404-10-29", "00:00")
    sweep("cases.finalise")
    assert state(case) == ("final", "DB", "1404-10-29")
    assert not enforcement(court, rahimi, case)
    court.on("1404-10-29", "09:00")
    court.press(reza, "cases:enforce", case.token, iban=IBAN)
    made = Enforcement.objects.get()
    assert (made.owed, made.court) == (130_000_001, "اجرای احکام مدنی دادگستری تهران")
    assert deliveries(Notice.objects.get(code="N12"))["respondent"].via == "account"  # later papers come to his account
    package(court, reza, rahimi, case, made)
    collected(court, reza, rahimi, case, made)


def package(court, reza, rahimi, case, made):
    """The ZIP has the request, the certified copy, a certificate of each service and of finality, each with its exact days."""
    where = f"/panel/cases/{case.token}/enforcement/{made.pk}/package/"
    assert court.at(reza).get(where).status_code == 409
    sweep("documents.render", "documents.sign")
    court.opens(rahimi, where, status=404)
    raw = court.opens(reza, where).content
    assert raw
    held = ZipFile(BytesIO(court.opens(court.secretary, f"/office/cases/enforcement/{made.pk}/package/").content))
    read = {name: _text(held.read(name)) for name in held.namelist() if name.endswith(".pdf")}
    assert sorted(read) == ["1-request.pdf", "2-decision.pdf", "3-service-1.pdf", "3-service-2.pdf", "4-finality.pdf"]
    for name, said in (
        ("1-request.pdf", ("اجرای احکام مدنی دادگستری تهران", "۱۳۰٬۰۰۰٬۰۰۱", money.in_words(130_000_001), "کارگاه نمونه", "کاوه رحیمی")),
        ("2-decision.pdf", ("۲۹ دی ۱۴۰۴", "۱ دی ۱۴۰۴", "۱۰ دی ۱۴۰۴", "۹۰٬۰۰۰٬۰۰۰", "۴۰٬۰۰۰٬۰۰۱", "ماده ۱۵۹")),
        ("3-service-1.pdf", ("رضا امینی", "۱ دی ۱۴۰۴")),
        ("3-service-2.pdf", ("کاوه رحیمی", "۱۰ دی ۱۴۰۴", "حسن امینی")),
        ("4-finality.pdf", ("۲۹ دی ۱۴۰۴",)),
    ):
        assert [one for one in said if _bare(one) not in _bare(read[name])] == [], (name, read[name])


def collected(court, reza, rahimi, case, made):
    """The court has it, the debtor pays, the creditor says so, and with the last rial it is over."""
    court.on("1404-10-30")
    court.press(court.secretary, "cases_office:enforcement_send", made.pk, court=made.court)
    court.press(reza, "cases:enforcement_court", case.token, number="۱۴۰۴-۵۵۱۲", court="")
    court.on("1404-11-05")
    court.press(rahimi, "cases:enforcement_money", case.token, amount="۳۰٬۰۰۰٬۰۰۰", received_on="۱۴۰۴/۱۱/۰۴")
    told = made.collections.get()
    court.press(reza, f"/panel/cases/{case.token}/enforcement/money/{told.pk}/", name="accept")
    for who in (reza, rahimi):
        assert "۱۰۰٬۰۰۰٬۰۰۱" in court.reads(who, "cases:enforcement", case.token)
    court.on("1404-11-20")
    court.press(court.secretary, "cases_office:enforcement_money", made.pk, amount="۱۰۰٬۰۰۰٬۰۰۰", received_on="۱۴۰۴/۱۱/۱۸")
    made.refresh_from_db()
    assert (made.state, made.owed - made.received) == ("sent", 1)
    court.press(reza, "cases:enforcement_money", case.token, amount="۱", received_on="۱۴۰۴/۱۱/۲۰")
    made.refresh_from_db()
    assert (made.state, made.received) == ("ended", 130_000_001)
    assert "همه محکوم‌به رسیده است" in court.reads(rahimi, "cases:enforcement", case.token)
    court.on("1405-05-30")
    sweep("cases.archive")
    assert state(case)[0] == "final"  # who lives abroad may still go to the Divan
    court.on("1405-08-05")
    sweep("cases.archive")
    assert state(case)[0] == "archived"
    assert Case.objects.count() == 1
    assert "دست نخورده است" in court.reads(court.secretary, f"/office/service/dossiers/{case.dossier.pk}/evidence/")


def _text(raw):
    """The words of a paper."""
    return "\n".join(one.extract_text() for one in PdfReader(BytesIO(raw)).pages)


def _bare(said):
    """Words without the spaces that a reader of PDF puts between them."""
    return "".join(sign for sign in said if not sign.isspace() and sign != "\u200c")
