"""The kinds of letters: every row of every app's `data/letters.toml`, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from django.apps import apps

from kardad.core import outside

# How letters are grouped for those who choose what to be told of, in the order of the page.
GROUPS = {
    "notices": "نامه‌های پرونده",
    "requests": "درخواست‌ها",
    "contracts": "قراردادها",
    "money": "صورتحساب و پرداخت",
    "appointments": "نوبت‌ها",
    "questions": "پرسش و پاسخ",
    "account": "حساب من",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of letter: its words with `{names}` to fill, and whether its SMS can be switched off."""

    event: str
    group: str
    title: str
    text: str
    sms: str = ""
    always: bool = False

    @property
    def name(self) -> str:
        """What such a letter is called where it speaks of nothing in particular."""
        return self.title.format_map(_Blank())

    @property
    def names(self) -> frozenset[str]:
        """What the sender of such a letter must give."""
        return (_names(self.title) | _names(self.text) | self.sms_names) - outside.message_words().keys()

    @property
    def sms_names(self) -> frozenset[str]:
        """What of it goes into the SMS."""
        return _names(self.sms) - outside.message_words().keys()


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its event; raises LookupError for an event with two rows or of no known group."""
    found: dict[str, Kind] = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "data" / "letters.toml"
        if not config.name.startswith("kardad.") or not path.exists():
            continue
        for event, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if event in found:
                raise LookupError(f"two rows for the letter {event}")
            found[event] = Kind(event=event, **row)
            if found[event].group not in GROUPS:
                raise LookupError(f"the letter {event} is of no known group")
    return found


def kind(event: str) -> Kind:
    """The kind of that event; raises LookupError when no `data/letters.toml` has it."""
    try:
        return kinds()[event]
    except KeyError as error:
        raise LookupError(f"no letter for the event {event}") from error


def groups() -> dict[str, str]:
    """The groups of which a letter exists, with their titles."""
    known = {one.group for one in kinds().values()}
    return {group: title for group, title in GROUPS.items() if group in known}


def topic_title(topic: str) -> str:
    """What a group, or one kind of letter, is called; its own word when it is told no more."""
    known = kinds()
    return GROUPS.get(topic) or (known[topic].name if topic in known else topic)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
