"""Patterns: what an unlawful clause looks like, written as Persian that a lawyer can read, matched over folded sentences.

In a pattern `<name>` stands for any word of a list, `…` (between spaces) for nothing or up to forty-five letters, `‥` (joined to the word
before it, whose ending it then covers) for the same without «کارفرما»,
`(one|other)` for either, and a ZWNJ for a space that may be missing. Spelling (ي and ی, آ and ا, half-spaces) does not matter, nor does
what hides a word (`hiding.py`), a space that was eaten or a line that breaks before its verb.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kardad.kit import text
from kardad.law.contract_rules import hiding
from kardad.law.evidence import BadRow

_SENTENCE: Final = re.compile(r"[.;!?\u061b\u061f\n\r]+")
_NAME: Final = re.compile(r"<(\w+)>")
_WORD: Final = re.compile(r"[\u0600-\u06ff]+")
_ALLOWED: Final = re.compile(r"[\u0600-\u06ff\u200c |()…‥]*")
_STOP_APART: Final = re.compile(r"(?<!\w)([^\W\d])\s*[.;!?\u061b\u061f\n\r]\s*(?=[^\W\d](?!\w))")
# Persian ends a sentence with its verb: words that stop before it go on after the stop or in the next line.
_VERB: Final = re.compile(r"(?:د|است|نیست|گرفت|داشت|یافت|رفت|میشوم|میکنم)$")
_MOST_PARTS: Final = 4
# A gap is lazy so that the clause found is the shortest.
_ANY_GAP: Final = " (?:.{0,45}? )?"
_EMPLOYER: Final = "کارفرما"
_GAP_WITHOUT_EMPLOYER: Final = f"(?:(?!{_EMPLOYER}).)" + "{0,45}?"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is written, and folded in every way in which its half-spaces may be read."""

    written: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One unlawful clause: any of `finds` in a sentence and none of `spares`; `about` names what it is about.

    A sentence without a word of `holds` is not looked at further.
    """

    about: str
    holds: re.Pattern[str]
    finds: tuple[re.Pattern[str], ...]
    spares: tuple[re.Pattern[str], ...]

    def hits(self, sentence: Sentence) -> bool:
        """Whether the sentence holds it."""
        told = [one for one in sentence.readings if self.holds.search(one)]
        if not any(find.search(one) for one in told for find in self.finds):
            return False
        return not any(spare.search(one) for one in told for spare in self.spares)


def sentences(clauses: Sequence[str], words: re.Pattern[str]) -> Iterator[Sentence]:
    """The sentences of clauses that stand one after the other, empty ones left out, and those that a stop or a new line cuts in parts.

    `words` finds those that may be written in pieces.
    """
    whole = _STOP_APART.sub(r"\1 ", "\n".join(clauses))
    every = (_sentence(written, words) for written in _SENTENCE.split(whole))
    cut = [one for one in every if one.readings[0]]
    yield from cut
    for place, one in enumerate(cut):
        parts = [one]
        for after in cut[place + 1 : place + _MOST_PARTS]:
            if _VERB.search(parts[-1].readings[-1]):
                break
            parts.append(after)
        if len(parts) > 1:
            yield _sentence(" ".join(part.written for part in parts), words)


@lru_cache(maxsize=4096)
def _sentence(written: str, words: re.Pattern[str]) -> Sentence:
    return Sentence(text.display(written), hiding.readings(written, words))


def vocabulary(words: Mapping[str, str], groups: Mapping[str, list[dict[str, Any]]]) -> frozenset[str]:
    """Every folded word by which an unlawful clause is found."""
    told = [written for rows in groups.values() for row in rows for written in row.get("finds", ())]
    said = " ".join([*told, *(words[name] for written in told for name in _NAME.findall(written) if name in words)])
    return frozenset(word for found in _WORD.findall(said) for word in text.fold(found).split())


def load(words: Mapping[str, str], groups: Mapping[str, list[dict[str, Any]]]) -> Mapping[str, tuple[Pattern, ...]]:
    """The patterns of each group; raises BadRow for one that cannot be read."""
    return MappingProxyType({name: tuple(_pattern(name, row, words) for row in rows) for name, rows in groups.items()})


def _pattern(group: str, row: dict[str, Any], words: Mapping[str, str]) -> Pattern:
    where = f"contract_rules.toml patterns {group} {row['about']}"
    finds, spares = ([_compiled(one, words, where) for one in row.get(side, ())] for side in ("finds", "spares"))
    if not finds:
        raise BadRow(f"{where}: finds nothing")
    holds = re.compile(_spelt(row.get("holds", ""), words, where))
    return Pattern(row["about"], holds, tuple(finds), tuple(spares))


def _compiled(written: str, words: Mapping[str, str], where: str) -> re.Pattern[str]:
    try:
        return re.compile(rf"\b(?:{_spelt(written, words, where)})")
    except re.error as fault:
        raise BadRow(f"{where}: {written!r}: {fault}") from fault


def _spelt(written: str, words: Mapping[str, str], where: str) -> str:
    """The pattern as a regular expression over folded text, in which a space between two words may be missing."""
    try:
        spelt = _NAME.sub(lambda found: f"({words[found[1]]})", written)
    except KeyError as missing:
        raise BadRow(f"{where}: no word list {missing}") from None
    if not _ALLOWED.fullmatch(spelt) or "…" in spelt.replace(" … ", ""):
        raise BadRow(f"{where}: {written!r} has a sign that means nothing here")
    spelt = _WORD.sub(lambda found: text.fold(found[0]), spelt).replace(text.ZWNJ, " ").replace("(", "(?:")
    gaps = [part.replace(" ", " ?") for part in spelt.split(" … ")]
    return _ANY_GAP.join(gaps).replace("‥", _GAP_WITHOUT_EMPLOYER)
