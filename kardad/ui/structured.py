"""What a public page tells machines that read it, shared links and search engines: nothing that it does not say to people."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from kardad.core.operator import operator

HOME = "/"
# A data block ends at "</script>", so none of these may stand in it as they are.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True, slots=True)
class Told:
    """What `ui/head_public.html` writes: the name and description of a page, its one address, its schema.org facts as JSON-LD."""

    name: str
    description: str
    address: str
    facts: SafeString


def page(
    kind: str,
    path: str,
    *,
    name: str,
    description: str,
    above: tuple[tuple[str, str], ...] = (),
    reviewed: date | None = None,
    about: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Told:
    """What this page tells: `kind` is schema.org's (WebPage, WebApplication), `above` the (title, path) of the pages over it.

    `about` is the thing that the page is there for, such as a Service of the operator, in schema.org's words;
    `more` are further facts of the page itself, such as the main entity of a QAPage.
    """
    graph = [_page(kind, path, name, description, reviewed) | dict(more or {})]
    graph += [_site(), _operator()] if path == HOME else [_trail((*above, (name, path)))]
    if about is not None:
        graph[0]["mainEntity"] = {"@id": f"{_address(path)}#it"}
        graph += [{"@id": f"{_address(path)}#it", "provider": {"@id": f"{_address(HOME)}#operator"}, **about}, _operator()]
    told = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    # SafeString by hand: the three characters that could end the block are escaped.
    return Told(name, description, _address(path), SafeString(told.translate(_ESCAPES)))


def _page(kind: str, path: str, name: str, description: str, reviewed: date | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"@type": kind, "@id": _address(path), "url": _address(path), "name": name, "description": description}
    facts |= {"inLanguage": "fa", "isPartOf": {"@id": f"{_address(HOME)}#site"}}
    if kind == "WebApplication":
        facts |= {"applicationCategory": "BusinessApplication", "isAccessibleForFree": True, "offers": {"@type": "Offer", "price": 0}}
    return facts | ({"dateModified": reviewed.isoformat()} if reviewed else {})


def _site() -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "@id": f"{_address(HOME)}#site",
        "url": _address(HOME),
        "name": operator().name,
        "inLanguage": "fa",
        "publisher": {"@id": f"{_address(HOME)}#operator"},
    }


def _operator() -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": f"{_address(HOME)}#operator",
        "name": operator().name,
        "url": _address(HOME),
        "description": operator().statement,
    }


def _trail(steps: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": _address(path)}
            for place, (title, path) in enumerate([(operator().name, HOME), *steps], start=1)
        ],
    }


def _address(path: str) -> str:
    return str(settings.SITE_URL).rstrip("/") + path
