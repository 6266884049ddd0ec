"""Every page of the site stands in a bureau too, or is not there, and says under the bureau's own name who operates it.

That it stands in an authority and says so is seen in a browser: `tests/browser/test_visits.py`.
"""

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings

from kardad.cases.urls import enforcing, experts, settling
from kardad.core import captcha, outside
from kardad.core.operator import Operator, operator
from tests.browser import visits
from tests.browser.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
NAME = "دفتر مهر"


@pytest.fixture
def world(settings, monkeypatch, tmp_path):
    """A world of a bureau, in which the captcha is solved and nobody waits for a second factor."""
    monkeypatch.setattr(captcha, "require", lambda **_: None)
    settings.GATEWAYS = settings.GATEWAYS | {"sso": ["console"]}
    settings.MEDIA_ROOT = tmp_path
    settings.OPERATOR, settings.OPERATOR_NAME = "bureau", NAME
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
def test_a_page_stands_under_a_bureau_and_claims_no_public_power(name, world):
    if name.startswith(POWER) or name in PARTS_OF_POWER:
        with override_settings(OPERATOR="authority"):
            address = visits.path(name, world)
        assert world.client.get(address).status_code == 404
        return
    answer = world.client.get(visits.path(name, world))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    assert len(page.find_all("h1")) == 1
    assert page.title.text.strip().endswith(f"– {NAME}")
    assert page.select_one("footer.footer .footer-name").text == NAME
    assert operator().statement in page.select_one("footer.footer").text
    assert Operator("authority", NAME).statement not in page.text
