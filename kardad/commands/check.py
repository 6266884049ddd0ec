"""`kardad check`: whether an identifier is well formed, its canonical form, and what to mend."""

import json
import sys
from argparse import REMAINDER, ArgumentParser, Namespace
from collections.abc import Iterator

from kardad.kit import ids
from kardad.kit.refusal import BadInput

NAME = "check"
HELP = "judge an identifier: national-code, company-id, foreigner-code, mobile, iban, postal-code, workshop-code, jalali-date"
KINDS = ("national-code", "company-id", "foreigner-code", "mobile", "iban", "postal-code", "workshop-code", "jalali-date")


class UnknownKind(BadInput):
    """`check` was asked for a kind of identifier that it does not know."""

    code = "UNKNOWN_KIND"
    message = "این گونه شناسه را نمی‌شناسیم؛ یکی از گونه‌های فهرست را بنویسید."


class NotOneValue(BadInput):
    """`check` takes exactly one value, or `-`."""

    code = "NOT_ONE_VALUE"
    message = "یک مقدار بنویسید، یا خط تیره برای خواندن خط‌به‌خط از ورودی."


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes a kind and a value; everything after the kind is the value, even if it begins with a hyphen."""
    parser.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("value", metavar="VALUE", nargs=REMAINDER, help="the value to judge, or - to read a value a line")


def run(args: Namespace) -> int:
    """A verdict as JSON is printed for the value, or one a line for the lines of standard input; always 0."""
    if args.kind not in KINDS:
        raise UnknownKind(field="kind", kinds=list(KINDS))
    kind = ids.KINDS[args.kind]
    values = args.value[1:] if args.value[:1] == ["--"] else args.value
    if len(values) != 1:
        raise NotOneValue(field="value")
    for typed in _lines() if values == ["-"] else values:
        sys.stdout.write(json.dumps(_verdict(kind(typed)), ensure_ascii=False) + "\n")
    return 0


def _lines() -> Iterator[str]:
    # Bytes that are no UTF-8 make a value that is not valid, not a fault of the run.
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _verdict(checked: ids.Checked) -> dict[str, object]:
    verdict: dict[str, object] = {
        "valid": checked.valid,
        "normalised": checked.normalised,
        "masked": checked.masked,
        "problem": checked.problem,
    }
    if checked.warning:
        verdict["warning"] = checked.warning
    return verdict
