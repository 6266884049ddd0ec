"""The marks by which an employer finds a worker: of each word of a name however it was spelled, and of a code."""

from contextlib import suppress
from typing import Final

from kardad.core import crypto
from kardad.kit import ids, text
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.models import Person

WORDS: Final = 8  # of a name, and of what is typed


def whose(organisation_id: int | None, person_id: int | None) -> str:
    """The employer in whose list a mark is looked for."""
    return f"organisation-{organisation_id}" if organisation_id is not None else f"person-{person_id}"


def marks(name: str) -> list[str]:
    """The marks of a name, the longest word first."""
    words = sorted(dict.fromkeys(text.fold(name).split()), key=lambda word: (-len(word), word))
    return [crypto.blind_index("contract-worker-word", word) for word in words[:WORDS]]


def of_code(typed: str) -> str:
    """The mark of a national or foreigner's code; empty for what is none."""
    for kind, code in ((Person.Kind.IRAN, ids.national_code), (Person.Kind.FOREIGN, ids.foreigner_code)):
        with suppress(Refusal):
            return particulars.code_index(kind, code.require(typed))
    return ""
