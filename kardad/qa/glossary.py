"""Terms of labour law in plain words, read from `data/`, and where they stand in a text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `meaning` is empty where it is no term."""

    words: str
    meaning: str = ""


@cache
def terms() -> dict[str, str]:
    """Every term with its meaning in a sentence."""
    rows = tomllib.loads(files("kardad.qa").joinpath("data", "glossary.toml").read_text("utf-8"))
    return {name: str(meaning) for name, meaning in rows["terms"].items()}


def parts(text: str, explained: set[str]) -> Iterator[Part]:
    """The text in pieces; a term is explained where it stands first, and is noted in `explained`."""
    end = 0
    for found in _shape().finditer(text):
        if found[0] in explained:
            continue
        explained.add(found[0])
        if found.start() > end:
            yield Part(text[end : found.start()])
        yield Part(found[0], terms()[found[0]])
        end = found.end()
    if end < len(text):
        yield Part(text[end:])


@cache
def _shape() -> re.Pattern[str]:
    longest_first = sorted(terms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w\u200c])(?:{'|'.join(map(re.escape, longest_first))})(?![\w\u200c])")
