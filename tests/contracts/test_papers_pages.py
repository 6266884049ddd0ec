"""The papers of a contract at a browser: taken by its sides with the copies on record, receipts that hold, a stranger sees masked names."""

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from kardad.contracts import papers, proof, trail
from kardad.contracts.models import Delivery
from kardad.core import files
from kardad.documents import sweeps
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from tests import factories
from tests.contracts import world
from tests.contracts.test_papers import own_folder, sealed  # noqa: F401 – a fixture
from tests.contracts.world import NOW
from tests.documents.test_rendering import bare, text_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def made(client, clock, sms):
    """Both have signed, the paper is sealed, and the worker is at his browser twenty minutes later."""
    clock.move_to(NOW, tick=False)
    found = world.signed(sms=sms)
    sealed(found)
    clock.move_to(LATER, tick=False)
    client.force_login(found.worker)
    return found


def address(made, name="papers", *more):
    return reverse(f"contracts:{name}", args=[made.contract.token, *more])


def shown(client, where, status=200):
    response = client.get(where)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def test_each_side_takes_its_paper_and_every_copy_is_on_record(client, made):
    page = shown(client, address(made))
    assert "هنوز گرفته نشده" in page.text
    where = address(made, "paper", "contract", 1)
    assert page.select_one(f'a[href="{where}"]')
    version = made.contract.versions.get(kind="contract")
    assert client.get(where).content == files.read(papers.of(version).file)
    client.get(where)
    row = Delivery.objects.get(version=version, whom="worker")
    assert (row.state, row.way, row.taken_at) == ("taken", "panel", LATER)
    assert client.get(address(made, "paper_council")).status_code == 404  # the employer's to tell
    client.force_login(made.keeper)
    council = {"body": "representative", "name": "حسن مرادی", "given_on": "۱۴۰۴/۰۱/۰۴"}
    early = client.post(address(made, "paper_council"), council)
    assert (early.status_code, "میان روز امضای قرارداد و امروز" in early.content.decode()) == (422, True)
    assert client.post(address(made, "paper_council"), {"body": "representative"}).status_code == 422
    assert client.post(address(made, "paper_council"), council | {"given_on": "۱۴۰۴/۰۱/۰۵"}).status_code == 302
    took = client.post(address(made, "paper_office"))
    assert took["Content-Type"] == "application/zip"
    page = shown(client, address(made))
    states = {row.select_one("th").text: row.select_one(".tag").text for row in page.select("section:nth-of-type(2) tbody tr")}
    taken = "گرفته شد"
    council_title = "شورای اسلامی کار یا نماینده کارگران"
    assert states == {"کارگر": taken, "کارفرما": "هنوز گرفته نشده", council_title: taken, "اداره کار": taken}
    assert "نماینده کارگران، حسن مرادی، ۱۴۰۴/۰۱/۰۵" in page.text
    chain = proof.chain(made.contract, at=NOW)
    taken = [entry.fact["data"]["whom"] for entry in chain.entries.filter(kind="contract.copy_taken").order_by("seq")]
    assert taken == ["کارگر", "شورای اسلامی کار یا نماینده کارگران", "اداره کار"]
    assert not any("حسن" in entry.body for entry in chain.entries.all())


def test_receipts_and_the_package_hold_before_whoever_trusts_our_keys(client, made):
    page = shown(client, address(made))
    links = [link["href"] for link in page.select('a[href*="/receipts/"]')]
    chain = proof.chain(made.contract, at=NOW)
    assert len(links) == chain.length
    keys = evidence.published_keys()
    for link in links:
        raw = client.get(link).content
        assert verify(io.BytesIO(raw), keys=keys).is_valid
        assert made.worker.last_name.encode() not in raw
    took = ZipFile(io.BytesIO(client.get(address(made, "paper_package")).content))
    assert {"papers/contract-1.pdf", "data/contract-1.json.txt", "receipts/contract-1-paper.json", "manifest.json"} <= set(took.namelist())
    told = json.loads(took.read("data/contract-1.json.txt"))
    assert told["terms"]["pay"]["amount"] == 3_463_656
    assert Delivery.objects.get(whom="worker").state == "taken"


def test_the_record_of_events_is_a_paper_without_anybodys_name_or_number(client, made):
    assert client.post(address(made, "paper_record")).status_code == 302
    assert client.post(address(made, "paper_record")).status_code == 302
    assert "در حال آماده شدن" in shown(client, address(made)).text
    sweeps.render(LATER)
    sweeps.sign(LATER)
    found = trail.last(made.contract)
    raw = client.get(reverse("documents:file", args=[found.token])).content
    text = text_of(raw)
    version = made.contract.versions.get(kind="contract")
    assert [one for one in (version.sha256, papers.of(version).sha256) if one not in bare(text)] == []
    assert "قرارداد با امضای دو طرف بسته شد." in text
    assert "صاحب امضای شرکت" in text
    for private in (made.worker.last_name, made.keeper.last_name, world.code_of(made.worker), "فولاد"):
        assert private not in text
    assert len(PdfReader(io.BytesIO(raw)).pages) <= 4


def test_a_stranger_sees_masked_names_and_nothing_by_a_wrong_number(client, made):
    client.logout()
    where = reverse("contracts:check")
    assert client.get(where).status_code == 200
    paper = papers.of(made.contract.versions.get(kind="contract"))
    told = client.post(where, {"number": paper.number})
    page = BeautifulSoup(told.content, "html.parser").select_one("#found")
    for said in ("معتبر", "ع••• ر•••", "ف••• س•••", "EC-1404-000001", "امضا شده"):
        assert said in page.text
    assert "رضایی" not in page.text
    assert page.select_one(".papers-digest").text.replace(" ", "") == made.contract.versions.get(kind="contract").sha256
    assert client.post(where, {"number": "1404-0000-0000-0"}).status_code in (404, 422)
    elsewhere = client.post(reverse("documents:look_up"), {"number": paper.number})
    assert f"{where}?number={paper.number}" in elsewhere.content.decode()
    made.contract.state = "void"
    made.contract.save()
    assert "بی‌اثر" in client.post(where, {"number": paper.number}).content.decode()


def test_papers_are_for_the_two_sides_alone(client, made):
    found = papers.of(made.contract.versions.get(kind="contract"))
    gets = [address(made), address(made, "paper", "contract", 1), address(made, "paper_package"), address(made, "paper_receipt", 0)]
    gets += [address(made, "paper_office"), address(made, "paper_council"), reverse("documents:file", args=[found.token])]
    for stranger in (factories.person(level=2), factories.person(level=2, role="employer"), factories.staff("manager")):
        client.force_login(stranger)
        assert [client.get(where).status_code for where in gets] == [404] * len(gets)
        assert client.post(address(made, "paper_record")).status_code == 404
    client.force_login(made.worker)
    assert client.get(address(made, "paper", "contract", 2)).status_code == 404
    assert client.get(address(made, "paper", "settlement", 1)).status_code == 404
    assert client.get(address(made, "paper_receipt", 999)).status_code == 404
    assert not Delivery.objects.filter(state="taken").exists()
