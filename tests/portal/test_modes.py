"""Every page of the site stands in both modes and says, under the operator's own name, who operates it and who does not."""

import pytest
from bs4 import BeautifulSoup

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


@pytest.mark.parametrize("name", sorted(visits.VISITS))
def test_a_page_stands_under_its_operator_and_claims_no_other(name, world, mode):
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
