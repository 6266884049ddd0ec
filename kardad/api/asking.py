"""How the interface is asked: one JSON object, a list of them, or JSON Lines that are answered as a stream."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from time import thread_time
from typing import IO, Any, Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse, UnreadablePostError
from django.utils import timezone

from kardad.api import answers, refusals
from kardad.core import limits
from kardad.core.requests import caller_ip
from kardad.kit import strict_json

log = structlog.get_logger()

LINES: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
MOST_ITEMS: Final = 1_000
MOST_BYTES: Final = 2_097_152
MOST_LINES: Final = 100_000
MOST_BYTES_OF_LINES: Final = 33_554_432
SECONDS_A_TURN: Final = 1.0
_KEPT_IN_MEMORY: Final = 1_048_576
_CHUNK: Final = 65_536

Answer = Callable[[Any], dict[str, Any]]


def count(request: HttpRequest) -> None:
    """One more turn of this address in the running minute; raises TooMany."""
    limits.allow("api", caller_ip(request), limit=settings.API_PER_MINUTE, at=timezone.now(), window=timedelta(minutes=1))


class Work:
    """Answers for one request; every second of computing takes one more turn, and without a turn nothing more is computed."""

    def __init__(self, request: HttpRequest, answer: Answer) -> None:
        self.request = request
        self.answer = answer
        self.spent = 0.0
        self.refusal: limits.TooMany | None = None

    def __call__(self, given: Any) -> dict[str, Any]:
        """The answer to one question; raises TooMany once the address has used up its minute."""
        self._take_turns()
        begun = thread_time()
        try:
            return self.answer(given)
        finally:
            self.spent += thread_time() - begun

    def _take_turns(self) -> None:
        if self.refusal:
            raise limits.TooMany(**self.refusal.details)
        while self.spent >= SECONDS_A_TURN:
            self.spent -= SECONDS_A_TURN
            try:
                count(self.request)
            except limits.TooMany as refusal:
                self.refusal = refusal
                raise


def answered(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    """The answer to what the body asks: an object by an object, a list by a list, lines by lines with each error in its place."""
    if _kind(request) in LINES:
        return _streamed(request, answer)
    given = strict_json.read(b"".join(_chunks(request, MOST_BYTES)))
    if not isinstance(given, list):
        return answers.answer(answer(given))
    if len(given) > MOST_ITEMS:
        raise refusals.TooManyItems(most=MOST_ITEMS)
    each = strict_json.Answers(Work(request, answer))
    return answers.answer([each.item(one) for one in given])


def _kind(request: HttpRequest) -> str:
    kind = (request.content_type or answers.JSON).lower()
    charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
    packed = request.headers.get("Content-Encoding", "identity").strip().lower()
    if kind not in (answers.JSON, *LINES) or charset.lower() not in ("utf-8", "utf8") or packed != "identity":
        raise refusals.NotThisKind(given=kind[:100])
    return kind


def _chunks(request: HttpRequest, most: int) -> Iterator[bytes]:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and request.headers.get("Transfer-Encoding"):
        raise refusals.LengthRequired
    if length.isascii() and length.isdigit() and int(length[:18]) > most:
        raise refusals.BodyTooLong(most=most)
    try:
        while chunk := request.read(_CHUNK):
            yield chunk
    except UnreadablePostError:
        raise refusals.Unreadable from None


def _streamed(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    # All is taken in before the first answer goes out: a client that sends first and reads later would wait for us for ever,
    # and we for it. What is over a MiB waits on the disk.
    held = SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 – closed where it is read
    for chunk in _chunks(request, MOST_BYTES_OF_LINES):
        held.write(chunk)
    held.seek(0)
    return StreamingHttpResponse(_together(_each_line(held, Work(request, answer))), content_type=LINES[0])


def _each_line(held: IO[bytes], work: Work) -> Iterator[dict[str, Any]]:
    each = strict_json.Answers(work)
    with held:
        for place, line in enumerate(strict_json.lines(held)):
            if place == MOST_LINES:
                yield refusals.TooManyItems(most=MOST_LINES).as_error()
                return
            try:
                yield each.line(line)
            except Exception:
                # The status has gone out as 200: a fault of ours can only be told where it happened.
                log.exception("a line failed", path=work.request.path)
                yield refusals.Failed().as_error()
            if work.refusal:
                return


def _together(each: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    written = bytearray()
    for one in each:
        written += strict_json.write(one).encode() + b"\n"
        if len(written) >= _CHUNK:
            yield bytes(written)
            written.clear()
    yield bytes(written)


def bounds() -> dict[str, int]:
    """How much may be asked at once, for whoever explains it."""
    return {"per_minute": settings.API_PER_MINUTE, "most_items": MOST_ITEMS, "most_lines": MOST_LINES}
