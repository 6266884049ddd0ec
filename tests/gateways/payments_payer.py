"""The room of a payer with a browser: goes where a gateway sends him, presses a button there, and is sent back."""

from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
from bs4 import BeautifulSoup, Tag

from kardad.gateways.payments.outcomes import Way


class Payer:
    """Walks by forms and redirects until he stands at the callback; what he brings there is its fields."""

    def __init__(self, *, wire: httpx.BaseTransport | None = None) -> None:
        self._wire = wire

    def press(self, way: Way, button: str, callback_url: str) -> dict[str, str]:
        """The fields of the callback after this button of the bank's page (`pay`, `cancel`, `insufficient`, `timeout`)."""
        with httpx.Client(transport=self._wire, follow_redirects=False) as browser:
            # Our pages send no referrer unless a way says that the bank needs one.
            referrer = {"Referer": urljoin(callback_url, "/")} if way.needs_referrer else {}
            page = browser.request(way.method, way.url, data=dict(way.fields) or None, headers=referrer)
            form, pressed = _button(page, button)
            fields = _fields(form) | pressed
            return self._walk(browser, browser.build_request(*_target(form, page), **_carried(form, fields)), callback_url)

    def _walk(self, browser: httpx.Client, request: httpx.Request, callback_url: str) -> dict[str, str]:
        for _ in range(5):
            answer = browser.send(request)
            if answer.is_redirect:
                url = urljoin(str(answer.url), answer.headers["location"])
                if url.startswith(callback_url):
                    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
                request = browser.build_request("GET", url)
                continue
            form = BeautifulSoup(answer.text, "html.parser").find("form")
            assert isinstance(form, Tag), f"the bank leads nowhere: {answer.status_code} {answer.text[:200]}"
            method, url = _target(form, answer)
            if url.startswith(callback_url):
                return _fields(form)
            request = browser.build_request(method, url, **_carried(form, _fields(form)))
        raise AssertionError("the bank leads in circles")


def _button(page: httpx.Response, word: str) -> tuple[Tag, dict[str, str]]:
    assert page.status_code == 200, f"the bank shows no page: {page.status_code} {page.text[:200]}"
    for form in BeautifulSoup(page.text, "html.parser").find_all("form"):
        for button in form.find_all(["button", "input"]):
            named = {str(button.get(part) or "").lower() for part in ("name", "value", "id")}
            if word in named and button.get("type", "submit") == "submit":
                name = button.get("name")
                return form, {str(name): str(button.get("value") or "")} if name else {}
    raise AssertionError(f"the bank's page has no button {word}")


def _fields(form: Tag) -> dict[str, str]:
    hidden = [one for one in form.find_all("input") if one.get("name") and one.get("type") != "submit"]
    return {str(one["name"]): str(one.get("value") or "") for one in hidden}


def _target(form: Tag, page: httpx.Response) -> tuple[str, str]:
    return str(form.get("method") or "get").upper(), urljoin(str(page.url), str(form.get("action") or ""))


def _carried(form: Tag, fields: dict[str, str]) -> dict[str, dict[str, str]]:
    return {"params" if str(form.get("method") or "get").lower() == "get" else "data": fields}
