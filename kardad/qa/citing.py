"""What an answer cites of the law, as it stands: told in words, and with a fingerprint by which a later change is seen."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.urls import reverse

from kardad.calc import lawbook, words
from kardad.kit import text
from kardad.law import articles
from kardad.law.articles import UnknownArticle
from kardad.law.instruments import Law, Silent
from kardad.law.values import Bracket, Value

SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Cited:
    """A place of the law on a day: its name, what it says, since when, until when, where that is known from, and its fingerprint."""

    kind: str
    ref: str
    title: str
    told: str
    fingerprint: str
    since: date | None = None
    until: date | None = None
    source: str = ""
    url: str = ""


def value(law: Law, key: str, on: date) -> Cited:
    """What the law says of a key on a day; raises UnknownKey, Silent."""
    held = law.value(key, on)
    told = lawbook.amount_of(held.amount, law.keys[key])
    source = words.law(held.title, held.article)
    url = reverse("calc:value", args=[key])
    return Cited("value", key, law.keys[key].title, told, _of_value(held), held.since, held.until, source, url)


def article(ref: str) -> Cited:
    """A place of the law by its id; raises UnknownArticle."""
    found = articles.article(ref)
    return Cited("article", ref, found.name, found.says, _digest([found.name, found.says, found.status]), url=next(iter(found.links), ""))


def circular(number: str, *, title: str, on: date, url: str = "") -> Cited:
    """A circular that is known by its number and day only; it changes when somebody says that it was replaced."""
    return Cited("circular", number, title, "", _digest([number, title, on.isoformat()]), since=on, url=url)


def fingerprint(law: Law, kind: str, ref: str, on: date) -> str:
    """What marks the present standing of a cited place; SILENT where the law says nothing on that day or knows no such place."""
    try:
        return value(law, ref, on).fingerprint if kind == "value" else article(ref).fingerprint
    except (Silent, UnknownArticle, KeyError):
        return SILENT


def search(law: Law, said: str, *, on: date, limit: int = 8) -> list[Cited]:
    """The articles and figures whose name or words hold every word that was said; figures that hold on that day first."""
    asked = text.fold(said).split()
    if not asked:
        return []
    keys = [key for key, row in law.keys.items() if _holds(f"{row.title} {key}", asked)]
    refs = [one.id for one in articles.every().values() if _holds(f"{one.name} {one.says}", asked)]
    return [*_figures(law, keys, on), *(article(ref) for ref in refs)][:limit]


def _figures(law: Law, keys: list[str], on: date) -> list[Cited]:
    found = []
    for key in keys:
        try:
            found.append(value(law, key, on))
        except Silent:
            continue
    return found


def _holds(where: str, asked: list[str]) -> bool:
    folded = f" {text.fold(where)} "
    return all(f" {word}" in folded for word in asked)


def _of_value(held: Value) -> str:
    """The amount, since when, by which instrument and from which sources: wording does not count, a number or its standing does."""
    return _digest([_amount(held), held.since.isoformat(), held.instrument, held.article, [source.id for source in held.sources]])


def _amount(held: Value) -> object:
    if isinstance(held.amount, tuple):
        return [[one.up_to, str(one.rate)] if isinstance(one, Bracket) else one for one in held.amount]
    return str(held.amount)


def _digest(facts: list[object]) -> str:
    return sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:32]
