"""A dossier as its sides read it: all of one's own, of the other side the days alone; joined by a code without harm to who mistypes."""

import io
from datetime import timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from kardad.documents import sweeps
from kardad.evidence import queries as evidence
from kardad.evidence.check import known
from kardad.evidence.verifying import papers, verify
from kardad.inbox.actions import dossiers, rungs
from kardad.inbox.models import Party
from kardad.people import particulars
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.inbox.service.test_pages_notices import address, enter
from tests.people.staff_world import company, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)
JOIN, INDEX = "/panel/inbox/join/", "/panel/inbox/dossiers/"


def shown(client, where, status=200):
    response = client.get(where)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def test_my_service_is_told_in_full_and_the_other_sides_by_its_day_alone(client, case, clock):
    made = placed(case)
    rungs.open_delivery(made["respondent"], by=by(case.respondent), at=NOW)
    enter(client, case.claimant)
    page = shown(client, case.dossier.url)
    mine, other = page.select(".dossier-services li")
    assert "ابلاغ قانونی" in mine.text
    assert mine.select_one("a")["href"] == address(made["claimant"], case.claimant)
    assert other.text.strip() == "سپهر راد: شنبه ۱ آذر ۱۴۰۴"
    ahead = page.select_one(".event-expected")
    assert "مهلت اعتراض" in ahead.text
    assert page.select_one(".event-now")
    assert "دعوای علی کریمی" in shown(client, INDEX).text


def test_the_title_of_a_confidential_paper_stands_nowhere(client, case):
    placed(case, is_confidential=True)
    enter(client, case.claimant)
    assert "رأی بدوی" not in shown(client, case.dossier.url).text


def test_a_dossier_is_there_for_its_sides_alone(client, case, make, secretary):
    agent = make.person()
    stands = dossiers.represent(case.sides["claimant"], agent=agent, by=secretary, at=NOW - DAY)
    for person, status in ((case.respondent, 200), (agent, 200), (make.person(), 404), (make.staff("secretary"), 404)):
        enter(client, person)
        assert [client.get(where).status_code for where in (case.dossier.url, f"{case.dossier.url}everything.zip")] == [status] * 2
    dossiers.end_representation(stands, by=secretary, at=NOW)
    enter(client, agent)
    assert client.get(case.dossier.url).status_code == 404
    client.logout()
    assert client.get(case.dossier.url).status_code == 302


def test_everything_of_mine_leaves_in_one_file_and_every_receipt_holds(client, case):
    made = placed(case)
    hidden = placed(case, is_confidential=True)["claimant"]
    rungs.open_delivery(made["claimant"], by=by(case.claimant), at=NOW)
    rungs.open_delivery(made["respondent"], by=by(case.respondent), at=NOW)
    rungs.open_delivery(hidden, by=by(case.claimant), at=NOW, is_confirmed=True)
    sweeps.render(NOW)
    sweeps.sign(NOW)
    enter(client, case.claimant)
    took = ZipFile(io.BytesIO(client.get(f"{case.dossier.url}everything.zip").content))
    names = took.namelist()
    assert [name.split("/")[0] for name in names].count("papers") == 1  # the confidential one asks for a step up
    receipts = [took.read(name) for name in names if name.startswith("receipts/")]
    assert len(receipts) == 5
    known_papers = papers.Known(evidence.published() | {"certificates": known.certificates(at=NOW)})
    for one in receipts:
        known_papers.note(verify(one, keys=evidence.published()))
    (sealed,) = [took.read(name) for name in names if name.startswith("papers/")]
    verdict = papers.verify(sealed, known_papers)
    assert (verdict.is_valid, verdict.note, sha256(sealed).hexdigest() in known_papers.digests) == (True, "", True)
    assert all(verify(one, keys=evidence.published()).is_valid for one in receipts)
    assert all(f'"party":{case.sides["respondent"].pk}' not in one.decode().replace(" ", "") for one in receipts)
    assert "kardad-check.html" in names
    assert hidden.notice.number in took.read("راهنما.txt").decode()
    factories.show(client, case.claimant)
    took = ZipFile(io.BytesIO(client.get(f"{case.dossier.url}everything.zip").content))
    assert sum(name.startswith("papers/") for name in took.namelist()) == 2


def waiting(case, secretary, person):
    code = particulars.own(person).code
    return dossiers.add_party(case.dossier, side="third", name="نامی دیگر", code=code, by=secretary, at=NOW)


def test_who_holds_the_code_sees_what_it_opens_before_he_joins(client, case, secretary, make):
    person = make.person()
    party = waiting(case, secretary, person)
    enter(client, person)
    assert client.get(case.dossier.url).status_code == 404
    code = case.dossier.tracking_code
    checked = client.post(JOIN, {"tracking_code": code}).content.decode()
    assert "دعوای علی کریمی" in checked
    assert Party.objects.get(pk=party.pk).joined_at is None
    assert client.get(case.dossier.url).status_code == 404
    answered = client.post(JOIN, {"tracking_code": code, "do": "join"})
    assert answered["Location"] == case.dossier.url
    assert client.get(case.dossier.url).status_code == 200


def test_a_wrong_code_and_a_code_that_is_not_his_say_the_same_and_lose_nothing(client, case, make):
    enter(client, make.person())
    said = []
    for code in ("0000-0000-0000-0", case.dossier.tracking_code):
        response = client.post(JOIN, {"tracking_code": code})
        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 422
        assert page.select_one("[name=tracking_code]")["value"] == code
        said.append(
            page.select_one(".error-summary").text if page.select_one(".error-summary") else page.find("main").text.replace(code, "")
        )
    assert said[0] == said[1]
    assert "دعوای" not in said[1]
    assert not Party.objects.filter(dossier=case.dossier, joined_at__gt=NOW).exists()


def test_codes_are_not_tried_one_after_another(client, make):
    enter(client, make.person())
    answers = [client.post(JOIN, {"tracking_code": "0000000000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_where_no_side_is_named_nothing_is_shown_before_the_secretary_looked(client, case, secretary, make):
    dossiers.add_party(case.dossier, side="third", name="ناشناس", by=secretary, at=NOW)
    enter(client, make.person())
    code = case.dossier.tracking_code
    assert "دعوای" not in client.post(JOIN, {"tracking_code": code}).content.decode()
    assert client.post(JOIN, {"tracking_code": code, "do": "join"})["Location"] == "/panel/inbox/"
    assert client.get(case.dossier.url).status_code == 404


def test_one_joins_for_an_organisation_whose_papers_one_reads(client, case, secretary, make):
    firm, owner = company(NOW), make.person()
    place(firm, owner, NOW, is_owner=True)
    party = Party.objects.create(dossier=case.dossier, side="third", name=firm.name, code_index=firm.company_index, added_at=NOW)
    enter(client, owner)
    assert firm.name in shown(client, JOIN).text
    client.post(JOIN, {"tracking_code": case.dossier.tracking_code, "whose": str(firm.pk), "do": "join"})
    assert Party.objects.get(pk=party.pk).organisation == firm
