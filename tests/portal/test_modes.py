"""Every page of the site stands in both modes and says, under the operator's own name, who operates it and who does not."""

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings

from kardad.cases.urls import enforcing, experts, settling
from kardad.core import captcha, outside
from kardad.core.operator import Operator, operator
from tests.browser import visits
from tests.browser.world import World

pytestmark = pytest.mark.django_db
NAMES = {"authority": "اداره کار مهرشهر", "bureau": "دفتر مهر"}


@pytest.fixture
def world(settings, monkeypatch, mode, tmp_path):
    """A world of this operator, in which the captcha is solved and nobody waits for a second factor."""
    monkeypatch.setattr(captcha, "require", lambda **_: None)
    settings.GATEWAYS = settings.GATEWAYS | {"sso": ["console"]}
    settings.MEDIA_ROOT = tmp_path
    settings.OPERATOR_NAME = NAMES[mode]
    outside.forget()
    return World()


# One file that is kept and read without us: it knows the keys of its site, and nothing of who operates it.
KEPT = {"evidence:check"}
# Rooms of public power: in a bureau they are not there.
POWER = "cases_office:"
POWERS = ("dates", "strike", "away", "decisions", "object", "certify", "group", "join_group", "name_respondent")
PARTS_OF_POWER = {f"cases:{name}" for name in POWERS}
PARTS_OF_POWER |= {f"cases:{one.name}" for one in experts.client}
PARTS_OF_POWER |= {f"cases:{one.name}" for one in settling.client}
PARTS_OF_POWER |= {f"cases:{one.name}" for one in enforcing.client}


@pytest.mark.parametrize("name", sorted(set(visits.VISITS) - KEPT))
def test_a_page_stands_under_its_operator_and_claims_no_other(name, world, mode):
    if mode == "bureau" and (name.startswith(POWER) or name in PARTS_OF_POWER):
        with override_settings(OPERATOR="authority"):
            address = visits.path(name, world)
        assert world.client.get(address).status_code == 404
        return
    answer = world.client.get(visits.path(name, world))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    assert len(page.find_all("h1")) == 1
    assert page.title.text.strip().endswith(f"– {NAMES[mode]}")
    assert page.select_one("footer.footer .footer-name").text == NAMES[mode]
    assert operator().statement in page.select_one("footer.footer").text
    other = next(kind for kind in NAMES if kind != mode)
    assert Operator(other, NAMES[mode]).statement not in page.text
    assert mode == "bureau" or "دفتر خصوصی" not in page.text
