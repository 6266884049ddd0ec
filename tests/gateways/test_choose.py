"""From a setting to a gateway."""

from contextlib import closing

import pytest

from kardad.gateways import choose
from kardad.gateways.registry.chain import Breaker, Chain
from kardad.gateways.registry.console import Console
from kardad.gateways.registry.memory import Memory
from kardad.gateways.registry.port import Outcome
from kardad.gateways.sms.port import Outcome as SmsOutcome
from kardad.gateways.sms.port import Route, Template
from tests.gateways.conftest import FOLDERS
from tests.vendors import credentials

MEMORY = "kardad.gateways.registry.memory.Memory"


def test_a_dotted_path_and_its_options_make_a_gateway():
    registry = choose.build(MEMORY, name="first", needs_name=True)
    assert isinstance(registry, Memory)
    assert (registry.name, registry.needs_name) == ("first", True)


@pytest.mark.parametrize("path", ["Memory", "", "kardad.gateways.registry.memory.Nothing", "kardad.gateways.nowhere.Memory"])
def test_a_path_to_nothing_is_an_import_error(path):
    with pytest.raises(ImportError):
        choose.build(path)


def test_an_unknown_option_is_a_mistake():
    with pytest.raises(TypeError):
        choose.build(MEMORY, colour="blue")


def test_one_registry_stands_alone_and_several_make_a_chain():
    assert isinstance(choose.chain([{"path": "kardad.gateways.registry.console.Console"}]), Console)
    chained = choose.chain([{"path": MEMORY, "name": "first"}, {"path": MEMORY, "name": "second"}])
    assert isinstance(chained, Chain)
    assert [registry.name for registry in chained.registries] == ["first", "second"]


def test_a_breaker_makes_a_chain_even_of_one():
    assert isinstance(choose.chain([{"path": MEMORY}], breaker=Breaker()), Chain)


TRACK = "0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11"
SIM = ("9990001235", "09120000001")

VENDORS = {
    "jibit": {
        "path": "kardad.gateways.registry.jibit.Jibit",
        "contract": {"key": credentials.JIBIT_API_KEY, "secret": credentials.JIBIT_SECRET_KEY},
    },
    "zohal": {"path": "kardad.gateways.registry.zohal.Zohal", "contract": {"token": credentials.ZOHAL_TOKEN}},
    "finnotech": {
        "path": "kardad.gateways.registry.finnotech.Finnotech",
        "may_text_the_owner": True,
        "contract": {
            "id": credentials.FINNOTECH_CLIENT_ID,
            "secret": credentials.FINNOTECH_CLIENT_SECRET,
            "caller": credentials.FINNOTECH_NID,
        },
    },
}


@pytest.mark.parametrize("name", VENDORS)
def test_a_vendor_is_built_from_plain_settings_and_answers(server, name):
    setting = VENDORS[name]
    contract = {**setting["contract"], "base_url": server.url(name) + FOLDERS.get(name, "")}
    registry = choose.build(**{**setting, "contract": contract})
    with closing(registry._http):
        answer = registry.mobile_owner(*SIM, track_id=TRACK)
    assert (answer.outcome, answer.provider) == (Outcome.MATCH, name)


@pytest.mark.parametrize("template", ["کد {code}", {"text": "کد {code}", "approved": "kardadcode"}, Template("کد {code}")])
def test_a_messenger_is_built_from_plain_settings_and_sends(server, template):
    contract = {"key": credentials.KAVENEGAR_KEY, "sender": credentials.KAVENEGAR_SENDER, "base_url": server.url("kavenegar")}
    messenger = choose.build("kardad.gateways.sms.kavenegar.Kavenegar", contract=contract, templates={"verify": template})
    with closing(messenger._http):
        sending = messenger.send_code("09120000001", "012345", template="verify", route=Route.SERVICE, local_id=1)
    assert sending.outcome is SmsOutcome.ACCEPTED
