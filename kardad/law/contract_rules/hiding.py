"""What hides a word of a clause, undone: letters or pieces written apart, letters that only look alike, signs within a word."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kardad.kit import text

_ALIKE: Final = str.maketrans("ڪےۍېہھەٮڡںۃ", "کیییههه" + "بفنه") | str.maketrans("", "", "\u115f\u1160\u3164\uffa0")
_LETTER: Final = "[\u0621-\u06d5]"
_SPELT_OUT: Final = re.compile(r"\b(?:[^\W\d] ){2,}[^\W\d]\b")
_NOUGHT: Final = re.compile(r"(?<![0-9] )\b0+\b")
_REPEATED: Final = re.compile(r"([^\W\d])\1{2,}")
_WITHIN: Final = re.compile(f"(?<={_LETTER})[^\u0621-\u06d5 ]+(?={_LETTER})")
_AND: Final = "و"  # the one word of a single letter


def broken(words: Iterable[str]) -> re.Pattern[str]:
    """Finds each of these folded words, whole or in pieces."""
    known = {word for word in words if len(word) > 1}
    return re.compile(rf"\b{_tree(known)}\b" if known else r"(?!)")


def _tree(words: Iterable[str]) -> str:
    """The words as one pattern that looks at each letter once, the longest first."""
    after: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        after[word[:1]].append(word[1:])
    return f"(?:{'|'.join(letter + _next(rest) for letter, rest in after.items())})"


def _next(rest: list[str]) -> str:
    inner = [one for one in rest if one]
    if not inner:
        return ""
    return f"(?: ?{_tree(inner)})" + ("?" if len(inner) < len(rest) else "")


def readings(written: str, words: re.Pattern[str]) -> tuple[str, ...]:
    """The folded sentence in every way in which its half-spaces and what stands within its words may be read, its broken words whole."""
    seen = written.translate(_ALIKE)
    apart, joined = text.fold(seen), text.fold(text.display(seen).replace(text.ZWNJ, ""))
    ways = [apart, joined, _WITHIN.sub("", joined)]
    return tuple(dict.fromkeys(_whole(_plain(way), words) for way in ways))


def _plain(folded: str) -> str:
    """With spelt-out words whole, no letter thrice, and a nought of any digits as the word."""
    whole = _SPELT_OUT.sub(lambda found: found[0].replace(" ", ""), folded)
    return _NOUGHT.sub("صفر", _REPEATED.sub(r"\1", whole))


def _whole(plain: str, words: re.Pattern[str]) -> str:
    return words.sub(_joined, plain)


def _joined(found: re.Match[str]) -> str:
    pieces = found[0].split(" ")
    is_two = _AND in pieces and any(len(one) > 1 for one in pieces)
    return found[0] if is_two else "".join(pieces)
