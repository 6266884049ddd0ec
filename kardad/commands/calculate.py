"""`kardad calculate`: what the law makes of given facts, as a sheet that shows its working."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import Any

from kardad.kit import strict_json
from kardad.kit.refusal import BadInput
from kardad.law import calculators, instruments
from kardad.law.calculators import Calculator

NAME = "calculate"
HELP = "compute from facts in JSON: kardad calculate payslip < facts.json; --list lists the calculators"


class NoCalculatorNamed(BadInput):
    """Neither a calculator was named nor the list asked for."""

    code = "NO_CALCULATOR_NAMED"
    message = "نام محاسبه را بنویسید؛ فهرست نام‌ها: kardad calculate --list"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes the name of a calculator; what it computes with comes from standard input."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="a calculator of --list")
    parser.add_argument("--list", action="store_true", help="list the calculators: name, tab, title")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of what NAME takes")
    parser.add_argument("--lines", action="store_true", help="read a JSON object a line, answer one a line as they come")
    parser.add_argument("--brief", action="store_true", help="print the totals alone")


def run(args: Namespace) -> int:
    """An object is answered by a sheet, a list by a list, a line by a line; 2 if any was bad input, else 1 if any was refused."""
    if args.list:
        for one in calculators.every():
            sys.stdout.write(f"{one.name}\t{one.title}\n")
        return 0
    if not args.name:
        raise NoCalculatorNamed(field="name", known=list(calculators.ROOMS))
    calculator = calculators.named(args.name)
    if args.schema:
        return _say(calculator.schema())
    answers = _answers(calculator, brief=args.brief)
    if args.lines:
        for line in strict_json.lines(sys.stdin.buffer):
            _say(answers.line(line))
            # Whoever writes a line and waits for its answer gets it now.
            sys.stdout.flush()
        return answers.worst
    given = strict_json.read(sys.stdin.buffer.read())
    if isinstance(given, list):
        _say_list(answers.item(one) for one in given)
        return answers.worst
    return _say(answers.to(given))


def _answers(calculator: Calculator, *, brief: bool) -> strict_json.Answers:
    law = instruments.current()

    def answer(given: Any) -> dict[str, Any]:
        sheet = calculator.sheet(given, law)
        return {"totals": dict(sheet.totals)} if brief else sheet.as_json()

    return strict_json.Answers(answer)


def _say(answer: dict[str, Any]) -> int:
    sys.stdout.write(strict_json.write(answer) + "\n")
    return 0


def _say_list(answers: Iterable[dict[str, Any]]) -> None:
    sys.stdout.write("[")
    for place, answer in enumerate(answers):
        sys.stdout.write((",\n" if place else "") + strict_json.write(answer))
    sys.stdout.write("]\n")
