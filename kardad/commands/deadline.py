"""`kardad deadline`: by when something must be done, with a reason for every day that moved it."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import Any

from kardad.kit import strict_json
from kardad.kit.refusal import BadInput
from kardad.law import askings, deadlines, holidays, rules

NAME = "deadline"
HELP = "count a deadline: kardad deadline objection < question.json; --list lists the names"


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
    answers = strict_json.Answers(lambda given: deadlines.deadline(askings.read(rule, given), calendar=holidays.current()).as_json())
    if args.lines:
        for line in strict_json.lines(sys.stdin.buffer):
            _say(answers.line(line))
            sys.stdout.flush()
        return answers.worst
    given = strict_json.read(sys.stdin.buffer.read())
    if isinstance(given, list):
        _say_list(answers.item(one) for one in given)
        return answers.worst
    _say(answers.to(given))
    return 0


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(strict_json.write(answer) + "\n")


def _say_list(answers: Iterable[dict[str, Any]]) -> None:
    sys.stdout.write("[")
    for place, answer in enumerate(answers):
        sys.stdout.write((",\n" if place else "") + strict_json.write(answer))
    sys.stdout.write("]\n")
