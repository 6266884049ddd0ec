"""The little of SOAP 1.1 that one bank speaks: flat questions, and answers of one line."""

from collections.abc import Mapping
from xml.etree import ElementTree as Tree

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
_LONGEST = 64 * 1024


def question(namespace: str, call: str, values: Mapping[str, str]) -> bytes:
    """An envelope that asks `call` with these values, in this order."""
    envelope = Tree.Element(f"{{{ENVELOPE}}}Envelope")
    asked = Tree.SubElement(Tree.SubElement(envelope, f"{{{ENVELOPE}}}Body"), f"{{{namespace}}}{call}")
    for name, value in values.items():
        Tree.SubElement(asked, name).text = value
    asking: bytes = Tree.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return asking


def answer(body: bytes, call: str) -> str | None:
    """The `return` of the answer to `call`, whatever prefixes it wears; None for a fault and for anything else."""
    # A document type is where entities are made that grow without end, and no answer needs one.
    if len(body) > _LONGEST or b"<!" in body:
        return None
    try:
        # Decoded here, so that no declared encoding hides a document type from the line above.
        envelope = Tree.fromstring(body.decode("utf-8-sig"))  # noqa: S314 -- no document type, so no entities
    except (Tree.ParseError, ValueError):
        return None
    given = next((one for one in envelope.iter() if _local(one) == f"{call}Response"), None)
    if given is None:
        return None
    value = next((one for one in given if _local(one) == "return"), None)
    return (value.text or "").strip() if value is not None else None


def _local(element: Tree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
