"""Who may see what of the kartable: its owner's doors are in `client`, those of staff in `office`."""

from kardad.inbox.access.client import (
    LONGEST_ID,
    dossier,
    elsewhere,
    is_fresh,
    letter,
    notice,
    opened,
    own_side,
    paper,
    person,
    representation,
    served,
)

__all__ = [
    "LONGEST_ID",
    "dossier",
    "elsewhere",
    "is_fresh",
    "letter",
    "notice",
    "opened",
    "own_side",
    "paper",
    "person",
    "representation",
    "served",
]
