"""The kinds of entries, each with its Persian sentence, from each app's `data/kinds.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.apps import apps


@cache
def sentences() -> Mapping[str, str]:
    """Every kind of entry with its sentence."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "data" / "kinds.toml"
        if config.name.startswith("kardad.") and path.exists():
            for noun, deeds in tomllib.loads(path.read_text(encoding="utf-8")).items():
                found |= {f"{noun}.{deed}": sentence for deed, sentence in deeds.items()}
    return found
