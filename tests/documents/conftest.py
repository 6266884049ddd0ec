"""What the tests of papers share."""

import pytest

from kardad.documents import papers, rendering
from tests.documents import samples

HOUSE = rendering.House("کارداد", "«کارداد» سامانه اداره کار برای امور کارگر و کارفرماست.", "https://kardad.example")


def face(kind, **changes):
    """The sample of a kind as it is printed."""
    paper = papers.paper(kind)
    given = {"title": paper.title, "facts": samples.FACTS, "data": samples.DATA[kind], "office": "اداره نمونه"} | changes
    return rendering.Face(number="۱۴۰۴-۷۳۱۲-۰۸۵۵", made_at=samples.MADE, code="https://kardad.example/check/#k1.e30.AA", **given)


@pytest.fixture
def printed():
    """Print a sample: `printed("N7", data={...})`."""
    return lambda kind, **changes: rendering.pdf(papers.paper(kind), face(kind, **changes), HOUSE)
