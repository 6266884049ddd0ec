"""A claim type and a notice type are one row of the law's data each: with it the whole house knows them."""

import json

import pytest

from kardad.cases.actions import filing
from kardad.cases.models import Decision
from kardad.documents import papers
from kardad.documents import sweeps as printing
from kardad.inbox.actions import notices as serving
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.kit import calendar
from kardad.law import claims, evidence, notices
from tests import factories
from tests.cases import boards, petitions, world
from tests.cases.boards import moment
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
CLAIM = {"W40": {"slug": "remote_costs", "title": "هزینه دورکاری", "kind": "money", "needs_period": True, "proof": ["payment"]}}
NOTICE = {"N40": {"slug": "site_visit", "title": "ابلاغ قرار معاینه محل", "to": "both", "effect": "starts", "starts": "D15"}}
SAID = "هیئت روز شنبه از کارگاه دیدن می‌کند."
CACHES = (claims._tables, notices.every, papers.every)


@pytest.fixture
def one_row(monkeypatch):
    """The data of the law as if their file had this row too."""
    real = evidence.read

    def add(file, row, *, under=""):
        def read(name):
            found = real(name)
            if name == file:
                (found[under] if under else found).update(row)
            return found

        monkeypatch.setattr(evidence, "read", read)
        forget()

    yield add
    monkeypatch.undo()
    forget()


def forget():
    """What was read is read anew."""
    for one in CACHES:
        one.cache_clear()


def test_a_claim_type_is_one_row(one_row, client, clock, settings):
    settings.OPERATOR = "authority"
    row = CLAIM["W40"] | {"articles": ["ll-37"], "status": "inferred"}
    one_row("claims.toml", {"W40": row}, under="claims")
    world.office()
    me = factories.person(level=2)
    client.force_login(me)
    case = petitions.whole(me)
    page = petitions.address(case, "petition_claims")
    assert "هزینه دورکاری" in client.get(page).content.decode()
    at = client.post(page, {"codes": ["W40"]})["Location"]
    span = {"from_day": "۱۴۰۳/۰۱/۰۱", "to_day": "۱۴۰۳/۱۲/۳۰", "way": "typed", "amount": "۱۲٬۰۰۰٬۰۰۰"}
    client.post(at, span)
    filed = filing.submit(case, by=factories.actor(me), at=NOW)
    asked = filed.items.get(code="W40")
    assert (asked.amount, filed.state) == (12_000_000, "filed")

    made = boards.heard(at=moment("1404-09-01"), codes=("W40", "W19"))
    decision = boards.served(made, {1: 9_000_000, 2: "rejected"}, at=moment("1404-09-02"))
    told = json.loads(decision.notice.says)
    assert (told["total"], told["findings"][0]["amount"]) == (9_000_000, 9_000_000)
    assert told["findings"][0]["claim"].startswith("هزینه دورکاری")
    assert "ماده ۳۷" in told["findings"][0]["basis"]
    assert Decision.objects.get().findings.get(item__code="W40").articles == ["ll-37"]


def test_a_notice_type_is_one_row(one_row, client, clock, settings):
    settings.OPERATOR = "authority"
    row = NOTICE["N40"] | {"says": "قرار معاینه محل است.", "articles": ["lp-97"], "status": "inferred"}
    one_row("notices.toml", {"N40": row})
    made = world.filed(state="accepted")
    notice = serving.draft(made.case.dossier, code="N40", title="معاینه محل", says={"text": SAID}, by=made.secretary, at=NOW)
    serving.place(notice, by=made.secretary, at=NOW)
    assert {one.party.side for one in Delivery.objects.filter(notice=notice)} == {"claimant", "respondent"}
    days = Deadline.objects.filter(delivery__notice=notice)
    assert [one.code for one in days] == ["D15", "D15"]
    assert {one.served_on for one in days} == {calendar.tehran_day(NOW)}
    printing.render(NOW)
    printing.sign(NOW)
    client.force_login(made.employer)
    letter = Letter.objects.get(delivery__notice=notice, person=made.employer)
    where = f"/panel/inbox/{letter.pk}/"
    client.post(where, {"do": "open"})
    page = client.get(where).content.decode()
    for said in ("ابلاغ قرار معاینه محل", "قرار معاینه محل است.", f"{where}papers/"):
        assert said in page, said
