"""`kardad import-questions FILE`: a knowledge base that stands elsewhere comes here, its old addresses with it (docs/how-to)."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kardad.commands import begin
from kardad.kit.refusal import BadInput

NAME = "import-questions"
HELP = "bring questions and answers from a JSON or JSON Lines file; run twice, each comes once"


class UnreadableFile(BadInput):
    """The file is missing or holds no list of rows."""

    code = "IMPORT_UNREADABLE"
    message = "پرونده خوانده نشد: {why}"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes one file."""
    parser.add_argument("file", type=Path, help="a JSON list (or an object with `questions`), or .jsonl with a row a line")


def run(args: Namespace) -> int:
    """What was made, kept and refused is printed with rows a second; 1 when a row was refused."""
    begin()
    from django.utils import timezone

    from kardad.qa.actions import importing

    began = time.monotonic()
    report = importing.bring(rows(args.file), at=timezone.now())
    seconds = time.monotonic() - began
    done = report.made + report.kept + len(report.refused)
    told = {"made": report.made, "kept": report.kept, "refused": report.refused, "rows_per_second": round(done / max(seconds, 0.001))}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if report.refused else 0


def rows(path: Path) -> Iterator[Any]:
    """The rows of the file; raises UnreadableFile. A line of JSON Lines that cannot be read is a row that is refused."""
    try:
        if path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as lines:
                yield from (_line(line) for line in lines if line.strip())
            return
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise UnreadableFile(why=str(fault)) from fault
    found = held.get("questions") if isinstance(held, dict) else held
    if not isinstance(found, list):
        raise UnreadableFile(why="questions")
    yield from found


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line
