"""The room of the envelopes of Behpardakht Mellat: SOAP 1.1, one operation in a body, its fields without a namespace."""

from html import escape
from xml.etree import ElementTree

from tests.vendors.exchange import Answer, Call

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
BANK = "http://interfaces.core.sw.bps.com/"  # not in the document; the vendor's public WSDL


def said(call: Call, operation: str) -> dict[str, str] | None:
    """The fields of this operation in the call's envelope; None when the call is another operation or no envelope at all."""
    body = _body(call)
    if body is None or len(body) != 1 or body[0].tag != f"{{{BANK}}}{operation}":
        return None
    return {field.tag: (field.text or "").strip() for field in body[0] if not field.tag.startswith("{")}


def _body(call: Call) -> ElementTree.Element | None:
    # An envelope has no document type; whoever sends one has something else in mind.
    if call.content_type != "text/xml" or "<!DOCTYPE" in call.body:
        return None
    try:
        envelope = ElementTree.fromstring(call.body.encode())
    except ElementTree.ParseError:
        return None
    return envelope.find(f"{{{ENVELOPE}}}Body") if envelope.tag == f"{{{ENVELOPE}}}Envelope" else None


def returned(operation: str, value: str) -> Answer:
    """The envelope of an operation's one returned text."""
    inside = f'<ns1:{operation}Response xmlns:ns1="{BANK}"><return>{escape(value)}</return></ns1:{operation}Response>'
    return _envelope(inside, 200)


def fault(words: str) -> Answer:
    """The envelope that says that a request was not understood."""
    return _envelope(f"<soap:Fault><faultcode>soap:Client</faultcode><faultstring>{escape(words)}</faultstring></soap:Fault>", 500)


def _envelope(inside: str, status: int) -> Answer:
    text = f'<soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body>{inside}</soap:Body></soap:Envelope>'
    return Answer(status, text.encode(), {"Content-Type": "text/xml;charset=UTF-8"})
