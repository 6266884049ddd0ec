"""Staff of the desk at a browser: logged in with their second factor, pressing what a page showed them."""

import re

from django.test import Client
from django.urls import reverse

from tests import factories


def browser(person):
    """A browser in which the person is logged in; staff have their second factor."""
    from kardad.people.access import has_second_factor

    if person.grants.filter(role__in=["expert", "manager", "finance_officer", "reviewer"]).exists() and not has_second_factor(person.pk):
        factories.with_totp(person)
    client = Client()
    client.force_login(person)
    return client


def address(name, *args):
    """The address of a page of the desk's staff."""
    return reverse(f"desk_office:{name}", args=args)


def opened(client, name, *args, query=""):
    """The page's HTML; it opens."""
    answer = client.get(address(name, *args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def hidden(html, name):
    """The value of a hidden field that the page carries."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    assert found, f"the page carries no {name}"
    return found[1]


def press(client, name, *args, seen=None, **typed):
    """Open the page of a deed and send its form, with the mark of what was seen."""
    if seen is None:
        seen = hidden(opened(client, name, *args), "seen")
    return client.post(address(name, *args), {"seen": seen} | typed)


def words(answer):
    """What a page says, without mark-up."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
