"""One contract for every time-stamping authority, and what is not believed of one behind HTTP."""

import shutil
import stat
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from kardad.gateways.timestamp import reading
from kardad.gateways.timestamp.local import Local
from kardad.gateways.timestamp.memory import Memory
from kardad.gateways.timestamp.port import Outcome
from kardad.gateways.timestamp.rfc3161 import Contract, Rfc3161
from tests.gateways.conftest import MOMENT
from tests.vendors import timestamp as vendor

DATA = b'{"day":"2026-11-22"}'
DIGEST = sha256(DATA).digest()


@pytest.fixture
def roots(tmp_path):
    path = tmp_path / "roots.pem"
    path.write_bytes(vendor.root_pem())
    return path


@pytest.fixture
def asking(server, dial, roots):
    """An adapter that asks the test's authority; options change its contract."""

    def build(path="/tsr", *, wire=None, **options):
        contract = Contract(**{"url": server.url("tsa") + path, "roots_file": str(roots), "seconds": 5.0, **options})
        line = dial(server.base, **({"wire": wire} if wire else {}))
        return Rfc3161(contract, transport=line, now=lambda: MOMENT)

    return build


@pytest.fixture(params=["memory", "local", "rfc3161"])
def stamper(request, tmp_path):
    if request.param == "rfc3161":
        return request.getfixturevalue("asking")()
    return {"memory": Memory(now=lambda: MOMENT), "local": Local(folder=tmp_path / "keys" / "tsa", now=lambda: MOMENT)}[request.param]


def test_a_token_is_for_our_digest_of_this_moment_and_leads_to_its_root(stamper):
    stamping = stamper.stamp(DIGEST)
    assert (stamping.outcome, stamping.provider) == (Outcome.STAMPED, stamper.name)
    stamp = reading.read(stamping.token)
    assert (stamp.digest, stamp.at) == (DIGEST, MOMENT.astimezone(UTC))
    assert stamp.authority
    assert reading.is_signed(stamping.token)
    assert reading.holds(stamping.token, DIGEST, roots=stamper.roots)


def test_a_token_holds_for_nothing_else_and_for_nobody_who_trusts_another(stamper):
    token = stamper.stamp(DIGEST).token
    assert not reading.holds(token, sha256(b"other").digest(), roots=stamper.roots)
    assert not reading.holds(token, DIGEST, roots=[])
    assert not reading.holds(token, DIGEST, roots=Memory().roots)
    assert not reading.holds(token, DIGEST, roots=[b"no certificate"])


def test_two_tokens_have_two_serials(stamper):
    assert len({reading.read(stamper.stamp(DIGEST).token).serial for _ in range(3)}) == 3


@pytest.mark.parametrize("digest", [b"", b"x" * 31, "a" * 32, b"x" * 64])
def test_what_is_no_digest_is_not_asked_about(stamper, digest):
    with pytest.raises(ValueError, match="32 bytes"):
        stamper.stamp(digest)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_openssl_finds_the_token_good_and_an_altered_paper_bad(stamper, tmp_path):
    (tmp_path / "paper").write_bytes(DATA)
    (tmp_path / "token").write_bytes(stamper.stamp(DIGEST).token)
    root = reading.certificate(stamper.roots[0])
    (tmp_path / "root.pem").write_bytes(reading.pem.armor("CERTIFICATE", root.dump()))
    paths = ["-data", tmp_path / "paper", "-in", tmp_path / "token", "-token_in", "-CAfile", tmp_path / "root.pem"]
    ask = ["openssl", "ts", "-verify", *map(str, paths)]
    assert "Verification: OK" in subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    (tmp_path / "paper").write_bytes(DATA + b" ")
    assert subprocess.run(ask, capture_output=True, text=True, check=False).returncode != 0


TOKEN = Memory(now=lambda: MOMENT)


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
@hypothesis(max_examples=150)
def test_a_token_with_one_bit_changed_or_its_end_cut_never_holds(place, bit, cut):
    token = _token()
    at = int(place * len(token))
    changed = token[:at] if cut else token[:at] + bytes([token[at] ^ 1 << bit]) + token[at + 1 :]
    try:
        is_same = reading.read(changed) == reading.read(token)
    except reading.NotAStamp:
        is_same = False
    # What no signature covers may change (a list of algorithms, say), and then the token says the same.
    assert is_same or not reading.holds(changed, DIGEST, roots=TOKEN.roots)


_made: list[bytes] = []


def _token() -> bytes:
    if not _made:
        _made.append(TOKEN.stamp(DIGEST).token)
    return _made[0]


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x80", b"<html>", b"\x30\x03\x02\x01\x00", TOKEN.roots[0]])
def test_what_is_no_token_is_said_to_be_none(junk):
    with pytest.raises(reading.NotAStamp):
        reading.read(junk)
    assert not reading.holds(junk, DIGEST, roots=TOKEN.roots)


@pytest.mark.parametrize(
    ("ordered", "outcome", "code"),
    [
        ({"says": "grantedWithMods"}, Outcome.STAMPED, "granted_with_mods"),
        ({"says": "rejection", "fails": "badAlg"}, Outcome.REFUSED, "bad_alg"),
        ({"says": "rejection", "fails": "unacceptedPolicy"}, Outcome.REFUSED, "unaccepted_policy"),
        ({"says": "rejection"}, Outcome.REFUSED, "rejection"),
        ({"says": "rejection", "fails": "timeNotAvailable"}, Outcome.UNAVAILABLE, "time_not_available"),
        ({"says": "rejection", "fails": "systemFailure"}, Outcome.UNAVAILABLE, "system_failure"),
        ({"says": "waiting"}, Outcome.UNAVAILABLE, "waiting"),
        ({"nonce": "wrong"}, Outcome.UNPROVED, "nonce"),
        ({"nonce": "none"}, Outcome.UNPROVED, "nonce"),
        ({"imprint": "wrong"}, Outcome.UNPROVED, "imprint"),
        ({"signature": "broken"}, Outcome.UNPROVED, "signature"),
        ({"certificate": "not_for_stamps"}, Outcome.UNPROVED, "signature"),
        ({"certificate": "expired"}, Outcome.UNPROVED, "signature"),
        ({"certificate": "nobodys"}, Outcome.UNPROVED, "authority"),
        ({"certificate": "none"}, Outcome.GARBLED, "token"),
        ({"at": (MOMENT + timedelta(hours=1)).isoformat()}, Outcome.UNPROVED, "time"),
        ({"at": (MOMENT - timedelta(minutes=9)).isoformat()}, Outcome.STAMPED, "granted"),
        ({"token": False}, Outcome.GARBLED, "no_token"),
        ({"as_type": "text/html"}, Outcome.GARBLED, "content_type"),
        ({"body": "<html>"}, Outcome.GARBLED, "content_type"),
        ({"body": "garbage", "headers": {"Content-Type": "application/timestamp-reply"}}, Outcome.GARBLED, "response"),
        ({"status": 401}, Outcome.AUTH, "http_401"),
        ({"status": 404}, Outcome.REFUSED, "http_404"),
        ({"status": 429}, Outcome.UNAVAILABLE, "http_429"),
        ({"status": 503}, Outcome.UNAVAILABLE, "http_503"),
        ({"drop": True}, Outcome.UNAVAILABLE, "unreachable"),
    ],
)
def test_what_the_authority_says_is_what_becomes_of_the_request(asking, server, ordered, outcome, code):
    server.rule("tsa", "stamp", **ordered)
    stamping = asking().stamp(DIGEST)
    assert (stamping.outcome, stamping.code, bool(stamping.token)) == (outcome, code, outcome is Outcome.STAMPED)
    assert len(server.calls("tsa")) == 1


def test_the_policy_that_we_want_is_asked_for_and_another_is_not_taken(asking, server):
    assert asking(policy=vendor.POLICY).stamp(DIGEST).outcome is Outcome.STAMPED
    assert asking(policy=vendor.OTHER_POLICY).stamp(DIGEST).code == "unaccepted_policy"
    server.rule("tsa", "stamp", policy=vendor.OTHER_POLICY)
    assert asking(policy=vendor.POLICY).stamp(DIGEST).code == "policy"


def test_a_password_opens_a_closed_authority_and_is_not_shown(asking):
    login = {"user": vendor.USER, "password": vendor.PASSWORD}
    assert asking("/closed/tsr", **login).stamp(DIGEST).outcome is Outcome.STAMPED
    assert asking("/closed/tsr", **{**login, "password": "wrong"}).stamp(DIGEST).outcome is Outcome.AUTH
    assert asking("/closed/tsr").stamp(DIGEST).outcome is Outcome.AUTH
    assert "tsa-secret" not in repr(Contract(url="https://tsa.test", **login))


def test_an_authority_that_says_nothing_is_not_waited_for(server, roots):
    server.rule("tsa", "stamp", delay_ms=2000)
    stamping = Rfc3161(Contract(url=server.url("tsa") + "/tsr", seconds=0.2), now=lambda: MOMENT).stamp(DIGEST)
    assert (stamping.outcome, stamping.code) == (Outcome.UNAVAILABLE, "timeout")


@pytest.mark.parametrize(
    "values", [{"url": "tsa.test"}, {"url": "ftp://tsa.test"}, {"url": "http://tsa.test", "user": "u", "password": "p"}]
)
def test_a_contract_that_would_be_unsafe_is_not_built(values):
    with pytest.raises(ValueError, match=r"url|password"):
        Contract(**values)


def test_the_local_key_is_made_once_by_whoever_comes_first_and_nobody_else_reads_it(tmp_path):
    folder = tmp_path / "keys" / "tsa"
    houses = [Local(folder=folder, now=lambda: MOMENT) for _ in range(8)]
    threads = [threading.Thread(target=house.stamp, args=(DIGEST,)) for house in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({reading.read(house.stamp(DIGEST).token).certificate for house in houses}) == 1
    assert stat.S_IMODE((folder / "tsa.pem").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["tsa.pem", "tsa.root.pem"]
    assert b"PRIVATE" not in (folder / "tsa.root.pem").read_bytes()


def test_the_local_authority_says_on_every_token_that_it_is_not_independent(tmp_path):
    local = Local(folder=tmp_path)
    assert not local.is_independent
    assert "NOT INDEPENDENT" in reading.read(local.stamp(DIGEST).token).authority


@pytest.mark.parametrize("content", [b"", b"junk", b"-----BEGIN " + b"PRIVATE KEY-----\nAAAA\n-----END " + b"PRIVATE KEY-----\n"])
def test_a_spoilt_local_key_is_no_stamp_and_is_not_replaced(tmp_path, content):
    (tmp_path / "tsa.pem").write_bytes(content)
    stamping = Local(folder=tmp_path).stamp(DIGEST)
    assert (stamping.outcome, stamping.code) == (Outcome.UNAVAILABLE, "key")
    assert (tmp_path / "tsa.pem").read_bytes() == content


def test_the_memory_fails_as_often_as_it_is_told():
    memory = Memory()
    memory.fail(Outcome.UNAVAILABLE, "timeout", times=2)
    assert [memory.stamp(DIGEST).outcome for _ in range(3)] == [Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Outcome.STAMPED]
    memory.fail(Outcome.UNPROVED)
    assert replace(memory.stamp(DIGEST)).token == b""
    assert memory.asked == [DIGEST] * 4
