"""Patterns: what an unlawful clause looks like, written as Persian that a lawyer can read, matched over folded sentences.

In a pattern `<name>` stands for any word of a list, `…` (between spaces) for nothing or up to forty-five letters, `‥` (joined to the word
before it, whose ending it then covers) for the same without «کارفرما»,
`(one|other)` for either, and a ZWNJ for a space that may be missing. Spelling (ي and ی, آ and ا, half-spaces) does not matter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from kardad.kit import text
from kardad.law.evidence import BadRow

_SENTENCE: Final = re.compile(r"[.;!?\u061b\u061f\n\r]+")
_NAME: Final = re.compile(r"<(\w+)>")
_WORD: Final = re.compile(r"[\u0600-\u06ff]+")
_ALLOWED: Final = re.compile(r"[\u0600-\u06ff\u200c |()…‥]*")
# A gap is lazy so that the clause found is the shortest.
_ANY_GAP: Final = " (?:.{0,45}? )?"
_EMPLOYER: Final = "کارفرما"
_GAP_WITHOUT_EMPLOYER: Final = f"(?:(?!{_EMPLOYER}).)" + "{0,45}?"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One unlawful clause: any of `finds` in a sentence and none of `spares`; `about` names what it is about."""

    about: str
    finds: tuple[re.Pattern[str], ...]
    spares: tuple[re.Pattern[str], ...]

    def hits(self, sentence: str) -> bool:
        """Whether a folded sentence holds it."""
        return any(find.search(sentence) for find in self.finds) and not any(spare.search(sentence) for spare in self.spares)


def sentences(clause: str) -> Iterator[tuple[str, str]]:
    """The sentences of a clause, each as written and folded; empty ones left out."""
    for written in _SENTENCE.split(clause):
        if folded := text.fold(written):
            yield text.display(written), folded


def load(words: Mapping[str, str], groups: Mapping[str, list[dict[str, Any]]]) -> Mapping[str, tuple[Pattern, ...]]:
    """The patterns of each group; raises BadRow for one that cannot be read."""
    return MappingProxyType({name: tuple(_pattern(name, row, words) for row in rows) for name, rows in groups.items()})


def _pattern(group: str, row: dict[str, Any], words: Mapping[str, str]) -> Pattern:
    where = f"contract_rules.toml patterns {group} {row['about']}"
    finds, spares = ([_compiled(one, words, where) for one in row.get(side, ())] for side in ("finds", "spares"))
    if not finds:
        raise BadRow(f"{where}: finds nothing")
    return Pattern(row["about"], tuple(finds), tuple(spares))


def _compiled(written: str, words: Mapping[str, str], where: str) -> re.Pattern[str]:
    try:
        spelt = _NAME.sub(lambda found: f"({words[found[1]]})", written)
    except KeyError as missing:
        raise BadRow(f"{where}: no word list {missing}") from None
    if not _ALLOWED.fullmatch(spelt) or "…" in spelt.replace(" … ", ""):
        raise BadRow(f"{where}: {written!r} has a sign that means nothing here")
    spelt = _WORD.sub(lambda found: text.fold(found[0]), spelt).replace(text.ZWNJ, " ?").replace("(", "(?:")
    spelt = spelt.replace(" … ", _ANY_GAP).replace("‥", _GAP_WITHOUT_EMPLOYER)
    try:
        return re.compile(rf"\b(?:{spelt})")
    except re.error as fault:
        raise BadRow(f"{where}: {written!r}: {fault}") from fault
