"""The one renderer of official papers: a template of `templates/documents` and plain data become a PDF/A, always of the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from kardad.documents import lettering, ordering, squares
from kardad.documents.papers import Paper
from kardad.kit import calendar, text

if TYPE_CHECKING:
    from typst import Compiler, Fonts

TEMPLATES = Path(__file__).parent / "templates" / "documents"
STANDARD = "a-2a"
_one_at_a_time = Lock()  # a compiler remembers its last page, so two threads may not share it


@dataclass(frozen=True, slots=True)
class House:
    """Who issues: what stands in the head, the foot and the code of every paper."""

    operator: str
    statement: str
    site: str


@dataclass(frozen=True, slots=True)
class Face:
    """What one paper shows besides its own data."""

    number: str
    title: str
    made_at: datetime
    facts: Sequence[tuple[str, str]]
    code: str  # the address in the code
    office: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day that is printed on it."""
        return calendar.tehran_day(self.made_at)


def pdf(paper: Paper, face: Face, house: House) -> bytes:
    """The paper as PDF/A-2a; the same words at the same moment give the same bytes. Raises WrongShape for data that do not fit."""
    made = _compiled(paper, face, house, format="pdf", pdf_standards=[STANDARD], timestamp=int(face.made_at.timestamp()))
    return ordering.readable(made)


def pictures(paper: Paper, face: Face, house: House, *, ppi: int = 100) -> list[bytes]:
    """The pages as PNG pictures."""
    made = _compiled(paper, face, house, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def spoken_for(paper: Paper, face: Face, house: House) -> dict[str, str]:
    """What the template is given: one text of JSON, in which nothing is code."""
    given = {
        "operator": house.operator,
        "statement": house.statement,
        "check": f"{house.site.rstrip('/')}/check/",
        "office": face.office,
        "number": text.to_persian_digits(face.number),
        "date": calendar.slashed(face.day),
        "on": [face.day.year, face.day.month, face.day.day],
        "title": face.title,
        "facts": [list(one) for one in face.facts],
        "grounds": paper.grounds,
        "caution": paper.caution,
        "d": paper.shaped(face.data),
    }
    return {"data": json.dumps(lettering.fit(given) | {"qr": squares.picture(face.code.encode())}, ensure_ascii=False)}


def _compiled(paper: Paper, face: Face, house: House, **how: Any) -> Any:
    inputs = spoken_for(paper, face, house)
    with _one_at_a_time:
        return _compiler(paper.template).compile(sys_inputs=inputs, **how)


@cache
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(lettering.FONTS)])


@cache
def _compiler(template: str) -> "Compiler":
    import typst

    return typst.Compiler(str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True)
