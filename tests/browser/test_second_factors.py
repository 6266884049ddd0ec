"""Setting up second factors in a real browser: the written secret reads as it must be typed, and Enter makes the key."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.looking import DESK, PHONE
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(live_server, page):
    """Opens a page as a member who has just shown himself, at an address that has a name, as passkeys want it."""
    site = live_server.url.replace("127.0.0.1", "localhost")
    world = World()
    person = world.member()
    page.context.add_cookies(world.cookies(site))
    return person, lambda name: page.goto(site + reverse(name))


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_secret_is_written_in_the_order_in_which_it_is_typed(here, page, size):
    page.set_viewport_size(size)
    here[1]("mfa_activate_totp")
    first, second = (half.bounding_box() for half in page.locator("k-copy bdi").all())
    assert (first["y"], first["x"]) < (second["y"], second["x"])


def test_enter_in_the_name_of_a_key_makes_the_key(here, page):
    person, go = here
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    asked = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": asked | {"automaticPresenceSimulation": True}})
    go("mfa_add_webauthn")
    expect(page.get_by_role("button", name="ساختن کلید")).to_be_visible()
    page.get_by_label("نام این کلید").fill("گوشی من")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("کدهای بازیابی")
    assert Authenticator.objects.get(user=person, type="webauthn").data["name"] == "گوشی من"
