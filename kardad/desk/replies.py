"""Saved replies, as `data/replies.toml` tells them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "replies.toml"


@dataclass(frozen=True, slots=True)
class Reply:
    """A text that staff put into a message and make their own."""

    key: str
    title: str
    text: str
    pages: tuple[str, ...]


@cache
def replies() -> dict[str, Reply]:
    """Every saved reply by its key, in order."""
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {key: Reply(key, row["title"], row["text"].strip(), tuple(row["for"])) for key, row in told.items()}


def choices(page: str) -> list[tuple[str, str]]:
    """The replies offered on this page, as a list to choose from."""
    return [(one.key, one.title) for one in replies().values() if page in one.pages]
