"""What a stranger learns by the number of a notice's paper follows the service: void when it fell, corrected when another corrects it."""

import pytest

from kardad.documents import queries as documents
from kardad.documents import standing
from kardad.inbox.actions import notices, rungs
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_paper_of_a_notice_stands_as_its_service_does(case):
    made = placed(case)
    paper, other = (documents.of(made[side]).get() for side in ("respondent", "claimant"))
    assert standing.of(paper) == standing.VALID
    placed(case, "N11", corrects=made["respondent"].notice)
    assert (standing.of(paper).state, standing.of(other).state) == ("replaced", "replaced")
    rungs.open_delivery(made["respondent"], by=by(case.respondent), at=NOW)
    notices.void(made["respondent"], reason="سامانه در دسترس نبود", by=case.secretary, at=NOW)
    assert (standing.of(paper).state, standing.of(paper).since) == ("void", NOW)
    assert standing.of(other).state == "replaced"
