"""The whole identity journey is walked over the vendors, and no identifier is found in any log."""

import json
import logging
import re
from pathlib import Path

import pytest

from kardad.core import logs, sweeps
from kardad.kit import text
from tests.journeys.test_vendors import live
from tests.journeys.walker import PASSWORD, PEOPLE
from tests.vendors import credentials
from tests.vendors.fixtures import _running_vendor_server, vendor_server

__all__ = ["_running_vendor_server", "live", "vendor_server"]
VECTORS = Path(__file__).parents[1] / "kit" / "data" / "identity-vectors.json"


@pytest.fixture
def written(capsys):
    """Every line that any logger writes, at the finest level, through the site's own handler; calling it gives the text."""
    kept = logging.getLogger().handlers, logging.getLogger().level
    logs.configure({"level": "DEBUG"})
    for name in ("httpx", "httpcore", "django.db.backends"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lambda: capsys.readouterr().err
    for name in ("httpx", "httpcore", "django.db.backends"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger().handlers, logging.getLogger().level = kept


def secrets_of(walker, server):
    """Everything that must not be written."""
    found = {PASSWORD, credentials.ZOHAL_TOKEN, credentials.KAVENEGAR_KEY, credentials.JIBIT_SECRET_KEY, credentials.SMSIR_KEY}
    for person in PEOPLE.values():
        found |= {person["code"], person["mobile"], person["mobile"][1:], person["birth"]}
    found |= {message.code for message in server.outbox("09120000001") + server.outbox("09350000002") if message.code}
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    found |= set(vectors["national_code"]["valid"]) | set(vectors["sheba"]["valid"]) | set(vectors["company_id"]["valid"])
    return found | {text.to_persian_digits(one) for one in found}


def test_no_log_holds_an_identifier_a_code_or_a_key(live, written, clock):
    from django.utils import timezone

    walker, server = live
    for who in ("karimi", "not_owned", "wrong_birth", "deceased", "irancell"):
        walker.choose()
        walker.describe(who)
    walker.choose()
    walker.describe("karimi", birth="1400/12/30")
    server.rule("zohal", "shahkar", status=500, body={"message": "09120000001 9990001235"}, times=3)
    server.rule("jibit", "matching", status=500, body={"message": "09120000001 9990001235"}, times=3)
    walker.choose()
    walker.describe("zeros")
    logging.getLogger("django.request").error("a careless line about 9990001235 and 09120000001 and IR810100000000000001000003")
    sweeps.run_all(timezone.now())
    lines = written()
    assert "a careless line" in lines
    assert lines.count("/verify/details/") >= 3  # the refusals of the journey were logged at all
    for secret in secrets_of(walker, server):
        assert not re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", lines), secret
