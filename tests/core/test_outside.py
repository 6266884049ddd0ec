"""The door to the outside services: named in the settings, built once, never entered inside a transaction."""

import pytest
from django.db import transaction

from kardad.core import outside
from kardad.gateways.registry.memory import Memory as Registry


@pytest.mark.parametrize(("port", "name"), [(port, name) for port, names in outside.PATHS.items() for name in names])
def test_every_name_that_a_setting_may_use_is_a_class(port, name):
    from django.utils.module_loading import import_string

    assert isinstance(import_string(outside.PATHS[port][name]), type)


def test_a_service_is_built_once_until_it_is_forgotten(settings):
    first = outside.registry()
    assert isinstance(first, Registry)
    assert outside.registry() is first
    outside.forget()
    assert outside.registry() is not first


def test_messengers_stand_in_the_order_of_the_setting(settings):
    settings.GATEWAYS = settings.GATEWAYS | {"sms": ["memory-2", "memory"]}
    outside.forget()
    assert [one.name for one in outside.messengers()] == ["memory-2", "memory"]
    assert outside.messenger("memory").name == "memory"
    assert outside.messenger("gone") is None


def test_payment_gateways_stand_in_the_order_of_the_setting_and_may_be_none(settings):
    settings.GATEWAYS = settings.GATEWAYS | {"payments": ["console", "memory"]}
    outside.forget()
    assert [one.name for one in outside.payment_gateways()] == ["console", "memory"]
    assert outside.payment_gateway("memory").name == "memory"
    assert outside.payment_gateway("gone") is None
    settings.GATEWAYS = settings.GATEWAYS | {"payments": []}
    outside.forget()
    assert outside.payment_gateways() == ()


def test_every_text_names_the_operator_and_its_domain(settings):
    settings.OPERATOR_NAME, settings.SITE_URL = "دفتر مهر", "https://mehr.example/"
    outside.forget()
    texts = {name: template.text for name, template in outside.templates().items()}
    assert texts["code"].startswith("کد تأیید دفتر مهر: {code}.")
    assert "@mehr.example #{code}" in texts["code"]
    assert not [name for name, text in texts.items() if "{operator}" in text or "{domain}" in text]


def test_the_vendors_names_of_a_text_come_from_the_settings(settings):
    settings.GATEWAY_OPTIONS = {"kavenegar": {"templates": {"code": {"approved": "kardad-code"}}}}
    outside.forget()
    assert outside.templates("kavenegar")["code"].approved == "kardad-code"
    assert outside.templates("smsir")["code"].approved == ""


@pytest.mark.django_db
def test_a_call_inside_a_transaction_of_ours_is_a_fault():
    outside.ensure_no_transaction()
    with transaction.atomic(), pytest.raises(RuntimeError):
        outside.ensure_no_transaction()


@pytest.mark.django_db(transaction=True)
def test_a_call_inside_the_only_transaction_is_a_fault_too():
    outside.ensure_no_transaction()
    with transaction.atomic(), pytest.raises(RuntimeError):
        outside.ensure_no_transaction()


def test_an_address_of_ours_is_full(settings):
    settings.SITE_URL = "https://kardad.example/"
    assert outside.site_address("/verify/") == "https://kardad.example/verify/"
