"""Every messenger of the house, built for a test."""

import io
from collections.abc import Callable

import pytest

from kardad.gateways.sms import kavenegar, smsir
from kardad.gateways.sms.console import Console
from kardad.gateways.sms.memory import Memory
from kardad.gateways.sms.port import Sms, Template
from kardad.gateways.transport import Transport
from tests.vendors import credentials

CODE_TEXT = "کد تأیید کارداد: {code}. به کسی ندهید.\n@kardad.example #{code}"
NOTICE_TEXT = "کارداد: {title} با شماره {number} ثبت شد."
PLAIN_TEXT = "کد شما {code} است."


def templates(code: str = "", notice: str = "", title: str = "title", number: str = "number") -> dict[str, Template]:
    """The templates of the tests; `code` and `notice` are the vendor's names for them."""
    return {
        "verify": Template(CODE_TEXT, approved=code),
        "notice": Template(NOTICE_TEXT, approved=notice, tokens={"title": title, "number": number}),
        "plain": Template(PLAIN_TEXT),
    }


KAVENEGAR = kavenegar.Contract(credentials.KAVENEGAR_KEY, credentials.KAVENEGAR_SENDER)
SMSIR = smsir.Contract(credentials.SMSIR_KEY, credentials.SMSIR_LINE)
OF_KAVENEGAR = templates("kardadcode", "kardadnotice", "token10", "token")
OF_SMSIR = templates("100001", "100002", "TITLE", "NUMBER")

Make = Callable[..., Sms]


@pytest.fixture
def make(line: Callable[..., Transport]) -> Make:
    """A messenger by name; options go to the line of a vendor."""

    def build(name: str, **options: object) -> Sms:
        match name:
            case "console":
                return Console(templates("c", "n"), stream=io.StringIO())
            case "memory":
                return Memory(templates("c", "n"))
            case "kavenegar":
                return kavenegar.Kavenegar(KAVENEGAR, OF_KAVENEGAR, transport=line(name, **options))
            case "smsir":
                return smsir.SmsIr(SMSIR, OF_SMSIR, transport=line(name, **options))
        raise AssertionError(name)

    return build
