"""The room of the merchant and the payer that the banks' own tests share: they speak the protocols by hand, no adapter in between."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http

BACK = "https://kardad.example/back/1/"
REFERRER = {"Referer": "https://kardad.example/"}
ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<b:{operation} xmlns:b="http://interfaces.core.sw.bps.com/">{fields}</b:{operation}></s:Body></s:Envelope>'
)


@dataclass(frozen=True)
class Return:
    """How a payer comes back: the method, the address without its query, the fields."""

    method: str
    url: str
    fields: dict[str, str]


def press(page: httpx.Response, button: str) -> Return:
    """The way back after this button."""
    assert page.status_code == 200, page.text
    (action,) = re.findall('action="([^"]+)"', page.text)
    return came_back(http.post(str(page.url.join(unescape(action))), data={"button": button}))


def came_back(answer: httpx.Response) -> Return:
    """The way back that an answer sends the payer on."""
    if answer.status_code == 302:
        parts = urlsplit(answer.headers["Location"])
        return Return("GET", f"{parts.scheme}://{parts.netloc}{parts.path}", dict(parse_qsl(parts.query)))
    assert answer.status_code == 200, answer.text
    (action,) = re.findall('action="([^"]+)"', answer.text)
    inputs = re.findall('<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    return Return("POST", unescape(action), {name: unescape(value) for name, value in inputs})


def zarinpal(server: VendorServer, method: str, **asked: object) -> httpx.Response:
    """Zarinpal's answer to our merchant."""
    body = {"merchant_id": keys.ZARINPAL_MERCHANT, **asked}
    return http.post(f"{server.url('zarinpal')}/pg/v4/payment/{method}.json", json=body)


def zibal(server: VendorServer, method: str, **asked: object) -> httpx.Response:
    """Zibal's answer to our merchant."""
    return http.post(f"{server.url('zibal')}/v1/{method}", json={"merchant": keys.ZIBAL_MERCHANT, **asked})


def saman(server: VendorServer, path: str, **asked: object) -> httpx.Response:
    """SEP's answer to our terminal."""
    return http.post(f"{server.url('saman')}{path}", json=asked)


def mellat(server: VendorServer, operation: str, **changed: str) -> str:
    """The one text that Mellat returns to our terminal."""
    asked = {"terminalId": keys.MELLAT_TERMINAL, "userName": keys.MELLAT_USER, "userPassword": keys.MELLAT_PASSWORD, **changed}
    answer = envelope(server, operation, asked)
    assert answer.status_code == 200, answer.text
    (returned,) = re.findall("<return>([^<]*)</return>", answer.text)
    return str(returned)


def envelope(server: VendorServer, operation: str, asked: dict[str, str], content_type: str = "text/xml") -> httpx.Response:
    """Mellat's whole answer to an envelope."""
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in asked.items())
    body = ENVELOPE.format(operation=operation, fields=fields)
    url = f"{server.url('mellat')}/pgwchannel/services/pgw"
    return http.post(url, content=body.encode(), headers={"Content-Type": content_type})
