"""What a public page of ours tells machines that read it: schema.org facts as JSON-LD, and nothing that the page does not say to people."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from kardad.core.operator import operator

# A data block ends at "</script>", so none of these may stand in it as they are.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def page(kind: str, path: str, *, name: str, description: str, above: tuple[tuple[str, str], ...] = ()) -> SafeString:
    """The page's JSON-LD: what kind of page (WebPage, WebApplication), where it stands; `above` are the (title, path) of pages over it."""
    site = settings.SITE_URL.rstrip("/")
    facts: dict[str, Any] = {"@type": kind, "@id": site + path, "url": site + path, "name": name, "description": description}
    facts |= {"inLanguage": "fa", "isPartOf": {"@id": f"{site}/#site"}}
    if kind == "WebApplication":
        facts |= {"applicationCategory": "BusinessApplication", "isAccessibleForFree": True, "offers": {"@type": "Offer", "price": 0}}
    steps = [(operator().name, "/"), *above, (name, path)]
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": site + where}
            for place, (title, where) in enumerate(steps, start=1)
        ],
    }
    told = json.dumps({"@context": "https://schema.org", "@graph": [facts, trail]}, ensure_ascii=False)
    return SafeString(told.translate(_ESCAPES))
