"""What each kind of paper holds and must say, the figures of a calculation, and how two versions of a text differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, Final

from kardad.calc import queries as calc
from kardad.kit.refusal import Refusal
from kardad.law import articles, calculators, instruments
from kardad.law.articles import Article
from kardad.law.instruments import Law

KINDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "phone_consultation": ("summary",),
    "written_consultation": ("opinion",),
    "calculation_file": ("calculation",),
    "document_draft": ("document",),
    "training_session": ("training",),
}
# The parts of a written opinion, in their order; the law stands apart because it is chosen and not written.
PARTS: Final[Mapping[str, str]] = {
    "facts": "آنچه از موضوع دریافتیم",
    "question": "پرسش",
    "law": "قانون",
    "opinion": "نظر کارشناس",
    "next_steps": "گام‌های بعدی",
    "limits": "حدود این نظر",
}
MUST: Final[Mapping[str, tuple[str, ...]]] = {
    "opinion": ("facts", "question", "opinion", "next_steps", "limits"),
    "calculation": ("sheets",),
    "document": ("text",),
    "summary": ("text",),
    "training": ("text",),
}
NAMES: Final[Mapping[str, str]] = {**PARTS, "sheets": "دست‌کم یک محاسبه", "text": "متن"}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a text beside the version before: `mark` is `ins`, `del`, or empty for what stayed."""

    mark: str
    line: str
    is_heading: bool


def missing(kind: str, body: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first part that the paper lacks, by name and in words; None when it is whole."""
    for name in MUST[kind]:
        if not body.get(name) and not (name == "sheets" and body.get("attached")):
            return name, NAMES[name]
    if kind == "opinion" and not body.get("articles") and not body.get("law"):
        return "articles", "ماده‌های قانون"
    return None


def cited(body: Mapping[str, Any]) -> list[Article]:
    """The articles of the opinion, in the expert's order; one that the house no longer holds is left to the text."""
    known = articles.every()
    return [known[one] for one in body.get("articles", ()) if one in known]


def sheet(calculator: str, inputs: Mapping[str, Any], *, title: str, law: Law) -> dict[str, Any]:
    """One calculation as a paper keeps it: inputs as given, the sheet as the law answers it now, its version. Raises BadFact, Silent."""
    made = calculators.named(calculator).sheet(inputs, law)
    return {"title": title, "calculator": calculator, "inputs": dict(inputs), "sheet": made.as_json(), "law_version": made.law_version}


def is_reproduced(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether every calculation gives the same totals again, by its inputs and the law as it was known then; a text always does."""
    return kind != "calculation" or all(_is_same(one) for one in body.get("sheets", ()))


def law_day(sheets: Sequence[Mapping[str, Any]]) -> str:
    """The latest day whose law the sheets tell, ISO; empty without any."""
    return max((one["sheet"]["on_gregorian"] for one in sheets), default="")


def changes(before: str, after: str) -> list[Change]:
    """The text line by line beside the version before it."""
    old, new = before.splitlines(), after.splitlines()
    found: Iterator[tuple[str, str]] = chain.from_iterable(
        _told(tag, old[a:b], new[c:d]) for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    )
    return [Change(mark, heading(line), line.startswith("#")) for mark, line in found]


def lines(body: str) -> list[Change]:
    """The text as it is read: headings are lines that begin with a hash."""
    return [Change("", heading(line), line.startswith("#")) for line in body.splitlines()]


def heading(line: str) -> str:
    """The line without the marks of a heading."""
    return line.lstrip("#").strip() if line.startswith("#") else line


def _told(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    if tag == "equal":
        return (("", line) for line in new)
    return chain((("del", line) for line in old), (("ins", line) for line in new))


def _is_same(one: Mapping[str, Any]) -> bool:
    law = instruments.current().known_on(calc.recorded_on(one["law_version"]))
    try:
        made = calculators.named(one["calculator"]).sheet(one["inputs"], law)
    except Refusal:
        return False
    return made.law_version == one["law_version"] and dict(made.totals) == one["sheet"]["totals"]
