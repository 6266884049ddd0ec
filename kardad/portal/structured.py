"""What a page tells machines that read it: schema.org facts as JSON-LD, and nothing that the page does not say to people."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from kardad.core.operator import operator
from kardad.portal.leaves import Leaf

# A data block ends at "</script>", so none of these may stand in it as they are.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def of(leaf: Leaf) -> SafeString:
    """The page's JSON-LD, safe between `<script type="application/ld+json">` and its end."""
    # SafeString by hand: the three characters that could end the block are escaped above.
    return SafeString(json.dumps({"@context": "https://schema.org", "@graph": _graph(leaf)}, ensure_ascii=False).translate(_ESCAPES))


def _graph(leaf: Leaf) -> list[dict[str, Any]]:
    graph = [_page(leaf)]
    if leaf.key == "home":
        graph += [_site(), _operator()]
    else:
        graph.append(_trail(leaf))
    return graph


def _page(leaf: Leaf) -> dict[str, Any]:
    page = {
        "@type": "WebPage",
        "@id": _address(leaf.path),
        "url": _address(leaf.path),
        "name": leaf.title,
        "description": leaf.description,
        "inLanguage": "fa",
        "isPartOf": {"@id": f"{_address('/')}#site"},
    }
    return page | ({"dateModified": leaf.reviewed.isoformat()} if leaf.reviewed else {})


def _site() -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "@id": f"{_address('/')}#site",
        "url": _address("/"),
        "name": operator().name,
        "inLanguage": "fa",
        "publisher": {"@id": f"{_address('/')}#operator"},
    }


def _operator() -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": f"{_address('/')}#operator",
        "name": operator().name,
        "url": _address("/"),
        "description": operator().statement,
    }


def _trail(leaf: Leaf) -> dict[str, Any]:
    steps = [(operator().name, "/"), *([("راهنما", "/help/")] if leaf.is_guide else []), (leaf.title, leaf.path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": _address(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def _address(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
