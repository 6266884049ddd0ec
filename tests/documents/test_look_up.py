"""Whoever holds a paper learns by its number what it is and how it stands, and nothing of anybody; a paper typed anew is found out."""

import base64
import json
from hashlib import sha256

import pytest
from django.urls import reverse

from kardad.core import files, outside
from kardad.core.actor import Actor
from kardad.documents import actions, numbers, standing, sweeps
from kardad.documents import views as own
from kardad.evidence import queries as evidence
from kardad.evidence import signing
from kardad.evidence.verifying.papers import Known, verify
from kardad.kit.text import to_persian_digits
from tests.documents import samples
from tests.evidence import papers as bare

pytestmark = pytest.mark.django_db
CLERK = Actor(None, "clerk")
WHERE = "documents:look_up"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    outside.forget()


@pytest.fixture
def sealed(make, now):
    """A paper of that kind about one person, sealed."""
    subject = make.person()

    def seal(kind="receipt", **more):
        made = actions.issue(kind, subject, **{"data": samples.DATA[kind], "facts": samples.FACTS, "by": CLERK, "at": now} | more)
        sweeps.render(now)
        sweeps.sign(now)
        made.refresh_from_db()
        return made

    return seal


def asked(client, number):
    return client.post(reverse(WHERE), {"number": number})


@pytest.mark.no_django
def test_one_wrong_digit_and_two_that_changed_places_are_no_number():
    right = numbers.of(1405, 73_120_855)
    digits = right.replace("-", "")
    assert numbers.read(to_persian_digits(digits)) == numbers.read(f" {right} ") == right
    wrong = [digits[:at] + str(other) + digits[at + 1 :] for at in range(13) for other in range(10) if str(other) != digits[at]]
    wrong += [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(12) if digits[at] != digits[at + 1]]
    assert [one for one in [*wrong, digits[:-1], digits + "0", "", "س"] if numbers.read(one)] == []


def test_the_number_tells_what_a_paper_is_and_nothing_of_anybody(client, sealed, clock):
    made = sealed(title="رسید علی کریمی")
    said = asked(client, to_persian_digits(made.number)).content.decode()
    assert "معتبر" in said
    assert "رسید" in said
    assert made.sha256 in said.replace("</span><span>", "")
    assert made.sha256 == sha256(files.read(made.file)).hexdigest()
    for _, value in samples.FACTS:
        assert value not in said.replace(to_persian_digits(made.number), "")
    assert "کریمی" not in said
    assert made.token not in said


def test_a_later_paper_takes_its_place_and_its_room_may_say_that_it_is_void(client, sealed, clock, now, monkeypatch):
    first, other = sealed("deliverable"), sealed("receipt")
    assert sealed("receipt").state == "signed"
    later = sealed("deliverable")
    assert "جایگزین شده" in asked(client, first.number).content.decode()
    assert "معتبر" in asked(client, later.number).content.decode()
    assert "معتبر" in asked(client, other.number).content.decode()
    void = standing.Standing(standing.State.VOID, now, "این برگ بی‌اثر شده است.")
    monkeypatch.setitem(standing.TELLERS, other.subject_type, lambda document: void if document == other else None)
    assert "این برگ بی‌اثر شده است." in asked(client, other.number).content.decode()


def test_a_number_that_is_none_and_one_that_nobody_drew_are_refused_and_asking_has_an_end(client, sealed, clock, monkeypatch):
    waiting = sealed()
    made = waiting.number[:-1] + str((int(waiting.number[-1]) + 1) % 10)
    assert asked(client, made).status_code == 422
    assert "رقمی از آن جا افتاده یا عوض شده است" in asked(client, made).content.decode()
    assert asked(client, numbers.of(1399, 5)).status_code == 404
    monkeypatch.setattr(own, "ASKED_AN_HOUR", 2)
    assert asked(client, waiting.number).status_code == 200
    assert asked(client, waiting.number).status_code == 429


def test_a_paper_printed_and_typed_anew_is_refused_by_its_code_its_bytes_and_its_digest(client, sealed, clock):
    """Somebody types the paper again with another sum and prints the true code and the true number on it."""
    made = sealed(facts=[("شماره", "۱۴۰۵/۱۲"), ("مبلغ", "۱۲٬۰۰۰٬۰۰۰ ریال")])
    typed = {"شماره": "۱۴۰۵/۱۲", "مبلغ": "۹۲٬۰۰۰٬۰۰۰ ریال"}
    _, payload, signature = made.code.split(".")
    raw = signing.from_text(payload)
    key = signing.read_keys(evidence.published())[json.loads(raw)["key"]]
    assert signing.check(key.public, raw, signing.from_text(signature))
    told = dict(json.loads(raw)["facts"])
    assert [name for name in told if told[name] != typed[name]] == ["مبلغ"]  # the code says no
    forged = base64.urlsafe_b64encode(raw.replace("۱۲٬۰".encode(), "۹۲٬۰".encode())).rstrip(b"=").decode()
    assert not signing.check(key.public, signing.from_text(forged), signing.from_text(signature))  # nor can it be made to say yes
    anew = bare.blank()
    assert [one.problem for one in verify(anew, Known(evidence.published())).problems] == ["NOT_READABLE"]
    assert sha256(anew).hexdigest() not in asked(client, made.number).content.decode().replace("</span><span>", "")
