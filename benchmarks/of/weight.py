"""What a page weighs on the wire: everything on a first visit, what is fetched again on a later one."""

import re
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace
from benchmarks.servers import OURS, serving
from benchmarks.visitor import Answer, Visitor

PAGES = ("/", "/verify/")
FIRST_BAR, LATER_BAR = 150, 25  # kB of 1,000 bytes, sent as the server compresses them
KEPT = re.compile(r"immutable|max-age=(\d+)")
LONG = 86_400 * 30
LINKS = re.compile(r'<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="([^"]+)"[^>]*>')
NOT_FETCHED = re.compile(r'rel="(?:canonical|alternate|next|prev|manifest|search)"')
IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
IN_JS = re.compile(r"""(?:\bimport|\bfrom)\s*\(?\s*["']([^"']+)["']""")


@dataclass(slots=True)
class Basket:
    """The files that one visit fetched, by path."""

    visitor: Visitor
    sizes: dict[str, int] = field(default_factory=dict)
    again: int = 0  # bytes that a later visit fetches anew

    def fetch(self, path: str) -> None:
        """The file and everything it names lie in the basket; data: addresses and other sites weigh nothing here."""
        if path in self.sizes:
            return
        answer = self.visitor.get(path, **{"accept-encoding": "br, gzip"})
        if answer.status != 200:
            raise NotRun(f"{path} answered {answer.status}")
        self.sizes[path] = len(answer.body)
        if not _is_kept(answer):
            self.again += len(answer.body)
        for address in _named(path, self._plain(path, answer)):
            target = urljoin(f"http://here{path}", address)
            if urlsplit(target).netloc == "here" and not address.startswith("data:"):
                self.fetch(urlsplit(target).path)

    def _plain(self, path: str, answer: Answer) -> str:
        if "content-encoding" not in answer.headers:
            kind = answer.headers.get("content-type", "")
            return answer.text if re.search(r"html|css|javascript", kind) else ""
        return self.visitor.get(path).text


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """First and later visit of the pages that a newcomer sees first."""
    del pace  # sizes do not vary
    figures = []
    with serving(ground, OURS) as server:
        for page in PAGES:
            with closing(Visitor(server.port)) as visitor:
                basket = Basket(visitor)
                basket.fetch(page)
            note = f"{len(basket.sizes)} files; page itself {basket.sizes[page] / 1000:.1f}"
            first, later = sum(basket.sizes.values()) / 1000, basket.again / 1000
            figures.append(Figure(f"weight of {page}, first visit", first, unit="kB", bar=FIRST_BAR, is_exact=True, note=note))
            figures.append(Figure(f"weight of {page}, later visit", later, unit="kB", bar=LATER_BAR, is_exact=True))
    return figures


def _is_kept(answer: Answer) -> bool:
    found = KEPT.search(answer.headers.get("cache-control", ""))
    return bool(found) and (found[1] is None or int(found[1]) >= LONG)


def _named(path: str, text: str) -> list[str]:
    if not text:
        return []
    if path.endswith(".css"):
        return [first or second for first, second in IN_CSS.findall(text)]
    if path.endswith(".js"):
        return IN_JS.findall(text)
    return [match[1] for match in LINKS.finditer(text) if not NOT_FETCHED.search(match[0])]
