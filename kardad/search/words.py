"""Persian words as search compares them: one spelling, one stem, articles of the law as one word; no Django here."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kardad.kit import money, text

DATA = Path(__file__).parent / "data" / "words.toml"
LAST_ARTICLE = 203
LONGEST_NAME = 4  # words
PREFIXES = ("نمی", "می")
_WORD = re.compile(rf"[\w{text.ZWNJ}]+")
_ARTICLE = re.compile("\\b(?:ماده|م)\\s*" + r"(?P<number>\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question: the forms of which any will do, and whether it is an article of the law."""

    forms: tuple[str, ...]
    is_article: bool = False


def tokens(said: str) -> list[str]:
    """The stems of a text in order, articles of the law among them as `ماده27`."""
    plain = _plain(said)
    return _stems(plain) + [f"ماده{number}" for number in _articles(plain)]


def question(said: str) -> list[Word]:
    """The words of a question, each with the forms that answer it; words that every text has are left out while others remain."""
    plain = _plain(said)
    named = _articles(plain)
    stems = _stems(_ARTICLE.sub(" ", _numbered(plain)) if named else plain)
    silent = _told()["empty"] | (_told()["beside"] if named else frozenset())
    telling = [stem for stem in stems if stem not in silent]
    asked = telling or ([] if named else stems)
    return [Word((f"ماده{number}",), is_article=True) for number in named] + list(_with_kin(asked))


def _articles(plain: str) -> list[str]:
    """The numbers of the articles that the text names, in digits or in words."""
    return list(dict.fromkeys(one["number"] for one in _ARTICLE.finditer(_numbered(plain))))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The folded stem of one word; what the lexicon misses stands in the data file."""
    folded = text.fold(word).replace(" ", "")
    if folded in _told()["stems"]:
        return str(_told()["stems"][folded])
    if folded.isdigit() or not any("\u0600" <= char <= "\u06ff" for char in word):
        return folded
    prefix = next((one for one in PREFIXES if word.startswith(one)), "")
    spaced = prefix + text.ZWNJ + word[len(prefix) :].lstrip(text.ZWNJ) if prefix else word
    past, _, present = _lexicon().lemmatize(spaced).partition("#")
    # A verb comes as «past#present». Without its prefix it is most often no verb: «کاری» is of «کار», not of «کاشتن»;
    # and what begins with a prefix and is no verb is «میز».
    if bool(present) != bool(prefix):
        past = word if present else _lexicon().lemmatize(word).partition("#")[0]
    found = text.fold(past).replace(" ", "")
    return str(_told()["stems"].get(found, found))


def _stems(plain: str) -> list[str]:
    return [part for word in _WORD.findall(plain) for part in _parts(word.strip(text.ZWNJ))]


@lru_cache(maxsize=100_000)
def _parts(word: str) -> tuple[str, ...]:
    """The stems of a written word: of its parts, where it is written in one but said in two."""
    whole = text.fold(word).replace(" ", "")
    if whole in _joined():
        return _joined()[whole]
    if text.ZWNJ not in word:
        found = stem(word)
        return _joined().get(found, (found,))
    # «بیمه‌شده‌ها» is written with and without spaces: its parts are words, but for its endings.
    kept = [stem(part) for part in word.split(text.ZWNJ) if text.fold(part) not in _told()["endings"]]
    if word.startswith(PREFIXES) or not kept:
        return (stem(word),)
    return tuple(kept)


def _with_kin(stems: list[str]) -> Iterator[Word]:
    """The words with the other names of what they say, the longest names first."""
    rest = stems
    while rest:
        for many in range(min(LONGEST_NAME, len(rest)), 0, -1):
            name = " ".join(rest[:many])
            if many == 1 or name in _kin():
                yield Word((name, *_kin().get(name, ())))
                rest = rest[many:]
                break


def _plain(said: str) -> str:
    return text.to_ascii_digits(text.display(said)).casefold()


def _numbered(plain: str) -> str:
    """The text with «ماده بیست و هفت» as «ماده 27»."""
    if "ماده" not in plain:
        return plain
    spaced = plain.replace(text.ZWNJ, " ")
    return _spelled_out().sub(lambda one: f"ماده {_numbers()[one['words']]}", spaced)


@cache
def _numbers() -> dict[str, int]:
    spelled = {money.in_words(number).removesuffix(" ریال"): number for number in range(1, LAST_ARTICLE + 1)}
    return spelled | {words.removeprefix("یک"): number for words, number in spelled.items() if words.startswith("یکصد")}


@cache
def _spelled_out() -> re.Pattern[str]:
    longest_first = sorted(_numbers(), key=len, reverse=True)
    return re.compile(rf"\bماده\s+(?P<words>{'|'.join(longest_first)})\b")


@cache
def _lexicon() -> Any:
    import rishe  # loads a lexicon: only who searches pays for it

    return rishe.Lemmatizer()


@cache
def _told() -> dict[str, Any]:
    told = tomllib.loads(DATA.read_text("utf-8"))
    return {
        "empty": frozenset(told["empty"]["words"]),
        "beside": frozenset(told["beside"]["words"]),
        "endings": frozenset(told["endings"]["words"]),
        "stems": told["stems"],
        "compounds": told["compounds"]["names"],
        "kin": told["kin"]["groups"],
    }


@cache
def _joined() -> dict[str, tuple[str, ...]]:
    """What is written as one word by many, and its parts."""
    return {text.fold(name).replace(" ", ""): tuple(stem(part) for part in name.split()) for name in _told()["compounds"]}


@cache
def _kin() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in _told()["kin"]:
        forms = [" ".join(_stems(_plain(one))) for one in group]
        found |= {form: tuple(other for other in forms if other != form) for form in forms}
    return found
