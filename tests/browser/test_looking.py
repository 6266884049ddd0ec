"""What judges pages hears what it should, and knows nothing of the page before."""

import pytest

from tests.browser.looking import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SPOIL = """() => {
  document.body.insertAdjacentHTML("beforeend", "<h1>again</h1><img src='/favicon.ico'><p id='pale'>words that are pale</p>");
  document.getElementById("pale").style.cssText = "min-inline-size: 3000px; color: #ddd; background: #fff";
  document.body.append(Object.assign(document.createElement("script"), {textContent: "1"}));
}"""
LEAVE = "localStorage.left = 1; sessionStorage.left = 1; console.error('left')"


def test_whatever_is_wrong_with_a_page_is_told(look, live_server):
    look.page.set_viewport_size(DESK)
    look.page.goto(f"{live_server.url}/about/")
    assert look.problems() == []
    look.page.evaluate(SPOIL)
    look.page.wait_for_timeout(100)
    told = " ".join(look.problems())
    assert [word for word in ("csp script-src", "axe image-alt", "axe color-contrast", ": 2 h1", "px too wide") if word not in told] == []


def test_nothing_is_left_of_the_page_before_and_a_dead_one_is_replaced(kept_window, live_server):
    look = kept_window.clean(live_server.url)
    look.page.goto(f"{live_server.url}/about/")
    look.page.context.add_cookies([{"name": "left", "value": "1", "url": live_server.url}])
    look.page.evaluate(LEAVE)
    look = kept_window.clean(live_server.url)
    look.page.goto(f"{live_server.url}/about/")
    assert look.problems() == []
    assert look.page.evaluate("[localStorage.left, sessionStorage.left, document.cookie.includes('left')]") == [None, None, False]
    look.page.context.close()
    assert kept_window.clean(live_server.url).page.goto(f"{live_server.url}/about/").status == 200
