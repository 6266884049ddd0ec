"""An open session alone changes nothing that matters."""

from urllib.parse import urlsplit

from django.utils import timezone

from kardad.people import access, particulars
from kardad.people.models import Person

SHEBA = "IR810100000000000001000003"
OTHER = "IR820110000000000001007922"


def raised(client, person):
    session = client.session
    session[access.STEP_UP] = {"person": person.pk, "by": "sms", "at": timezone.now().isoformat()}
    session.save()


def test_another_sheba_needs_a_fresh_step_up(client, make, clock):
    person = make.person()
    kept = particulars.own(person)
    kept.iban = SHEBA
    kept.save()
    client.force_login(person)
    answer = client.post("/verify/profile/", {"iban": OTHER})
    assert urlsplit(answer.url).path == "/panel/account/step-up/"
    assert particulars.own(Person.objects.get(pk=person.pk)).iban == SHEBA
    raised(client, person)
    client.post("/verify/profile/", {"iban": OTHER})
    assert particulars.own(Person.objects.get(pk=person.pk)).iban == OTHER


def test_the_first_sheba_of_an_account_needs_a_fresh_step_up_too(client, make, clock):
    person = make.person()
    client.force_login(person)
    client.post("/verify/profile/", {"iban": SHEBA})
    assert particulars.own(person).iban == ""


def test_an_address_is_changed_without_more(client, make, clock):
    person = make.person()
    client.force_login(person)
    client.post("/verify/profile/", {"address": "تهران"})
    assert particulars.own(Person.objects.get(pk=person.pk)).address == "تهران"
