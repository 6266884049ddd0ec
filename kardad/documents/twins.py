"""The plain-language twin of every paper: what happened, what to do, until when, what if not – to be read, and to be heard. Pure."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from persiantools import digits

from kardad.documents import papers
from kardad.documents.papers import ROOM, Paper
from kardad.kit import text

PARTS: Final = ("what_happened", "what_to_do", "until_when", "what_if_not")
HEADINGS: Final = {
    "what_happened": "چه شده است؟",
    "what_to_do": "چه باید بکنید؟",
    "until_when": "تا کی؟",
    "what_if_not": "اگر نکنید چه می‌شود؟",
}
_FIELD = re.compile(r"\{(\w+)\}")
_CLOCK = re.compile(r"([۰-۹]{1,2}):([۰-۹]{2})")
_CODE = re.compile(r"[۰-۹0-9A-Za-z]+(?:[-/][۰-۹0-9A-Za-zآ-ی]+)+")
_NUMBER = re.compile(r"[۰-۹]+(?:٬[۰-۹]{3})*")
_LONGEST = 12  # digits; a longer one is a code, and so is one that begins with zero


class NoTwin(KeyError):
    """No twin of `data/twins.toml` belongs to this kind of paper: a fault of ours."""


class Part(tuple[str, ...]):
    """The sentences of one part; as text they stand one after the other."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(self)


@dataclass(frozen=True, slots=True)
class Twin:
    """What a paper means to the one who holds it."""

    what_happened: Part
    what_to_do: Part
    until_when: Part
    what_if_not: Part

    @property
    def parts(self) -> list[tuple[str, Part]]:
        """Each part under the question that it answers."""
        return [(HEADINGS[name], getattr(self, name)) for name in PARTS]

    @property
    def spoken(self) -> list[str]:
        """Question and sentences as a voice says them: numbers and hours in words, codes sign by sign, nothing but words and stops."""
        return [spoken(sentence) for heading, part in self.parts for sentence in (heading, *part)]


def twin(kind: str, data: Mapping[str, Any]) -> Twin:
    """The twin of a paper of this kind with these data; raises NoTwin, UnknownPaper, WrongShape."""
    written = every().get(kind)
    if written is None:
        raise NoTwin(kind)
    paper = papers.paper(kind)
    known = _known(paper, data)
    return Twin(**{name: Part(_said(written[name], known)) for name in PARTS})


@lru_cache(maxsize=1)
def every() -> Mapping[str, Mapping[str, list[Any]]]:
    """What is written for every kind."""
    return tomllib.loads((ROOM / "data" / "twins.toml").read_text(encoding="utf-8"))


def spoken(sentence: str) -> str:
    """A sentence as a voice says it."""
    sentence = _CLOCK.sub(lambda found: _hour(found[1], found[2]), sentence)
    sentence = _CODE.sub(lambda found: "، ".join(_spelled(part) for part in re.split("[-/]", found[0])), sentence)
    sentence = _NUMBER.sub(lambda found: _counted(found[0]), sentence)
    return " ".join(re.sub("[«»()]", " ", sentence).split()).replace(" .", ".").replace(" ،", "،")


def _known(paper: Paper, data: Mapping[str, Any]) -> dict[str, Any]:
    shaped = paper.shaped(data)
    known = {name: value["rials"] if isinstance(value, dict) and "rials" in value else value for name, value in shaped.items()}
    return known | ({"caution": paper.caution} if paper.caution else {})


def _said(sentences: list[Any], known: Mapping[str, Any]) -> Iterator[str]:
    for one in sentences:
        row = {"say": one} if isinstance(one, str) else one
        if (row.get("when") and not known.get(row["when"])) or (row.get("unless") and known.get(row["unless"])):
            continue
        if all(isinstance(known.get(name), str) for name in _FIELD.findall(row["say"])):
            yield row["say"].format_map(known)


def _hour(hours: str, minutes: str) -> str:
    past = int(text.to_ascii_digits(minutes))
    return _counted(hours) + (f" و {_counted(minutes)} دقیقه" if past else "")


def _counted(number: str) -> str:
    bare = text.ungrouped(number)
    if len(bare) > _LONGEST or (bare.startswith("۰") and len(bare) > 2):
        return _spelled(bare)
    return str(digits.to_word(int(text.to_ascii_digits(bare))))


def _spelled(code: str) -> str:
    """A short number as a number, everything else sign by sign."""
    plain = text.to_ascii_digits(code)
    if plain.isdigit() and len(plain) <= 4 and not plain.startswith("0"):
        return str(digits.to_word(int(plain)))
    return " ".join(str(digits.to_word(int(sign))) if sign.isdigit() else sign for sign in plain)
