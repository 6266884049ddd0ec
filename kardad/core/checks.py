"""What must hold before people are let in: a production set-up with something missing or left from the demo does not start."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kardad.core import cards, outside

SHORTEST_SECRET = 32
SECRETS = {"SECRET_KEY": "KARDAD_SECRET_KEY", "INDEX_KEY": "KARDAD_INDEX_KEY", "CODE_PEPPER": "KARDAD_CODE_PEPPER"}
TWINS = ("console", "memory")
# A house may send no e-mail, take card-to-card only, sign without an outside clock, have no service of certificates.
NOT_NEEDED = ("mail", "payments", "timestamp", "sana", "signature")
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}


@register("kardad")
def setup(app_configs: object = None, **_: object) -> list[CheckMessage]:
    """Everything that is wrong with the settings, by the name of the variable to mend."""
    found = [*_names(), *_keys(), *_cards()]
    if settings.DEMO:
        found += _shown_demo()
    else:
        found += [*_secrets(), *_twins(), *_addresses()]
    return found


def require() -> None:
    """Pass when nothing is wrong; else raise ImproperlyConfigured with every error in one go."""
    errors = [message for message in setup() if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("; ".join(f"{error.id}: {error.msg}" for error in errors))


def _names() -> Iterator[CheckMessage]:
    if settings.OPERATOR not in ("authority", "bureau"):
        yield Error("KARDAD_OPERATOR is authority or bureau", id="kardad.E001")
    for port, names in settings.GATEWAYS.items():
        if not names and port not in NOT_NEEDED:
            yield Error(f"KARDAD_{port.upper()} names no service", id="kardad.E002")
        for name in names:
            if name not in outside.PATHS[port]:
                yield Error(f"KARDAD_{port.upper()}: unknown service {name}", id="kardad.E002")


def _keys() -> Iterator[CheckMessage]:
    versions = []
    for entry in settings.FIELD_KEYS:
        version, _, key = entry.partition(":")
        versions.append(version)
        try:
            Fernet(key)
        except ValueError:
            # The key itself must not reach a log.
            yield Error(f"KARDAD_FIELD_KEYS: key {len(versions)} is not `version:fernet key`", id="kardad.E003")
    if not versions or len(set(versions)) < len(versions):
        yield Error("KARDAD_FIELD_KEYS needs keys of different versions, the newest first", id="kardad.E003")


def _cards() -> Iterator[CheckMessage]:
    for place, entry in enumerate(settings.CARDS, start=1):
        try:
            cards.read(entry)
        except cards.BadCard as error:
            yield Error(f"KARDAD_CARDS, entry {place}: {error}", id="kardad.E010")


def _secrets() -> Iterator[CheckMessage]:
    for name, variable in SECRETS.items():
        if len(getattr(settings, name)) < SHORTEST_SECRET:
            yield Error(f"{variable} has fewer than {SHORTEST_SECRET} characters", id="kardad.E004")
    if len({getattr(settings, name) for name in SECRETS}) < len(SECRETS):
        yield Error("one secret is used for two things", id="kardad.E004")


def _shown_demo() -> Iterator[CheckMessage]:
    # Its secrets are known and its codes stand on a page: nobody must meet it by having forgotten a variable.
    if not settings.DEMO_IS_MEANT and (settings.HOST not in LOOPBACK or not set(settings.ALLOWED_HOSTS) <= LOOPBACK):
        yield Error(
            "a demo answers to this machine only; KARDAD_DEMO=1 shows it to others, KARDAD_DEMO=0 is for real people", id="kardad.E008"
        )


def _twins() -> Iterator[CheckMessage]:
    for port, names in settings.GATEWAYS.items():
        if any(name.startswith(TWINS) for name in names):
            yield Error(f"KARDAD_{port.upper()} names a service of the demo", id="kardad.E005")


def _addresses() -> Iterator[CheckMessage]:
    if urlsplit(settings.SITE_URL).scheme != "https":
        yield Error("KARDAD_SITE_URL does not begin with https", id="kardad.E006")
    if "*" in settings.ALLOWED_HOSTS or set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        yield Error("KARDAD_HOSTS does not name the site's host", id="kardad.E007")
    if not settings.SECURE:
        yield checks.Warning("KARDAD_HTTPS is off: cookies travel in the open unless a proxy of yours prevents it", id="kardad.W001")
    if "local" in settings.GATEWAYS.get("timestamp", ()):
        yield checks.Warning(
            "KARDAD_TIMESTAMP: the local authority is not independent and proves nothing against its operator", id="kardad.W003"
        )
    if connection.vendor == "sqlite":
        yield checks.Warning("SQLite serves one machine; set DATABASE_URL for more", id="kardad.W002")
