"""The outside services that the settings name, built once; the only door from Django to `kardad.gateways`."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection

from kardad.core import demo
from kardad.core.shelf import Shelf
from kardad.gateways import choose
from kardad.gateways.calls.port import Calls
from kardad.gateways.mail.port import Mailer
from kardad.gateways.payments.port import PaymentGateway
from kardad.gateways.registry.port import Registry
from kardad.gateways.sana.port import Sana
from kardad.gateways.scanner.port import Scanner
from kardad.gateways.signature.port import Signer
from kardad.gateways.sms.port import Sms, Template
from kardad.gateways.sso.port import Sso
from kardad.gateways.timestamp.port import Stamper

allowed_blocks = 0  # tests that run inside a transaction of their own raise it


def ensure_no_transaction() -> None:
    """Raise when a network call is about to be made while a transaction is open: it would hold its locks."""
    if len(connection.atomic_blocks) > allowed_blocks:
        raise RuntimeError("an outside service was called inside a transaction")


# The name in a setting → the class. Options come from KARDAD_GATEWAY_OPTIONS under the same name.
PATHS = {
    "registry": {
        "console": "kardad.gateways.registry.console.Console",
        "memory": "kardad.gateways.registry.memory.Memory",
        "finnotech": "kardad.gateways.registry.finnotech.Finnotech",
        "jibit": "kardad.gateways.registry.jibit.Jibit",
        "zohal": "kardad.gateways.registry.zohal.Zohal",
    },
    "sms": {
        "console": "kardad.gateways.sms.console.Console",
        "memory": "kardad.gateways.sms.memory.Memory",
        "memory-2": "kardad.gateways.sms.memory.Memory",
        "kavenegar": "kardad.gateways.sms.kavenegar.Kavenegar",
        "smsir": "kardad.gateways.sms.smsir.SmsIr",
    },
    "mail": {
        "console": "kardad.gateways.mail.console.Console",
        "memory": "kardad.gateways.mail.memory.Memory",
        "smtp": "kardad.gateways.mail.smtp.Smtp",
    },
    "sso": {
        "console": "kardad.gateways.sso.console.Console",
        "memory": "kardad.gateways.sso.memory.Memory",
        "oidc": "kardad.gateways.sso.oidc.Oidc",
    },
    "scanner": {
        "console": "kardad.gateways.scanner.console.Console",
        "memory": "kardad.gateways.scanner.memory.Memory",
        "clamd": "kardad.gateways.scanner.clamd.Clamd",
    },
    "payments": {
        "console": "kardad.gateways.payments.console.Console",
        "memory": "kardad.gateways.payments.memory.Memory",
        "zarinpal": "kardad.gateways.payments.zarinpal.Zarinpal",
        "zibal": "kardad.gateways.payments.zibal.Zibal",
        "saman": "kardad.gateways.payments.saman.Saman",
        "mellat": "kardad.gateways.payments.mellat.Mellat",
    },
    "calls": {
        "console": "kardad.gateways.calls.console.Console",
        "memory": "kardad.gateways.calls.memory.Memory",
        "asterisk": "kardad.gateways.calls.asterisk.Asterisk",
    },
    "sana": {
        "console": "kardad.gateways.sana.console.Console",
        "memory": "kardad.gateways.sana.memory.Memory",
        "https": "kardad.gateways.sana.https.Https",
    },
    "signature": {
        "memory": "kardad.gateways.signature.memory.Memory",
    },
    "timestamp": {
        "local": "kardad.gateways.timestamp.local.Local",
        "memory": "kardad.gateways.timestamp.memory.Memory",
        "rfc3161": "kardad.gateways.timestamp.rfc3161.Rfc3161",
    },
}


# What a gateway must know of this site, whatever the settings say.
OWN: dict[tuple[str, str], Callable[[], dict[str, Any]]] = {
    ("mail", "smtp"): lambda: {"sender_name": settings.OPERATOR_NAME},
    ("mail", "console"): lambda: {"on_mail": demo.keep_mail},
    ("sso", "console"): lambda: {"demo_url": site_address("/demo/sso/"), "redirect_uri": site_address("/verify/window/back/")},
    ("sana", "console"): lambda: {"shelf": Shelf("demo-sana")},
    ("timestamp", "local"): lambda: {"folder": settings.VAR / "keys" / "tsa"},
    ("payments", "console"): lambda: {"page_url": site_address("/demo/pay/"), "shelf": Shelf("demo-bank")},
}


def options(port: str, name: str) -> dict[str, Any]:
    """The class and the options of one named gateway."""
    return {"path": PATHS[port][name]} | OWN.get((port, name), dict)() | settings.GATEWAY_OPTIONS.get(name, {})


@cache
def registry() -> Registry:
    """The registers, tried in the order of the settings."""
    return choose.chain([options("registry", name) for name in settings.GATEWAYS["registry"]])


@cache
def messengers() -> tuple[Sms, ...]:
    """The messengers in the order of the settings."""
    return tuple(_messenger(name) for name in settings.GATEWAYS["sms"])


def _messenger(name: str) -> Sms:
    built = options("sms", name) | {"templates": templates(name)}
    built.pop("per_second", None)
    if name.startswith(("memory", "console")):
        built["name"] = name
    if name.startswith("console"):
        built["on_message"] = demo.keep
    return choose.build(**built)


def messenger(name: str) -> Sms | None:
    """The messenger of that name, if it is still in the settings."""
    return next((one for one in messengers() if one.name == name), None)


def per_second(name: str) -> int:
    """How many texts a second the contract with this messenger admits; 0 where nobody said it."""
    return int(settings.GATEWAY_OPTIONS.get(name, {}).get("per_second", 0))


@cache
def mailer() -> Mailer | None:
    """The mail server; None where the house sends no e-mail."""
    names = settings.GATEWAYS["mail"]
    return choose.build(**options("mail", names[0])) if names else None


@cache
def sso() -> Sso:
    """The national identity provider."""
    return choose.build(**options("sso", settings.GATEWAYS["sso"][0]))


@cache
def scanner() -> Scanner:
    """The malware scanner."""
    return choose.build(**options("scanner", settings.GATEWAYS["scanner"][0]))


@cache
def exchange() -> Calls:
    """The telephone exchange that joins an expert and a client."""
    return choose.build(**options("calls", settings.GATEWAYS["calls"][0]))


@cache
def sana() -> Sana | None:
    """The judiciary's service of papers; None where the house has no way to it."""
    names = settings.GATEWAYS.get("sana")
    return choose.build(**options("sana", names[0])) if names else None


@cache
def stamper() -> Stamper | None:
    """The time-stamping authority; None where the house has none."""
    names = settings.GATEWAYS.get("timestamp")
    return choose.build(**options("timestamp", names[0])) if names else None


@cache
def signer() -> Signer | None:
    """The service by which people sign with their own certificate; None where the house has none."""
    names = settings.GATEWAYS.get("signature")
    return choose.build(**options("signature", names[0])) if names else None


@cache
def payment_gateways() -> tuple[PaymentGateway, ...]:
    """The payment gateways in the order in which payers are offered them; none where nothing is paid online."""
    return tuple(choose.build(**options("payments", name)) for name in settings.GATEWAYS["payments"])


def payment_gateway(name: str) -> PaymentGateway | None:
    """The payment gateway of that name, if it is still in the settings."""
    return next((one for one in payment_gateways() if one.name == name), None)


TEXTS = {"messages.toml": "text", "letters.toml": "sms"}  # the file in an app's data → the key of the text


def message_words() -> dict[str, str]:
    """What every text may name: the operator and the site's domain."""
    return {"operator": settings.OPERATOR_NAME, "domain": urlsplit(settings.SITE_URL).hostname or ""}


@cache
def texts() -> dict[str, str]:
    """Every text that leaves by SMS, the operator and the domain filled in: each app's `data/messages.toml` by its template,
    and the `sms` of each letter in `data/letters.toml` by its event."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if not config.name.startswith("kardad."):
            continue
        for file, key in TEXTS.items():
            path = Path(config.path) / "data" / file
            entries = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            found |= {name: _fill(entry[key], message_words()) for name, entry in entries.items() if entry.get(key)}
    return found


def templates(messenger_name: str = "") -> dict[str, Template]:
    """The texts as templates, with what this messenger's vendor calls its approved ones (`templates` in its options)."""
    approved = settings.GATEWAY_OPTIONS.get(messenger_name, {}).get("templates", {})
    return {name: Template(text=text, **approved.get(name, {})) for name, text in texts().items()}


@contextmanager
def replaced(**twins: Any) -> Iterator[None]:
    """Other gateways for a while, by the name of the function that gives them; for the making of demo data."""
    kept = {name: globals()[name] for name in twins}
    try:
        globals().update({name: (lambda twin=twin: twin) for name, twin in twins.items()})
        yield
    finally:
        globals().update(kept)


def forget() -> None:
    """Build everything anew at the next call; for tests and for changed settings."""
    for built in (registry, messengers, mailer, sso, scanner, exchange, sana, signer, stamper, payment_gateways, texts):
        built.cache_clear()


def _fill(text: str, words: dict[str, str]) -> str:
    for key, value in words.items():
        text = text.replace("{" + key + "}", value)
    return text


def site_address(path: str) -> str:
    """The full address of a path of ours."""
    return settings.SITE_URL.rstrip("/") + path
