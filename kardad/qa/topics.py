"""The topics of questions, the roles of askers, and what belongs to each; read from `data/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of questions: how it is called and told, the calculators and services that are near to it."""

    key: str
    title: str
    text: str
    calculators: tuple[str, ...]
    services: tuple[str, ...]


ASKERS = {"worker": "کارگر", "employer": "کارفرما", "practitioner": "فعال حوزه کار", "other": "سایر"}
NAMES = {
    "worker": "یک کارگر",
    "employer": "یک کارفرما",
    "practitioner": "یک فعال حوزه کار",
    "other": "یک پرسش‌کننده",
}


@cache
def every() -> dict[str, Topic]:
    """The topics by key, in the order people are shown them."""
    rows = tomllib.loads(files("kardad.qa").joinpath("data", "topics.toml").read_text("utf-8"))
    return {
        key: Topic(key, row["title"], row["text"], tuple(row.get("calculators", ())), tuple(row.get("services", ())))
        for key, row in rows.items()
    }


def title(key: str) -> str:
    """The Persian name of a topic; the key itself for one that is no more."""
    return every()[key].title if key in every() else key


def name(asker_role: str) -> str:
    """How the one who asked is called: never by a name."""
    return NAMES.get(asker_role, NAMES["other"])


def choices() -> list[tuple[str, str]]:
    """The topics for a form."""
    return [(topic.key, topic.title) for topic in every().values()]
