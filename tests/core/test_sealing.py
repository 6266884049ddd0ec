"""Sealed columns, rotating keys, and the blind index that finds what is sealed."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from kardad.core import crypto
from kardad.core.crypto import Unsealable
from kardad.core.models import Draft
from kardad.outbox.models import Message
from tests.conftest import NOW

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_was_sealed_opens_and_is_not_readable(settings):
    settings.FIELD_KEYS = [f"1:{OLD}"]
    sealed = crypto.seal("کد ۹۹۹")
    assert sealed.startswith("1:")
    assert "۹۹۹" not in sealed
    assert crypto.unseal(sealed) == "کد ۹۹۹"
    assert crypto.seal("کد ۹۹۹") != sealed


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    settings.FIELD_KEYS = [f"1:{OLD}"]
    before = crypto.seal("پیش")
    settings.FIELD_KEYS = [f"2:{NEW}", f"1:{OLD}"]
    assert crypto.current_version() == "2"
    assert crypto.seal("پس").startswith("2:")
    assert crypto.unseal(before) == "پیش"


def test_a_value_whose_key_is_gone_is_an_error_and_never_shown_as_text(settings):
    settings.FIELD_KEYS = [f"1:{OLD}"]
    sealed = crypto.seal("راز")
    settings.FIELD_KEYS = [f"2:{NEW}"]
    with pytest.raises(Unsealable):
        crypto.unseal(sealed)


@pytest.mark.parametrize("altered", ["", "1", "1:", "1:abc", "no version", "9:gAAAA"])
def test_an_altered_value_is_an_error(settings, altered):
    settings.FIELD_KEYS = [f"1:{OLD}"]
    with pytest.raises(Unsealable):
        crypto.unseal(altered)


def test_bytes_that_are_no_text_cannot_name_a_version():
    with pytest.raises(Unsealable):
        crypto.unseal_bytes(b"\xff\xfe:abc")


def test_the_blind_index_meets_equal_values_of_a_kind_only(settings):
    index = crypto.blind_index("code-iran", "0000000000")
    assert index == crypto.blind_index("code-iran", "0000000000")
    assert index != crypto.blind_index("code-foreign", "0000000000")
    assert index != crypto.blind_index("code-iran", "0000000001")
    settings.INDEX_KEY = "another"
    assert index != crypto.blind_index("code-iran", "0000000000")


@pytest.mark.django_db
def test_a_sealed_column_is_ciphertext_in_the_database_and_text_in_the_code():
    made = Message.objects.create(template="code", mobile="+989990000001", mobile_index="x", made_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile, parameters FROM outbox_message WHERE id = %s", [made.pk])
        mobile, parameters = cursor.fetchone()
    assert "9990000001" not in mobile
    assert parameters == ""
    again = Message.objects.get()
    assert (again.mobile, again.parameters) == ("+989990000001", "")


@pytest.mark.django_db
def test_a_sealed_column_cannot_be_searched():
    Message.objects.create(template="code", mobile="+989990000001", mobile_index="x", made_at=NOW)
    assert not Message.objects.filter(mobile="+989990000001").exists()


@pytest.mark.django_db
def test_two_rows_with_the_same_text_do_not_look_alike():
    for path in ("/a/", "/b/"):
        Draft.objects.create(path=path, sealed=crypto.seal("یک متن"), saved_at=NOW)
    one, two = Draft.objects.values_list("sealed", flat=True)
    assert one != two
