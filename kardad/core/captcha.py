"""Proof that a person, or at least some work, is behind a form: proof of work with script, a question in words without."""

import base64
import hmac
import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from altcha import v1 as altcha
from django.conf import settings
from django.core import signing

from kardad.core import limits
from kardad.kit import text
from kardad.kit.refusal import BadInput

LIFE = timedelta(minutes=20)
WORK = 40_000  # hashes at most: under a second on a cheap phone
SALT = "captcha"
NUMBERS = ("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده")
QUESTIONS = (
    ("{a} به‌اضافه {b} چند می‌شود؟", lambda a, b: a + b),
    ("اگر {b} سیب داشته باشید و {a} سیب دیگر بگیرید، چند سیب دارید؟", lambda a, b: a + b),
    ("از {c} که {a} را کم کنیم چند می‌ماند؟", lambda a, b: b),
)


class CaptchaWrong(BadInput):
    """The answer was wrong, old, or used before."""

    code = "CAPTCHA_WRONG"
    status = 422
    message = "پاسخ پرسش امنیتی درست نیست. به پرسش تازه پاسخ دهید."


def question() -> tuple[str, str]:
    """A question in Persian words and the signed token that its answer must come back with."""
    a, b = secrets.randbelow(4) + 1, secrets.randbelow(5) + 1
    template, answer = secrets.choice(QUESTIONS)
    nonce = secrets.token_hex(8)
    token = signing.dumps({"n": nonce, "a": _digest(nonce, str(answer(a, b)))}, salt=SALT, compress=True)
    return template.format(a=NUMBERS[a], b=NUMBERS[b], c=NUMBERS[a + b]), token


def challenge() -> str:
    """The proof-of-work challenge as JSON, for the custom element."""
    made = altcha.create_challenge(
        altcha.ChallengeOptions(hmac_key=settings.SECRET_KEY, max_number=WORK, expires=datetime.now().astimezone() + LIFE)
    )
    return json.dumps(made.to_dict())


def require(*, token: str, answer: str, proof: str, at: datetime) -> None:
    """Accept a solved challenge or a right answer, once; else raise CaptchaWrong."""
    nonce, good = _proved(proof) if proof else _answered(token, answer)
    # A question is spent by its first answer, right or wrong: nine guesses would find it.
    if not nonce or limits.hit("captcha", nonce, at=at, window=timedelta(days=1)) > 1 or not good:
        raise CaptchaWrong(field="captcha")


def _proved(proof: str) -> tuple[str, bool]:
    """The challenge that was solved, by its own words: the same solution can be written in many ways."""
    try:
        solution = json.loads(base64.b64decode(proof))
        good, _ = altcha.verify_solution(solution, settings.SECRET_KEY, check_expires=True)
        return (str(solution["challenge"]), True) if good else ("", False)
    except (ValueError, TypeError, AttributeError, KeyError):  # what a browser sends may be anything
        return "", False


def _answered(token: str, answer: str) -> tuple[str, bool]:
    try:
        held = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return "", False
    given = text.to_ascii_digits(answer).strip()
    if given in NUMBERS:
        given = str(NUMBERS.index(given))
    return held["n"], hmac.compare_digest(held["a"], _digest(held["n"], given))


def _digest(nonce: str, answer: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{nonce}|{answer}".encode(), sha256).hexdigest()
