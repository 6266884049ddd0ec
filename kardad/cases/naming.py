"""What a side is found by: the blind index of every word of its name, and of its code."""

from kardad.core import crypto
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Party
from kardad.kit import ids, text
from kardad.kit.refusal import Refusal

WORDS = 8  # of a name, and of what is typed


def marks(name: str) -> list[str]:
    """The marks of a name: one a word, however it was spelled and spaced, the longest words first."""
    words = sorted(dict.fromkeys(text.fold(name).split()), key=lambda word: (-len(word), word))
    return [crypto.blind_index("side-word", word) for word in words[:WORDS]]


def of_party(party: Party) -> set[str]:
    """Every mark of a side: its name's, its code's, its account's."""
    account = party.organisation.company_index if party.organisation else party.person.code_index if party.person else ""
    return {*marks(party.name), party.code_index, account or ""} - {""}


def of_code(typed: str) -> str:
    """The mark of a national code, a foreigner's code or a company's id; empty for what is none."""
    for kind in (ids.national_code, ids.company_id, ids.foreigner_code):
        try:
            return dossiers.index_of(kind.require(typed))
        except Refusal:
            continue
    return ""
