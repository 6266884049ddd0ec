"""A shelf in the cache: what the demo's stand-ins keep between requests, for every process of this machine."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from django.core.cache import cache

LIFE = 60 * 60 * 24


class Shelf(MutableMapping[str, Any]):
    """A mapping under a name of its own whose things stay for a day; it knows what lies under a key, never how much there is."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: str) -> Any:
        """What lies there; KeyError when nothing does."""
        found = cache.get(self._at(key))
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, value: Any) -> None:
        """Put it there for a day."""
        cache.set(self._at(key), value, LIFE)

    def __delitem__(self, key: str) -> None:
        """Take it away; KeyError when nothing lay there."""
        if not cache.delete(self._at(key)):
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        """Refuse: a cache does not tell what it holds."""
        raise TypeError("a shelf in the cache cannot be gone through")

    def __len__(self) -> int:
        """Refuse."""
        raise TypeError("a shelf in the cache cannot be counted")

    def _at(self, key: str) -> str:
        return f"shelf:{self._name}:{key}"
