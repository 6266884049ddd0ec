"""Limits count whoever is behind an address or a proof, not how he writes it."""

import base64
import json
from datetime import timedelta

import pytest
from altcha import v1 as altcha

from kardad.core import captcha, limits

HOUR = timedelta(hours=1)


def solved():
    made = json.loads(captcha.challenge())
    found = altcha.solve_challenge(made["challenge"], made["salt"], made["algorithm"], captcha.WORK)
    return {key: made[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": found.number}


def wrapped(solution, **layout):
    return base64.b64encode(json.dumps(solution, **layout).encode()).decode()


def accepted(at, *, token="", answer="", proof=""):
    try:
        captcha.require(token=token, answer=answer, proof=proof, at=at)
    except captcha.CaptchaWrong:
        return False
    return True


def test_a_solved_challenge_serves_once_however_it_is_written(db, now):
    solution = solved()
    ways = [wrapped(solution), wrapped(solution, indent=1), wrapped(solution | {"took": 3}), wrapped(dict(reversed(solution.items())))]
    assert [accepted(now, proof=way) for way in ways] == [True, False, False, False]


def test_a_question_is_answered_once_right_or_wrong(db, now):
    _, token = captcha.question()
    assert sum(accepted(now, token=token, answer=str(guess)) for guess in range(11)) <= 1
    assert not any(accepted(now, token=token, answer=str(guess)) for guess in range(11))


@pytest.mark.parametrize("guess", [0, 10])
def test_no_second_guess_at_a_question(db, now, guess):
    _, token = captcha.question()
    assert not accepted(now, token=token, answer=str(guess))
    assert not any(accepted(now, token=token, answer=str(other)) for other in range(1, 10))


@pytest.mark.parametrize("junk", ["NQ==", "bnVsbA==", "W10=", "eyJhbGdvcml0aG0iOjF9", "é", "\x00", "{}"])
def test_a_broken_proof_is_a_wrong_answer(client, db, now, junk):
    assert not accepted(now, proof=junk)


def test_a_proof_whose_parts_are_of_other_kinds_is_a_wrong_answer(db, now):
    for part in ("algorithm", "challenge", "number", "salt", "signature"):
        for other in (None, 5, [], {}):
            assert not accepted(now, proof=wrapped(solved() | {part: other}))


def test_a_house_of_new_addresses_is_one_caller(db, now):
    for n in range(5):
        limits.allow("x", f"2001:db8:1:2::{n}", limit=5, at=now, window=HOUR)
    with pytest.raises(limits.TooMany):
        limits.allow("x", "2001:db8:1:2:ffff::1", limit=5, at=now, window=HOUR)
    limits.allow("x", "2001:db8:1:3::1", limit=5, at=now, window=HOUR)


def test_an_address_written_either_way_is_one_caller(db, now):
    limits.allow("x", "203.0.113.5", limit=1, at=now, window=HOUR)
    with pytest.raises(limits.TooMany):
        limits.allow("x", "::ffff:203.0.113.5", limit=1, at=now, window=HOUR)
    assert limits.today("x", "203.0.113.5", at=now) == 0
