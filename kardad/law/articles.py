"""Articles: the places of the law that other data cite, each told in one plain sentence of ours, with its standing and sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kardad.law import evidence
from kardad.law.evidence import BadRow

STATUSES = ("sourced", "recalled", "unknown")


class UnknownArticle(KeyError):
    """Nothing of `data/articles.toml` has this id: a fault of the data that cite it."""


@dataclass(frozen=True, slots=True)
class Article:
    """One cited place of the law: `says` is our paraphrase, never the text of the law."""

    id: str
    act: str
    number: str
    part: str
    says: str
    status: str
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """How people cite it: «تبصره ۳ ماده ۷ قانون کار», «رأی وحدت رویه ۷۲۰ هیئت عمومی دیوان عالی کشور»."""
        return " ".join(word for word in (self.part, self.number, self.act) if word)

    @property
    def caution(self) -> str:
        """What people are told beside it; empty when it was seen in a source."""
        return evidence.caution(self.status)

    @property
    def links(self) -> tuple[str, ...]:
        """The sources that have an address."""
        return tuple(source for source in self.sources if source.startswith("http"))


def article(article_id: str) -> Article:
    """The article of this id; raises UnknownArticle."""
    found = every().get(article_id)
    if found is None:
        raise UnknownArticle(article_id)
    return found


def cited(ids: Iterable[str]) -> tuple[Article, ...]:
    """The articles of these ids, in their order; raises UnknownArticle."""
    return tuple(article(one) for one in ids)


def cites(row: dict[str, Any], where: str) -> tuple[str, ...]:
    """The ids under `articles` of a row of data; raises BadRow for one that is not in `data/articles.toml`."""
    ids = evidence.words(row, "articles")
    for one in ids:
        if one not in every():
            raise BadRow(f"{where}: cites {one}, which articles.toml does not have")
    return ids


@lru_cache(maxsize=1)
def every() -> Mapping[str, Article]:
    """Every article by its id; raises BadRow for a malformed row."""
    return load(evidence.read("articles.toml"))


def load(data: dict[str, Any]) -> Mapping[str, Article]:
    """The articles of parsed data by id, whose first word is the act; raises BadRow for a malformed row."""
    acts, found = data["acts"], {}
    for one, row in data["articles"].items():
        act = one.split("-")[0]
        if act not in acts:
            raise BadRow(f"articles.toml {one}: no act {act}")
        status = evidence.standing(row, f"articles.toml {one}")
        sources = evidence.words(row, "sources")
        if status not in STATUSES or (status == "sourced" and not sources):
            raise BadRow(f"articles.toml {one}: {status} with {len(sources)} sources")
        if not row.get("says"):
            raise BadRow(f"articles.toml {one}: says nothing")
        found[one] = Article(one, acts[act], row.get("number", ""), row.get("part", ""), row["says"], status, sources)
    return MappingProxyType(found)
