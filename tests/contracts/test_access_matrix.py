"""Every address of contracts, opened and sent to by everybody: who is not meant finds nothing, and it is nothing like any other."""

from itertools import groupby

import pytest
from django.urls import reverse

from kardad.contracts.urls import client
from kardad.core.models import Event
from tests.cases.test_access_matrix import CHOSEN, asked, browsers, found, plain
from tests.contracts import reach
from tests.contracts.scenes import AT, ENDED, Scenes
from tests.contracts.test_papers import sealed
from tests.contracts.world import NOW

ADDRESSES = {f"{client.app_name}:{one.name}": one.pattern.converters for one in client.urlpatterns}
ROWS = list(reach.rows())
MOMENTS = {"running": AT, "stopped": AT, "resigned": AT, "ended": ENDED, "reckoned": ENDED, "agreed": ENDED, "paid": ENDED}

# A press that has a paper sealed on the spot: not inside the transaction in which it is tried here; test_diary.py presses it.
SEALS = {"contracts:diary_paper"}


def test_every_address_has_a_row_that_says_who_finds_it():
    told = {row.name for row in ROWS}
    lacking = sorted(set(ADDRESSES) - told)
    assert not lacking, f"write in tests/contracts/reach.py who finds these: {', '.join(lacking)}"
    assert not sorted(told - set(ADDRESSES)), "rows of addresses that are no more"


def where(row, ids):
    """The address of the row in its scene."""
    given = {}
    for name, converter in ADDRESSES[row.name].items():
        word = row.ids.get(name, name)
        given[name] = converter.to_python(str(ids.get(word, word)))
    return reverse(row.name, kwargs=given)


@pytest.mark.proof
@pytest.mark.django_db
def test_who_is_meant_finds_it_and_nobody_else(sms, clock, settings, tmp_path):
    settings.VAR = tmp_path
    clock.move_to(NOW, tick=False)
    scenes = Scenes(sms)
    sealed(scenes.made)
    before, wrong = Event.objects.count(), []
    assert {row.scene for row in ROWS} == set(scenes.ids)
    seen = set()
    for at, rows in groupby(sorted(ROWS, key=moment), key=moment):
        clock.move_to(at, tick=False)
        clients = browsers(scenes.people)
        for row in rows:
            wrong += judged(row, scenes.ids[row.scene], clients, is_first=row.name not in seen)
            seen.add(row.name)
    assert not wrong, "\n".join(["judged by tests/contracts/reach.py:", *wrong])
    assert Event.objects.count() == before


def moment(row):
    """When the address is opened: a session of then, a contract of then."""
    return MOMENTS.get(row.scene, NOW)


def judged(row, ids, clients, *, is_first):
    """What is wrong at this address; who has nothing to do with the company comes to each address once."""
    address, wrong = where(row, ids), []
    for role in clients if is_first else reach.NEAR.split():
        if row.name in SEALS and role in row.who:
            continue
        opened = asked(clients[role].get, address, CHOSEN)
        sent = asked(clients[role].post, address, {"csrfmiddlewaretoken": "x"})
        said = f"{row.name} in «{row.scene}»: {role} meets {opened.status_code}, {sent.status_code}"
        if (found(opened) or found(sent)) != (role in row.who) or max(opened.status_code, sent.status_code) >= 500:
            wrong.append(said)
        if role == "stranger" and is_first and "token" in ADDRESSES[row.name] and opened.status_code == 404:
            nothing = asked(clients[role].get, where(row, {**ids, "token": "0" * 32}))
            if plain(nothing) != plain(opened):
                wrong.append(f"{said}, and can tell that there is something")
    return wrong
