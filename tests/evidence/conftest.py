"""What tests of proof may use: kinds of entries, a dossier's chain, an actor."""

from datetime import timedelta

import pytest

from kardad.core.actor import Actor
from tests.conftest import NOW

KINDS = {"notice.placed": "اخطار گذاشته شد.", "service.opened": "اخطار باز شد.", "paper.sealed": "برگه مُهر شد."}
BY = Actor(7, "worker", "person:12", 2)


@pytest.fixture(autouse=True)
def _kinds(request, monkeypatch):
    if not request.node.get_closest_marker("no_django"):
        from kardad.evidence import kinds

        monkeypatch.setattr(kinds, "sentences", lambda: KINDS)


@pytest.fixture
def subject(make):
    """Something that has a dossier."""
    return make.person(level=1)


@pytest.fixture
def chain(subject):
    """Its chain."""
    from kardad.evidence import actions

    return actions.open_chain(subject, title="پرونده مزد", office_id=None, at=NOW)


def grow(chain, count=1, *, at=NOW, **data):
    """So many further entries."""
    from django.db import transaction

    from kardad.evidence import actions

    with transaction.atomic():
        return [
            actions.append(chain, "notice.placed", by=BY, at=at + timedelta(seconds=number), number=number, **data)
            for number in range(count)
        ]
