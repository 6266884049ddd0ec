"""The public pages as search engines, shared links and lists see them; read from `data/`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.urls import reverse

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A public page: its address, title, description and the day on which its words were last reviewed."""

    key: str
    title: str
    description: str
    url: str
    reviewed: date | None = None
    group: str = ""
    next: str = ""
    next_label: str = ""
    related: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address of the page on this site."""
        return reverse(self.url, args=[self.key]) if self.is_guide else reverse(self.url)

    @property
    def is_guide(self) -> bool:
        """Whether it is one of the guides under /help/."""
        return self.url == "portal:help_page"

    @property
    def template(self) -> str:
        """The template that holds its words."""
        return f"portal/help/{self.key}.html" if self.is_guide else f"portal/{self.key}.html"


@cache
def pages() -> dict[str, Leaf]:
    """The public pages that are not guides, by key."""
    return {key: Leaf(key=key, **facts) for key, facts in _read("pages.toml").items()}


@cache
def guides() -> dict[str, Leaf]:
    """The guides in the order of the list, by slug."""
    return {
        key: Leaf(key=key, url="portal:help_page", related=tuple(facts.pop("related")), **facts)
        for key, facts in _read("guides.toml").items()
    }


@cache
def guide_groups() -> dict[str, list[Leaf]]:
    """The guides under the headings of the list."""
    grouped: dict[str, list[Leaf]] = {}
    for guide in guides().values():
        grouped.setdefault(guide.group, []).append(guide)
    return grouped


def related(guide: Leaf) -> list[Leaf]:
    """The guides that a reader of this one may want next."""
    return [guides()[key] for key in guide.related]


def _read(name: str) -> dict[str, dict]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
