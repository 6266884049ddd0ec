"""The page that checks proofs: its parts beside this file, made one HTML file that asks nothing of any network."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

PARTS = Path(__file__).parent
STYLES = re.compile(r'(?:<link rel="stylesheet" href="[a-z0-9]+\.css">\s*)+')
SCRIPTS = re.compile(r'(?:<script src="[a-z0-9]+\.js"></script>\s*)+')
KNOWN = re.compile(r'(<script type="application/json" id="known">).*?(</script>)')
REMARK = re.compile(r"^ *//.*\n", re.MULTILINE)  # stands beside this file for who reads the parts; the page is carried over telephones
CHARSET = '<meta charset="utf-8">'
NOBODY = "'none'"


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file and the policy under which its own script runs and nothing else does."""

    html: str
    policy: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is built into a page: keys and authorities as in keys.json, certificates, the Persian sentence of every kind of entry."""

    keys: Sequence[Mapping[str, object]] = ()
    authorities: Sequence[str] = ()
    certificates: Sequence[Mapping[str, str]] = ()  # {"sha256": <hex, of the DER>, "title": <name>}
    kinds: Mapping[str, str] = field(default_factory=dict)


def page(known: Known, *, on: date) -> Page:
    """The page as it is on a day, with whom it knows built in."""
    html, policy = _assembled()
    told = json.dumps(asdict(known) | {"made_on": on.isoformat()}, ensure_ascii=False).replace("<", "\\u003c")
    return Page(KNOWN.sub(lambda place: place[1] + told + place[2], html), policy)


@cache
def _assembled() -> tuple[str, dict[str, list[str]]]:
    html = _read("page.html")
    style = "".join(_read(name) for name in re.findall(r'href="([a-z0-9]+\.css)"', html))
    script = REMARK.sub("", "".join(_read(name) for name in re.findall(r'src="([a-z0-9]+\.js)"', html)))
    policy = {
        "default-src": [NOBODY],
        "script-src": [_hash(script)],
        "style-src": [_hash(style)],
        "img-src": ["data:"],
        "base-uri": [NOBODY],
        "form-action": [NOBODY],
    }
    said = "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())
    html = html.partition("-->\n")[2]
    html = STYLES.sub(lambda _: f"<style>{style}</style>\n", html)
    html = SCRIPTS.sub(lambda _: f"<script>{script}</script>\n", html)
    return html.replace(CHARSET, f'{CHARSET}\n  <meta http-equiv="Content-Security-Policy" content="{said}">'), policy


def _read(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
