"""`kardad deadline`: by when something must be done, with a reason for every day that moved it."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from typing import Any

from kardad.kit.refusal import BadInput, Refusal
from kardad.law import askings, deadlines, holidays, rules

NAME = "deadline"
HELP = "count a deadline: kardad deadline objection < question.json; --list lists the names"


class BadQuestion(BadInput):
    """Standard input is no JSON."""

    code = "BAD_JSON"
    message = "ورودی، JSON درستی نیست."


class NoDeadlineNamed(BadInput):
    """Neither a deadline was named nor the list asked for."""

    code = "NO_DEADLINE_NAMED"
    message = "نام مهلت را بنویسید؛ فهرست نام‌ها: kardad deadline --list"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes a code or name of `--list`."""
    parser.add_argument("deadline", metavar="CODE", nargs="?", help="a code (D4) or a name (objection)")
    parser.add_argument("--list", action="store_true", help="list the deadlines, one a line")
    parser.add_argument("--lines", action="store_true", help="read a JSON object a line, answer one a line")


def run(args: Namespace) -> int:
    """The deadline is printed as JSON, for a list a list, for `--lines` a line each; 2 if one was bad input, else 1 if one was refused."""
    if args.list:
        for rule in rules.current().all:
            _say(rule.as_json())
        return 0
    if not args.deadline:
        raise NoDeadlineNamed(field="code")
    rule = rules.current().rule(args.deadline)
    answered = _Answers(lambda given: deadlines.deadline(askings.read(rule, given), calendar=holidays.current()).as_json())
    if args.lines:
        for line in sys.stdin.buffer:
            if line.strip():
                _say(answered.in_place(line, read=_json))
        return answered.code
    given = _json(sys.stdin.buffer.read())
    if isinstance(given, list):
        _say_list(answered.in_place(one) for one in given)
        return answered.code
    _say(answered.to(given))
    return 0


class _Answers:
    """Answers one question after another, and remembers the worst that befell."""

    def __init__(self, to: Callable[[Any], dict[str, Any]]) -> None:
        self.to = to
        self.code = 0

    def in_place(self, given: Any, *, read: Callable[[Any], Any] = lambda one: one) -> dict[str, Any]:
        """The answer, or the error in its place."""
        try:
            return self.to(read(given))
        except Refusal as refusal:
            self.code = max(self.code, 2 if isinstance(refusal, BadInput) else 1)
            return refusal.as_error()


def _json(given: bytes) -> Any:
    try:
        return json.loads(given)
    except (ValueError, RecursionError) as wrong:
        raise BadQuestion(reason=str(wrong)[:200]) from wrong


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _say_list(answers: Iterable[dict[str, Any]]) -> None:
    sys.stdout.write("[")
    for place, answer in enumerate(answers):
        sys.stdout.write((",\n" if place else "") + json.dumps(answer, ensure_ascii=False))
    sys.stdout.write("]\n")
