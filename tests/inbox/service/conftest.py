"""A dossier with two sides, and who serves papers in it."""

from types import SimpleNamespace

import pytest

from kardad.core.actor import Actor
from kardad.inbox.actions import dossiers, notices
from tests import factories
from tests.conftest import NOW

# What the paper of each kind prints beside the sides.
HEARING = {"hearing_at": "2025-12-02T10:30:00+03:30", "place": "خیابان نمونه، پلاک ۱۲"}
DECIDED = {"decision_number": "۱۴۰۴/د/۵۵۱", "decided_on": "2025-11-20"}
SAYS = {
    "N1": HEARING,
    "N2": {"petition_number": "۱۴۰۴/۳۲۱۷"},
    "N3": {"petition_number": "۱۴۰۴/۳۲۱۷", "filed_on": "2025-11-15"},
    "N5": {"amount": 25_000_000},
    "N7": DECIDED,
    "N8": {"decision_number": "۱۴۰۴/د/۵۵۱", "objector": "سپهر راد", "objected_on": "2025-11-20"},
    "N9": DECIDED,
    "N11": {"decision_number": "۱۴۰۴/د/۵۵۱", "corrected_on": "2025-11-21"},
    "N12": DECIDED | {"final_on": "2025-11-21", "because": "مهلت هر دو طرف گذشت"},
}


@pytest.fixture(autouse=True)
def _kinds():
    """The real kinds of letters: service is tested with the words it is told in."""


def by(person, role="member"):
    """The person as actions see him."""
    return Actor(person.pk, role, "", person.level)


@pytest.fixture
def secretary(db):
    """A secretary as actions see him."""
    return by(factories.staff("secretary", first_name="مینا", last_name="دبیری"), "secretary")


def opened(secretary, *, title="دعوای علی کریمی", at=NOW):
    """A dossier of two sides with accounts."""
    claimant = factories.person(first_name="علی", last_name="کریمی")
    respondent = factories.person(first_name="سپهر", last_name="راد")
    dossier = dossiers.open_dossier(title=title, number="۱۴۰۴/۱۲", by=secretary, at=at)
    sides = {
        side: dossiers.add_party(dossier, side=side, name=person.name, person=person, by=secretary, at=at)
        for side, person in (("claimant", claimant), ("respondent", respondent))
    }
    return SimpleNamespace(dossier=dossier, claimant=claimant, respondent=respondent, sides=sides, secretary=secretary)


@pytest.fixture
def case(secretary):
    """The dossier of `opened`."""
    return opened(secretary)


def written(case, code="N7", *, at=NOW, **more):
    """A notice that waits to be placed."""
    return notices.draft(case.dossier, code=code, title="رأی بدوی", says=SAYS[code], by=case.secretary, at=at, **more)


def placed(case, code="N7", *, at=NOW, to=(), **more):
    """The deliveries of a notice that was placed, by side."""
    made = notices.place(written(case, code, at=at, **more), to=to, by=case.secretary, at=at)
    return {one.party.side: one for one in made}
