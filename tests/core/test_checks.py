"""A production set-up with something missing, or left from the demo, does not start."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from kardad.core import checks

REAL = {"registry": ["finnotech"], "sms": ["kavenegar", "smsir"], "sso": ["oidc"], "scanner": ["clamd"]}


def ids():
    return sorted(message.id for message in checks.setup())


@pytest.fixture
def production(settings, monkeypatch):
    settings.DEMO, settings.SECURE = False, True
    settings.SECRET_KEY, settings.INDEX_KEY, settings.CODE_PEPPER = "a" * 50, "b" * 50, "c" * 50
    settings.FIELD_KEYS = [f"2:{Fernet.generate_key().decode()}", f"1:{Fernet.generate_key().decode()}"]
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://kardad.example", ["kardad.example"]
    settings.GATEWAYS = REAL
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="postgresql"))
    return settings


def test_a_complete_production_set_up_passes(production):
    assert ids() == []
    checks.require()


def test_a_house_where_nothing_is_paid_online_passes(production):
    production.GATEWAYS = REAL | {"payments": []}
    assert ids() == []


@pytest.fixture
def demo(settings):
    settings.DEMO, settings.DEMO_IS_MEANT, settings.HOST, settings.ALLOWED_HOSTS = True, False, "127.0.0.1", ["127.0.0.1", "localhost"]
    settings.GATEWAYS = {port: ["console"] for port in REAL}
    return settings


def test_a_demo_passes_with_its_twins(demo):
    assert ids() == []


@pytest.mark.parametrize(("name", "value"), [("HOST", "0.0.0.0"), ("ALLOWED_HOSTS", ["kardad.example"])])
def test_a_demo_nobody_asked_for_is_not_shown_to_other_machines(demo, name, value):
    setattr(demo, name, value)
    assert ids() == ["kardad.E008"]
    demo.DEMO_IS_MEANT = True
    assert ids() == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("OPERATOR", "ministry", "kardad.E001"),
        ("GATEWAYS", REAL | {"sms": []}, "kardad.E002"),
        ("GATEWAYS", REAL | {"sms": ["pigeon"]}, "kardad.E002"),
        ("FIELD_KEYS", [], "kardad.E003"),
        ("FIELD_KEYS", ["1:short"], "kardad.E003"),
        ("FIELD_KEYS", ["no version"], "kardad.E003"),
        ("SECRET_KEY", "short", "kardad.E004"),
        ("INDEX_KEY", "a" * 50, "kardad.E004"),
        ("GATEWAYS", REAL | {"registry": ["finnotech", "console"]}, "kardad.E005"),
        ("GATEWAYS", REAL | {"sms": ["memory-2"]}, "kardad.E005"),
        ("SITE_URL", "http://kardad.example", "kardad.E006"),
        ("ALLOWED_HOSTS", ["127.0.0.1", "localhost"], "kardad.E007"),
        ("ALLOWED_HOSTS", ["*"], "kardad.E007"),
        ("ALLOWED_HOSTS", [], "kardad.E007"),
    ],
)
def test_what_is_wrong_is_named_and_stops_the_start(production, name, value, found):
    setattr(production, name, value)
    assert ids() == [found]
    with pytest.raises(ImproperlyConfigured, match=found):
        checks.require()


def test_two_field_keys_of_one_version_are_refused(production):
    key = Fernet.generate_key().decode()
    production.FIELD_KEYS = [f"1:{key}", f"1:{key}"]
    assert ids() == ["kardad.E003"]


def test_everything_that_is_wrong_is_said_at_once_and_no_key_is_shown(production):
    production.FIELD_KEYS, production.SITE_URL = ["1:very-secret-key"], "http://x"
    with pytest.raises(ImproperlyConfigured) as caught:
        checks.require()
    assert "E003" in str(caught.value)
    assert "E006" in str(caught.value)
    assert "very-secret-key" not in str(caught.value)


def test_what_is_only_unwise_warns_and_starts(production, monkeypatch):
    production.SECURE = False
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="sqlite"))
    assert ids() == ["kardad.W001", "kardad.W002"]
    checks.require()


def test_django_runs_these_checks_too():
    from django.core.checks.registry import registry

    assert checks.setup in registry.get_checks()


@pytest.mark.parametrize("variable", ["KARDAD_SECRET_KEY", "KARDAD_FIELD_KEYS", "KARDAD_INDEX_KEY", "KARDAD_CODE_PEPPER"])
def test_a_production_start_without_a_secret_fails_at_once(tmp_path, variable):
    given = dict.fromkeys(("KARDAD_SECRET_KEY", "KARDAD_FIELD_KEYS", "KARDAD_INDEX_KEY", "KARDAD_CODE_PEPPER"), "x" * 50)
    del given[variable]
    done = subprocess.run(
        [sys.executable, "-c", "import kardad.settings"],
        env=given | {"KARDAD_DEMO": "0", "KARDAD_VAR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert variable in done.stderr
