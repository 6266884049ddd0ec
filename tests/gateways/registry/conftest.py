"""Every registry of the house, built for a test."""

import io
from collections.abc import Callable

import pytest

from kardad.gateways.registry.chain import Chain
from kardad.gateways.registry.console import Console
from kardad.gateways.registry.finnotech import Contract as FinnotechContract
from kardad.gateways.registry.finnotech import Finnotech
from kardad.gateways.registry.jibit import Contract as JibitContract
from kardad.gateways.registry.jibit import Jibit
from kardad.gateways.registry.memory import Memory
from kardad.gateways.registry.port import Registry
from kardad.gateways.registry.zohal import Contract as ZohalContract
from kardad.gateways.registry.zohal import Zohal
from kardad.gateways.transport import Transport
from tests.gateways.conftest import MOMENT
from tests.vendors import credentials

CLIENT = FinnotechContract(credentials.FINNOTECH_CLIENT_ID, credentials.FINNOTECH_CLIENT_SECRET, credentials.FINNOTECH_NID)
KEYS = JibitContract(credentials.JIBIT_API_KEY, credentials.JIBIT_SECRET_KEY)
KEY = ZohalContract(credentials.ZOHAL_TOKEN)

Make = Callable[..., Registry]


@pytest.fixture
def make(line: Callable[..., Transport]) -> Make:
    """A registry by name; options go to the line of a vendor."""

    def build(name: str, **options: object) -> Registry:
        match name:
            case "console":
                return Console(stream=io.StringIO())
            case "memory":
                return Memory()
            case "comparing memory":
                return Memory(needs_name=True)
            case "chain":
                return Chain([Memory(name="first", offers=frozenset()), Memory(name="second")])
            case "finnotech":
                return Finnotech(CLIENT, transport=line(name, **options), now=lambda: MOMENT, may_text_the_owner=True)
            case "jibit":
                return Jibit(KEYS, transport=line(name, **options), clock=MOMENT.timestamp)
            case "zohal":
                return Zohal(KEY, transport=line(name, **options))
        raise AssertionError(name)

    return build
