"""No text that somebody signs gives up what the law does not let go; a contract's own clauses are judged with the contract (C16)."""

from collections.abc import Collection
from typing import Final

from kardad.kit.refusal import BadInput
from kardad.law.contract_rules import patterns, rulebook

DICTATED: Final = frozenset({"complaint", "settlement"})  # what no grievance of a worker's sounds like


class Waives(BadInput):
    """A sentence gives up a right."""

    code = "CONTRACT_WAIVES"
    message = "این جمله حق شکایت یا طلبی را از کارگر می‌گیرد: «{clause}». آن را بردارید؛ چنین جمله‌ای در هیئت‌ها ارزشی ندارد."


def ensure_none(field: str, *said: str, about: Collection[str] = ()) -> None:
    """Raises Waives for a sentence that gives up a right: any, or one of those that are named."""
    book = rulebook.current()
    wanted = [one for one in book.patterns["waiver"] if not about or one.about in about]
    for sentence in patterns.sentences([one for one in said if one.strip()], book.words):
        if any(one.hits(sentence) for one in wanted):
            raise Waives(field=field, clause=sentence.written)
