"""The code on a paper's face: what it says, letter by letter, signed, in a picture that a phone reads without a network."""

import base64
from collections.abc import Sequence
from typing import Any

import rfc8785

from kardad.kit.refusal import BadInput

VERSION = 1
LONGEST = 2200  # characters of the address; past it the squares become too small for a phone


class FactsTooLong(BadInput):
    """What is to stand in the box does not fit into a code."""

    code = "FACTS_TOO_LONG"
    message = "نوشته‌های کادر برگ بسیار بلند است. آن‌ها را کوتاه‌تر کنید."


def payload(facts: Sequence[tuple[str, str]], *, token: str, key: str, kind: str, made_at: str) -> bytes:
    """The canonical bytes that are signed."""
    said: dict[str, Any] = {"facts": [list(one) for one in facts], "id": token, "key": key, "kind": kind, "made_at": made_at, "v": VERSION}
    return rfc8785.dumps(said)


def said(signed: bytes, signature: str, *, site: str) -> str:
    """`k1.<payload>.<signature>`, what stands after the address; raises FactsTooLong."""
    found = f"k1.{base64.urlsafe_b64encode(signed).rstrip(b'=').decode()}.{signature}"
    if len(address(site, found)) > LONGEST:
        raise FactsTooLong(field="facts", characters=len(found))
    return found


def address(site: str, said: str) -> str:
    """`<site>/check/#k1.<payload>.<signature>`."""
    return f"{site.rstrip('/')}/check/#{said}"
