"""The console script `kardad`: finds the command, runs it, and turns every refusal and fault into JSON on standard error."""

import json
import os
import sys
from argparse import ArgumentParser
from importlib import import_module
from io import TextIOWrapper
from types import ModuleType
from typing import Any, NoReturn

from kardad.kit.refusal import BadInput, Refusal

# A command is a module of `kardad.commands` with NAME, HELP, add_arguments(parser) and run(args) -> int. It imports
# Django inside `run`, so that pure commands start fast; `check-law` lives in `check_law.py`.
COMMANDS = (
    "calculate",
    "check",
    "deadline",
    "check-law",
    "prepare",
    "serve",
    "tick",
    "seed",
    "staff",
    "demo",
    "reseal",
    "import-questions",
    "review-answers",
    "verify",
    "evidence-key",
    "seal",
)

BAD_INPUT, REFUSED, FAULT, INTERRUPTED = 2, 1, 70, 130


class BadUsage(BadInput):
    """The command line itself cannot be read."""

    code = "BAD_USAGE"
    message = "دستور درست نوشته نشده است؛ راهنما: kardad --help"


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadUsage(usage=" ".join(self.format_usage().split()), reason=message)


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 for success, 1 for a refusal, 2 for bad input, 70 for a fault of ours."""
    given = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        args = _parser(given).parse_args(given)
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        _complain(refusal.as_error())
        return BAD_INPUT if isinstance(refusal, BadInput) else REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`| head`): nothing more to say, and the interpreter's last flush must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        _complain(_as_error(fault))
        return FAULT


def _parser(given: list[str]) -> ArgumentParser:
    parser = _Parser(prog="kardad", description="Kardad: labour affairs in one place.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    called = [name for name in COMMANDS if given[:1] == [name]]
    for name in called or COMMANDS:
        command = _module(name)
        below = commands.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(below)
        below.set_defaults(run=command.run)
    return parser


def _module(name: str) -> ModuleType:
    return import_module(f"kardad.commands.{name.replace('-', '_')}")


def _complain(error: dict[str, Any]) -> None:
    sys.stderr.write(json.dumps(error, ensure_ascii=False, default=str) + "\n")


def _as_error(fault: Exception) -> dict[str, Any]:
    # Where, but never what: the text of an exception may hold somebody's identifier.
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}" if place else None
    message = "کارداد نتوانست این دستور را انجام دهد. نوع و جای خطا را به پشتیبانی بگویید."
    return {"error": {"code": "FAULT", "message": message, "field": None, "details": {"fault": type(fault).__name__, "at": at}}}


if __name__ == "__main__":
    sys.exit(main())
