"""The pages of enforcement: from the creditor's request to the last rial over HTTP; nobody else meets anything."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from kardad.cases import sweeps
from kardad.cases.actions import divan, objections
from kardad.cases.models import Case, Collection, Enforcement, Objection
from kardad.cases.urls import enforcing as urls
from kardad.core import crypto, files
from kardad.core.models import StoredFile
from kardad.documents.models import Document
from kardad.inbox.models import Party
from kardad.kit import calendar
from kardad.people.models import Person
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import boards, world
from tests.cases.boards import moment

pytestmark = pytest.mark.django_db
NOW = moment("1404-08-20")
REQUEST = {"iban": "IR58 0540 1051 8002 1273 1130 07"}


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def made():
    """A decision that nobody objected to, and browsers of its people."""
    found = boards.heard(at=moment("1404-07-20"))
    boards.served(found, {1: 180_000_000, 2: 55_000_000}, at=moment("1404-07-23"), on=moment("1404-07-26"))
    sweeps.finalise(moment("1404-08-13"))
    found.case.refresh_from_db()
    found.creditor, found.debtor = entered(found.worker), entered(found.employer)
    found.desk = entered(Person.objects.get(pk=found.secretary.person_id), "totp")
    return found


def entered(person, factor="sms"):
    """A browser in which the person is logged in and has just shown himself."""
    person.rules_version = "1405-09-01"
    person.save()
    client = Client()
    client.force_login(person)
    factories.show(client, person, factor)
    return client


def read(client, name, /, *args, status=200):
    response = client.get(reverse(name, args=args))
    assert response.status_code == status, (name, response.status_code)
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def press(client, name, /, *args, **data):
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == 302, BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)[:900]
    return response["Location"]


def sealed():
    """Every paper is sealed, as the sweeps would have done by now."""
    for one in Document.objects.exclude(state="signed"):
        kept = StoredFile.objects.create(token=f"{one.pk:032x}", name="برگ.pdf", media_type="application/pdf", size=4, stored_at=NOW)
        default_storage.save(files.path_of(kept), ContentFile(crypto.seal_bytes(b"%PDF")))
        Document.objects.filter(pk=one.pk).update(state="signed", file=kept, signed_at=NOW, sha256="0" * 64, due_at=None)


def test_a_creditor_asks_the_secretary_sends_and_money_is_followed(made, settings, tmp_path, time_machine):
    settings.MEDIA_ROOT = tmp_path
    token, pk = made.case.token, made.case.pk
    assert "درخواست اجرای رأی" in read(made.creditor, "cases:case", token)
    assert "درخواست اجرا" not in read(made.debtor, "cases:case", token)
    assert "۲۳۵٬۰۰۰٬۰۰۰" in read(made.creditor, "cases:enforce", token)
    refused = made.creditor.post(reverse("cases:enforce", args=[token]), {"iban": "IR12"})
    assert refused.status_code == 422
    press(made.creditor, "cases:enforce", token, **REQUEST)
    read(made.creditor, "cases:enforce", token, status=404)
    running = Enforcement.objects.get()
    assert "در حال آماده شدن" in read(made.creditor, "cases:enforcement", token)
    package = reverse("cases:enforcement_package", args=[token, running.pk])
    assert made.creditor.get(package).status_code == 409
    assert made.debtor.get(package).status_code == 404
    assert "IR58" not in read(made.debtor, "cases:enforcement", token)
    item = WorkItem.objects.get(kind="enforcement.send")
    assert f"/office/cases/enforcement/{running.pk}/send/" in made.desk.get(reverse("office:home")).content.decode(), item
    press(made.desk, "cases_office:enforcement_send", running.pk, court="اجرای احکام مدنی تهران، شعبه ۳")
    press(made.desk, "cases_office:enforcement_court", running.pk, number="۱۴۰۴-۹۸۷۶", court="")
    page = read(made.debtor, "cases:enforcement", token)
    assert "شعبه ۳" in page
    assert "۱۴۰۴-۹۸۷۶" in page
    paid = {"amount": "۳٬۵۰۰٬۰۰۰ تومان", "received_on": "۱۴۰۴/۰۸/۱۹"}
    press(made.debtor, "cases:enforcement_money", token, **paid)
    told = Collection.objects.get()
    assert "این پول به دستتان رسیده است؟" in read(made.creditor, "cases:enforcement", token)
    assert "رسیده است؟" not in read(made.debtor, "cases:enforcement", token)
    read(made.debtor, "cases:enforcement_answer", token, told.pk, status=404)
    press(made.creditor, "cases:enforcement_answer", token, told.pk, name="accept")
    read(made.creditor, "cases:enforcement_answer", token, told.pk, status=404)
    press(made.creditor, "cases:enforcement_allow", token, count="۲", first_on="۱۴۰۴/۰۹/۰۱", advance="", advance_on="")
    page = read(made.creditor, "cases:enforcement", token)
    assert "۱۰۰٬۰۰۰٬۰۰۰" in page
    assert "۱۴ درصد" in page
    too_much = made.desk.post(reverse("cases_office:enforcement_money", args=[running.pk]), paid | {"amount": "۲۰۰٬۰۰۰٬۰۰۱"})
    assert (too_much.status_code, "۲۰۰٬۰۰۰٬۰۰۰" in too_much.content.decode()) == (422, True)
    sealed()
    for client, where in ((made.creditor, package), (made.desk, reverse("cases_office:enforcement_package", args=[running.pk]))):
        raw = client.get(where)
        assert raw["Content-Type"] == "application/zip"
        held = ZipFile(BytesIO(raw.content))
        assert {"1-request.pdf", "2-decision.pdf", "3-service-1.pdf", "3-service-2.pdf", "4-finality.pdf"} <= set(held.namelist())
        assert "2-decision.pdf: رونوشت گواهی‌شده رأی" in held.read("راهنما.txt").decode()
    press(made.desk, "cases_office:enforcement_money", running.pk, amount="۲۰۰٬۰۰۰٬۰۰۰", received_on="۱۴۰۴/۰۸/۲۰")
    assert "همه محکوم‌به رسیده است" in read(made.creditor, "cases:enforcement", token)
    early = made.desk.post(reverse("cases_office:archive", args=[pk]))
    assert (early.status_code, "دیوان عدالت اداری" in early.text) == (409, True)
    time_machine.move_to(moment("1405-02-15"), tick=False)  # the Divan's longest days are over
    made.desk = entered(Person.objects.get(pk=made.secretary.person_id), "totp")
    assert press(made.desk, "cases_office:archive", pk).endswith(f"/office/cases/{pk}/")
    assert Case.objects.get(pk=pk).state == "archived"


def test_the_secretary_records_what_the_divan_orders(made):
    pk, party = made.case.pk, Party.objects.get(dossier=made.case.dossier, side="respondent")
    said = {"party": party.pk, "number": "۱۴۰۴۰۰۹۱", "opened_on": "۱۴۰۴/۰۸/۱۵"}
    press(made.desk, "cases_office:complain", pk, **said)
    assert made.desk.post(reverse("cases_office:complain", args=[pk]), said).status_code == 409
    row = made.case.divans.get()
    press(made.desk, "cases_office:divan_stay", row.pk, on="۱۴۰۴/۰۸/۱۸", note="")
    assert "متوقف" in read(made.debtor, "cases:enforcement", made.case.token)
    read(made.creditor, "cases:enforce", made.case.token, status=404)
    press(made.desk, "cases_office:divan_lift", row.pk, on="۱۴۰۴/۰۸/۱۹", note="")
    assert press(made.desk, "cases_office:divan_quash", row.pk, on="۱۴۰۴/۰۸/۲۰", note="").endswith(f"/office/cases/{pk}/")
    assert Case.objects.get(pk=pk).state == "rehearing"
    assert "تعیین وقت و دعوت" in read(made.desk, "cases_office:case", pk)
    assert "با عضوهای تازه" in read(made.creditor, "cases:case", made.case.token)


def test_strangers_the_other_side_and_another_office_meet_nothing(made, settings):
    token = made.case.token
    press(made.creditor, "cases:enforce", token)
    running = Enforcement.objects.get()
    press(made.desk, "cases_office:enforcement_send", running.pk, court="اجرا")
    party = Party.objects.get(dossier=made.case.dossier, side="respondent")
    told = {"party": party, "number": "۱", "opened_on": calendar.tehran_day(NOW)}
    row = divan.complain(made.case, **told, by=made.secretary, at=NOW)
    press(made.debtor, "cases:enforcement_money", token, amount="۱۰۰۰", received_on="۱۴۰۴/۰۸/۱۹")
    elsewhere = world.secretary(world.office())
    others = [entered(factories.person()), entered(Person.objects.get(pk=elsewhere.person_id), "totp")]
    keys = {"enforcement": made.case.pk, "complain": made.case.pk, "archive": made.case.pk}
    keys |= {one.name: row.pk for one in urls.staff if one.name.startswith("divan_")}
    staff = [reverse(f"cases_office:{one.name}", args=[keys.get(one.name, running.pk)]) for one in urls.staff]
    more = {"enforcement_answer": [Collection.objects.get().pk], "enforcement_package": [running.pk]}
    mine = [reverse(f"cases:{one.name}", args=[token, *more.get(one.name, [])]) for one in urls.client]
    for where in (*staff, *mine):
        assert [client.get(where).status_code for client in others] == [404, 404], where
    for where in staff:
        assert [client.get(where).status_code for client in (made.creditor, made.debtor)] == [404, 404], where
    creditors = {"enforce", "enforcement_answer", "enforcement_court", "enforcement_allow", "enforcement_end", "enforcement_package"}
    for one, where in zip(urls.client, mine, strict=True):
        assert (made.debtor.get(where).status_code == 404) == (one.name in creditors), where
    settings.OPERATOR = "bureau"
    for where in (*staff, *mine):
        assert {client.get(where).status_code for client in (made.creditor, made.desk)} == {404}, where


def test_an_enforcement_is_reached_while_a_late_objection_lies_at_appeal_and_wherever_the_case_goes(made):
    token, pk = made.case.token, made.case.pk
    press(made.creditor, "cases:enforce", token)
    late = {"party": Party.objects.get(dossier=made.case.dossier, side="respondent"), "by_id": made.employer.pk, "is_late": True}
    told = Objection.objects.create(case=made.case, decision=made.case.decisions.get(), grounds="دیرهنگام", filed_at=NOW, **late)
    objections.send_up(told, by=made.secretary, at=NOW)
    office, side = reverse("cases_office:enforcement", args=[pk]), reverse("cases:enforcement", args=[token])
    reading = [(made.desk, reverse("cases_office:case", args=[pk]), office)]
    reading += [(one, reverse("cases:case", args=[token]), side) for one in (made.creditor, made.debtor)]
    for state in ("appealed", "set", "heard", "expert", "final", "serving", "window"):
        Case.objects.filter(pk=pk).update(state=state, instance="DB" if state in ("serving", "window") else "DRB")
        for client, page, link in reading:
            assert f'href="{link}"' in client.get(page).content.decode(), (state, page)
            assert client.get(link).status_code == 200
    Enforcement.objects.all().delete()
    assert all(f'href="{link}"' not in client.get(page).content.decode() for client, page, link in reading)
