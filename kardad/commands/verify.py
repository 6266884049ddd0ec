"""`kardad verify`: what is to be said of a receipt, a dossier, a log or a sealed paper, without a network – or of the whole database."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

from kardad.evidence import canonical, verifying
from kardad.evidence.verifying import bundle, papers
from kardad.evidence.verifying.verdict import Verdict
from kardad.kit.refusal import BadInput

Opened = Callable[[], Any]  # a binary file that can be peeked into
NAME = "verify"
HELP = "judge receipts, dossiers, exported cases, logs and sealed PDFs offline; exit 1 when anything is wrong"


class NoFile(BadInput):
    """A file cannot be opened."""

    code = "NO_FILE"
    message = "این فایل خوانده نمی‌شود: {file}"


class NothingToVerify(BadInput):
    """Neither a file was named nor the database."""

    code = "NOTHING_TO_VERIFY"
    message = "نام فایل را بنویسید، یا ‎--database را برای همه آنچه این نصب نگه می‌دارد."


class BadKeys(BadInput):
    """The file of keys is none."""

    code = "BAD_KEYS"
    message = "فایل کلیدها خوانده نمی‌شود؛ همان keys.json است که سامانه منتشر می‌کند."


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes files and whom to trust; without keys this installation's are trusted."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="receipt, dossier, log or PDF; a PDF is also looked for in those given beside it"
    )
    parser.add_argument("--keys", metavar="keys.json", help="the keys that are trusted, as /evidence/keys.json gives them")
    parser.add_argument("--database", action="store_true", help="everything that this installation holds")


def run(args: Namespace) -> int:
    """A verdict a line is printed for each file and for the database; 1 when one of them is not valid."""
    if not args.files and not args.database:
        raise NothingToVerify(field="files")
    keys = _keys(args.keys) if args.keys else None
    is_valid = True
    if args.database:
        is_valid = _say(_database(keys), "")
    for name, verdict in _files(args.files, _own_keys() if keys is None and args.files else keys):
        is_valid &= _say(verdict, name)
    return 0 if is_valid else 1


def _files(names: list[str], keys: Any) -> Iterator[tuple[str, Verdict]]:
    """The verdict on each file; sealed papers last, for what proves them stands in the others."""
    known, later = papers.Known(keys), []
    for given in names:
        try:
            parts: Iterable[tuple[str, Opened]] = [(given, partial(Path(given).open, "rb"))]
            if given.endswith(".zip"):
                verdict, parts = _parts(given, keys)
                yield given, verdict
            for name, opened in parts:
                with opened() as lines:
                    beginning = lines.peek(8)
                    if papers.is_pdf(beginning) or papers.is_plain(beginning, name):
                        later.append((name, opened, papers.verify if papers.is_pdf(beginning) else papers.filed))
                        continue
                    verdict = verifying.verify(lines, keys=keys)
                known.note(verdict)
                yield name, verdict
        except OSError:
            raise NoFile(file=given) from None
    for name, opened, judge in later:
        with opened() as held:
            yield name, judge(held.read(), known, PurePosixPath(name).name)


def _parts(given: str, keys: Any) -> tuple[Verdict, list[tuple[str, Opened]]]:
    """What is to be said of an exported case as a whole, and everything in its folders: its guide and its page prove nothing."""
    path = Path(given)
    with path.open("rb") as held:
        verdict, parts = bundle.verify(held, keys=keys)
    return verdict, [(f"{given}/{one.filename}", partial(ZipFile(path).open, one)) for one in parts]


def _database(keys: Any) -> Verdict:
    from kardad.commands import begin

    begin()
    from kardad.evidence import auditing

    def progress(count: int) -> None:
        sys.stderr.write(f"\r{count} entries")
        sys.stderr.flush()

    verdict = auditing.audit(keys=keys, progress=progress)
    sys.stderr.write("\n")
    return verdict


def _keys(name: str) -> Any:
    try:
        return canonical.decode(Path(name).read_bytes())
    except (OSError, canonical.NotCanonical):
        raise BadKeys(file=name) from None


def _own_keys() -> Any:
    """The keys of this installation; none on a machine that is no installation."""
    from kardad.commands import begin

    begin()
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from kardad.evidence import queries
    from kardad.evidence.check import known

    if connection.vendor == "sqlite" and not Path(settings.DATABASES["default"]["NAME"]).exists():
        return []
    try:
        return queries.published() | {"certificates": known.certificates(at=timezone.now())}
    except DatabaseError:
        return []


def _say(verdict: Verdict, name: str) -> bool:
    sys.stdout.write(json.dumps(verdict.as_json(file=name), ensure_ascii=False) + "\n")
    return verdict.is_valid
