"""Someone at a browser, as far as a server sees it: a kept connection, cookies, forms sent back as they came."""

import re
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
NUMBERS = ("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده")


class Answer:
    """A response read to its end."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def statements(self) -> int:
        """How many statements a counted server needed."""
        return int(self.headers.get("x-bench-statements", "0"))

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms, the last of a name winning."""
        found = [dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(self.text)]
        return {unescape(one["name"]): unescape(one.get("value", "")) for one in found if one.get("type") == "hidden" and "name" in one}


class Visitor:
    """One browser with its cookies, from an address of its own."""

    def __init__(self, port: int, *, address: str = "10.0.0.1", cookies: dict[str, str] | None = None) -> None:
        self.port, self.address = port, address
        self.cookies = dict(cookies or {})
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, **headers: str) -> Answer:
        """A page."""
        return self._send("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """A form that was sent, with the token of the visitor's cookie."""
        token = {"csrfmiddlewaretoken": self.cookies["csrftoken"]} if "csrftoken" in self.cookies else {}
        return self._send("POST", path, urlencode(token | form), {"content-type": "application/x-www-form-urlencoded"} | headers)

    def follow(self, answer: Answer, at: str) -> str:
        """The path to which the answer leads."""
        return urlsplit(urljoin(at, answer.headers["location"])).path

    def close(self) -> None:
        """The connection is closed."""
        self.connection.close()

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        sent = {"host": f"127.0.0.1:{self.port}", "accept": "text/html", "x-forwarded-for": self.address} | headers
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, sent)
        got = self.connection.getresponse()
        answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        for line in got.headers.get_all("set-cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer


def captcha(answer: Answer) -> dict[str, str]:
    """The captcha's fields, its question answered from its words as a person without script would."""
    question = next((line for line in re.findall(r">([^<>]*چند[^<>]*)<", answer.text) if any(n in line for n in NUMBERS)), "")
    numbers = [NUMBERS.index(word) for word in re.split(r"[\s‌،؟]+", question) if word in NUMBERS]
    found = numbers[0] - numbers[1] if "کم کنیم" in question else sum(numbers)
    return {"captcha_token": answer.hidden().get("captcha_token", ""), "captcha_answer": str(found), "captcha_proof": ""}
