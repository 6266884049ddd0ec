"""JSON as strangers send it: read strictly, bounded, and answered item by item with each error in its place."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NoReturn, Protocol

from kardad.kit.refusal import BadInput, Refusal

DEEPEST: Final = 32
LONGEST_LINE: Final = 1_048_576
_CHUNK: Final = 65_536


class BadJson(BadInput):
    """The text is no JSON, or JSON that could be read in two ways."""

    code = "BAD_JSON"
    status = 400
    message = "این متن JSON درستی نیست: {reason}"


class LineTooLong(BadInput):
    """A line is longer than any question of ours."""

    code = "LINE_TOO_LONG"
    message = "این خط بسیار بلند است؛ هر خط یک شیء JSON است."


class Bytes(Protocol):
    """What lines are read from."""

    def readline(self, size: int = -1, /) -> bytes:
        """At most `size` bytes up to and with the end of the line."""
        ...


def read(raw: bytes) -> Any:
    """The value of a JSON text in UTF-8 (RFC 8259); raises BadJson, also for NaN, a name that stands twice, or nesting beyond 32."""
    try:
        said = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadJson(reason="متن به یونی‌کد نیست") from None
    if not said.strip():
        raise BadJson(reason="ورودی خالی است")
    try:
        value = json.loads(said, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise BadJson(reason="تودرتوی بیش از اندازه") from None
    except ValueError as wrong:
        # Where it breaks helps to mend it; what stands there may be somebody's own and is not repeated.
        place: dict[str, Any] = {"line": wrong.lineno, "column": wrong.colno} if isinstance(wrong, json.JSONDecodeError) else {}
        raise BadJson(reason="ساختار آن شکسته است", **place) from None
    _judge_depth(value, said)
    _judge_letters(value, said)
    return value


def lines(stream: Bytes) -> Iterator[bytes | LineTooLong]:
    """Every line that is not blank; one beyond a MiB is passed over without being held, and a refusal stands for it."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield LineTooLong(most=LONGEST_LINE)
        elif line.strip():
            yield line


class Answers:
    """Answers one item after another; `worst` is the gravest thing that befell: 0 nothing, 1 a refusal, 2 bad input."""

    def __init__(self, to: Callable[[Any], dict[str, Any]]) -> None:
        self.to = to
        self.worst = 0

    def item(self, given: Any) -> dict[str, Any]:
        """The answer to an item, or the error in its place."""
        return self._in_place(lambda: self.to(given))

    def line(self, given: bytes | Refusal) -> dict[str, Any]:
        """The answer to a line of JSON, or the error in its place."""
        return self._in_place(lambda: self.to(read(given)) if isinstance(given, bytes) else _refuse(given))

    def _in_place(self, answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return answer()
        except Refusal as refusal:
            self.worst = max(self.worst, 2 if isinstance(refusal, BadInput) else 1)
            return refusal.as_error()


def write(value: Any) -> str:
    """The value as JSON on one line, Persian as it is; raises ValueError for a number that JSON has not."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _refuse(refusal: Refusal) -> NoReturn:
    raise refusal


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # Which of the two would count differs from reader to reader: a wage given twice is not for us to choose.
        raise BadJson(reason="نامی دو بار آمده است")
    return found


def _no_number(said: str) -> NoReturn:
    raise BadJson(reason="بی‌نهایت و «عدد نیست» در JSON جایی ندارد")


def _finite(said: str) -> float:
    number = float(said)
    if number - number != 0:
        raise BadJson(reason="عددی از اندازه بیرون است")
    return number


def _judge_depth(value: Any, said: str) -> None:
    if said.count("[") + said.count("{") <= DEEPEST:
        return
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [one for each in level if isinstance(each, list | dict) for one in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return
    raise BadJson(reason="تودرتوی بیش از اندازه")


def _judge_letters(value: Any, said: str) -> None:
    # Half of a surrogate pair can be written in JSON, and can be sent back to nobody.
    if "\\ud" in said or "\\uD" in said:
        try:
            write(value).encode("utf-8")
        except UnicodeEncodeError:
            raise BadJson(reason="نویسه‌ای ناقص در آن است") from None
