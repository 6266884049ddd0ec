"""Rotation of keys: everything is found under the new key, and the old one may be dropped."""

import pytest
from cryptography.fernet import Fernet
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.core import crypto, drafts, files, sealing
from kardad.core.models import Draft
from kardad.people.actions import resealing
from kardad.people.models import Particulars
from tests.conftest import NOW
from tests.samples import png


def test_after_resealing_the_old_key_opens_nothing_and_is_not_needed(make, settings):
    old, new = settings.FIELD_KEYS, f"2:{Fernet.generate_key().decode()}"
    someone = make.staff("manager")
    stored = files.store(SimpleUploadedFile("a.png", png(), "image/png"), owner_id=someone.pk, at=NOW)
    drafts.keep("/x/", {"address": "خیابان آزادی"}, person_id=someone.pk, at=NOW)
    code = someone.particulars.code
    settings.FIELD_KEYS = [new, *old]
    assert sealing.reseal_columns() > 0
    assert sealing.reseal_files() == 1
    assert resealing.reseal_factors() >= 1
    settings.FIELD_KEYS = [new]
    assert Particulars.objects.get(person=someone).code == code
    assert files.read(stored) == png()
    assert drafts.typed(Draft.objects.get()) == {"address": "خیابان آزادی"}
    assert make.totp_code()
    assert (sealing.reseal_columns(), sealing.reseal_files(), resealing.reseal_factors()) == (0, 0, 0)


def test_without_resealing_a_dropped_key_is_an_error_and_never_ciphertext(make, settings):
    someone = make.person()
    settings.FIELD_KEYS = [f"2:{Fernet.generate_key().decode()}"]
    with pytest.raises(crypto.Unsealable):
        Particulars.objects.get(person=someone)
