"""The whole way of a newcomer, from the start page of verification to the panel: requests, statements, time."""

import time
from contextlib import closing

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace
from benchmarks.servers import OURS, serving
from benchmarks.visitor import Answer, Visitor, captcha

BAR = 12
# The demo registry's person and what he types, with the digits of his keyboard.
CODE, BIRTH, MOBILE = "۹۹۹۰۰۰۱۲۳۵", "۱۳۷۰/۰۶/۳۱", "۰۹۱۲۰۰۰۰۰۰۱"
LOCAL_MOBILE = "09120000001"
PASSWORD = "چهار واژه بی ربط ۱۴۰۴"


class Walk:
    """One newcomer; every request is counted."""

    def __init__(self, ground: Ground, port: int) -> None:
        self.ground, self.visitor = ground, Visitor(port, address="10.200.0.1")
        self.answers: list[Answer] = []

    def get(self, path: str) -> Answer:
        """A page that answers 200."""
        return self._keep(self.visitor.get(path), 200, path)

    def post(self, path: str, form: dict[str, str]) -> str:
        """The path to which a form leads that was accepted."""
        return self.visitor.follow(self._keep(self.visitor.post(path, form), 302, path), path)

    def walk(self) -> None:
        """From the first page to the panel, as a person without script goes."""
        self.get("/verify/")
        role = self.post("/verify/", {"method": "otp_l1", "consent": "on"})
        self.get(role)
        details = self.post(role, {"role": "worker"})
        shown = self.get(details)
        code_page = self.post(details, {"code": CODE, "birth": BIRTH, "mobile": MOBILE} | captcha(shown))
        self.get(code_page)
        profile = self.post(code_page, {"code": self._code()})
        self.get(profile)
        done = self.post(profile, {"password": PASSWORD, "rules": "on"})
        self.get(done)
        if "سطح یک" not in self.get("/panel/").text:
            raise NotRun("the journey did not end in a verified panel")

    def _keep(self, answer: Answer, wanted: int, path: str) -> Answer:
        self.answers.append(answer)
        if answer.status != wanted:
            raise NotRun(f"request {len(self.answers)}, {path}, answered {answer.status}")
        return answer

    def _code(self) -> str:
        sent = [line.split() for line in self.ground.sent.read_text().splitlines()]
        return next(code for mobile, code in reversed(sent) if mobile == LOCAL_MOBILE)


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """The journey once, on a server that has answered before."""
    del pace  # a person is verified once
    with serving(ground, OURS, is_counted=True) as server:
        walk = Walk(ground, server.port)
        with closing(walk.visitor) as visitor:
            for path in ("/", "/verify/follow/", "/help/"):
                visitor.get(path)
            began = time.monotonic()
            walk.walk()
            took = (time.monotonic() - began) * 1000
    statements = sum(answer.statements for answer in walk.answers)
    return [
        Figure(f"start → verified → panel, requests ({ground.name})", len(walk.answers), unit="", bar=BAR, is_exact=True),
        Figure(f"start → verified → panel, statements ({ground.name})", statements, unit=""),
        Figure(f"start → verified → panel, wall time ({ground.name})", took),
    ]
