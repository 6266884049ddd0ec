"""How pages say a petition: the parts of the official form as it was filed, without what identifies people where a reader needs it not."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from kardad.cases import papers, petition, writing
from kardad.cases.models import Case
from kardad.cases.petition import Petition
from kardad.cases.queries import petitions as queries
from kardad.core.paging import newest
from kardad.documents import queries as documents
from kardad.kit import ids
from kardad.kit.text import to_persian_digits

FOREIGN: Final = 12
CLOSED: Final = "پوشیده است"
# What a reader sees of a line that is closed to him.
SHOWN: Final = {
    writing.CODE: lambda said: (ids.foreigner_code if len(said) == FOREIGN else ids.national_code).mask(said),
    writing.MOBILE: lambda said: ids.mobile.mask(f"+98{said[1:]}" if said.startswith("0") else said),
    writing.POSTAL_CODE: ids.postal_code.mask,
    writing.HOME: lambda said: CLOSED,
    writing.ADDRESS: lambda said: CLOSED,
}
OTHERS: Final = frozenset(SHOWN)  # 6.3: national code, phone and address of the other side are masked; a board needs none of them
DESKS: Final = frozenset({writing.CODE, writing.MOBILE, writing.POSTAL_CODE})  # a desk serves at the address
NOTHING: Final[frozenset[str]] = frozenset()
Part = tuple[str, str, list[dict[str, str]]]  # its title, the step that it is from, its lines


def parts(form: Mapping[str, Any], *, closed: Collection[str] = NOTHING) -> list[Part]:
    """The parts of a form that are lines, those of people without what is closed to the reader."""
    return [
        ("خواهان", "claimant", _lines(form["claimant"], closed)),
        *((f"خوانده: {one['name']}", "respondents", _lines(one["rows"], closed)) for one in form["respondents"]),
        ("کارگاه", "workshop", form["workshop"]),
        ("رابطه کار", "employment", form["employment"]),
    ]


def draft(held: Petition) -> dict[str, Any]:
    """A petition as its writer reads it before he signs."""
    form = writing.form(held)
    return {"words": form, "parts": parts(form)}


def filed(case: Case, *, closed: Collection[str], after: str = "") -> dict[str, Any]:
    """The petition as it was filed, with its papers page by page, for a reader to whom these lines are closed."""
    form = _as_filed(case)
    files = newest(queries.papers(case), after=after)
    rows = [(row, papers.title(row.paper)) for row in files.rows]
    return {"words": form, "parts": parts(form, closed=closed), "files": rows, "next_url": files.next_url, "case": case}


def _as_filed(case: Case) -> Mapping[str, Any]:
    """What the signed paper says while its writer mends the petition, else the petition itself."""
    if case.state == "defect":
        paper = documents.of(case).filter(kind="petition").first()
        if paper is not None:
            return json.loads(paper.data)
    return writing.form(petition.read(case.petition))


def _lines(rows: list[dict[str, str]], closed: Collection[str]) -> list[dict[str, str]]:
    return [_closed(row) if row["name"] in closed else row for row in rows]


def _closed(row: dict[str, str]) -> dict[str, str]:
    said = to_persian_digits(SHOWN[row["name"]](row["said"]))
    return row | ({"said": said} if said == CLOSED else {"masked": said})
