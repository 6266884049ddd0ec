"""Every address of disputes, opened and sent to by everybody: who is not meant by 6.3 finds nothing, and it is nothing like any other."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kardad.cases.urls import client, office
from kardad.core.models import Event
from tests import factories
from tests.cases import reach, scenes, staging

pytestmark = pytest.mark.proof
ADDRESSES = {f"{room.app_name}:{one.name}": one.pattern.converters for room in (client, office) for one in room.urlpatterns}
ROWS = list(reach.rows())
CHOSEN = {"csrfmiddlewaretoken": "x", "deed": "accept"}  # what some addresses ask for before they are any page
# A press that has a paper sealed on the spot is not made in the block in which all is undone; tests/contracts/test_diary.py makes it.
SEALS = {"cases:petition_diary", "cases:filing_diary"}
LED_AWAY = ("/login/", "/panel/verify")


def test_every_address_has_a_row_that_says_who_finds_it():
    told = {row.name for row in ROWS}
    lacking = sorted(set(ADDRESSES) - told)
    assert not lacking, f"write in tests/cases/reach.py who finds these, by 6.3 of disputes.md: {', '.join(lacking)}"
    assert not sorted(told - set(ADDRESSES)), "rows of addresses that are no more"
    assert {row.scene for row in ROWS} <= set(scenes.SCENES)


def browsers(people):
    """Everybody at a browser, having just shown himself."""
    found = {"visitor": Client()}
    for role, person in people.items():
        found[role] = Client()
        found[role].force_login(person)
        factories.show(found[role], person, "totp")
    return found


def where(row, ids):
    """The address of the row in its scene."""
    given = {name: ids[row.ids[name]] if name in row.ids else ids["case" if name == "pk" else name] for name in ADDRESSES[row.name]}
    return reverse(row.name, kwargs=given)


def asked(send, *args):
    """What is answered, and nothing is done: what a deed would change is undone."""
    with transaction.atomic():
        answer = send(*args)
        answer.streaming and list(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def found(answer):
    """Whether there is anything for who asked: a page, a way back from a button, a refusal that says why."""
    if answer.status_code == 302 and answer["Location"].startswith(LED_AWAY):
        return False
    return answer.status_code not in (404, 405)


def plain(answer):
    """A page without what is another one at each call."""
    return re.sub(r"nonce=\"[^\"]*\"|[0-9a-f]{16,}|/(?:panel|office)/[^\"' <]*|value=\"[^\"]{60,}\"", "", answer.content.decode())


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({row.scene for row in ROWS}))
def test_who_is_meant_finds_it_and_nobody_else(name, clock, settings):
    settings.OPERATOR = "bureau" if name == "prepared" else "authority"
    scene = scenes.SCENES[name]()
    clients = browsers({**staging.crowd(), **scene.people})
    before = Event.objects.count()
    wrong = []
    for row in (one for one in ROWS if one.scene == name):
        address = where(row, scene.ids)
        typed = {
            "csrfmiddlewaretoken": "x",
            "who": f"seat-{scene.ids.get('seat', 0)}",
            "office": scene.ids["office"],
            "day": "1404-09-01",
            "deed": "accept",
        }
        for role, browser in clients.items():
            opened = asked(browser.get, address, CHOSEN)
            sent = opened if row.name in SEALS and role in row.who else asked(browser.post, address, typed)
            finds = found(opened) or found(sent)
            if finds != (role in row.who):
                wrong.append(
                    f"{row.name} in «{name}»: {role} {'finds' if finds else 'does not find'} it ({opened.status_code}, {sent.status_code})"
                )
            if max(opened.status_code, sent.status_code) >= 500:
                wrong.append(f"{row.name}: {role} meets {opened.status_code}, {sent.status_code}")
    assert not wrong, "\n".join(["judged by tests/cases/reach.py:", *wrong])
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_what_a_stranger_meets_tells_not_whether_there_is_a_case(clock, settings):
    settings.OPERATOR = "authority"
    scene = scenes.SCENES["window"]()
    clients = browsers({**staging.crowd(), **scene.people})
    for role in ("stranger", "secretary_elsewhere", "former_agent", "other_member"):
        for row in (one for one in ROWS if one.scene == "window" and role not in one.who):
            there = asked(clients[role].get, where(row, scene.ids))
            nowhere = asked(
                clients[role].get, where(row, {**scene.ids, "case": 10**12, "token": "0" * 32, "decision": 10**12, "objection": 10**12})
            )
            assert (there.status_code, nowhere.status_code) == (404, 404), (role, row.name)
            assert plain(there) == plain(nowhere), (role, row.name)
            assert dict(there.headers).keys() == dict(nowhere.headers).keys()


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({scene for scene, _, _ in reach.words()}))
def test_what_is_said_is_read_by_who_may_and_at_no_address_by_anybody_else(name, clock, settings):
    settings.OPERATOR = "authority"
    scene = scenes.SCENES[name]()
    clients = browsers({**staging.crowd(), **scene.people})
    dossier = scene.made.case.dossier
    here = [row for row in ROWS if _is_there(row, scene.ids)]
    read = {}
    for role, browser in clients.items():  # what a role does not find at all is the test above
        pages = {dossier.url, f"/office/service/dossiers/{dossier.pk}/", *(where(row, scene.ids) for row in here if role in row.who)}
        read[role] = "".join(_text(browser, page) for page in pages)
    for said, who in ((said, who) for scene_of, said, who in reach.words() if scene_of == name):
        assert {role for role, text in read.items() if said in text} == set(who), said


def _is_there(row, ids):
    return all((row.ids.get(one) or ("case" if one == "pk" else one)) in ids for one in ADDRESSES[row.name])


def _text(browser, page):
    answer = asked(browser.get, page)
    is_page = answer.status_code == 200 and not answer.streaming and answer["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_page else ""
