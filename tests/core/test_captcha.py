"""The captcha: solved once by a question in words or by work, never twice, never by a guess."""

import base64
import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest

from kardad.core import captcha
from kardad.core.captcha import NUMBERS, CaptchaWrong
from kardad.kit import text
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def solve(question):
    found = [NUMBERS.index(word) for word in re.findall(r"\w+", question) if word in NUMBERS]
    return found[0] - found[1] if question.startswith("از") else sum(found)


def work(challenge):
    asked = json.loads(challenge)
    number = next(n for n in range(captcha.WORK + 1) if sha256(f"{asked['salt']}{n}".encode()).hexdigest() == asked["challenge"])
    solved = {key: asked[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(solved).encode()).decode()


@pytest.mark.parametrize("written", ["{}", " {} ", "persian", "words"])
def test_a_right_answer_is_taken_in_digits_or_words(written):
    question, token = captcha.question()
    right = solve(question)
    given = {"persian": text.to_persian_digits(str(right)), "words": NUMBERS[right]}.get(written, written.format(right))
    captcha.require(token=token, answer=given, proof="", at=NOW)


def test_every_question_is_answered_by_what_it_says():
    for _ in range(60):
        question, token = captcha.question()
        captcha.require(token=token, answer=str(solve(question)), proof="", at=NOW)


@pytest.mark.parametrize("wrong", ["", "11", "صد", "یک دو", "x"])
def test_a_wrong_answer_is_refused(wrong):
    _, token = captcha.question()
    with pytest.raises(CaptchaWrong) as caught:
        captcha.require(token=token, answer=wrong, proof="", at=NOW)
    assert caught.value.field == "captcha"


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_a_token_of_somebodys_own_making_is_refused(token):
    with pytest.raises(CaptchaWrong):
        captcha.require(token=token, answer="3", proof="", at=NOW)


def test_an_answer_counts_once():
    question, token = captcha.question()
    captcha.require(token=token, answer=str(solve(question)), proof="", at=NOW)
    with pytest.raises(CaptchaWrong):
        captcha.require(token=token, answer=str(solve(question)), proof="", at=NOW)


def test_an_old_question_is_refused(time_machine):
    time_machine.move_to(NOW, tick=False)
    question, token = captcha.question()
    time_machine.move_to(NOW + captcha.LIFE + timedelta(seconds=2), tick=False)
    with pytest.raises(CaptchaWrong):
        captcha.require(token=token, answer=str(solve(question)), proof="", at=NOW)


def test_the_token_does_not_say_the_answer():
    question, token = captcha.question()
    tokens = {captcha.question()[1] for _ in range(5)}
    assert token not in tokens
    assert f'"{solve(question)}"' not in token


def test_done_work_is_taken_once():
    proof = work(captcha.challenge())
    captcha.require(token="", answer="", proof=proof, at=NOW)
    with pytest.raises(CaptchaWrong):
        captcha.require(token="", answer="", proof=proof, at=NOW)


@pytest.mark.parametrize("proof", ["x", "e30=", base64.b64encode(b"[]").decode(), base64.b64encode(b'{"number": 1}').decode(), "🙂"])
def test_undone_work_is_refused(proof):
    with pytest.raises(CaptchaWrong):
        captcha.require(token="", answer="", proof=proof, at=NOW)


def test_work_for_another_challenge_is_refused():
    one, two = json.loads(captcha.challenge()), captcha.challenge()
    held = json.loads(base64.b64decode(work(two)))
    with pytest.raises(CaptchaWrong):
        captcha.require(token="", answer="", proof=base64.b64encode(json.dumps(held | {"salt": one["salt"]}).encode()).decode(), at=NOW)
