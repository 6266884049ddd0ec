"""Every address has a door: who may not pass sees log-in or nothing; every name that a page or the code uses leads somewhere."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.rules import reading

# Open to everyone, and why. What is not here calls `access` and shows a visitor nothing.
PUBLIC = {
    "core:healthz": "machines ask whether the process lives",
    "core:readyz": "machines ask whether it can answer",
    "core:metrics": "figures without personal data",
    "portal:home": "the front door",
    "portal:help": "help is read before joining",
    "portal:help_page": "help is read before joining",
    "portal:about": "who operates this",
    "portal:status": "outages are told to everyone",
    "portal:rules": "rules are read before they are accepted",
    "portal:privacy": "read before joining",
    "portal:accessibility": "read by everyone",
    "portal:search": "what is public is found by everyone",
    "portal:sitemap": "for search engines",
    "portal:robots": "for search engines",
    "portal:favicon": "browsers ask for it",
    "portal:manifest": "telephones ask for it before anybody logs in",
    "portal:service_worker": "browsers ask for it; it holds nothing personal",
    "portal:offline": "read where there is no network",
    "contracts:rules": "by what a contract is judged is read by everyone",
    "contracts:check": "whoever holds a contract's paper learns how it stands; names are masked",
    "cases:start": "what a petition is for is read by everyone",
    "ui:gallery": "the design system is shown to everyone",
    "ui:gallery_part": "the design system is shown to everyone",
    "people:join": "strangers join here",
    "people:join_details": "strangers join here",
    "people:verify": "identity is begun before there is an account",
    "people:verify_role": "belongs to an attempt of this very session",
    "people:verify_details": "belongs to an attempt of this very session",
    "people:follow": "by tracking code and the typed particulars",
    "people:verify_window": "leaves for the national window",
    "people:verify_window_back": "the national window comes back here with its own signed state",
    "people:login": "strangers enter here",
    "account_login": "the second-factor library's name for the same page",
    "people:logout": "whoever is in may leave",
    "people:reset": "whoever forgot the password is out",
    "people:reset_code": "belongs to this session's own reset",
    "people:reset_password": "belongs to this session's own reset",
    "mfa_authenticate": "the second step of log-in",
    "mfa_login_webauthn": "a passkey is shown before log-in",
    "people:demo_messages": "only where nobody is real",
    "people:demo_sso": "only where nobody is real",
    "people:draft": "keeps what a visitor typed in his own session",
    "documents:look_up": "whoever holds a paper asks by its number; nothing of anybody is told",
    "api_docs": "how programs ask is read by everyone",
    "api:api-root": "answers nothing itself",
    "api:openapi-json": "the document of the interface",
    "api:calculations": "the law is everyone's; nothing personal is kept",
    "api:calculate": "computes from what is sent, keeps nothing",
    "api:calculation_schema": "the law is everyone's",
    "api:law_version": "the law is everyone's",
    "api:law_keys": "the law is everyone's",
    "api:law_value": "the law is everyone's",
    "api:calendar_day": "the calendar is everyone's",
    "api:calendar_year": "the calendar is everyone's",
    "api:deadlines": "the law is everyone's",
    "api:deadline": "counts from what is sent, keeps nothing",
    "desk:services": "what can be asked for, and its price, is read before joining",
    "desk:service": "what can be asked for, and its price, is read before joining",
    "calc:index": "anybody may compute",
    "calc:calculator": "anybody may compute; nothing is kept",
    "calc:deadline": "anybody may compute; nothing is kept",
    "calc:owed": "anybody may compute",
    "calc:owed_step": "anybody may compute; the answers are in the address",
    "calc:owed_check": "anybody may compute; nothing is kept",
    "calc:owed_result": "anybody may compute; nothing is kept",
    "calc:paper": "anybody may compute; nothing is kept",
    "calc:sheet_json": "anybody may compute; nothing is kept",
    "calc:payroll_list": "anybody may compute a small list; what it makes is shown to its sender alone",
    "calc:payroll_template_xlsx": "an empty roster is everyone's",
    "calc:payroll_template_csv": "an example is everyone's",
    "calc:values": "the law is everyone's",
    "calc:value": "the law is everyone's",
    "calc:value_answer": "the law is everyone's",
    "calc:readings": "the law is everyone's",
    "billing:back": "banks send payers back here, perhaps without their session; the address is what nobody guesses",
    "billing:demo_bank": "only where nobody is real",
    "documents:certificates": "whoever checks a paper without us needs the certificates that sealed it",
    "qa:questions": "public questions are read by everyone",
    "qa:topic": "public questions are read by everyone",
    "qa:question": "public questions are read by everyone",
    "qa:short": "leads to a public question",
    "qa:old": "leads to a public question",
    "qa:opinion": "every reader may say whether an answer helped",
    "qa:similar": "titles of public questions",
    "qa:feed": "for readers of feeds",
    "qa:sitemap": "for search engines",
    "qa:sitemap_topic": "for search engines",
    "qa:statistics": "figures without personal data",
    "qa:ask": "a visitor asks with a code to his mobile",
    "qa:ask_similar": "belongs to what this session wrote",
    "qa:ask_mobile": "belongs to what this session wrote",
    "qa:asked": "belongs to what this session sent",
    "qa:guides": "guides are read by everyone",
    "qa:guide": "guides are read by everyone; only a member comments",
    "qa:comments": "guides are read by everyone",
    "qa:links": "official addresses are everyone's",
    "inbox:calendar": "a telephone's calendar logs in nowhere; the address is what nobody guesses",
    "evidence:check": "proofs are checked by whoever holds them",
    "evidence:roots": "whoever holds a proof compares it with what is published",
    "evidence:roots_json": "whoever holds a proof compares it with what is published",
    "evidence:keys_json": "whoever holds a proof compares it with what is published",
    "evidence:consistency_json": "whoever holds a proof compares it with what is published",
    "cases:status": "a tracking code tells where a case is, and of nobody",
    "evidence:check_kept": "proofs are checked by whoever holds them, without us too",
}
DUMMY = {"IntConverter": 1, "SlugConverter": "x", "StringConverter": "x", "UUIDConverter": "00000000-0000-0000-0000-000000000000"}
MEMBERS_ROOMS = (
    *("core:", "portal:", "ui:", "people:", "calc:", "availability:", "inbox:", "billing:", "qa:", "desk:", "contracts:", "cases:"),
    *("evidence:", "documents:"),
)
ADDRESSES = sorted(reading.addresses())
PRIVATE = [name for name in ADDRESSES if name not in PUBLIC]


def address(name):
    _, parameters = reading.addresses()[name]
    return reverse(name, kwargs={key: DUMMY[kind] for key, kind in parameters})


def test_every_name_is_used_once():
    from django.urls import get_resolver

    names = [name for name, _ in reading._addresses(get_resolver().url_patterns, "", ())]
    assert sorted(names) == sorted(set(names))


def test_what_is_public_exists():
    assert sorted(set(PUBLIC) - set(ADDRESSES)) == []


def test_a_private_view_asks_access():
    """Whoever neither stands in PUBLIC nor asks is named here."""
    asks = re.compile(r"\baccess\w*\.\w+\(|login_required|_access\(")
    assert [name for name in PRIVATE if not asks.search(reading.source_of(reading.addresses()[name][0]))] == []


def seen_by_a_visitor(name, method):
    """What a visitor sees who should see log-in or nothing; empty when that is so."""
    answer = getattr(Client(), method)(address(name))
    if answer.status_code not in (301, 302):
        return "" if answer.status_code in (403, 404, 405, 409, 410) else f"{answer.status_code}"
    where = resolve(answer["Location"].split("?")[0]).view_name
    return "" if where in PUBLIC else where


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_sees_nothing_private(method):
    assert {name: seen for name in PRIVATE if (seen := seen_by_a_visitor(name, method))} == {}


@pytest.mark.django_db
def test_a_member_does_not_learn_that_the_office_exists(client, make):
    client.force_login(make.person(level=2))
    rooms = [name for name in ADDRESSES if not name.startswith((*MEMBERS_ROOMS, "mfa_", "account_", "api"))]
    assert {name: code for name in rooms if (code := client.get(address(name)).status_code) != 404} == {}


def used():
    """Every name that a template or the code says."""
    tag = re.compile(r"""\{%-?\s*url\s+["']([\w:.-]+)["']""")
    for path in reading.files(".html", under=reading.PACKAGE):
        for name in tag.findall(path.read_text(encoding="utf-8")):
            yield name, path
    for path in reading.code(reading.PACKAGE):
        for function, call in reading.calls(path):
            said = function.rsplit(".", 1)[-1]
            if said in ("reverse", "reverse_lazy", "redirect", "resolve_url") and call.args:
                for text in reading.strings(call.args[0]):
                    if re.fullmatch(r"[a-z_]+:[a-z_]+", text):
                        yield text, path


def test_every_name_that_is_used_leads_somewhere():
    broken = {f"{name} in {reading.name(path)}" for name, path in used() if name not in reading.addresses()}
    assert sorted(broken) == []


def found(name):
    """The view that an address leads to; none where another address hides it."""
    try:
        return resolve(address(name)).func
    except Resolver404:
        return None


def test_every_address_finds_its_own_view():
    hidden = [name for name in ADDRESSES if found(name) is not reading.addresses()[name][0]]
    assert set(hidden) <= {"account_login", "people:login"}
